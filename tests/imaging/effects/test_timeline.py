from itertools import accumulate

import pytest

from apps.imaging.effects.timeline import check_delays, frame_delays_ms, loop_count, order_frames


@pytest.mark.parametrize(
    ("loop", "count", "expected"),
    [
        ("forward", 4, (0, 1, 2, 3)),
        ("once", 4, (0, 1, 2, 3)),
        ("reverse", 4, (3, 2, 1, 0)),
        ("ping-pong", 4, (0, 1, 2, 3, 2, 1)),
        ("ping-pong", 3, (0, 1, 2, 1)),
        ("ping-pong", 2, (0, 1)),
        ("ping-pong", 1, (0,)),
        ("ping-pong", 0, ()),
        ("reverse", 0, ()),
    ],
)
def test_order_frames_shows_each_loop_without_doubled_ends(loop, count, expected):
    assert order_frames(count, loop) == expected


def test_order_frames_refuses_a_loop_of_another_name():
    with pytest.raises(ValueError, match="no loop is called 'sideways'"):
        order_frames(3, "sideways")


@pytest.mark.parametrize(("loop", "expected"), [("forward", 0), ("ping-pong", 0), ("reverse", 0), ("once", None)])
def test_loop_count_is_for_ever_except_when_shown_once(loop, expected):
    assert loop_count(loop) == expected


def test_loop_count_refuses_a_loop_of_another_name():
    with pytest.raises(ValueError, match="no loop is called 'sideways'"):
        loop_count("sideways")


@pytest.mark.parametrize(
    ("fps", "count", "expected"),
    [
        (10, 3, (100, 100, 100)),
        (12, 6, (80, 90, 80, 80, 90, 80)),
        (24, 6, (40, 40, 50, 40, 40, 40)),
        (30, 6, (30, 40, 30, 30, 40, 30)),
        (15, 3, (70, 60, 70)),
        (50, 3, (20, 20, 20)),
        (60, 3, (20, 20, 20)),
        (1000, 2, (20, 20)),
        (8, 4, (130, 120, 130, 120)),
        (0.5, 2, (2000, 2000)),
        (12, 0, ()),
    ],
)
def test_frame_delays_carry_the_rounding_forward(fps, count, expected):
    assert frame_delays_ms(fps, count) == expected


@pytest.mark.parametrize("fps", [0.37, 1, 7, 11.988, 12, 23.976, 29.97, 33.3, 47, 49.9, 50])
def test_frame_delays_stay_within_5_ms_after_any_number_of_frames(fps):
    delays = frame_delays_ms(fps, 97)

    late = [abs(end - n * 1000 / fps) for n, end in enumerate(accumulate(delays), start=1)]
    assert max(late) <= 5.000001
    check_delays(delays)


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), 0.0015])
def test_frame_delays_refuse_a_rate_that_cannot_be_shown(fps):
    with pytest.raises(ValueError, match="frames a second"):
        frame_delays_ms(fps, 3)


@pytest.mark.parametrize("delay", [0, 10, 25, -20, 655_360])
def test_check_delays_refuses_what_a_gif_cannot_store_or_a_browser_slows_down(delay):
    with pytest.raises(ValueError, match=f"a delay of {delay} ms"):
        check_delays([100, delay])
