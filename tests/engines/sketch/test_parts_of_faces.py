"""A mask of a part of a face: the part acts, under a head that stands still, in the skin's own color."""

import numpy as np
import pytest

from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import mask_weight, paint
from apps.engines.sketch.words import plan_for
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import read_analysis
from apps.imaging.faces.parts import PartName, part_mask
from tests.engines.sketch.acting import PEAK, SIDE, shape, stage
from tests.engines.sketch.pictures import analysis, astronaut


def masked(prompt: str, *parts: PartName, position: int = PEAK) -> np.ndarray:
    found = read_analysis(analysis(SIDE))
    mask = np.maximum.reduce([part_mask(found, part) for part in parts])
    scene = Scene(
        width=SIDE, height=SIDE, position=position, frame_count=12, force=0.5, cast=3,
        focus=Focus(SIDE / 2, SIDE / 3, SIDE / 4, is_aimed=True),
    )  # fmt: skip
    return paint(stage(), plan_for(prompt), scene, weight=mask_weight(mask, feather=8.0))


def redness(picture: np.ndarray, index: int) -> float:
    x, y = np.rint(shape().points[index, :2]).astype(int)
    red, green, blue = picture[y - 3 : y + 4, x - 3 : x + 4].astype(float).mean(axis=(0, 1))
    return float(red / (green + blue))


def changed(picture: np.ndarray, *points: int) -> float:
    """The mean difference to the photo about these points, in levels."""
    places = np.rint(shape().points[list(points), :2]).astype(int)
    apart = np.abs(picture.astype(int) - astronaut(SIDE))
    return float(np.mean([apart[y - 4 : y + 5, x - 4 : x + 5].mean() for x, y in places]))


def test_eyes_alone_are_enough_to_act() -> None:
    assert changed(masked("wink", "eyes"), 159, 386) > 4.0
    assert changed(masked("wink", "eyes"), at.MOUTH_LEFT, at.CHIN) == 0.0


def test_skin_that_is_only_partly_inside_keeps_its_color() -> None:
    photo, part, whole = astronaut(SIDE), masked("rage", "face"), masked("rage", "head")
    assert redness(part, at.LEFT_CHEEK) == pytest.approx(redness(photo, at.LEFT_CHEEK), rel=0.12)
    assert redness(whole, at.LEFT_CHEEK) > 1.2 * redness(photo, at.LEFT_CHEEK)


def test_a_head_of_which_only_a_part_may_move_stands_still() -> None:
    still, moving = (changed(masked("nod", part, position=3), at.NOSE_TIP, 168) for part in ("face", "head"))
    assert moving > 5.0
    assert still < 0.3 * moving
