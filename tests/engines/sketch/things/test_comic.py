import numpy as np
import pytest

from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.plan import Plan
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import paint
from apps.engines.sketch.things import answers, beside, comic, drops, prizes
from tests.engines.sketch.acting import COUNT, PEAK, SIDE, shape, stage
from tests.engines.sketch.pictures import astronaut

SIGNS = [
    comic.soul,
    comic.snooze,
    comic.stars,
    comic.twinkle,
    comic.gleam,
    comic.alarm,
    comic.anger,
    prizes.hiccups,
    drops.splash,
    comic.blushes,
    comic.gloom,
    comic.sunshine,
    answers.dots,
    prizes.trophy,
    answers.puzzle,
    answers.yes,
    answers.no,
]


def scene(position: int = PEAK) -> Scene:
    return Scene(SIDE, SIDE, position, COUNT, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))


def drawn(sign, *, position: int = PEAK, span: float | None = None) -> np.ndarray:
    """How much a sign changes beside the astronaut's face, or beside one of another size in the middle, (H, W)."""
    points = shape().points[:, :2]
    if span is not None:
        points = (points - points.mean(axis=0)) * span / shape().span + SIDE / 2
    moment, frame = scene(position), astronaut(SIDE).copy()
    heads, window = [Head(points.astype(np.float32), shape())], (0.0, 0.0, float(SIDE), float(SIDE))
    canvas = Canvas(frame, stage().matte, stage().matte, stage().plate, moment, heads, window, may_move=False)
    for drawing in sign(moment).drawings:
        drawing(canvas)
    return np.abs(frame.astype(int) - astronaut(SIDE)).max(axis=2)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.__name__)
def test_a_sign_is_there_at_the_peak_and_neither_at_the_beginning_nor_at_the_end(sign) -> None:
    peak = max(drawn(sign, position=position).sum() for position in (PEAK, PEAK + 1))
    assert peak > 4000
    for edge in (1, COUNT):
        assert drawn(sign, position=edge).sum() < 0.5 * peak


@pytest.mark.parametrize(
    "sign", [comic.alarm, prizes.trophy, answers.dots, answers.puzzle], ids=lambda sign: sign.__name__
)
def test_a_sign_beside_a_small_face_is_not_as_small(sign) -> None:
    usual, small = ((drawn(sign, span=span) > 12).sum() for span in (90.0, 22.0))
    assert small > 4 * (22.0 / 90.0) ** 2 * usual


@pytest.mark.parametrize(("right", "down"), [(0.0, -3.0), (3.0, -3.0), (-3.0, 3.0)])
def test_a_sign_beside_a_head_at_the_edge_is_seen_whole(right: float, down: float) -> None:
    canvas = Canvas(astronaut(SIDE).copy(), stage().matte, stage().matte, stage().plate, scene(), ())
    head = Head(shape().points[:, :2], shape())
    x, y = beside.whole(canvas, head.at(right, down), 60.0)
    assert 30.0 <= x <= SIDE - 30.0
    assert 30.0 <= y <= SIDE - 30.0


def test_nothing_is_drawn_without_a_head() -> None:
    for sign in SIGNS:
        frame = astronaut(SIDE).copy()
        canvas = Canvas(frame, stage().matte, stage().matte, stage().plate, scene(), ())
        for drawing in sign(scene()).drawings:
            drawing(canvas)
        assert np.array_equal(frame, astronaut(SIDE))
    assert np.array_equal(paint(stage(), Plan(()), scene(), weight=None), astronaut(SIDE))
