import numpy as np
import pytest

from apps.engines.sketch import light
from apps.engines.sketch.layers import Grain, Layers, Slip
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.sheet import clear_sheet
from apps.engines.sketch.treatment import treated

SCENE = Scene(32, 32, 5, 12, force=0.5, cast=3, focus=Focus(16.0, 16.0, 8.0, is_aimed=False))


def picture() -> np.ndarray:
    return np.random.default_rng(3).integers(40, 200, (32, 32, 3), dtype=np.uint8)


def sheet():
    drawn = clear_sheet(SCENE)
    drawn.disc(16.0, 16.0, 12.0, (255, 255, 255))
    return drawn


@pytest.mark.parametrize(
    "layers",
    [
        Layers(color=light.saturation(0.0)),
        Layers(gain=light.even(SCENE, (0.5, 0.5, 0.5), 1.0)),
        Layers(grain=Grain(8, 4, 1.0)),
        Layers(slips=(Slip(0, 16, 0, 5),)),
        Layers(sheet=sheet()),
        Layers(away=np.full((8, 8, 2), 3.0, np.float32)),
    ],
    ids=["color", "gain", "grain", "slips", "sheet", "away"],
)
def test_each_layer_alone_changes_what_is_seen(layers: Layers) -> None:
    assert (treated(picture(), layers, SCENE) != picture()).mean() > 0.1


def test_a_frame_that_is_only_moved_keeps_its_very_colors() -> None:
    moved = treated(picture(), Layers(away=np.full((8, 8, 2), 3.0, np.float32)), SCENE)
    assert np.array_equal(moved[:28, :28], picture()[3:31, 3:31])
