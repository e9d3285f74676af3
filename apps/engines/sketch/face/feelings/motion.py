"""Small motions that several feelings share."""

import math

from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.scene import Scene


def breath(scene: Scene) -> Pose:
    """Return what a living face does beside: it breathes."""
    return Pose(shift_y=0.012 * math.sin(2.0 * math.pi * scene.lap), nod=0.03 * math.sin(2.0 * math.pi * scene.lap))


def felt(
    scene: Scene, pose: Pose, *, rise: float = 0.30, fall: float = 0.80, ebb: float = 0.5, opens: bool = False
) -> Pose:
    """Return a pose as a mood that a face has in the first frame already and still has in the last.

    The calm of a pose stays all the time, or the photo's smile would come back at the end of every round. A mouth that
    `opens` is closed where the mood is at its ebb.
    """
    share = scene.mood(rise=rise, fall=fall, ebb=ebb)
    calm = pose.calm * scene.settled()
    played = pose.scaled(share)
    if opens:
        opened = min(1.0, max(0.0, (share - ebb) / (0.7 * (1.0 - ebb))))
        calm = scene.settled() * (1.0 - opened)
        # A jaw that is still a little open would bare the teeth of a grin.
        played = played.moved(jaw=opened * played.jaw, upper_lip=opened * played.upper_lip)
    return played.moved(calm=calm)


def pulse(lap: float, middle: float, half: float) -> float:
    """Return 0 → 1 → 0 within `half` of a moment."""
    share = max(0.0, 1.0 - abs(lap - middle) / half)
    return share * share * (3.0 - 2.0 * share)
