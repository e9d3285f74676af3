"""Moving pictures of which the truth is known, made from photos that ship in packages. The same bytes on every machine."""

from pathlib import Path

import cv2
import numpy as np
import skimage
from PIL import Image

PHOTOS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")


def photo(name: str, side: int) -> np.ndarray:
    """(side, side, 3) uint8: the middle of one of scikit-image's photos."""
    picture = Image.open(Path(skimage.__file__).parent / "data" / name).convert("RGB")
    edge = min(picture.size)
    left, top = (picture.width - edge) // 2, (picture.height - edge) // 2
    middle = picture.crop((left, top, left + edge, top + edge))
    return np.array(middle.resize((side, side), Image.Resampling.LANCZOS), np.uint8)


def places(side: int) -> np.ndarray:
    """(side, side, 2) float32: each pixel's own x and y."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32)
    return np.dstack([x, y])


def sample(picture: np.ndarray, where: np.ndarray, interpolation: int = cv2.INTER_CUBIC) -> np.ndarray:
    return cv2.remap(picture, where.astype(np.float32), None, interpolation, borderMode=cv2.BORDER_REFLECT_101)


def wobble(side: int, seed: int) -> np.ndarray:
    """(side, side, 2) float32: a smooth random field; its vectors are at most about one long."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(-1, 1, (5, 5, 2)).astype(np.float32)
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)


def lab(frame: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(frame.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)


def recolored(frame: np.ndarray, old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The frame with the difference between two LAB pictures added.

    OpenCV's LAB is off by a tenth of a level on average; going there and back frame after frame would itself be drift.
    """
    added = cv2.cvtColor(new, cv2.COLOR_LAB2RGB) - cv2.cvtColor(old, cv2.COLOR_LAB2RGB)
    return np.clip(np.rint(frame + added * 255), 0, 255).astype(np.uint8)


def color_difference(frame: np.ndarray, other: np.ndarray, where: np.ndarray | None = None) -> float:
    """Mean CIE76 difference of what is left after a blur of a thirty-second of the side."""
    sigma = frame.shape[1] / 32
    apart = np.linalg.norm(
        cv2.GaussianBlur(lab(frame), (0, 0), sigma) - cv2.GaussianBlur(lab(other), (0, 0), sigma), axis=2
    )
    return float(apart.mean() if where is None else apart[where].mean())


class Engine:
    """Paints a frame from the frame before it, as image-to-image does: things move, texture is made anew, color drifts.

    What it does to a frame depends on the frame's number and its options alone, so a chain with drift and one without
    differ in nothing else.
    """

    def __init__(self, side: int, *, drift: float = 1.0, zoom: float = 1.0, motion: float = 1.0, seed: int = 0) -> None:
        self.side, self.drift, self.zoom, self.motion, self.seed = side, drift, zoom, motion, seed
        self.own = places(side)
        field = cv2.resize(
            np.random.default_rng(seed + 99).uniform(-1, 1, (3, 3, 3)).astype(np.float32),
            (side, side),
            interpolation=cv2.INTER_CUBIC,
        )
        self.shift = np.array([-0.3, 0.62, -0.4], np.float32) * (1 + 0.45 * field)

    def paint(self, frame: np.ndarray, number: int) -> np.ndarray:
        center = (self.side - 1) / 2
        moved = (self.own - center) / self.zoom + center
        moved = moved + wobble(self.side, self.seed * 1000 + number) * (self.motion * self.side / 256)
        frame = sample(frame, moved)
        old = lab(frame)
        values = old.copy()
        values[..., 0] += self._texture(values[..., 0], number)
        if self.drift:
            values += self.shift * self.drift
            values[..., 0] = (values[..., 0] - 50) * (1 + 0.006 * self.drift) + 50
            values[..., 1:] *= 1 + 0.008 * self.drift
        return recolored(frame, old, values)

    def _texture(self, luma: np.ndarray, number: int) -> np.ndarray:
        """New detail in place of some of the old, as strong as the old."""
        detail = luma - cv2.GaussianBlur(luma, (0, 0), 2)
        energy = cv2.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), 4))
        noise = np.random.default_rng(self.seed * 1000 + number).standard_normal(luma.shape).astype(np.float32)
        fresh = cv2.GaussianBlur(noise, (0, 0), 0.8) - cv2.GaussianBlur(noise, (0, 0), 2)
        return 0.35 * energy * fresh / fresh.std() - 0.06 * detail


def chain(engine: Engine, first: np.ndarray, count: int, *, hold=None, change=None) -> list[np.ndarray]:
    """`count` frames, each painted from the one before as it stands after `hold(frame, number)`.

    `change(frame, number)` is what the prompt adds to a painted frame: a new object, another hue.
    """
    frames = [first]
    for number in range(1, count):
        painted = engine.paint(frames[-1], number)
        if change:
            painted = change(painted, number)
        frames.append(hold(painted, number) if hold else painted)
    return frames
