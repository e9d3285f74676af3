"""Expressions measured on the picture: the points of the photo are found again in the frame by optical flow."""

import cv2
import numpy as np
import pytest

from apps.engines.sketch.face.actor import perform
from apps.engines.sketch.face.eyes import ring_of
from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.pose import NEUTRAL, pose_of
from apps.engines.sketch.face.shape import movements, posed, shape_of
from apps.engines.sketch.face.warp import Part, part_around
from apps.engines.sketch.plan import Plan
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import paint
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import SIDE, frame, shape, stage
from tests.engines.sketch.pictures import astronaut


def share_of_skin_in_eye(picture: np.ndarray, upper: tuple[int, ...], lower: tuple[int, ...]) -> float:
    """How much of where the open eye of the photo is has the color of the skin above it."""
    ring = shape().points[ring_of(upper, lower), :2]
    part = part_around(ring, SIDE, SIDE)
    inside = polygon(ring, part) > 0.9
    x, y = np.rint(shape().points[upper[4], :2] - 0.1 * shape().span * shape().axes[1, :2]).astype(int)
    skin = picture[y - 1 : y + 2, x - 2 : x + 3].reshape(-1, 3).astype(float).mean(axis=0)
    colors = picture[part.top : part.bottom, part.left : part.right][inside].astype(float)
    return float((np.abs(colors - skin).max(axis=1) < 48).mean())


def test_a_wink_covers_one_eye_with_skin_and_leaves_the_other() -> None:
    picture = astronaut(SIDE).copy()
    perform(picture, astronaut(SIDE), stage().actors[0], pose_of({}).moved(lid_left=1.0))
    left = [share_of_skin_in_eye(one, at.LEFT_UPPER_LID, at.LEFT_LOWER_LID) for one in (astronaut(SIDE), picture)]
    right = [share_of_skin_in_eye(one, at.RIGHT_UPPER_LID, at.RIGHT_LOWER_LID) for one in (astronaut(SIDE), picture)]
    assert left[1] > 2.0 * left[0]
    assert right[1] == right[0]


def test_lids_that_close_meet() -> None:
    points, _ = posed(shape(), pose_of({"lid": 1.0}))
    before, after = shape().points[:, :2], points
    for upper, lower in ((159, 145), (386, 374)):
        opening = [float(np.hypot(*(place[upper] - place[lower]))) for place in (before, after)]
        assert opening[1] <= 0.15 * opening[0]


def test_a_jaw_that_drops_opens_a_mouth_with_an_inside() -> None:
    points, _ = posed(shape(), pose_of({"jaw": 1.15}))
    opening = np.hypot(*(points[at.UPPER_LIP_INNER] - points[at.LOWER_LIP_INNER])) / shape().span
    assert opening > 0.35
    x, y = np.rint((points[at.UPPER_LIP_INNER] + points[at.LOWER_LIP_INNER]) / 2).astype(int)
    assert (
        frame("jaw drop")[y - 2 : y + 3, x - 4 : x + 5].mean()
        < 0.6 * astronaut(SIDE)[y - 2 : y + 3, x - 4 : x + 5].mean()
    )


def iris_height(picture: np.ndarray) -> float:
    """The row of the darkest sixth of the left eye's opening, in heights of the opening above its middle."""
    eye = stage().actors[0].eyes[0]
    ring = shape().points[ring_of(eye.upper, eye.lower), :2]
    part = part_around(ring, SIDE, SIDE)
    inside = polygon(ring, part) > 0.6
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[part.top : part.bottom, part.left : part.right].astype(float)
    gray[~inside] = 255.0
    dark = gray <= np.quantile(gray[inside], 1 / 6)
    return float(-np.argwhere(dark)[:, 0].mean() / eye.height)


def test_eyes_that_roll_take_the_irises_up() -> None:
    picture = astronaut(SIDE).copy()
    perform(picture, astronaut(SIDE), stage().actors[0], pose_of({"gaze_y": -1.0}))
    assert iris_height(picture) - iris_height(astronaut(SIDE)) > 0.15


@pytest.mark.parametrize(("pose", "axis"), [({"nod": 0.6}, 1), ({"turn": 0.7}, 0)])
def test_a_head_that_moves_takes_its_nose_along_and_leaves_its_neck(pose: dict[str, float], axis: int) -> None:
    for sign in (1.0, -1.0):
        points, around = posed(shape(), pose_of({name: sign * value for name, value in pose.items()}))
        nose = (points[at.NOSE_TIP] - shape().points[at.NOSE_TIP, :2])[axis] / shape().span
        assert abs(nose) > 0.12
        assert (nose > 0) == (sign > 0)
        last = slice(3 * len(at.OUTLINE), 4 * len(at.OUTLINE))
        assert np.abs(around[last] - shape().around[last, :2]).max() < 0.01


def test_a_pose_of_nothing_moves_no_point_and_no_pixel() -> None:
    points, around = posed(shape(), NEUTRAL)
    assert np.allclose(points, shape().points[:, :2], atol=1e-3)
    assert np.allclose(around, shape().around[:, :2], atol=1e-3)
    picture = astronaut(SIDE).copy()
    perform(picture, astronaut(SIDE), stage().actors[0], NEUTRAL)
    assert np.array_equal(picture, astronaut(SIDE))


def test_a_head_that_hardly_moves_hardly_changes() -> None:
    """Nothing jumps when a face begins to act: what is drawn anew looks as it did in the photo."""
    picture = astronaut(SIDE).copy()
    perform(picture, astronaut(SIDE), stage().actors[0], NEUTRAL.moved(shift_y=0.004))
    assert np.abs(picture.astype(int) - astronaut(SIDE)).mean() < 0.8


def test_movements_of_left_and_right_mirror_each_other() -> None:
    for name in ("brow_inner", "brow_outer", "corner", "frown"):
        left, right = movements()[f"{name}_left"], movements()[f"{name}_right"]
        assert np.allclose(np.sort(left[:, 1]), np.sort(right[:, 1]), atol=2e-3)
        assert np.allclose(np.sort(left[:, 0]), np.sort(-right[:, 0]), atol=2e-3)


def test_a_tilted_face_moves_along_its_own_axes() -> None:
    angle = np.radians(40.0)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]], np.float32)
    upright, tilted = shape(), shape_of((shape().points @ turn.T).astype(np.float32))
    smile = pose_of({"corner": 1.0, "jaw": 0.4})
    expected = posed(upright, smile)[0] @ turn[:2, :2].T
    assert np.abs(posed(tilted, smile)[0] - expected).max() < 0.05 * upright.span


def test_nobody_acts_where_nothing_is_asked_for() -> None:
    scene = Scene(
        width=SIDE, height=SIDE, position=3, frame_count=8, force=0.5, cast=1, focus=Focus(0, 0, 1, is_aimed=False)
    )
    assert np.array_equal(paint(stage(), Plan(()), scene, weight=None), astronaut(SIDE))


def test_a_part_is_a_view_of_its_picture() -> None:
    picture = np.zeros((10, 12, 3), np.uint8)
    Part(2, 3, 5, 7).of(picture)[:] = 9
    assert picture.sum() == 3 * 4 * 3 * 9


def test_clenched_teeth_fill_an_open_mouth() -> None:
    """Where an open mouth would be dark, two rows of teeth are seen."""
    brightness = []
    for teeth in (0.0, 1.0):
        picture = astronaut(SIDE).copy()
        points = perform(picture, astronaut(SIDE), stage().actors[0], pose_of({"jaw": 0.4}).moved(teeth=teeth))
        inside = polygon(points[list(at.INNER_LIPS)], Part(0, 0, SIDE, SIDE)) > 0.9
        brightness.append(float(np.median(picture[inside])))
    assert brightness[1] > 1.5 * brightness[0]


def test_enlarged_eyes_grow_about_their_own_middle() -> None:
    points, _ = posed(shape(), pose_of({"eyes": 1.0}))
    for upper, lower in ((159, 145), (386, 374)):
        before, after = shape().points[[upper, lower], :2], points[[upper, lower]]
        assert np.hypot(*(after[0] - after[1])) > 1.25 * np.hypot(*(before[0] - before[1]))
        assert np.hypot(*(after.mean(axis=0) - before.mean(axis=0))) < 0.02 * shape().span
