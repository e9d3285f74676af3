"""How the painted loop closes, and which part of it would close better: measured once, with the first file."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from apps.animations.models import Animation
from apps.imaging.effects.loops import measure_seam, propose_cut


def note_seam(*, animation: Animation, painted: Sequence[NDArray[np.uint8]]) -> None:
    """Put on record how the stored frames, (H, W, 3) uint8, close as a loop, unless that is on record already."""
    if animation.seam is not None:
        return
    cut = propose_cut(painted)
    animation.seam = {
        "score": round(measure_seam(painted).score, 3),
        "cut": [cut.first + 1, cut.last + 1],
        "cut_score": round(cut.seam.score, 3),
    }
    Animation.objects.filter(pk=animation.pk).update(seam=animation.seam)
