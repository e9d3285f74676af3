"""Sadness in its shades."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def sob(scene: Scene) -> Pose:
    """Begin to sob: the lip trembles first, then it all breaks."""
    arc = scene.mood(rise=0.38, ebb=0.45)
    tremble = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    pose = felt(
        scene,
        pose_of(
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
        ),
        rise=0.38,
        ebb=0.45,
        opens=True,
    )
    return pose.moved(
        lower_lip=pose.lower_lip + 0.30 * tremble * arc,
        nod=0.22 * arc + 0.05 * tremble * arc,
        shift_y=0.025 * tremble * arc,
        tears=scene.rise(0.12, 0.45) * (1.0 - scene.rise(0.92, 1.0)),
        tears_phase=scene.travel(7),
        shine=0.7 * arc,
        red=0.18 * arc,
    )


def single_tear(scene: Scene) -> Pose:
    """Stand still while one tear runs."""
    arc = scene.mood(ebb=0.7, overshoot=0.0)
    pose = felt(
        scene,
        pose_of({"calm": 1, "brow_inner": 0.8, "corner": -0.5, "squint": 0.2, "lid": 0.12, "brows_together": 0.3}),
        ebb=0.7,
    )
    return pose.moved(
        tears_left=0.7 * scene.rise(0.15, 0.75) * (1.0 - scene.rise(0.93, 1.0)),
        tears_phase=scene.lap,
        shine=0.8 * arc,
    )


def pout(scene: Scene) -> Pose:
    """Push the lower lip out with lowered eyes, hurt, then look up from below to see whether anybody noticed."""
    quiver = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    look_up = scene.rise(0.44, 0.56) * (1.0 - scene.rise(0.92, 1.06))
    arc = scene.mood(ebb=0.65)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1,
                "lower_lip": 1.10,
                "corner": -0.35,
                "mouth_wide": -0.70,
                "puff": 0.30,
                "press": 0.3,
                "brow_inner": 1.25,
                "brow_outer": -0.35,
                "brows_together": 0.55,
                "eyes": 0.55,
            }
        ),
        ebb=0.65,
    )
    lid = 0.42 * (1.0 - look_up) * scene.settled() - 0.35 * look_up
    return breath(scene).plus(pose).moved(
        lower_lip=pose.lower_lip + 0.15 * quiver * arc, nod=(0.75 - 0.25 * look_up) * arc, tilt=(0.10 + 0.16 * look_up) * arc,
        lid_left=lid, lid_right=lid, gaze_y=(0.75 - 1.20 * look_up) * arc, gaze_x=0.2 * look_up,
        shine=0.5 * look_up, shift_y=0.06 * scene.mood(ebb=0.2) - 0.05 * look_up,
    )  # fmt: skip


def puppy_eyes(scene: Scene) -> Pose:
    """Lower the head and look up with large wet eyes."""
    arc = scene.mood()
    quiver = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    pose = breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "calm": 1,
                    "eyes": 1.35,
                    "brow_inner": 1.25,
                    "brow_outer": -0.25,
                    "lid": -0.5,
                    "gaze_y": -0.30,
                    "corner": -0.15,
                    "lower_lip": 0.8,
                    "mouth_wide": -0.55,
                    "nod": 0.55,
                    "shine": 1.0,
                    "blush": 0.45,
                    "tilt": 0.25,
                }
            ),
        ),
    )
    return pose.moved(lower_lip=pose.lower_lip + 0.14 * quiver * arc, tears_phase=scene.lap)
