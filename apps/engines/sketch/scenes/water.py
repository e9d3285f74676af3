"""Below the waves."""

import math

from apps.engines.sketch import happenings
from apps.engines.sketch.act import Act
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.scene import Scene


def underwater(scene: Scene) -> Act:
    """Hold one's breath with round cheeks, below the waves."""
    arc = scene.arc(anticipation=0.0)
    drift = math.sin(2.0 * math.pi * scene.lap)
    pose = pose_of(
        {"calm": 1.0, "puff": 1.1, "press": 0.6, "mouth_wide": -0.7, "eyes": 0.5, "lid": -0.5, "brow_inner": 0.9}
    )
    return Act(
        pose.scaled(arc).moved(tilt=0.3 * drift, shift_y=0.05 * math.cos(2.0 * math.pi * scene.lap)),
        layers=happenings.underwater(scene),
    )
