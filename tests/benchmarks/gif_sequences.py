"""Sequences like those the site makes, drawn from photos that ship in packages: the same to the bit on every run.

A *chain* is what repeated image-to-image does to a photo: each frame bends it a little further, its colors wander
slowly, its fine texture is painted anew, and there is noise. *Masked*: only a region is a chain, the rest is the photo.
*Camera*: a view that pans or zooms over the photo with a little noise of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from PIL import Image


@dataclass(frozen=True)
class Sequence:
    """`frames` makes (N, H, W, 3) uint8 when called."""

    name: str
    frames: Callable[[], np.ndarray]


def photo(name: str, side: int) -> np.ndarray:
    """The middle square of a photo, (side, side, 3) float32 in levels."""
    if name in {"china", "flower"}:
        import sklearn.datasets

        folder = Path(sklearn.datasets.__file__).parent / "images"
        picture = np.asarray(Image.open(folder / f"{name}.jpg").convert("RGB"))
    else:
        picture = np.asarray(getattr(skimage.data, name)())[..., :3]
    height, width = picture.shape[:2]
    short = min(height, width)
    top, left = (height - short) // 2, (width - short) // 2
    square = picture[top : top + short, left : left + short]
    method = cv2.INTER_AREA if short > side else cv2.INTER_CUBIC
    return cv2.resize(square, (side, side), interpolation=method).astype(np.float32)


def _smooth_noise(random: np.random.Generator, side: int, wavelength: float, channels: int) -> np.ndarray:
    """(side, side, channels) float32 of unit deviation that varies slowly."""
    small = max(4, round(side / wavelength) + 3)
    field = random.standard_normal((small, small, channels)).astype(np.float32)
    field = cv2.resize(field, (side, side), interpolation=cv2.INTER_CUBIC).reshape(side, side, channels)
    return field / field.std()


def _texture(random: np.random.Generator, side: int) -> np.ndarray:
    """(side, side, 3) float32 of unit deviation: fine grain, mostly gray."""
    gray = random.standard_normal((side, side, 1)).astype(np.float32)
    color = 0.3 * random.standard_normal((side, side, 3)).astype(np.float32)
    grain = cv2.GaussianBlur(gray + color, (0, 0), 0.8)
    return grain / grain.std()


def chain(name: str, side: int, count: int, *, seed: int, motion: float = 1.2) -> np.ndarray:
    random = np.random.default_rng(seed)
    base = photo(name, side)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    moved = np.zeros((side, side, 2), np.float32)
    color = np.zeros((side, side, 3), np.float32)
    frames = []
    for index in range(count):
        if index:
            moved += motion * side / 512 * _smooth_noise(random, side, side / 4, 2)
            color += 0.9 * _smooth_noise(random, side, side / 2, 3) + np.array([0.5, -0.2, 0.4], np.float32)
        bent = cv2.remap(base, x + moved[..., 0], y + moved[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        coarse = cv2.GaussianBlur(bent, (0, 0), 1.5)
        fine = bent - coarse
        strength = np.sqrt(cv2.GaussianBlur((fine**2).mean(axis=2), (0, 0), 3.0))[..., None]
        painted = 0.85 * fine + 0.45 * strength * _texture(random, side)
        noise = 1.2 * random.standard_normal((side, side, 3)).astype(np.float32)
        frames.append(np.clip(coarse + painted + color + noise + 0.5, 0, 255).astype(np.uint8))
    return np.stack(frames)


def masked(name: str, side: int, count: int, *, seed: int) -> np.ndarray:
    """A chain inside a soft ellipse of about an eighth of the picture; outside every frame equals the photo."""
    frames = chain(name, side, count, seed=seed, motion=2.0)
    y, x = np.mgrid[0:side, 0:side] / side
    distance = np.hypot((x - 0.45) / 0.22, (y - 0.4) / 0.18)
    mask = np.clip((1.1 - distance) / 0.2, 0, 1)[..., None]
    still = frames[0].astype(np.float64)
    return np.stack([(still + mask * (frame - still) + 0.5).astype(np.uint8) for frame in frames])


def camera(name: str, side: int, count: int, *, seed: int, zoom: float, pan: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    wide = photo(name, side)
    frames = []
    for index in range(count):
        scale = 1 / (1.08 + zoom * index)
        shift = pan * index * side / 512
        turn = np.array([[scale, 0, side * (1 - scale) / 2 + shift], [0, scale, side * (1 - scale) / 2]], np.float32)
        view = cv2.warpAffine(
            wide, turn, (side, side), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT
        )
        noise = 0.8 * random.standard_normal((side, side, 3)).astype(np.float32)
        frames.append(np.clip(view + noise + 0.5, 0, 255).astype(np.uint8))
    return np.stack(frames)


SEQUENCES = (
    Sequence("chain astronaut 512² × 12", partial(chain, "astronaut", 512, 12, seed=1)),
    Sequence("chain chelsea 512² × 12", partial(chain, "chelsea", 512, 12, seed=2)),
    Sequence("chain coffee 512² × 16", partial(chain, "coffee", 512, 16, seed=3)),
    Sequence("chain rocket 512² × 8", partial(chain, "rocket", 512, 8, seed=4)),
    Sequence("chain china 768² × 8", partial(chain, "china", 768, 8, seed=5)),
    Sequence("chain flower 768² × 8", partial(chain, "flower", 768, 8, seed=6)),
    Sequence("masked astronaut 512² × 12", partial(masked, "astronaut", 512, 12, seed=7)),
    Sequence("masked coffee 768² × 12", partial(masked, "coffee", 768, 12, seed=8)),
    Sequence("pan china 512² × 12", partial(camera, "china", 512, 12, seed=9, zoom=0.0, pan=2.5)),
    Sequence("zoom rocket 768² × 8", partial(camera, "rocket", 768, 8, seed=10, zoom=0.012, pan=0.0)),
)
