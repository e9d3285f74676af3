"""Anger and dislike."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def rage(scene: Scene) -> Pose:
    """Roar."""
    arc = scene.mood(rise=0.32, ebb=0.35)
    shake = math.sin(2.0 * math.pi * scene.turns(2.3) * scene.lap)
    pose = felt(
        scene,
        pose_of(
            {
                "brow_inner": -1.25,
                "brow_outer": 0.55,
                "brows_together": 1.0,
                "lid": -0.45,
                "nostrils": 1.2,
                "nose_up": 0.8,
                "upper_lip": 0.9,
                "jaw": 0.72,
                "mouth_wide": 0.35,
                "corner": -0.35,
                "red": 0.85,
                "veins": 1.0,
            }
        ),
        rise=0.32,
        ebb=0.35,
        opens=True,
    )
    return pose.moved(shift_x=0.03 * shake * arc, tilt=0.06 * shake * arc, nod=pose.nod - 0.10 * arc, swell=0.07 * arc)


def fury(scene: Scene) -> Pose:
    """Contort in silence: everything tightens, nothing is said."""
    arc = scene.mood(rise=0.45)
    quiver = math.sin(2.0 * math.pi * scene.turns(2.2) * scene.lap)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "brow_inner": -1.2,
                "brow_outer": 0.5,
                "brows_together": 1.1,
                "squint": 0.8,
                "lid": -0.05,
                "nostrils": 1.0,
                "nose_up": 0.35,
                "press": 1.0,
                "corner": -0.7,
                "mouth_wide": 0.15,
                "red": 0.80,
                "nod": 0.35,
            }
        ),
        rise=0.45,
    )
    return pose.moved(
        shift_x=0.012 * quiver * arc,
        lid_left=pose.lid_left + 0.16 * max(0.0, quiver) * arc,
        veins=scene.rise(0.4, 0.7) * (1.0 - scene.rise(0.86, 1.0)),
    )


def disgust(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "calm": 0.8,
                    "nose_up": 1.5,
                    "upper_lip": 1.0,
                    "corner": -0.8,
                    "squint": 0.8,
                    "brows_together": 0.6,
                    "brow_inner": -0.6,
                    "green": 0.55,
                    "turn": -0.35,
                    "nod": -0.2,
                    "lower_lip": 0.4,
                }
            ),
        ),
    )


def evil_grin(scene: Scene) -> Pose:
    """Let a sly look grow into a grin full of teeth."""
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "corner": 1.25,
                    "mouth_wide": 0.35,
                    "brow_inner": -1.15,
                    "brow_outer": 0.8,
                    "brows_together": 0.6,
                    "squint": 0.55,
                    "lid": 0.08,
                    "nod": 0.55,
                    "jaw": 0.20,
                    "teeth": 1.0,
                    "upper_lip": 0.3,
                }
            ),
            rise=0.45,
            opens=True,
        ),
    )
