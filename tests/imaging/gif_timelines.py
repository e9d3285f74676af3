"""Random animations that hold what real ones hold: frames held, small changes, cuts, noise, few colors, odd sizes and delays."""

import random
from dataclasses import dataclass

import numpy as np

from tests.imaging.pictures import gradient, noise


@dataclass(frozen=True)
class Timeline:
    frames: list[np.ndarray]
    delays_ms: tuple[int, ...]
    loop: int | None
    comment: str | None
    price_of_bit: float


def timeline(seed: int) -> Timeline:
    choose = random.Random(seed)
    width, height = choose.choice([(1, 1), (2, 1), (1, 7), (33, 5), (400, 3), (3, 300), (24, 24), (64, 48), (97, 61)])
    frames = [_picture(choose, width, height)]
    for _ in range(choose.randrange(12)):
        frames.append(_next(choose, frames[-1], width, height))
    delays = tuple(choose.choice([20, 30, 80, 90, 100, 330, 2_000, 655_350]) for _ in frames)
    loop = choose.choice([None, 0, 0, 0, 2, 9])  # not 1, which ffmpeg takes for a single showing
    comment = choose.choice([None, "AI-generated picture ✓", "long " * 100])
    return Timeline(frames, delays, loop, comment, choose.choice([0.25, 2.0, 8.0, 60.0, 240.0]))


def _picture(choose: random.Random, width: int, height: int) -> np.ndarray:
    match choose.randrange(5):
        case 0:
            return noise(width, height, choose.randrange(99))
        case 1:
            return np.full((height, width, 3), choose.randrange(256), np.uint8)
        case 2:
            return np.where(
                noise(width, height, choose.randrange(99))[..., :1] < 128, np.uint8(20), np.uint8(230)
            ).repeat(3, axis=2)
        case _:
            return gradient(width, height, choose.randrange(99))


def _next(choose: random.Random, before: np.ndarray, width: int, height: int) -> np.ndarray:
    match choose.randrange(5):
        case 0:
            return before.copy()
        case 1:
            after = before.copy()
            after[choose.randrange(height), choose.randrange(width)] ^= 0x80
            return after
        case 2:
            shaken = before.astype(np.int16) + noise(width, height, choose.randrange(99)) // 64 - 2
            return np.clip(shaken, 0, 255).astype(np.uint8)
        case 3:
            return np.roll(before, (1, 2), axis=(0, 1))
        case _:
            return _picture(choose, width, height)
