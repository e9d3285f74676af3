"""What a head says by its motion."""

import math

from apps.engines.sketch.face.feelings.motion import breath
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def nod(scene: Scene) -> Pose:
    swing = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    return pose_of({"corner": 0.35, "press": 0.25}).scaled(scene.arc(anticipation=0.0)).moved(nod=0.75 * swing)


def shake_head(scene: Scene) -> Pose:
    swing = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    return (
        pose_of({"calm": 0.8, "corner": -0.45, "brow_inner": -0.35, "brows_together": 0.3, "press": 0.4, "lid": 0.18})
        .scaled(scene.arc(anticipation=0.0))
        .moved(turn=0.9 * swing)
    )


def tilt_head(scene: Scene) -> Pose:
    return breath(scene).plus(
        pose_of(
            {"tilt": 0.95, "brow_inner": 0.35, "brows_together": 0.3, "squint": 0.35, "corner": -0.15, "gaze_y": -0.1}
        ).plus(Pose(brow_outer_right=0.8)),
        scene.arc(),
    )
