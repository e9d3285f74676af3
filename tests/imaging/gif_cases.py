"""Animations whose GIFs must look the same to every decoder: two libraries and a browser."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.imaging.pictures import gradient, noise


@dataclass(frozen=True)
class GifCase:
    """`frames` is made when it is called, so that collecting the tests costs nothing."""

    frames: Callable[[], list[np.ndarray]]
    delays_ms: tuple[int, ...]
    loop: int | None = 0
    comment: str | None = None


def two_colors(seed: int) -> np.ndarray:
    frame = np.zeros((24, 32, 3), np.uint8)
    frame[seed : seed + 9, 5:20] = (255, 128, 0)
    return frame


def sizes_of_table() -> list[np.ndarray]:
    """Frames of 1, 2, 3, 4, 5, 16, 17, 255 and 256 colors: each fills a color table of another size."""
    frames = []
    for colors in (1, 2, 3, 4, 5, 16, 17, 255, 256):
        values = np.arange(32 * 32) % colors
        frames.append(np.stack([values, 255 - values, values // 2], axis=1).reshape(32, 32, 3).astype(np.uint8))
    return frames


GIF_CASES = {
    "one frame": GifCase(lambda: [gradient(40, 30)], (100,)),
    "one pixel": GifCase(lambda: [np.full((1, 1, 3), (1, 2, 3), np.uint8)] * 2, (20, 30)),
    "equal neighbors": GifCase(lambda: [two_colors(0), two_colors(0), two_colors(0), two_colors(3)], (80, 90, 80, 500)),
    "all frames equal": GifCase(lambda: [gradient(40, 30)] * 5, (50,) * 5),
    "one pixel changes": GifCase(
        lambda: [two_colors(0), np.where(np.arange(32)[None, :, None] == 31, np.uint8(9), two_colors(0))], (100, 100)
    ),
    "two colors": GifCase(lambda: [two_colors(n) for n in range(6)], (40,) * 6),
    "every size of color table": GifCase(sizes_of_table, (30,) * 9),
    "noise": GifCase(lambda: [noise(67, 45, n) for n in range(4)], (20, 1000, 30, 70)),
    "variable delays": GifCase(lambda: [gradient(40, 30, n) for n in range(5)], (20, 655_350, 80, 90, 80)),
    "sixty frames": GifCase(lambda: [gradient(64, 48, n) for n in range(60)], (80, 90, 80) * 20),
    "shown once": GifCase(lambda: [gradient(40, 30, n) for n in range(3)], (100,) * 3, loop=None),
    "a long comment": GifCase(
        lambda: [gradient(40, 30, n) for n in range(2)], (100, 100), comment="Made by a machine. ✓ " * 40
    ),
}
