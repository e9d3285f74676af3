"""Free motion: a camera that zooms, pans, turns and shakes over frames that are already there."""

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.ease import Ease, eased

Edge = Literal["cover", "mirror"]

MAX_PAN = 0.4
"""Of the side: farther, less than a fifth of the picture would be left to show."""

MAX_ZOOM = 8.0
"""In or out: beyond it a 512 pixel frame shows single pixels, or a carpet of mirrored copies."""

_SHAKES = ((2, 0.6), (3, 0.4), (5, 0.25))
"""Waves a loop and their strength. Whole numbers, so that the end meets the beginning; prime to each other, so that
nobody hears the beat."""

_CHECKED = 48
"""Moments at which the camera is asked how far it looks beyond the edge."""


@dataclass(frozen=True)
class Motion:
    """Where the camera is at the end of its way, seen from its beginning.

    `zoom` is how much larger things become (below 1: smaller). `pan_x` and `pan_y` are how far the camera goes to the
    right and down, in parts of the width and height, at most 0.4. `turn` is in degrees, clockwise as seen. `shake` is
    the largest excursion, in parts of the longer side, all the way long. With `returns` the camera is back at the
    start in the end, for loops. `edge` says what is shown beyond the frame, never black: "cover" stays inside by
    zooming in as much as that needs, for the whole way; so a zoom below 1 begins enlarged, and a pan, a turn or a shake
    crops the first frame, too. With "mirror" one sees the frame mirrored at its edge.
    """

    zoom: float = 1.0
    pan_x: float = 0.0
    pan_y: float = 0.0
    turn: float = 0.0
    shake: float = 0.0
    ease: Ease = "in-out"
    returns: bool = False
    edge: Edge = "cover"
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 / MAX_ZOOM <= self.zoom <= MAX_ZOOM:
            raise ValueError(f"a zoom of {self.zoom}")
        if max(abs(self.pan_x), abs(self.pan_y)) > MAX_PAN or not 0 <= self.shake <= MAX_PAN / 2:
            raise ValueError(f"a pan of {self.pan_x}, {self.pan_y} with a shake of {self.shake}")
        if not math.isfinite(self.turn):
            raise ValueError(f"a turn of {self.turn} degrees")


def move_frame(frame: NDArray[np.uint8], motion: Motion, progress: float) -> NDArray[np.uint8]:
    """Return the frame of (H, W, 3) uint8 as the camera sees it after `progress`, 0–1, of its way.

    The same input gives the same bytes. Raises ValueError for a progress outside 0–1.

    Sampled with bicubic interpolation. A motion that stays at rest returns the frame as it is.
    """
    height, width = frame.shape[:2]
    view = camera(motion, progress, width, height)
    # At rest nothing is sampled, so the frame stays sharp.
    if np.allclose(view, [[1, 0, 0], [0, 1, 0]], atol=1e-6):
        return frame.copy()
    seen: NDArray[np.uint8] = cv2.warpAffine(
        frame, view, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT_101
    )
    return seen


def move_on(frame: NDArray[np.uint8], motion: Motion, start: float, end: float) -> NDArray[np.uint8]:
    """Return what the camera sees at `end`, 0–1, of its way, of a frame of (H, W, 3) uint8 that it saw at `start`.

    For a chain in which the engine paints on what the camera sees: it moves by one step before each frame. What comes
    in from beyond the edge is the frame mirrored there, for the engine to paint over. Raises ValueError outside 0–1.
    """
    height, width = frame.shape[:2]
    # From the new view back to the frame, and from there to the view before it.
    there, here = (np.vstack([camera(motion, part, width, height), [0, 0, 1]]) for part in (start, end))
    view = (np.linalg.inv(there) @ here)[:2]
    if np.allclose(view, [[1, 0, 0], [0, 1, 0]], atol=1e-6):
        return frame.copy()
    seen: NDArray[np.uint8] = cv2.warpAffine(
        frame, view, (width, height), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT_101
    )
    return seen


def camera(motion: Motion, progress: float, width: int, height: int) -> NDArray[np.float64]:
    """Return (2, 3) float64: the affine map from a pixel that is shown to the place in the frame where it is found."""
    closer = _closer(motion, width, height) if motion.edge == "cover" else 1.0
    return _view(motion, progress, width, height, closer)


def _pose(motion: Motion, progress: float, width: int, height: int) -> tuple[float, float, float, float]:
    """Return zoom, turn in radians, and the shift of the view's center in pixels."""
    # There and back again in one turn of the loop.
    way = 1 - abs(1 - 2 * progress) if motion.returns else progress
    part = eased(way, motion.ease)
    rng = np.random.default_rng(motion.seed)
    # Seeded, so that the same motion shakes the same way; each axis has phases of its own.
    phases = rng.uniform(0, 2 * math.pi, (2, len(_SHAKES)))
    # Divided by the sum of all waves, so that their peak stays within the shake.
    longer = max(width, height) * motion.shake / sum(strength for _, strength in _SHAKES)
    shaken = [
        longer
        * sum(
            strength * math.sin(2 * math.pi * waves * progress + phase)
            for (waves, strength), phase in zip(_SHAKES, row, strict=True)
        )
        for row in phases
    ]
    # By a power: a zoom looks even when each moment multiplies by as much as the one before.
    zoom = motion.zoom**part
    x = motion.pan_x * width * part + shaken[0]
    y = motion.pan_y * height * part + shaken[1]
    return zoom, math.radians(motion.turn) * part, x, y


def _view(motion: Motion, progress: float, width: int, height: int, closer: float) -> NDArray[np.float64]:
    zoom, angle, x, y = _pose(motion, progress, width, height)
    # A map from what is shown to the frame: a larger zoom looks at a smaller part.
    scale = 1 / (zoom * closer)
    center = np.array([(width - 1) / 2, (height - 1) / 2])
    # Things that turn clockwise are looked up counterclockwise.
    turned = scale * np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return np.column_stack([turned, center + np.array([x, y]) - turned @ center])


def _closer(motion: Motion, width: int, height: int) -> float:
    """Return the zoom, at least 1, with which the camera never looks beyond the edge: one for the whole way."""
    half = np.array([(width - 1) / 2, (height - 1) / 2])
    needed = 1.0
    # The worst moment decides, and holds for the whole way: a zoom that came and went would be seen.
    for moment in range(_CHECKED + 1):
        zoom, angle, x, y = _pose(motion, moment / _CHECKED, width, height)
        cosine, sine = abs(math.cos(angle)), abs(math.sin(angle))
        # Half the sides of the box around the turned view, beside what the shift of its center leaves.
        seen = np.array([cosine * half[0] + sine * half[1], sine * half[0] + cosine * half[1]]) / zoom
        room = np.maximum(half - np.abs([x, y]), half * 0.05)
        needed = max(needed, float((seen / np.maximum(room, 0.5)).max()))
    return needed
