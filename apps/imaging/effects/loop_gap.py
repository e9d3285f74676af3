"""How well the end of a loop meets its beginning, and where to cut it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.codecs.frames import fit_within
from apps.imaging.effects.lab import to_lab

MIN_TRIM = 4
"""Fewer frames than this are a blink, not a loop."""

_SIDE = 64
"""Longer side of the copies that are compared: a jump that is not seen at this size is grain."""

_LENGTH = 0.5
"""What dropping all frames would cost, in usual steps: between two equally good cuts the longer is taken."""

_STILL = 0.25
"""The smallest usual step that is divided by, in CIE76 units: less is not seen as movement."""


@dataclass(frozen=True)
class LoopGap:
    """What happens between the last frame and the first, in CIE76 units.

    `jump` is their difference, `usual` the middle one of two neighbors, and `unevenness` how far, on average, the seam
    is from going on as the frames do: one usual step from the last to the first, two from the last but one to the first
    and from the last to the second. So a standstill, and a step backwards, are bad as well.
    """

    jump: float
    usual: float
    unevenness: float

    @property
    def score(self) -> float:
        """Return the unevenness in usual steps: 0 is a seam like any other step; from about a half on it is seen."""
        return self.unevenness / max(self.usual, _STILL)


@dataclass(frozen=True)
class Trim:
    """The frames from `first` to `last`, both counted in, and their seam."""

    first: int
    last: int
    loop_gap: LoopGap


def measure_loop_gap(frames: Sequence[NDArray[np.uint8]]) -> LoopGap:
    """Return the seam of a forward loop of frames of (H, W, 3) uint8. Raises ValueError without frames."""
    apart = _distances(frames)
    return _loop_gap(apart, 0, len(frames) - 1)


def propose_trim(frames: Sequence[NDArray[np.uint8]], *, min_count: int = MIN_TRIM) -> Trim:
    """Return the part of at least `min_count` frames whose end leads to its beginning as any frame leads to the next.

    The seam's score decides; of cuts that are about equally good the longest is taken. Raises ValueError without frames, or when the least count is below 1.

    Technique: the frame distances of Schödl et al., *Video Textures* (SIGGRAPH 2000), for a single transition.
    """
    count = len(frames)
    if min_count < 1:
        raise ValueError(f"a cut of {min_count} frames")
    # All distances are taken once: every cut is judged from this table.
    apart = _distances(frames)
    best: tuple[float, int, int] | None = None
    for first in range(count):
        # Never shorter than the least count, unless the whole animation is.
        for last in range(first + min(min_count, count) - 1, count):
            loop_gap = _loop_gap(apart, first, last)
            kept = (last - first + 1) / count
            # A shorter cut has to have a better seam.
            cost = loop_gap.score + _LENGTH * (1 - kept)
            # By more than rounding, so that of equals the first wins, on any machine.
            if best is None or cost < best[0] - 1e-9:
                best = cost, first, last
    assert best is not None  # noqa: S101 - there are frames, so there is a cut
    return Trim(best[1], best[2], _loop_gap(apart, best[1], best[2]))


def _distances(frames: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return (n, n) float32: the mean CIE76 difference of every two of the frames, as seen from afar."""
    if not frames:
        raise ValueError("no frames")
    small = []
    for frame in frames:
        size = fit_within(frame.shape[1], frame.shape[0], _SIDE)
        small.append(to_lab(cv2.resize(frame, size, interpolation=cv2.INTER_AREA)))
    apart = np.zeros((len(frames), len(frames)), np.float32)
    for one in range(len(frames)):
        for other in range(one):
            far = np.linalg.norm(small[one] - small[other], axis=2).mean()
            apart[one, other] = apart[other, one] = far
    return apart


def _loop_gap(apart: NDArray[np.float32], first: int, last: int) -> LoopGap:
    inside = apart[first : last + 1, first : last + 1]
    jump = float(inside[-1, 0])
    if last == first:
        return LoopGap(jump=0.0, usual=0.0, unevenness=0.0)
    # Neighbors lie on the first diagonal, every other frame on the second.
    usual = float(np.median(np.diagonal(inside, 1)))
    off = [abs(jump - usual)]
    if last - first > 1:
        twice = float(np.median(np.diagonal(inside, 2)))
        off += [abs(float(inside[-2, 0]) - twice), abs(float(inside[-1, 1]) - twice)]
    return LoopGap(jump=jump, usual=usual, unevenness=float(np.mean(off)))
