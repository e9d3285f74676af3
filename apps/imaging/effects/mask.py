"""Masks: white may change, black stays. Outside, the original is kept to the pixel."""

import cv2
import numpy as np
from numpy.typing import NDArray

INSIDE = 128
"""From this gray on, a mask means inside."""


def is_inside(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return (H, W) bool: where a mask of (H, W) uint8 lets change."""
    inside: NDArray[np.bool_] = mask >= INSIDE
    return inside


def depth(mask: NDArray[np.uint8]) -> float:
    """Return how far the deepest place inside a mask of (H, W) uint8 is from the outside, in pixels: 0 when nothing is.

    Half the breadth of its broadest part. A mask without an outside is as deep as its shorter side.
    """
    inside = is_inside(mask)
    if inside.all():
        return float(min(mask.shape))
    return float(cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE).max())


def feather(mask: NDArray[np.uint8], radius: float) -> NDArray[np.float32]:
    """Return (H, W) float32, 0–1: 0 outside the mask of (H, W) uint8, rising to 1 within `radius` pixels inside it.

    The edge softens inwards only, so nothing outside is touched. At the picture's own edge there is nothing to soften
    towards. The ramp is a smoothstep over the distance to the nearest outside pixel, and reaches 1 by half the depth of
    a thin mask. Raises ValueError below 0.
    """
    if radius < 0:
        raise ValueError(f"a feather of {radius} pixels")
    inside = is_inside(mask)
    if inside.all() or radius == 0:
        return inside.astype(np.float32)
    # The ramp lies inside only. A thin mask is still solid in its middle.
    inward = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    ramp = np.clip(inward / np.float32(max(1.0, min(radius + 1, float(inward.max()) / 2))), 0, 1)
    # Smoothstep: no edge where the ramp begins or ends.
    soft: NDArray[np.float32] = ramp * ramp * (3 - 2 * ramp)
    return soft


def composite(
    original: NDArray[np.uint8], painted: NDArray[np.uint8], weight: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Return `painted` laid over `original`, both (H, W, 3) uint8, by `weight`, (H, W) float32 0–1.

    Where the weight is 0 the original comes back to the pixel, where it is 1 the painted. Give the original every time,
    never the last composite: what lies below a soft edge would be painted over again and again. Raises ValueError when
    the sizes differ.
    """
    if original.shape != painted.shape or weight.shape != original.shape[:2]:
        raise ValueError(f"{painted.shape} over {original.shape} by {weight.shape}")
    # Added to the original, so that a weight of 0 leaves its bytes and one of 1 the painted ones.
    added = cv2.subtract(painted, original, dtype=cv2.CV_32F) * weight[..., None]
    laid: NDArray[np.uint8] = cv2.add(original, added, dtype=cv2.CV_8U)
    return laid


def count_differing_outside(frame: NDArray[np.uint8], original: NDArray[np.uint8], mask: NDArray[np.uint8]) -> int:
    """Return how many pixels outside the mask differ between two (H, W, 3) uint8: 0, or the promise is broken."""
    differs = (frame != original).any(axis=2)
    return int(np.count_nonzero(differs & ~is_inside(mask)))
