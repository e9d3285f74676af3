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


def balloon(side: int, *, since: int):
    """A change for `chain`: a red ball that is there from frame `since` on; and where it is, (side, side) bool."""
    own = places(side)
    radius = np.hypot(own[..., 0] - side * 0.62, (own[..., 1] - side * 0.55) / 1.2) / (side * 0.2)
    cover = np.clip((1 - radius) * side * 0.05, 0, 1)[..., None]
    ball = (1 - 0.5 * np.clip(radius, 0, 1))[..., None] * np.array([230, 40, 50], np.float32)

    def change(frame: np.ndarray, number: int) -> np.ndarray:
        return frame if number < since else np.rint(frame * (1 - cover) + ball * cover).astype(np.uint8)

    return change, cover[..., 0] > 0.9


def other_hue(first: np.ndarray, *, degrees: float, pull: float, where: np.ndarray | None = None):
    """A change for `chain`: from frame 1 on, `pull` of what is missing to colors turned by `degrees` around gray."""
    target = lab(first)[..., 1:]
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    target = target @ turn
    inside = np.ones(first.shape[:2], bool) if where is None else where

    def change(frame: np.ndarray, number: int) -> np.ndarray:
        old = lab(frame)
        new = old.copy()
        new[..., 1:][inside] += pull * (target - old[..., 1:])[inside]
        return recolored(frame, old, new)

    return change


def surviving(first: np.ndarray, held: np.ndarray, meant: np.ndarray, where: np.ndarray | None = None) -> float:
    """The part of the meant change of color, from `first` to `meant`, that is left in `held`: 1 is all of it."""
    sigma = first.shape[1] / 85
    start, end, now = (cv2.GaussianBlur(lab(frame)[..., 1:], (0, 0), sigma) for frame in (first, meant, held))
    size = np.linalg.norm(end - start, axis=2)
    counted = size > 8 if where is None else (size > 8) & where
    return float((((now - start) * (end - start)).sum(axis=2)[counted] / size[counted] ** 2).mean())


DEFORMATIONS = {"gentle": (0.05, 0.045), "medium": (0.06, 0.14), "strong": (0.07, 0.29)}
"""Largest displacement, in parts of the side: of everything by a random field, and of the middle by a push."""


def region(side: int, kind: int) -> np.ndarray:
    """(side, side) uint8: an ellipse (0) or a clover leaf (1)."""
    own = places(side)
    if kind == 0:
        radius = np.hypot((own[..., 0] - side * 0.48) / 0.9, (own[..., 1] - side * 0.5) / 1.25) / (side * 0.22)
    else:
        x, y = own[..., 0] - side * 0.55, own[..., 1] - side * 0.45
        radius = np.hypot(x, y) / (side * (0.2 + 0.05 * np.sin(3 * np.arctan2(y, x))))
    return ((radius < 1) * 255).astype(np.uint8)


def repainted(frame: np.ndarray, engine: Engine, number: int, *, drifted: float) -> np.ndarray:
    """The frame with new texture and the color that `drifted` frames of drift have left."""
    old = lab(frame)
    new = old + engine.shift * np.float32(drifted)
    new[..., 0] += engine._texture(old[..., 0], number)
    return recolored(frame, old, new)


def deformed(first: np.ndarray, mask: np.ndarray, strength: str, *, count: int = 12, seed: int = 1):
    """Frames in which everything moves, is repainted and drifts in color, and the exact mask of each."""
    side = first.shape[0]
    field, push = DEFORMATIONS[strength]
    own = places(side)
    middle = np.exp(-((own - side / 2) ** 2).sum(axis=2) / (2 * (side * 0.36) ** 2))[..., None]
    toward = np.array([np.cos(2.4 * seed), np.sin(2.4 * seed)], np.float32)
    end = wobble(side, seed) * field * side + middle * toward * push * side
    sway = wobble(side, seed + 1) * field * side * 0.35
    engine = Engine(side, seed=seed)
    frames, masks = [first], [mask]
    for number in range(1, count):
        part = number / (count - 1)
        where = own + end * part + sway * np.sin(2 * np.pi * part)
        frames.append(repainted(sample(first, where), engine, number, drifted=0.7 * number))
        masks.append(((sample(mask, where, cv2.INTER_LINEAR) > 127) * 255).astype(np.uint8))
    return frames, masks


def passed_by(frames: list[np.ndarray], masks: list[np.ndarray], obstacle: np.ndarray):
    """The same with a strip of another picture passing in front, from left to right, and the masks of what is visible."""
    side = frames[0].shape[1]
    half = side // 14
    covered, visible = [], []
    for number, (frame, mask) in enumerate(zip(frames, masks, strict=True)):
        middle = int(side * (-0.1 + 1.2 * number / (len(frames) - 1)))
        left, right = max(0, middle - half), min(side, middle + half)
        behind, seen = frame.copy(), mask.copy()
        if right > left:
            start = side * 2 // 5 + left - (middle - half)
            behind[:, left:right] = obstacle[:, start : start + right - left]
            seen[:, left:right] = 0
        covered.append(behind)
        visible.append(seen)
    return covered, visible


def panned(scene: np.ndarray, mask: np.ndarray, side: int, *, count: int = 12, seed: int = 1):
    """Frames of a camera that pans and zooms over a larger scene, repainted and drifting, and the exact masks."""
    engine = Engine(side, seed=seed)
    room = scene.shape[0] - side
    frames, masks = [], []
    for number in range(count):
        part = number / (count - 1)
        middle = np.array([side / 2 + room * 0.8 * part, side / 2 + room * 0.5 * part], np.float32)
        where = (places(side) - side / 2) / (1 + 0.02 * number) + middle
        frames.append(repainted(sample(scene, where), engine, number, drifted=0.7 * number))
        masks.append(((sample(mask, where, cv2.INTER_LINEAR) > 127) * 255).astype(np.uint8))
    return frames, masks


def overlap(mask: np.ndarray, truth: np.ndarray) -> float:
    """Intersection over union."""
    found, true = mask >= 128, truth >= 128
    return float((found & true).sum() / max(1, (found | true).sum()))


def halves(first: np.ndarray, reach: float, *, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Three moments, a half apart, in which things move by up to `reach` pixels and are repainted each time."""
    side = first.shape[0]
    engine = Engine(side, seed=seed)
    way = wobble(side, 20 + seed) * reach
    moments = (sample(first, places(side) + way * part) for part in (0, 0.5, 1))
    first, middle, last = (repainted(frame, engine, number, drifted=0) for number, frame in enumerate(moments))
    return first, middle, last


def psnr(frame: np.ndarray, truth: np.ndarray) -> float:
    return float(10 * np.log10(255**2 / max(1e-9, ((frame.astype(float) - truth) ** 2).mean())))
