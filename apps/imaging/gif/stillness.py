"""What need not be painted again, and what a decoder shows after a frame."""

import numpy as np
from numba import int64, uint8, void
from numpy.typing import NDArray

from apps.imaging.gif.compiled import compiled

Bytes = NDArray[np.uint8]


@compiled(void(uint8[:, :, ::1], uint8[:, :, ::1], int64, uint8[:, ::1], int64[::1]))
def hold_still(frame: Bytes, painted_for: Bytes, levels: int, hold: Bytes, changed: NDArray[np.int64]) -> None:
    """Set `hold` (H, W) to 1 where `frame` (H, W, 3) is within `levels`, in each channel, of `painted_for`.

    Elsewhere `painted_for` takes the frame's pixel over. It is not renewed while a pixel is held, so slow drift adds up
    until it is painted. `changed` (5,) becomes top, bottom, left, right of the rest, and its number of pixels.
    """
    height, width = hold.shape
    top, bottom, left, right, count = height, 0, width, 0, 0
    for y in range(height):
        for x in range(width):
            still = True
            for c in range(3):
                apart = np.int64(frame[y, x, c]) - np.int64(painted_for[y, x, c])
                if apart > levels or -apart > levels:
                    still = False
            hold[y, x] = still
            if not still:
                for c in range(3):
                    painted_for[y, x, c] = frame[y, x, c]
                count += 1
                # The least rectangle around what changed; bottom and right are the first beyond it.
                top = min(top, y)
                bottom = y + 1
                left = min(left, x)
                right = max(right, x + 1)
    changed[0] = top
    changed[1] = bottom
    changed[2] = left
    changed[3] = right
    changed[4] = count


@compiled(int64(uint8[:, ::1], uint8[:, ::1], uint8[:, :, ::1], int64, int64))
def show(indices: Bytes, colors: Bytes, canvas: Bytes, top: int, left: int) -> int:
    """Paint `indices` (h, w) into `canvas` (H, W, 3) at (top, left); return how many are seen through.

    An index beyond `colors` (N, 3) is transparent.
    """
    height, width = indices.shape
    transparent = 0
    for y in range(height):
        for x in range(width):
            k = np.int64(indices[y, x])
            if k >= colors.shape[0]:
                transparent += 1
                continue
            for c in range(3):
                canvas[top + y, left + x, c] = colors[k, c]
    return transparent
