import threading

import pytest

from apps.engines.errors import RequestRefused
from apps.engines.protocol import PaintRequest
from apps.engines.sketch.ahead import MOST, PaintedAhead
from tests.engines.sketch.test_engine import request

PATIENCE = 5.0


class Easel:
    """Paints a request's position, and says what was painted by which thread."""

    def __init__(self) -> None:
        self.painted: list[tuple[int, bool]] = []
        self.began = threading.Semaphore(0)
        self.may_paint = threading.Event()
        self.may_paint.set()
        self._here = threading.get_ident()

    def paint(self, wanted: PaintRequest) -> bytes:
        is_ahead = threading.get_ident() != self._here
        if is_ahead:
            self.began.release()
            assert self.may_paint.wait(PATIENCE)
        self.painted.append((wanted.position, is_ahead))
        return b"%d" % wanted.position


def frame_of(position: int, *, film: int = 1000) -> PaintRequest:
    return request(position=position, frame_count=12, seed=film + position)


def test_the_next_frame_is_painted_before_it_is_asked_for() -> None:
    easel, ahead = Easel(), PaintedAhead()
    assert ahead.frame(frame_of(3), easel.paint) == b"3"
    assert easel.began.acquire(timeout=PATIENCE)
    assert ahead.frame(frame_of(4), easel.paint) == b"4"
    assert easel.began.acquire(timeout=PATIENCE)
    assert easel.painted[:2] == [(3, False), (4, True)]


def test_a_frame_of_another_recipe_is_not_taken_for_it() -> None:
    easel, ahead = Easel(), PaintedAhead()
    ahead.frame(frame_of(3), easel.paint)
    assert easel.began.acquire(timeout=PATIENCE)
    ahead.frame(request(position=4, frame_count=12, seed=1004, prompt="wink"), easel.paint)
    assert (4, False) in easel.painted


def test_nothing_is_painted_after_the_last_frame() -> None:
    easel, ahead = Easel(), PaintedAhead()
    ahead.frame(frame_of(12), easel.paint)
    assert not easel.began.acquire(timeout=0.02)


def test_a_frame_that_waits_for_the_thread_is_painted_at_once() -> None:
    easel, ahead = Easel(), PaintedAhead()
    easel.may_paint.clear()
    ahead.frame(frame_of(1), easel.paint)
    assert easel.began.acquire(timeout=PATIENCE)  # the thread is busy with frame 2 of this film
    ahead.frame(frame_of(1, film=5000), easel.paint)
    assert ahead.frame(frame_of(2, film=5000), easel.paint) == b"2"
    assert (2, False) in easel.painted
    easel.may_paint.set()


def test_a_failure_ahead_is_raised_to_who_asks_for_the_frame() -> None:
    def refuse_second(wanted: PaintRequest) -> bytes:
        if wanted.position == 2:
            raise RequestRefused("no second frame")
        return b"1"

    ahead = PaintedAhead()
    ahead.frame(frame_of(1), refuse_second)
    with pytest.raises(RequestRefused, match="no second frame"):
        ahead.frame(frame_of(2), refuse_second)


def test_the_oldest_are_dropped() -> None:
    easel, ahead = Easel(), PaintedAhead()
    for film in range(MOST + 1):
        ahead.frame(frame_of(1, film=100 * film), easel.paint)
        assert easel.began.acquire(timeout=PATIENCE)
    ahead.frame(frame_of(2, film=100), easel.paint)
    assert (2, False) not in easel.painted
    ahead.frame(frame_of(2, film=0), easel.paint)
    assert (2, False) in easel.painted
