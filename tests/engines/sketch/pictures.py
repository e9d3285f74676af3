"""Pictures for the tests of the sketch: a face of a photo with its analysis, and a painted scene without any."""

import io
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image
from skimage import data

from apps.imaging.faces.analysis import analyze

SIDE = 256


@lru_cache(maxsize=4)
def astronaut(side: int = SIDE) -> np.ndarray:
    """Eileen Collins, a public photo of NASA, cut to her head and shoulders."""
    cut = np.ascontiguousarray(data.astronaut()[0:300, 70:370])
    return cv2.resize(cut, (side, side), interpolation=cv2.INTER_AREA if side < 300 else cv2.INTER_CUBIC)


@lru_cache(maxsize=4)
def analysis(side: int = SIDE) -> bytes:
    return analyze(astronaut(side)).as_bytes()


@lru_cache(maxsize=4)
def faceless(width: int = 96, height: int = 80) -> np.ndarray:
    """Soft shapes, hard edges and some texture, from black to white."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    sky = 60.0 + 130.0 * y / height
    picture = np.dstack((sky, 0.8 * sky + 30.0, 210.0 - 0.6 * sky))
    picture[np.hypot(x - width * 0.5, (y - height * 0.42) * 0.85) < 0.3 * height] = (222, 170, 140)
    picture[int(height * 0.8) :, : width // 2] = (245, 245, 240)
    return np.clip(picture + rng.normal(0.0, 6.0, picture.shape), 0, 255).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=1)  # a tenth of the time: nobody keeps it
    return out.getvalue()


def pixels_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))
