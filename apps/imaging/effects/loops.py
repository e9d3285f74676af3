"""Loops that do not jump: how well an end meets its beginning, where to cut, and how to lead back."""

from collections.abc import Sequence
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.ease import Ease, eased
from apps.imaging.effects.inbetween import find_passage, frame_between
from apps.imaging.effects.timeline import Loop, order_frames

LoopStyle = Literal["forward", "ping-pong", "reverse", "once", "return-to-start", "cross-faded"]

LOOP_STYLES: tuple[LoopStyle, ...] = get_args(LoopStyle)


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
