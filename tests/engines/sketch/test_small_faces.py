"""What a reaction does so that it is seen in a face that is small in its picture."""

from functools import lru_cache

import cv2
import numpy as np
import pytest

from apps.engines.sketch.face.actor import perform
from apps.engines.sketch.face.pose import MOST, NAMES, Pose, pose_of
from apps.engines.sketch.face.shape import BOLDEST, boldness, posed
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import Stage, paint, set_stage
from apps.engines.sketch.words import plan_for
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis, analyze
from tests.engines.sketch.pictures import astronaut

SIDE, COUNT = 320, 12


@lru_cache(maxsize=2)
def far(scale: float) -> tuple[Stage, Analysis]:
    """The astronaut in the middle of an empty wall, so much smaller."""
    small = cv2.resize(astronaut(SIDE), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    wall = np.full((SIDE, SIDE, 3), 200, np.uint8)
    top = (SIDE - small.shape[0]) // 2
    wall[top : top + small.shape[0], top : top + small.shape[1]] = small
    found = analyze(wall)
    return set_stage(wall, found), found


def frame(scale: float, prompt: str, position: int = 7) -> np.ndarray:
    scene = Scene(SIDE, SIDE, position, COUNT, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    return paint(far(scale)[0], plan_for(prompt), scene, weight=None)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.3, 1.0), (0.17, 1.0), (0.13, 1.25), (0.09, BOLDEST), (0.02, BOLDEST)]
)
def test_a_face_is_the_bolder_the_smaller_it_is(share: float, expected: float) -> None:
    assert boldness(share * 400.0, 400.0) == pytest.approx(expected)


def test_a_small_face_smiles_more_widely_than_its_pose_says() -> None:
    stage, smile = far(0.4)[0], pose_of({"corner": 0.8})
    actor = stage.actors[0]
    acted = perform(stage.picture.copy(), stage.picture, actor, smile)
    said = posed(actor.shape, smile)[0]
    rest = actor.shape.points[at.MOUTH_LEFT, :2]
    assert np.hypot(*(acted[at.MOUTH_LEFT] - rest)) > 1.3 * np.hypot(*(said[at.MOUTH_LEFT] - rest))


def test_a_bolder_pose_is_stronger_up_to_what_a_face_can_bear() -> None:
    pose = pose_of({"corner": 0.6, "brow_inner": -1.0, "jaw": 1.2, "lid": 1.0, "turn": 0.4})
    bold = pose.bolder(1.5)
    assert bold.corner_left == pytest.approx(0.9)
    assert bold.brow_inner_left == pytest.approx(-1.5)
    assert bold.jaw == MOST["jaw"]
    assert bold.lid_left == 1.0
    assert pose.bolder(1.0) is pose


def test_a_pose_beyond_the_most_is_never_made_weaker() -> None:
    pose = Pose(**dict.fromkeys(NAMES, 3.0))
    assert pose.bolder(1.5) == pose


def test_the_camera_comes_closer_to_a_small_face_for_a_feeling_and_goes_back() -> None:
    span = far(0.4)[1].faces[0].span
    found = analyze(frame(0.4, "smile")).faces[0].span
    assert found > 1.3 * span
    assert analyze(frame(0.4, "smile", COUNT)).faces[0].span < 1.2 * span
    assert analyze(frame(0.4, "thumbs up")).faces[0].span < 1.1 * span


@pytest.mark.large
def test_the_camera_comes_closer_once_for_a_story_in_steps_and_jumps_at_no_place() -> None:
    spans = [
        analyze(frame(0.4, "smile, then sob, then laugh", position)).faces[0].span for position in range(1, COUNT + 1)
    ]
    steps = np.abs(np.diff([*spans, spans[0]])) / far(0.4)[1].faces[0].span
    assert max(spans[4:7]) / min(spans[4:7]) < 1.15
    assert steps.max() < 0.45


def test_the_camera_stays_where_a_face_is_large_enough() -> None:
    picture = far(1.0)[0].picture
    assert np.array_equal(frame(1.0, "grin")[:, :20], picture[:, :20])
