import numpy as np
import pytest

from apps.engines.sketch import warps
from apps.engines.sketch.camera import window
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.things import beside
from apps.engines.sketch.words import plan_for
from tests.engines.sketch.acting import SIDE, shape
from tests.engines.sketch.pictures import astronaut

WIDTH, HEIGHT = 320, 240


def seen(factor: float, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    """Where the pixels of a close-up come from, (h, w) each: across and down."""
    scene = Scene(WIDTH, HEIGHT, 6, 12, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    field = warps.shot(scene, factor, x=x, y=y)
    across, below = scene.mesh()
    return across + field[..., 0], below + field[..., 1]


@pytest.mark.parametrize(("x", "y"), [(160.0, 120.0), (0.0, 0.0), (320.0, 20.0), (90.0, 240.0)])
@pytest.mark.parametrize("factor", [1.0, 1.3, 1.8])
def test_a_close_up_never_looks_over_an_edge(factor: float, x: float, y: float) -> None:
    across, below = seen(factor, x, y)
    assert -0.5 <= across.min() <= across.max() <= WIDTH - 0.5
    assert -0.5 <= below.min() <= below.max() <= HEIGHT - 0.5


def test_a_close_up_has_in_its_middle_what_it_is_of() -> None:
    across, below = seen(2.0, 100.0, 150.0)
    assert (float(across.mean()), float(below.mean())) == pytest.approx((99.5, 149.5), abs=0.01)
    assert float(np.ptp(across)) == pytest.approx(0.5 * (WIDTH - 4), abs=0.1)


@pytest.mark.parametrize(("prompt", "comes"), [("pout", True), ("thumbs up", False)])
def test_what_is_seen_where_the_camera_is_closest_holds_the_face(prompt: str, comes: bool) -> None:
    focus = Focus(230.0, 90.0, 1.35 * 40.0, is_aimed=True)
    scene = Scene(WIDTH, HEIGHT, 6, 12, force=0.5, cast=3, focus=focus)
    left, top, right, bottom = window(plan_for(prompt), scene)
    assert 0 <= left < focus.x - 40 < focus.x + 40 < right <= WIDTH
    assert 0 <= top < focus.y - 40 < focus.y + 40 < bottom <= HEIGHT
    assert ((right - left) < 0.95 * WIDTH) is comes


def test_a_sign_stands_within_what_a_close_camera_sees() -> None:
    head, still = Head(shape().points[:, :2], shape()), np.zeros((SIDE, SIDE), np.float32)
    scene = Scene(SIDE, SIDE, 6, 12, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    seen, size = (90.0, 30.0, 300.0, 240.0), 60.0
    canvas = Canvas(astronaut(SIDE).copy(), still, still, astronaut(SIDE), scene, [head], seen)
    for x, y in (beside.free(canvas, head, size, 2.5, -2.5), beside.whole(canvas, (380.0, 2.0), size)):
        assert seen[0] + size / 2 <= x <= seen[2] - size / 2
        assert seen[1] + size / 2 <= y <= seen[3] - size / 2
