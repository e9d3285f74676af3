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
        tears=scene.rise(0.22, 0.62) * (1.0 - scene.rise(0.92, 1.0)),
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
    """Push the lower lip out and look up from below; turn away, hurt, with closed eyes, and peek whether anybody saw it."""
    quiver = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    away = scene.rise(0.36, 0.48) * (1.0 - scene.rise(0.84, 1.0))
    shut = scene.rise(0.38, 0.48) * (1.0 - scene.rise(0.64, 0.72))
    arc = scene.mood(ebb=0.65)
    pose = breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "calm": 1,
                    "puff": 0.55,
                    "lower_lip": 1.1,
                    "corner": -0.45,
                    "mouth_wide": -0.7,
                    "brow_inner": 0.9,
                    "brows_together": 0.6,
                    "nod": 0.40,
                    "eyes": 0.45,
                }
            ),
            ebb=0.65,
        )
    )
    lid = min(1.0, 0.1 + 0.9 * shut)
    return pose.moved(
        lower_lip=pose.lower_lip + 0.16 * quiver * arc, turn=-0.85 * away, nod=pose.nod - 0.75 * away, tilt=-0.15 * away,
        brow_inner_left=pose.brow_inner_left - 1.2 * shut, brow_inner_right=pose.brow_inner_right - 1.2 * shut,
        lid_left=lid, lid_right=lid, gaze_y=-0.5 * (1.0 - away), gaze_x=0.95 * away * (1.0 - shut),
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
