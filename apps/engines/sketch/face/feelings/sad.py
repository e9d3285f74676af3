"""Sadness in its shades."""

import math

from apps.engines.sketch.face.feelings.motion import breath
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def sob(scene: Scene) -> Pose:
    """Begin to sob: the lip trembles first, then it all breaks."""
    arc = scene.arc(rise=0.38)
    tremble = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    pose = pose_of(
        {
            "corner": -1.15,
            "brow_inner": 1.2,
            "brow_outer": -0.35,
            "brows_together": 0.65,
            "squint": 0.65,
            "lid": 0.22,
            "lower_lip": 0.9,
            "jaw": 0.20,
            "nose_up": 0.25,
        }
    )
    pose = pose.scaled(arc)
    return pose.moved(
        lower_lip=pose.lower_lip + 0.30 * tremble * arc,
        nod=0.22 * arc + 0.05 * tremble * arc,
        shift_y=0.025 * tremble * arc,
        tears=scene.rise(0.22, 0.62) * (1.0 - scene.rise(0.92, 1.0)),
        tears_phase=scene.travel(7),
        shine=0.7 * arc,
        red=0.18 * arc,
    )


def single_tear(scene: Scene) -> Pose:
    """Stand still while one tear runs."""
    arc = scene.arc(rise=0.3, anticipation=0.0)
    pose = pose_of(
        {"calm": 1, "brow_inner": 0.65, "corner": -0.35, "squint": 0.2, "lid": 0.12, "brows_together": 0.2}
    ).scaled(arc)
    return pose.moved(
        tears_left=0.7 * scene.rise(0.15, 0.75) * (1.0 - scene.rise(0.93, 1.0)),
        tears_phase=scene.lap,
        shine=0.8 * arc,
    )


def pout(scene: Scene) -> Pose:
    return breath(scene).plus(
        pose_of(
            {
                "calm": 1,
                "press": 0.55,
                "puff": 0.5,
                "lower_lip": 1.3,
                "corner": -0.9,
                "mouth_wide": -0.45,
                "brow_inner": 0.7,
                "brows_together": 0.3,
                "nod": 0.35,
                "gaze_y": -0.35,
                "squint": 0.2,
            }
        ),
        scene.arc(),
    )


def puppy_eyes(scene: Scene) -> Pose:
    return breath(scene).plus(
        pose_of(
            {
                "calm": 1,
                "eyes": 1.3,
                "brow_inner": 1.25,
                "brow_outer": -0.3,
                "lid": -0.4,
                "gaze_y": -0.35,
                "corner": -0.3,
                "lower_lip": 0.7,
                "mouth_wide": -0.35,
                "nod": 0.45,
                "shine": 1.0,
                "tilt": 0.15,
            }
        ),
        scene.arc(),
    )
