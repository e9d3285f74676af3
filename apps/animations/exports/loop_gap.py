"""How the painted loop closes, and which part of it would close better: measured once, with the first file."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from apps.animations.models import Animation
from apps.imaging.effects.loop_gap import measure_loop_gap, propose_trim


def record_loop_gap(*, animation: Animation, painted: Sequence[NDArray[np.uint8]]) -> None:
    """Put on record how the stored frames, (H, W, 3) uint8, close as a loop, unless that is on record already."""
    if animation.loop_gap is not None:
        return
    trim = propose_trim(painted)
    animation.loop_gap = {
        "score": round(measure_loop_gap(painted).score, 3),
        "trim": [trim.first + 1, trim.last + 1],
        "cut_score": round(trim.loop_gap.score, 3),
    }
    Animation.objects.filter(pk=animation.pk).update(loop_gap=animation.loop_gap)
