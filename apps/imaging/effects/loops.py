"""Loops that do not jump: how well an end meets its beginning, where to cut, and how to lead back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.codecs.frames import fit_within
from apps.imaging.effects.ease import Ease, eased
from apps.imaging.effects.inbetween import find_passage, frame_between
from apps.imaging.effects.lab import to_lab
from apps.imaging.effects.timeline import Loop, order_frames

LoopStyle = Literal["forward", "ping-pong", "reverse", "once", "return-to-start", "cross-faded"]

LOOP_STYLES: tuple[LoopStyle, ...] = get_args(LoopStyle)

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


def design_loop(
    frames: Sequence[NDArray[np.uint8]], style: LoopStyle, *, bridge_frames: int = 3, ease: Ease = "in-out"
) -> tuple[NDArray[np.uint8], ...]:
    """Return the frames of (H, W, 3) uint8 in the order shown, painted or made, for a loop of this style.

    "forward", "once", "reverse" and "ping-pong" only order them (`timeline.order_frames`). "return-to-start" adds
    `bridge_frames` in-betweens that lead from the last frame back to the first, bent by `ease`. "cross-faded" lays the
    last `bridge_frames` over the first as many, so that the loop is that much shorter and has no seam; it takes fewer
    when there are not twice as many frames. Raises ValueError for a style of another name or negative `bridge_frames`.
    """
    if bridge_frames < 0:
        raise ValueError(f"{bridge_frames} frames for a seam")
    match style:
        case "return-to-start":
            return (*frames, *_way_back(frames, bridge_frames, ease))
        case "cross-faded":
            return _cross_faded(frames, min(bridge_frames, len(frames) // 2))
        case "forward" | "once" | "reverse" | "ping-pong":
            return tuple(frames[index] for index in order_frames(len(frames), style))
    raise ValueError(f"no loop is called {style!r}")


def plain_loop(style: LoopStyle) -> Loop:
    """Return the loop of `timeline` that shows what `design_loop` made, which is already in order."""
    return "once" if style == "once" else "forward"


def _way_back(frames: Sequence[NDArray[np.uint8]], steps: int, ease: Ease) -> tuple[NDArray[np.uint8], ...]:
    if len(frames) < 2 or steps == 0:
        return ()
    # From the last frame to the first; both ends are there already, so the parts lie strictly between them.
    passage = find_passage(frames[-1], frames[0])
    # Overshoot would leave the way between the two frames, so it is cut off at its ends.
    parts = (eased(step / (steps + 1), ease) for step in range(1, steps + 1))
    return tuple(frame_between(passage, min(1.0, max(0.0, part))) for part in parts)


def _cross_faded(frames: Sequence[NDArray[np.uint8]], overlap: int) -> tuple[NDArray[np.uint8], ...]:
    count = len(frames)
    # The end fades into the beginning, so that the last blended frame leads to the first that is kept.
    blended = (
        cv2.addWeighted(
            frames[count - overlap + step],
            1 - (step + 1) / (overlap + 1),
            frames[step],
            (step + 1) / (overlap + 1),
            0,
        )
        for step in range(overlap)
    )
    return (*frames[overlap : count - overlap], *blended)


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
