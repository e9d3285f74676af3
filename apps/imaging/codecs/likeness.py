"""By what a picture is known again, and when it shows nothing."""

import numpy as np
from PIL import Image

BLANK_TOLERANCE = 6
"""Spread of each channel, in levels, up to which a frame counts as one color: lossy WebP scatters a flat one by 3 each way."""

EDGES_SIDE = 256
"""About the longest side, in pixels, at which edges are measured: a filter's blur wipes them out there, a soft frame keeps
them."""

LAYOUT_SIDE = 8
"""Fields across and down in which a picture is known again behind a blur of an eighth of its side."""


def edges_of(gray: Image.Image) -> int:
    """Return how far the sharpest thousandth of the pixels stand out from their neighbors, in levels.

    Measured at a size where grain is gone and eyes are not.
    """
    gray = gray.reduce(max(1, max(gray.size) // EDGES_SIDE))
    levels = np.asarray(gray, np.int16)
    if min(levels.shape) < 3:
        return 0
    inner = levels[1:-1, 1:-1]
    around = levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:]
    steps = np.abs(4 * inner - around).ravel()
    sharpest = max(1, steps.size // 1000)
    return int(np.partition(steps, -sharpest)[-sharpest])


def layout_of(gray: Image.Image) -> tuple[int, ...]:
    """Return the levels of the picture as `LAYOUT_SIDE` × `LAYOUT_SIDE` fields, row by row.

    What a blur leaves of it.
    """
    return tuple(gray.resize((LAYOUT_SIDE, LAYOUT_SIDE), Image.Resampling.BOX).tobytes())


def is_blank(picture: Image.Image) -> bool:
    """Return whether an RGB picture is one color, as far as lossy coding leaves a color alone."""
    return all(high - low <= BLANK_TOLERANCE for low, high in picture.getextrema())  # type: ignore[misc] # pairs: it has bands
