"""Feelings measured on the picture: the points of the photo are found again in the frame by optical flow."""

from itertools import pairwise

import numpy as np
import pytest

from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.face.shape import posed
from apps.engines.sketch.scene import Focus, Scene
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import COUNT, PEAK, SIDE, frame, moved, shape
from tests.engines.sketch.pictures import astronaut


def test_a_smile_takes_the_corners_of_the_mouth_up_and_out() -> None:
    left, right = moved("smile", at.MOUTH_LEFT), moved("smile", at.MOUTH_RIGHT)
    assert (left[1] + right[1]) / 2 < -0.10
    assert (right[0] - left[0]) / 2 > 0.06


def test_a_sob_takes_the_corners_down_and_the_inner_brows_up() -> None:
    assert moved("sob", at.MOUTH_LEFT, at.MOUTH_RIGHT)[1] > 0.10
    assert moved("sob", 107, 336, 55, 285)[1] < -0.07


def test_fury_takes_the_inner_brows_down_and_reddens_skin_alone() -> None:
    assert moved("silent fury", 55, 285)[1] > 0.10
    source, angry = astronaut(SIDE).astype(float), frame("silent fury").astype(float)
    x, y = np.rint(shape().points[at.LEFT_CHEEK, :2]).astype(int)
    patch = (slice(y - 6, y + 6), slice(x - 6, x + 6))
    redness = [(one[patch][..., 0] / one[patch][..., 1:].mean(axis=2)).mean() for one in (source, angry)]
    assert redness[1] > 1.15 * redness[0]
    assert np.array_equal(angry[:, :50], source[:, :50])


def test_a_laugh_shakes_and_a_single_tear_stands_still() -> None:
    nose = [
        [moved(prompt, at.NOSE_TIP, position=position)[1] for position in (PEAK - 1, PEAK, PEAK + 1)]
        for prompt in ("laugh", "single tear")
    ]
    laugh, tear = (max(one) - min(one) for one in nose)
    assert laugh > 0.02
    assert tear < 0.005


def moment(position: int, *, start: float = 0.0, end: float = 1.0) -> Scene:
    scene = Scene(SIDE, SIDE, position, COUNT, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    return scene.within(start, end)


MOODS = ["sob", "rage", "silent-fury", "bored", "jaw-drop", "nod", "tilt-head", "pray", "salute", "rain", "question"]


@pytest.mark.parametrize("name", MOODS)
def test_a_mood_begins_and_ends_without_the_smile_of_the_photo(name: str) -> None:
    """The lips, which show teeth in the photo, come together for the first frame and the last."""
    lips = [at.UPPER_LIP_INNER, at.LOWER_LIP_INNER]
    smile = np.hypot(*np.diff(shape().points[lips, :2], axis=0)[0])
    for position in (1, COUNT):
        points, _ = posed(shape(), BY_NAME[name].play(moment(position)).pose)
        assert np.hypot(*np.diff(points[lips], axis=0)[0]) < 0.5 * smile


def test_a_mood_closes_its_own_loop_and_leaves_a_step_to_what_comes_before_and_after_it() -> None:
    mood = pose_of({"calm": 1.0, "corner": -1.0})
    alone = [felt(moment(position), mood).corner_left for position in (1, PEAK, COUNT)]
    step = [felt(moment(position, start=0.5), mood) for position in (7, 10, COUNT)]
    assert alone == pytest.approx([-0.54, -1.0, -0.54], abs=0.06)
    assert [round(pose.corner_left, 1) for pose in step] == [-0.2, -1.0, -0.4]
    assert step[0].calm < 0.7 < step[1].calm


def test_a_wink_and_an_eye_roll_last_long_enough_to_be_seen() -> None:
    poses = [[BY_NAME[name].play(moment(place)).pose for place in range(1, COUNT + 1)] for name in ("wink", "eye-roll")]
    assert sum(pose.lid_left > 0.9 for pose in poses[0]) >= 5
    assert max(pose.lid_right for pose in poses[0]) < 0.1
    assert sum(pose.gaze_y < -0.6 for pose in poses[1]) >= 4
    assert max(pose.gaze_x for pose in poses[1]) > 0.6 > -0.6 > min(pose.gaze_x for pose in poses[1])


def test_rage_with_steam_roars_and_never_bares_its_teeth_in_a_grin() -> None:
    poses = [
        BY_NAME["rage"].play(moment(place)).plus(BY_NAME["steam"].play(moment(place))).pose
        for place in (1, PEAK, COUNT)
    ]
    assert [pose.jaw > 0.5 for pose in poses] == [False, True, False]
    assert all(pose.jaw < 0.2 for pose in (poses[0], poses[2]))
    assert max(pose.corner_left for pose in poses) < 0.0


def test_a_head_that_is_shaken_turns_as_far_to_both_sides_as_a_face_can() -> None:
    turns = [BY_NAME["shake-head"].play(moment(place)).pose.turn for place in range(1, COUNT + 1)]
    assert max(turns) > 1.0
    assert min(turns) < -1.0


def test_a_sleeper_nods_off_catches_the_head_sinks_and_starts_up_with_wide_eyes() -> None:
    poses = [BY_NAME["sleepy"].play(moment(place)).pose for place in range(1, COUNT + 1)]
    nods = [pose.nod for pose in poses]
    assert max(nods[1:3]) > nods[3] + 0.15 < max(nods[6:10]) - 0.3
    assert min(pose.lid_left for pose in poses[6:10]) == 1.0
    assert poses[-1].lid_left < -0.3


def test_somebody_who_blinks_twice_shuts_the_eyes_twice() -> None:
    lids = [BY_NAME["blink"].play(moment(place)).pose.lid_left for place in range(1, COUNT + 1)]
    shut = [lid > 0.95 for lid in lids]
    assert sum(now and not before for before, now in pairwise(shut)) == 2
    assert lids[PEAK - 2] < -0.5


def test_a_jaw_that_drops_is_announced_goes_in_two_steps_and_swings_while_it_hangs() -> None:
    poses = [BY_NAME["jaw-drop"].play(moment(place)).pose for place in range(1, COUNT + 1)]
    jaws = [pose.jaw for pose in poses]
    assert poses[1].lid_left < -0.5
    assert jaws[1] < 0.3
    assert 0.3 < jaws[3] < 0.6
    assert min(jaws[5:9]) > 1.1
    assert max(jaws[5:9]) - min(jaws[5:9]) > 0.1
    assert jaws[-1] < 0.1


def test_somebody_bored_slides_down_with_falling_lids_and_starts_up() -> None:
    poses = [BY_NAME["bored"].play(moment(place)).pose for place in range(1, COUNT + 1)]
    assert poses[6].shift_y > poses[1].shift_y + 0.2
    assert poses[6].lid_left > 0.9
    assert poses[7].lid_left < 0.4
