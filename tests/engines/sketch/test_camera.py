import numpy as np
import pytest

from apps.engines.sketch import warps
from apps.engines.sketch.scene import Focus, Scene

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
