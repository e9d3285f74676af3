"""One photo with a face, and what may happen to a photo before it is uploaded."""

import io
import math

import cv2
import numpy as np
import skimage.data
from PIL import Image

from apps.imaging.faces import points

SPAN = 62.0
"""The astronaut's eye span in pixels of the photo."""

READ_BY_EYE = {
    points.LEFT_EYE_OUTER: (194.0, 101.0),
    points.LEFT_EYE_INNER: (211.0, 103.0),
    points.RIGHT_EYE_INNER: (238.0, 104.0),
    points.RIGHT_EYE_OUTER: (257.0, 103.0),
    points.MOUTH_LEFT: (202.0, 139.0),
    points.MOUTH_RIGHT: (244.0, 142.0),
    points.NOSE_TIP: (225.0, 126.0),
    points.CHIN: (221.0, 173.0),
}
"""Where these points are in the photo, read off an enlargement by a person."""


def astronaut() -> np.ndarray:
    return skimage.data.astronaut()


def turned(picture: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """The picture turned about its middle, clockwise as seen, and the (2, 3) map into it."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), matrix


def as_jpeg(picture: np.ndarray, quality: int) -> np.ndarray:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


def farther(picture: np.ndarray, span: float) -> tuple[np.ndarray, np.ndarray]:
    """The picture made so small that the eye span is this long, in the middle of a gray one, and the map into it."""
    scale = span / SPAN
    side = round(picture.shape[0] * scale)
    canvas = np.full_like(picture, 128)
    begin = (len(canvas) - side) // 2
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    canvas[begin : begin + side, begin : begin + side] = small
    return canvas, np.array([[scale, 0.0, begin], [0.0, scale, begin]])


def off_by(found: np.ndarray, matrix: np.ndarray | None = None) -> dict[int, float]:
    """How far the points are from where a person sees them, in eye spans; `matrix` maps the photo into the picture."""
    matrix = np.eye(2, 3) if matrix is None else matrix
    scale = math.hypot(matrix[0, 0], matrix[1, 0])
    return {
        point: math.hypot(*(found[point, :2] - (matrix[:, :2] @ place + matrix[:, 2]))) / (SPAN * scale)
        for point, place in READ_BY_EYE.items()
    }
