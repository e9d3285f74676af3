"""One moment of a short film: what every look is told before it says how the picture should stand at that moment."""

import itertools
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

COARSE = 4
"""Fields are worked out on every fourth pixel and enlarged: none bends faster than that, and it is sixteen times less work."""

SHORTEST_LOOP = 4
"""Frames a loop is taken to have at least. With fewer, a swing would be sampled only where it is zero."""

FACE_X, FACE_Y, FACE_RADIUS = 0.5, 0.42, 0.36
"""Where a face is likely in a portrait: shares of the width, the height and the shorter side."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the acting happens, in pixels. `is_aimed` is true when the person pointed at the place with a mask."""

    x: float
    y: float
    radius: float
    is_aimed: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A moment. `force` is 0 for nothing, 0.5 at the default strength, above 1 for wild.

    `cast` names the film: frames whose seeds count up with their positions share it, so that their particles are the same
    ones, moved on. `position` counts from 1; 0 is the picture before anything happened.
    """

    width: int
    height: int
    position: int
    frame_count: int
    force: float
    cast: int
    focus: Focus
    start: float = 0.0
    end: float = 1.0
    """The share of the loop that this scene is of: a step of a plan has its own beginning and end."""

    def within(self, start: float, end: float) -> "Scene":
        """Return the same moment as one of a step that takes this share of the loop."""
        return replace(self, start=start, end=end)

    @property
    def side(self) -> float:
        """Return the shorter side in pixels, the unit for everything that has a size."""
        return float(min(self.width, self.height))

    @property
    def lap(self) -> float:
        """Return how much of the loop has passed, 0 … 1: the middle of this frame's time. One is where it begins again."""
        return ((self.position - 0.5) / self.frame_count - self.start) / (self.end - self.start)

    @property
    def acting(self) -> float:
        """Return how strongly a face acts: 1 at the default strength, a third at the lowest, two thirds more at the highest."""
        return min(1.65, 0.3 + 1.4 * self.force)

    def arc(
        self, *, rise: float = 0.30, fall: float = 0.80, anticipation: float = 0.10, overshoot: float = 0.10
    ) -> float:
        """Return how a movement goes over the loop: back a little, up past its peak, held there, and home again.

        `rise` is when the peak is reached and `fall` when it is left, in shares of the loop.
        """
        keys = (
            (0.0, 0.0),
            (0.08, -anticipation),
            (rise, 1.0 + overshoot),
            (min(fall, rise + 0.10), 1.0),
            (fall, 1.0),
            (1.0, 0.0),
        )
        return _along(keys, self.lap)

    @property
    def is_whole_loop(self) -> bool:
        """Return whether this scene is all of the loop: then its end is followed by its own beginning."""
        return self.start <= 0.0 and self.end >= 1.0

    def mood(self, *, rise: float = 0.30, fall: float = 0.80, ebb: float = 0.5, overshoot: float = 0.10) -> float:
        """Return how a feeling goes over the loop: there from the first frame on, up past its peak, held, and back to `ebb`.

        A step of several comes from 0 and goes back to it, since something else is before and after it.
        """
        least = ebb if self.is_whole_loop else 0.0
        keys = ((0.0, least), (rise, 1.0 + overshoot), (min(fall, rise + 0.10), 1.0), (fall, 1.0), (1.0, least))
        return _along(keys, self.lap)

    def settled(self) -> float:
        """Return how far a face has left the photo's own look: for all of a loop that is its own, in and out within a step."""
        return 1.0 if self.is_whole_loop else self.rise(0.0, 0.16) * (1.0 - self.rise(0.86, 1.0))

    def rise(self, start: float, end: float) -> float:
        """Return 0 before `start`, 1 after `end`, smooth between; shares of the loop."""
        return _ease((self.lap - start) / (end - start))

    @property
    def presence(self) -> float:
        """Return how opaque drawn things are, 0 … 1: hardly there at the lowest strength, solid from the default on."""
        return 1.0 - math.exp(-4.0 * self.force)

    def swell(self) -> float:
        """Return 0 → 1 → 0 over the loop: the curve of looks that come and go."""
        return math.sin(math.pi * self.lap) ** 2

    def build(self) -> float:
        """Return 0 → 1 over most of the loop and quickly back: the curve of what ends somewhere else."""
        return self.rise(0.0, 0.8) * (1.0 - self.rise(0.9, 1.0))

    def turns(self, frames_each: float) -> int:
        """Return how many whole turns of about `frames_each` frames the loop holds.

        Never none, so that the loop closes.
        """
        return max(1, round(max(self.frame_count, SHORTEST_LOOP) * (self.end - self.start) / frames_each))

    def sway(self, frames_each: float) -> float:
        """Return a swing between -1 and 1 that is 0 at both ends of the loop."""
        # A swing of exactly two frames would be looked at only where it is 0, and the picture would stand still.
        fastest = (max(self.frame_count, SHORTEST_LOOP) - 1) // 2
        return math.sin(2.0 * math.pi * min(fastest, self.turns(frames_each)) * self.lap)

    def travel(self, frames_each: float) -> float:
        """Return how many turns have passed, for things that move round and round."""
        return self.turns(frames_each) * self.lap

    def share(self, most: int) -> int:
        """Return how many of at most `most` things are there: a third at the lowest strength, all of them at the highest."""
        return max(1, round(most * min(1.0, 0.3 + 0.7 * self.force)))

    def rng(self, look: str) -> np.random.Generator:
        """Return randomness that is the same in every frame of the film."""
        return np.random.default_rng([self.cast, zlib.crc32(look.encode())])

    def flicker(self, look: str) -> np.random.Generator:
        """Return randomness that is new in every frame."""
        return np.random.default_rng([self.cast, zlib.crc32(look.encode()), self.position])

    def mesh(self) -> tuple[Floats, Floats]:
        """Return the coarse grid in pixels: x as (1, w) and y as (h, 1) float32, at the centers of its cells."""
        columns, rows = math.ceil(self.width / COARSE), math.ceil(self.height / COARSE)
        x = (np.arange(columns, dtype=np.float32) + 0.5) * (self.width / columns) - 0.5
        y = (np.arange(rows, dtype=np.float32) + 0.5) * (self.height / rows) - 0.5
        return x[None, :], y[:, None]

    def around(self, x: float, y: float) -> tuple[Floats, Floats, Floats]:
        """Return the coarse grid as seen from a point: rightward, downward and straight distance, (h, w) float32 pixels."""
        across, down = self.mesh()
        right, below = np.broadcast_arrays(across - np.float32(x), down - np.float32(y))
        return right, below, np.hypot(right, below)

    def noise(self, rng: np.random.Generator, cells: int) -> Floats:
        """Return smooth noise of about unit spread on the coarse grid, with `cells` bumps along the longer side."""
        across, down = self.mesh()
        rows, columns = down.shape[0], across.shape[1]
        longest = max(rows, columns)
        small = rng.standard_normal(
            (max(2, round(cells * rows / longest)), max(2, round(cells * columns / longest))), dtype=np.float32
        )
        hills: Floats = cv2.resize(small, (columns, rows), interpolation=cv2.INTER_CUBIC).astype(np.float32, copy=False)
        return hills


def _along(keys: Sequence[tuple[float, float]], moment: float) -> float:
    """Return the value of a curve at a moment, smooth between its keys: each a moment and the value there."""
    for (start, before), (end, after) in itertools.pairwise(keys):
        if moment <= end:
            return before + (after - before) * _ease((moment - start) / max(1e-6, end - start))
    return keys[-1][1]


def _ease(share: float) -> float:
    held = min(1.0, max(0.0, share))
    return held * held * (3.0 - 2.0 * held)


def enlarge(field: Floats, width: int, height: int) -> Floats:
    """Return a coarse field at the size of the picture."""
    larger: Floats = cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)
    return larger


def fade(distance: Floats, reach: float) -> Floats:
    """Return 1 at distance 0, falling smoothly to 0 at `reach` and beyond."""
    left = np.clip(1.0 - (distance / np.float32(max(reach, 1e-6))) ** 2, 0.0, 1.0)
    faded: Floats = (left * left).astype(np.float32, copy=False)
    return faded
