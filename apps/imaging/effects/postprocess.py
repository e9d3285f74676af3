"""What is done to a painted frame before it is shown and painted on: color held, edges kept, the outside put back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.color_stabilization import STEP_REACH, stabilize_color
from apps.imaging.effects.drift import Drift, common_shift, measure_drift
from apps.imaging.effects.mask import composite, count_differing_outside, feather
from apps.imaging.effects.sharpness import restore_sharpness

SHARPEN_LIMIT = 0.1
"""The most unsharp masking that a fully held frame gets: an engine softens a little each time, and halos are worse."""

FEATHER_SHARE = 0.02
"""Breadth of the soft edge inside a mask, of the shorter side: no seam shows, and an eye keeps its middle."""


@dataclass(frozen=True)
class Region:
    """Where one frame may differ. All masks are (H, W) uint8, white inside.

    `mask` is what the engine was given, `reached` is all that this or an earlier frame of the chain was allowed to
    change, and `ground` is the (H, W, 3) uint8 that shows outside `mask`: the source, or the frame before when the
    mask travels, because what it left behind stays as it was painted.
    """

    mask: NDArray[np.uint8]
    reached: NDArray[np.uint8]
    ground: NDArray[np.uint8]


@dataclass(frozen=True)
class Finished:
    """A frame as it is shown and painted on, (H, W, 3) uint8, and what was measured on it.

    `differing_outside` is the number of pixels beyond `Region.reached` that are not the source's: 0, or the promise is
    broken; None without a region. `sets_reference` says that its colors were meant: later frames are held to this one.
    """

    frame: NDArray[np.uint8]
    drift: Drift
    differing_outside: int | None
    sets_reference: bool


def finish_frame(
    painted: NDArray[np.uint8],
    *,
    source: NDArray[np.uint8],
    previous: NDArray[np.uint8],
    reference: NDArray[np.uint8],
    color_stabilization: float = 0.0,
    region: Region | None = None,
) -> Finished:
    """Return a painted frame, (H, W, 3) uint8 as all the others, finished.

    `source` is frame 0 of the chain, `previous` the finished frame that this one was painted on, `reference` the one
    whose colors hold: the source, or the last frame that set a reference. `color_stabilization` is from 0 (off) to 1. The same input
    gives the same bytes. Raises ValueError when sizes differ or `color_stabilization` is outside 0–1.
    """
    frame, meant = painted, False
    if color_stabilization:
        # A shift that is meant is not drift: later frames are held to this one.
        meant = common_shift(painted, reference) > STEP_REACH
        frame = stabilize_color(painted, reference, amount=color_stabilization, previous=previous)
        # Before the outside is put back, which must not be sharpened.
        frame = restore_sharpness(frame, reference, limit=SHARPEN_LIMIT * color_stabilization)
    # Last of all changes: whatever was done to the frame, the outside is the ground's own bytes.
    outside = None
    if region is not None:
        radius = round(min(frame.shape[:2]) * FEATHER_SHARE)
        frame = composite(region.ground, frame, feather(region.mask, radius))
        outside = count_differing_outside(frame, source, region.reached)
    # Of the frame as it is shown, where the chain was allowed to change it.
    drift = measure_drift(frame, source, previous, within=None if region is None else region.reached)
    return Finished(frame, drift, outside, meant)
