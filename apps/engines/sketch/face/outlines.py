"""Outlines and lines of a face with smooth edges."""

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.warp import Part

Floats = NDArray[np.float32]

Bytes = NDArray[np.uint8]

SHARP = 4
"""Polygons are drawn four times as large and scaled down, so that lids have smooth edges."""


def polygon(points: Floats, part: Part, *, blur: float = 0.0) -> Floats:
    """Return how much each pixel of a part is inside a polygon, (n, 2) pixels of the picture: (h, w) float32."""
    large = np.zeros((part.height * SHARP, part.width * SHARP), np.uint8)
    corners = (points - [part.left - 0.5, part.top - 0.5]) * SHARP - 0.5
    cv2.fillPoly(large, [np.rint(corners * 16).astype(np.int32)], 255, lineType=cv2.LINE_8, shift=4)
    inside = cv2.resize(large, (part.width, part.height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    soft: Floats = cv2.GaussianBlur(inside, (0, 0), blur) if blur > 0.2 else inside
    return soft


def darken_line(view: Bytes, line: Floats, part: Part, *, thick: float, dark: float, blur: float) -> None:
    """Darken a part of a frame along a line, (n, 2) pixels of the picture."""
    large = np.zeros((part.height * SHARP, part.width * SHARP), np.uint8)
    corners = np.rint(((line - [part.left - 0.5, part.top - 0.5]) * SHARP - 0.5) * 16).astype(np.int32)
    cv2.polylines(large, [corners], False, 255, max(1, round(thick * SHARP)), cv2.LINE_AA, shift=4)
    stroke = cv2.resize(large, (part.width, part.height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    stroke = cv2.GaussianBlur(stroke, (0, 0), max(0.4, blur))
    view[:] = np.clip(view * (1.0 - dark * stroke)[..., None], 0, 255).astype(np.uint8)
