"""The space in which errors are measured: luma and halved chroma, and how much an error counts where.

Luma and color differences are those of Rec. 601 on the stored (gamma-coded) levels; color differences count half, because
the eye resolves them less. Errors hide in texture: their weight falls with the local variance (activity masking, as in
video encoders' adaptive quantization).
"""

import numpy as np
from numba import float32, uint8, void
from numpy.typing import NDArray

from apps.imaging.gif.compiled import compiled

Floats = NDArray[np.float32]

CHROMA = np.float32(0.5)
"""Weight of color differences: 0.35 wins 1 % of bytes at equal SSIMULACRA2 and loses 38 % at equal blurred PSNR."""

QUIET = np.float32(100.0)
"""Variance (of luma levels) at which an error's weight has fallen to 0.7; from 30 to 300 the bytes differ by less than 1 %."""

RADIUS = 3
"""Half the side of the window in which variance is taken."""

# Weights of the channels in luma (Rec. 601).
_RED = np.float32(0.299)
_GREEN = np.float32(0.587)
_BLUE = np.float32(0.114)
_F = np.float32


@compiled(void(uint8[:, :, ::1], float32[:, :, ::1]))
def to_working(rgb: NDArray[np.uint8], working: Floats) -> None:
    """Fill `working` (H, W, 3) float32 with luma, (blue - luma) / 2 and (red - luma) / 2 of `rgb` (H, W, 3) uint8."""
    height, width = rgb.shape[:2]
    for y in range(height):
        for x in range(width):
            red = _F(rgb[y, x, 0])
            blue = _F(rgb[y, x, 2])
            luma = _RED * red + _GREEN * _F(rgb[y, x, 1]) + _BLUE * blue
            working[y, x, 0] = luma
            working[y, x, 1] = (blue - luma) * CHROMA
            working[y, x, 2] = (red - luma) * CHROMA


@compiled(void(float32[:, ::1], uint8[:, ::1], float32[:, ::1]))
def to_colors(wanted: Floats, rgb: NDArray[np.uint8], exact: Floats) -> None:
    """Round colors `wanted` (N, 3) float32 to `rgb` (N, 3) uint8, and fill `exact` with what the rounded ones are."""
    for k in range(wanted.shape[0]):
        # The inverse of `to_working`, rounded and kept within a byte.
        luma = wanted[k, 0]
        blue = wanted[k, 1] / CHROMA + luma
        red = wanted[k, 2] / CHROMA + luma
        green = (luma - _RED * red - _BLUE * blue) / _GREEN
        rgb[k, 0] = np.uint8(min(_F(255), max(_F(0), red)) + _F(0.5))
        rgb[k, 1] = np.uint8(min(_F(255), max(_F(0), green)) + _F(0.5))
        rgb[k, 2] = np.uint8(min(_F(255), max(_F(0), blue)) + _F(0.5))
        # And forward again: what the rounded color really is.
        red = _F(rgb[k, 0])
        blue = _F(rgb[k, 2])
        luma = _RED * red + _GREEN * _F(rgb[k, 1]) + _BLUE * blue
        exact[k, 0] = luma
        exact[k, 1] = (blue - luma) * CHROMA
        exact[k, 2] = (red - luma) * CHROMA


@compiled(void(float32[:, :, ::1], float32[:, ::1]))
def weigh(working: Floats, weight: Floats) -> None:
    """Fill `weight` (H, W) float32 in (0, 1] with what a squared error counts at each pixel of `working` (H, W, 3).

    The variance is of whole luma levels in a square window, cut at the borders, by running sums: exact, so that the
    same pixels give the same weights on every machine.
    """
    height, width = weight.shape
    # For each column, the sum over the window's rows of the levels and of their squares.
    sums = np.zeros(width, np.int64)
    squares = np.zeros(width, np.int64)
    # Begin above the picture: by row 0 the window's lower half is filled.
    for y in range(-RADIUS, height):
        if y + RADIUS < height:
            for x in range(width):
                level = np.int64(working[y + RADIUS, x, 0])
                sums[x] += level
                squares[x] += level * level
        if y > RADIUS:
            for x in range(width):
                # The row that has left the window.
                level = np.int64(working[y - RADIUS - 1, x, 0])
                sums[x] -= level
                squares[x] -= level * level
        if y < 0:
            continue
        rows = min(height - 1, y + RADIUS) - max(0, y - RADIUS) + 1
        # The same along the row: columns enter on the right and leave on the left.
        total = np.int64(0)
        square = np.int64(0)
        for x in range(min(RADIUS, width)):
            total += sums[x]
            square += squares[x]
        for x in range(width):
            if x + RADIUS < width:
                total += sums[x + RADIUS]
                square += squares[x + RADIUS]
            if x > RADIUS:
                total -= sums[x - RADIUS - 1]
                square -= squares[x - RADIUS - 1]
            count = rows * (min(width - 1, x + RADIUS) - max(0, x - RADIUS) + 1)
            # Whole numbers up to this division.
            variance = _F(square * count - total * total) / _F(count * count)
            weight[y, x] = _F(1) / np.sqrt(_F(1) + variance / QUIET)
