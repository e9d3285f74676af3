"""Lips that close over teeth, and lids of narrow eyes."""

import numpy as np
import pytest

from apps.engines.sketch.face.actor import perform
from apps.engines.sketch.face.lips import lips_closed
from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.face.shape import posed
from apps.engines.sketch.face.warp import Part
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import SIDE, shape, stage
from tests.engines.sketch.pictures import astronaut


def mouth_of(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The colors within the outer edge of the lips, (n, 3)."""
    inside = polygon(points[list(at.OUTER_LIPS)], Part(0, 0, SIDE, SIDE)) > 0.9
    return picture[inside].astype(float)


def share_of_teeth(colors: np.ndarray) -> float:
    """How much of a mouth is bright and hardly red."""
    return float(((colors.min(axis=1) > 150) & (colors[:, 0] - colors[:, 1] < 40)).mean())


def test_a_smile_that_closes_shows_lips_and_no_teeth() -> None:
    picture = astronaut(SIDE).copy()
    points = perform(picture, astronaut(SIDE), stage().actors[0], pose_of({"calm": 1.0}))
    assert share_of_teeth(mouth_of(astronaut(SIDE), shape().points[:, :2])) > 0.15
    assert share_of_teeth(mouth_of(picture, points)) < 0.01


def test_closed_lips_have_the_color_of_the_photos_own() -> None:
    picture = astronaut(SIDE).copy()
    points = perform(picture, astronaut(SIDE), stage().actors[0], pose_of({"calm": 1.0}))
    x, y = np.rint(points[at.LOWER_LIP_INNER] + [0.0, 0.04 * shape().span]).astype(int)
    drawn = picture[y - 1 : y + 2, x - 4 : x + 5].reshape(-1, 3).mean(axis=0)
    assert np.abs(drawn - stage().actors[0].mouth.lip).max() < 30


@pytest.mark.parametrize(
    ("pose", "closed"), [({}, 0.0), ({"jaw": 0.5}, 0.0), ({"calm": 0.3}, 0.0), ({"calm": 1.0}, 1.0)]
)
def test_lips_are_drawn_only_as_far_as_they_close(pose: dict[str, float], closed: float) -> None:
    points, _ = posed(shape(), pose_of(pose))
    assert lips_closed(stage().actors[0].mouth, points, shape()) == pytest.approx(closed, abs=0.05)


def test_a_mouth_that_is_calm_is_narrower_than_its_smile() -> None:
    points, _ = posed(shape(), pose_of({"calm": 1.0}))
    wide = [float(np.hypot(*(one[at.MOUTH_LEFT, :2] - one[at.MOUTH_RIGHT, :2]))) for one in (shape().points, points)]
    assert wide[1] < 0.97 * wide[0]


@pytest.mark.parametrize(("lid", "least", "most"), [(0.5, 0.04, 0.06), (0.95, 0.0, 0.02), (-0.9, 0.11, 0.2)])
def test_a_narrow_eye_shows_its_iris_until_it_is_nearly_shut(lid: float, least: float, most: float) -> None:
    narrow = shape().points.copy()
    for upper, lower in zip(
        (*at.LEFT_UPPER_LID, *at.RIGHT_UPPER_LID), (*at.LEFT_LOWER_LID, *at.RIGHT_LOWER_LID), strict=True
    ):
        narrow[upper] += 0.35 * (narrow[lower] - narrow[upper])
    face = type(shape())(narrow, shape().axes, shape().span, shape().around)
    points, _ = posed(face, pose_of({"lid": lid}))
    for upper, lower in ((159, 145), (386, 374)):
        assert least <= np.hypot(*(points[upper] - points[lower])) / shape().span <= most
