"""Which pixels are a person."""

import cv2
import numpy as np

from apps.imaging.faces.networks import Bytes, Floats, person_segmentation

INPUT_SIDE = 256
LONGEST_SIDE = 640
"""The matte is kept no larger than this: hair finer than two pixels of it is beyond the network anyway."""

RADIUS_SHARE, EVENNESS = 0.012, 1e-4
"""Of the guided filter: its reach as a share of the longer side, and the variance below which an area counts as even."""


def find_matte(picture: Bytes) -> Bytes:
    """Return how much each pixel is a person, (h, w) uint8, of a picture (H, W, 3) uint8 RGB; both sides scaled alike.

    The network's soft edge is drawn to the edges of the picture by a guided filter (He, Sun and Tang 2010).
    """
    small = cv2.resize(picture, (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    probability = person_segmentation().run(small)[0].reshape(INPUT_SIDE, INPUT_SIDE)
    height, width = matte_shape(picture.shape[1], picture.shape[0])
    size = width, height
    gray = cv2.cvtColor(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    rough = cv2.resize(np.clip(probability, 0.0, 1.0), size, interpolation=cv2.INTER_LINEAR)
    radius = max(2, round(RADIUS_SHARE * max(size)))
    fine = guided(rough, gray.astype(np.float32) / 255.0, radius=radius, evenness=EVENNESS)
    # What is nearly certain is certain: a haze over the background would move with the person.
    matte: Bytes = np.rint(255.0 * np.clip((fine - 0.1) / 0.8, 0.0, 1.0)).astype(np.uint8)
    return matte


def matte_shape(width: int, height: int) -> tuple[int, int]:
    """Return the shape (h, w) of the matte of a picture of this size."""
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def guided(field: Floats, guide: Floats, *, radius: int, evenness: float) -> Floats:
    """Return a field, (h, w) float32, smoothed but for the edges of its guide of the same shape."""

    def mean(values: Floats) -> Floats:
        blurred: Floats = cv2.blur(values, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)
        return blurred

    guide_mean, field_mean = mean(guide), mean(field)
    slope = (mean(guide * field) - guide_mean * field_mean) / (
        mean(guide * guide) - guide_mean**2 + np.float32(evenness)
    )
    result: Floats = mean(slope) * guide + mean(field_mean - slope * guide_mean)
    return result
