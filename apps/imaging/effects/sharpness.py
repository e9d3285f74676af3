"""A little sharpness back for what painting over and over has softened."""

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_UNSHARP = 0.3
"""Beyond this, in a chain, edges grow halos that the engine takes for things and paints."""

_RADIUS = 1.0
"""Standard deviation in pixels of the blur that is taken away: the finest detail only."""


def unsharp(frame: NDArray[np.uint8], amount: float) -> NDArray[np.uint8]:
    """Return the frame of (H, W, 3) uint8 with `amount` times its finest detail added; 0 leaves it as it is.

    Technique: unsharp masking with a Gaussian of one pixel, (1 + amount) × frame − amount × blurred, rounded and
    clipped. Raises ValueError for a negative amount.
    """
    if amount < 0:
        raise ValueError(f"an amount of {amount}")
    if amount == 0:
        return frame.copy()
    blurred = cv2.GaussianBlur(frame, (0, 0), _RADIUS)
    sharp: NDArray[np.uint8] = cv2.addWeighted(frame, 1 + amount, blurred, -amount, 0)
    return sharp


def measure_sharpness(frame: NDArray[np.uint8]) -> float:
    """Return the mean size, in levels, of what a Gaussian of one pixel takes from the luma of (H, W, 3) uint8."""
    luma = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(luma - cv2.GaussianBlur(luma, (0, 0), _RADIUS)).mean())


def restore_sharpness(
    frame: NDArray[np.uint8], reference: NDArray[np.uint8], *, limit: float = 0.1
) -> NDArray[np.uint8]:
    """Return the frame, sharpened as far as it is softer than the reference, by an unsharp amount of at most `limit`.

    Both are (H, W, 3) uint8. A frame that is as sharp as the reference comes back as it is, so a chain is not
    sharpened into halos. Raises ValueError for a limit outside 0–0.3.
    """
    if not 0 <= limit <= MAX_UNSHARP:
        raise ValueError(f"an unsharp amount of {limit}")
    wanted, found = measure_sharpness(reference), measure_sharpness(frame)
    if found >= wanted or found == 0:
        return frame.copy()
    # Detail grows about as 1 + amount, a little faster for the very finest.
    return unsharp(frame, min(limit, wanted / found - 1))
