"""Lips that close over teeth: a photo that shows a smile does not show them, so they are drawn in the color of its lips."""

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.mouth import Mouth
from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import Part, part_around
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

PARTED = 0.010
"""Gap of the lips in eye spans from which a photo shows teeth between them."""

UPPER, LOWER = 0.062, 0.088
"""How high closed lips are in their middle, in eye spans."""

_STEPS = 33


def lips_closed(mouth: Mouth, points: Floats, shape: Shape) -> float:
    """Return how far lips that are apart in the photo have come together, 0 … 1: 0 where they are as far apart as there."""
    if mouth.gap < PARTED:
        return 0.0
    before, now = _gap(shape.points[:, :2]), _gap(points)
    share = 1.0 - (now / max(before, 1e-3) - 0.12) / 0.38
    return float(np.clip(share, 0.0, 1.0))


def draw_lips(frame: Bytes, mouth: Mouth, points: Floats, shape: Shape, *, closed: float, pout: float) -> None:
    """Draw closed lips into a frame, (H, W, 3) uint8, over whatever a mouth of `points`, (468, 2) pixels, shows.

    `closed` is how much of them is seen, 0 … 1; a lower lip grows with `pout`.
    """
    height, width = frame.shape[:2]
    line = _line(points)
    right = line[-1] - line[0]
    wide = max(1.0, float(np.hypot(*right)))
    down = np.array([-right[1], right[0]], np.float32) / wide
    aside = np.abs(np.linspace(-1.0, 1.0, _STEPS, dtype=np.float32))
    bow = 1.0 - 0.20 * np.exp(-((aside / 0.10) ** 2)) + 0.06 * np.exp(-(((aside - 0.22) / 0.14) ** 2))
    above = UPPER * bow * np.clip(1.0 - aside**1.7, 0.0, 1.0)
    below = (LOWER + 0.045 * min(1.3, max(0.0, pout))) * np.clip(1.0 - aside**2.2, 0.0, 1.0) ** 0.8
    top = line - np.float32(shape.span) * above[:, None] * down
    bottom = line + np.float32(shape.span) * below[:, None] * down
    part = part_around(np.concatenate([top, bottom]), width, height, margin=0.08 * shape.span)
    view = part.of(frame)
    view[:] = np.clip(_with_lips(view, mouth, part, (top, line, bottom), shape.span, closed), 0, 255).astype(np.uint8)


def _with_lips(  # noqa: PLR0917 # one call, all of one mouth
    view: Bytes, mouth: Mouth, part: Part, edges: tuple[Floats, Floats, Floats], span: float, closed: float
) -> Floats:
    """Return a part of a frame with lips between three edges, (n, 2) pixels: the top, where they meet, the bottom."""
    top, line, bottom = edges
    blur = 0.011 * span
    upper = polygon(np.concatenate([top, line[::-1]]), part, blur=blur)
    lower = polygon(np.concatenate([line, bottom[::-1]]), part, blur=blur)
    # The lower lip bulges toward the light; the upper one is turned away from it.
    middle = ((line + 1.2 * bottom) / 2.2).astype(np.float32)
    glow = _brushed(middle[8:-8], part, thick=0.020 * span, blur=0.024 * span)
    seam = _brushed(line, part, thick=0.010 * span, blur=0.007 * span)
    ends = _brushed(np.stack([line[0], line[1]]), part, thick=0.022 * span, blur=0.014 * span)
    ends = np.maximum(ends, _brushed(np.stack([line[-2], line[-1]]), part, thick=0.022 * span, blur=0.014 * span))
    both = np.maximum(upper, lower)
    color = (0.86 * upper + 1.0 * lower)[..., None] / np.maximum(upper + lower, 1e-3)[..., None] * mouth.lip
    color = color + (0.24 * glow)[..., None] * (255.0 * min(1.0, mouth.light + 0.1) - color)
    cover = (closed * np.clip(both, 0.0, 1.0))[..., None]
    mixed = view + cover * (color - view)
    dark = closed * np.maximum(0.62 * seam, 0.30 * ends)
    lit: Floats = (mixed * (1.0 - dark[..., None] * np.array([0.82, 1.0, 1.0], np.float32))).astype(np.float32)
    return lit


def _line(points: Floats) -> Floats:
    """Return where closed lips meet: a smooth line from corner to corner, (n, 2) pixels, halfway between the inner edges."""
    count = len(at.INNER_LIPS)
    upper = points[list(at.INNER_LIPS[: count // 2 + 1])]
    lower = points[[at.INNER_LIPS[0], *reversed(at.INNER_LIPS[count // 2 + 1 :]), at.INNER_LIPS[count // 2]]]
    middle = (0.45 * upper + 0.55 * lower).astype(np.float32)
    middle[0], middle[-1] = points[at.MOUTH_LEFT], points[at.MOUTH_RIGHT]
    along = np.linspace(0.0, len(middle) - 1.0, _STEPS)
    smooth = np.stack([np.interp(along, np.arange(len(middle)), middle[:, axis]) for axis in (0, 1)], axis=1)
    kernel = np.ones(7) / 7
    padded = np.concatenate([2 * smooth[:1] - smooth[3:0:-1], smooth, 2 * smooth[-1:] - smooth[-2:-5:-1]])
    result = np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)
    return result.astype(np.float32)


def _gap(points: Floats) -> float:
    """Return how far the lips are apart, mean of the middle, in pixels."""
    count = len(at.INNER_LIPS)
    pairs = [(at.INNER_LIPS[index], at.INNER_LIPS[count - index]) for index in range(3, count // 2 - 2)]
    return float(np.mean([np.hypot(*(points[upper] - points[lower])) for upper, lower in pairs]))


def _brushed(line: Floats, part: Part, *, thick: float, blur: float) -> Floats:
    """Return a soft line, (n, 2) pixels of the picture, in a part of it: (h, w) float32."""
    large = np.zeros((part.height * 3, part.width * 3), np.uint8)
    corners = np.rint(((line - [part.left - 0.5, part.top - 0.5]) * 3 - 0.5) * 16).astype(np.int32)
    cv2.polylines(large, [corners], False, 255, max(1, round(thick * 3)), cv2.LINE_AA, shift=4)
    small = cv2.resize(large, (part.width, part.height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    soft: Floats = cv2.GaussianBlur(small, (0, 0), max(0.4, blur))
    return soft
