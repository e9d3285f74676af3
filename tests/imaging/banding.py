"""Dark gradients with a trace of noise, as engines paint shadows, and the widest flat band that an encoder makes of them."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
import skimage.data

SIDE, FRAMES = 320, 6
NOISE = 0.35  # levels: what is left of a photo's noise in the dark after an engine has smoothed it
SEEN = 0.002  # of the picture: about 14 x 14 pixels here
REACH = 5  # pixels each way within which an area of one color is seen as flat


def _noisy(levels: Callable[[np.ndarray, np.ndarray, float], np.ndarray]) -> np.ndarray:
    """Return (N, H, W, 3) uint8 of `levels` by x, y and time, each from 0 to 1."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    random = np.random.default_rng(0)
    frames = [levels(x, y, n / FRAMES) + random.normal(0, NOISE, (SIDE, SIDE, 3)) for n in range(FRAMES)]
    return np.clip(np.round(frames), 0, 255).astype(np.uint8)


def _ramp(x: np.ndarray, y: np.ndarray, time: float) -> np.ndarray:
    return np.stack([8 + 30 * x + 6 * y + 12 * time, 10 + 34 * x + 4 * y, 18 + 46 * x + 10 * y + 3 * time], axis=2)


def _vignette(x: np.ndarray, y: np.ndarray, time: float) -> np.ndarray:
    far = np.hypot(x - 0.5 - 0.03 * time, y - 0.5)
    return np.stack([78 - 90 * far, 68 - 80 * far, 90 - 100 * far], axis=2)


def _in_the_dark(x: np.ndarray, y: np.ndarray, time: float) -> np.ndarray:
    """A face in a spotlight: its colors take the palette, and the dark around it gets what is left."""
    photo = cv2.resize(skimage.data.astronaut(), (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    light = 0.9 * np.clip(1 - 2.2 * np.hypot(x - 0.5, y - 0.5), 0, 1)
    return photo * light[..., None] + np.stack([8 + 20 * x + 3 * time, 8 + 16 * x, 14 + 26 * x], axis=2)


GRADIENTS: dict[str, Callable[[], np.ndarray]] = {
    "ramp": partial(_noisy, _ramp),
    "vignette": partial(_noisy, _vignette),
    "face in the dark": partial(_noisy, _in_the_dark),
}


def band_width(picture: np.ndarray) -> int:
    """Return how broad the areas of one color are, in pixels: what SEEN of the picture exceeds; 0 where nothing is flat.

    The breadth of an area is the smaller of its width and height at each of its pixels. The broadest alone may be a single
    speck, which nobody sees as a band.
    """
    window = np.ones((REACH, REACH), np.uint8)
    flat = (cv2.dilate(picture, window) == cv2.erode(picture, window)).all(axis=2)
    breadth = np.where(flat, np.minimum(_runs(flat), _runs(flat.T).T) + REACH - 1, 0)
    return int(np.quantile(breadth, 1 - SEEN))


def _runs(flat: np.ndarray) -> np.ndarray:
    """Return (H, W) int: at each flat pixel how long the row of flat pixels is that it lies in."""
    lengths = np.zeros(flat.shape, np.int64)
    for out, row in zip(lengths, flat, strict=True):
        edges = np.flatnonzero(np.diff(np.r_[0, row.astype(np.int8), 0]))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            out[start:end] = end - start
    return lengths
