"""Which part of a frame is shown, and which part of that no chat covers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAFE_MARGIN = 0.05
"""Of each side: graphics kept inside the other 90 % survive rounded corners and overlays (after EBU R 95, graphics safe)."""


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; `left` and `top` are the first inside, `width` and `height` at least 1."""

    left: int
    top: int
    width: int
    height: int


def crop_box(
    width: int, height: int, *, ratio: float, focus: tuple[float, float] = (0.5, 0.5), share: float = 1.0
) -> Box:
    """Return the largest box of the shape `ratio`, width by height, in a frame of this size, or a `share` of its sides.

    `focus` is what should be in the middle, in parts of width and height from the top left; the box stays inside the
    frame. Raises ValueError for a ratio or a share that is not positive, or a focus outside the frame.
    """
    if not ratio > 0 or not 0 < share <= 1 or not all(0 <= part <= 1 for part in focus):
        raise ValueError(f"a ratio of {ratio} around {focus}")
    # As large as fits in both directions, then moved towards the focus as far as the frame reaches.
    box_width = max(1, round(share * min(width, round(height * ratio))))
    box_height = max(1, round(share * min(height, round(width / ratio))))
    left = min(max(round(focus[0] * width - box_width / 2), 0), width - box_width)
    top = min(max(round(focus[1] * height - box_height / 2), 0), height - box_height)
    return Box(left, top, box_width, box_height)


def crop(frame: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Return a copy of the box of a frame of (H, W, 3) uint8. Raises ValueError when it is not inside the frame."""
    height, width = frame.shape[:2]
    inside = box.left >= 0 and box.top >= 0 and box.left + box.width <= width and box.top + box.height <= height
    if not inside or box.width < 1 or box.height < 1:
        raise ValueError(f"{box} of a frame of {width} × {height}")
    return frame[box.top : box.top + box.height, box.left : box.left + box.width].copy()


def safe_area(width: int, height: int, *, margin: float = SAFE_MARGIN) -> Box:
    """Return the box without `margin`, a part of each side, at each edge. Raises ValueError for a margin not in 0–0.45."""
    if not 0 <= margin <= 0.45:
        raise ValueError(f"a margin of {margin}")
    left, top = round(width * margin), round(height * margin)
    return Box(left, top, max(1, width - 2 * left), max(1, height - 2 * top))
