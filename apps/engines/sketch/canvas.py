"""What a look gets to work with, and the few pixel operations that all looks share."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
"""(H, W, 3) float32, RGB, 0 … 255."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame's place in the animation. `amount` is 0 … 1; `before` and `after` run from 0 to 1 over the whole chain.

    `creep` is `amount` for what piles up frame upon frame: smaller in long chains, so that they end where short ones do.
    """

    amount: float
    creep: float
    before: float
    after: float
    seed: int
    rng: np.random.Generator

    def swing(self, turns: float = 1.0) -> float:
        """How far a swinging thing moves in this frame; over a whole number of turns the moves add up to nothing."""
        angle = 2 * np.pi * turns
        return float(np.sin(angle * self.after) - np.sin(angle * self.before))


Look = Callable[[Pixels, Moment], Pixels]


def grid(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """X and y of every pixel, (H, W) float32."""
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return x, y


def centered(pixels: Pixels, *, at: tuple[float, float] = (0.5, 0.5)) -> tuple[Pixels, Pixels, float]:
    """X and y counted from a point given in parts of the sides, and the short side they are measured by, in pixels."""
    x, y = grid(pixels)
    height, width = pixels.shape[:2]
    return x - width * at[0], y - height * at[1], float(min(height, width))


def warp(pixels: Pixels, dx: Pixels, dy: Pixels) -> Pixels:
    """Take each pixel from (x + dx, y + dy); what lies outside is mirrored. Cubic, so that chains stay sharp."""
    x, y = grid(pixels)
    moved: Pixels = cv2.remap(
        pixels,
        (x + dx).astype(np.float32),
        (y + dy).astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    return moved


def noise(shape: tuple[int, int], rng: np.random.Generator, *, cells: int) -> Pixels:
    """Smooth noise of about `cells` hills along the short side, (H, W), -1 … 1."""
    height, width = shape
    side = min(height, width)
    rows, columns = max(2, round(cells * height / side)), max(2, round(cells * width / side))
    small = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    hills: Pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return hills


def blend(pixels: Pixels, other: Pixels | tuple[float, float, float], weight: float | Pixels) -> Pixels:
    """`weight` of the other picture or color over the pixels; a weight may be an (H, W) plane."""
    plane = weight[..., None] if isinstance(weight, np.ndarray) else weight
    return (pixels * (1 - plane) + np.asarray(other, dtype=np.float32) * plane).astype(np.float32)


def crisp(pixels: Pixels, amount: float = 0.25) -> Pixels:
    """Give back the little sharpness that a resampling took (unsharp mask, radius 1 pixel)."""
    sharpened: Pixels = cv2.addWeighted(pixels, 1 + amount, cv2.GaussianBlur(pixels, (0, 0), 1.0), -amount, 0)
    return sharpened
