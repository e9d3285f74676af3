"""Small motions that several feelings share."""

import math

from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.scene import Scene


def breath(scene: Scene) -> Pose:
    """Return what a living face does beside: it breathes."""
    return Pose(shift_y=0.012 * math.sin(2.0 * math.pi * scene.lap), nod=0.03 * math.sin(2.0 * math.pi * scene.lap))


def pulse(lap: float, middle: float, half: float) -> float:
    """Return 0 → 1 → 0 within `half` of a moment."""
    share = max(0.0, 1.0 - abs(lap - middle) / half)
    return share * share * (3.0 - 2.0 * share)
