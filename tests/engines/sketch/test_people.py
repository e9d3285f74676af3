"""Several people in one picture, each of whom does what is said of them."""

from functools import lru_cache

import cv2
import numpy as np

from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import Stage, paint, set_stage
from apps.engines.sketch.words import plan_for
from apps.imaging.faces.analysis import analyze
from tests.engines.sketch.pictures import astronaut

SIDE, COUNT, MIDDLE = 320, 12, 6


@lru_cache(maxsize=1)
def pair() -> Stage:
    """The astronaut twice, side by side before a wall, with faces so small that a camera would come closer."""
    one = cv2.resize(astronaut(SIDE), None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    wall = np.repeat(np.repeat(np.linspace(120, 250, SIDE, dtype=np.uint8)[:, None, None], SIDE, 1), 3, 2)
    for left in (8, SIDE - 8 - one.shape[1]):
        wall[10 : 10 + one.shape[0], left : left + one.shape[1]] = one
    wall[:8, ::8] = 0
    stage = set_stage(wall, analyze(wall))
    assert len(stage.actors) == 2
    return stage


def changed(prompt: str) -> list[bool]:
    """Which halves of the picture differ from the photo, and whether a strip of wall at its edge does, as under a camera."""
    photo = pair().picture
    height, width = photo.shape[:2]
    scene = Scene(width, height, MIDDLE, COUNT, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    differs = (paint(pair(), plan_for(prompt), scene, weight=None) != photo).any(axis=2)
    return [bool(part.any()) for part in (differs[:, : width // 2], differs[:, width // 2 :], differs[:8])]


def test_only_the_person_who_is_named_gets_a_red_nose() -> None:
    assert changed("the left one has a clown nose") == [True, False, False]
    assert changed("the right one has a clown nose") == [False, True, False]


def test_two_who_are_named_act_at_once_and_no_camera_comes_closer() -> None:
    assert changed("the left one nods, the right one smiles") == [True, True, False]


def test_each_of_two_does_something_else() -> None:
    height, width = pair().picture.shape[:2]
    scene = Scene(width, height, MIDDLE, COUNT, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    both = paint(pair(), plan_for("the left one has a clown nose, the right one sunglasses"), scene, weight=None)
    left, right = (
        paint(pair(), plan_for(prompt), scene, weight=None)
        for prompt in ("the left one has a clown nose", "the right one has sunglasses")
    )
    assert np.array_equal(both[:, : width // 2], left[:, : width // 2])
    assert np.array_equal(both[:, width // 2 :], right[:, width // 2 :])
