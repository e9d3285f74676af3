"""From where points are and where they go to where each pixel of a frame comes from."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.shape import RINGS
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Kind = TypeVar("Kind", bound=np.generic)

LARGEST_FIELD = 300
"""Pixels of the longer side up to which the field is worked out for each pixel; of larger faces, for every second or third."""

MIRRORED = 0.35
"""How much of what is below the upper edge is seen again above it, in shares of the height that came into sight."""

_SUBPIXEL = 4
"""Bits of a corner's place below the pixel."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a picture in pixels, right and bottom not counted in."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def of(self, picture: NDArray[Kind]) -> NDArray[Kind]:
        """Return this part of a picture, (H, W) or (H, W, C), without a copy."""
        return picture[self.top : self.bottom, self.left : self.right]


@lru_cache(maxsize=1)
def triangles() -> NDArray[np.int64]:
    """Return the corners of all triangles, (n, 3): of the face without mouth and eyes' insides first, then of the rings."""
    face = np.load(Path(at.__file__).parent / "triangles.npy").astype(np.int64)
    inner = set(at.INNER_LIPS)
    face = np.array([one for one in face if not set(map(int, one)) <= inner])
    size = len(at.OUTLINE)
    strips = []
    rings = [np.array(at.OUTLINE), *(at.POINTS + size * level + np.arange(size) for level in range(len(RINGS)))]
    for inside, outside in pairwise(rings):
        for index in range(size):
            after = (index + 1) % size
            strips.append((inside[index], outside[index], inside[after]))
            strips.append((inside[after], outside[index], outside[after]))
    return np.concatenate([face, np.array(strips, np.int64)])


def part_around(points: Floats, width: int, height: int, *, margin: float = 2.0) -> Part:
    """Return the part of a picture that holds all points, (n, 2), at least one pixel large."""
    least, most = points.min(axis=0) - margin, points.max(axis=0) + margin
    left, top = int(np.clip(least[0], 0, width - 1)), int(np.clip(least[1], 0, height - 1))
    right, bottom = int(np.clip(np.ceil(most[0]), left + 1, width)), int(np.clip(np.ceil(most[1]), top + 1, height))
    return Part(left, top, right, bottom)


def field(source: Floats, target: Floats, depth: Floats, part: Part) -> Floats:
    """Return for each pixel of a part how far away the pixel is that it shows: (h, w, 2) float32, 0 outside the mesh.

    `source` and `target` are (n, 2) pixels of the picture, in the order of `triangles`; `depth` (n,) says who hides whom.
    """
    step = max(1, -(-max(part.width, part.height) // LARGEST_FIELD))
    width, height = -(-part.width // step), -(-part.height // step)
    offset = np.array([part.left, part.top], np.float32)
    scale = np.float32(1.0 / step)
    before, after = (source - offset) * scale, (target - offset) * scale
    corners = triangles()
    labels = np.full((height, width), -1, np.int32)
    order = np.argsort(-depth[corners].mean(axis=1), kind="stable")
    shapes = np.rint(after[corners] * (1 << _SUBPIXEL)).astype(np.int32)
    for index in order:
        cv2.fillConvexPoly(labels, shapes[index], int(index), lineType=cv2.LINE_8, shift=_SUBPIXEL)
    shifts = (before - after)[corners]
    motion = _plane(after[corners], shifts)
    found = np.concatenate([motion, np.zeros((1, 3, 2), np.float32)])[labels]
    across = np.arange(width, dtype=np.float32)[None, :, None]
    down = np.arange(height, dtype=np.float32)[:, None, None]
    moved: Floats = found[:, :, 0] * across + found[:, :, 1] * down + found[:, :, 2]
    # A pixel at the rim of a thin triangle may lie outside of it, where its plane says anything.
    least = np.concatenate([shifts.min(axis=1), np.zeros((1, 2), np.float32)])[labels]
    most = np.concatenate([shifts.max(axis=1), np.zeros((1, 2), np.float32)])[labels]
    np.clip(moved, least, most, out=moved)
    if step > 1:
        moved = step * cv2.resize(moved, (width * step, height * step), interpolation=cv2.INTER_LINEAR)
        moved = moved[: part.height, : part.width]
    return moved


def _plane(corners: Floats, values: Floats) -> Floats:
    """Return per triangle the plane through the values at its corners: (n, 3, 2), to be used with (x, y, 1)."""
    homogeneous = np.concatenate([corners, np.ones((*corners.shape[:2], 1), np.float32)], axis=2).astype(np.float64)
    # A triangle that has collapsed covers no pixel; what it would say is not asked for.
    flat = np.abs(np.linalg.det(homogeneous)) < 1e-3
    homogeneous[flat] = np.eye(3)
    planes = np.linalg.solve(homogeneous, np.where(flat[:, None, None], 0.0, values))
    result: Floats = planes.astype(np.float32)
    return result


def sample(picture: NDArray[np.generic], motion: Floats, part: Part, *, flags: int = cv2.INTER_CUBIC) -> Bytes:
    """Return a part of a picture, (H, W) or (H, W, C), as a field shows it. Where nothing moves, the very same pixels.

    Hair that the photo cuts off goes on mirrored, where a head comes down: the last row alone would be drawn out to streaks.
    """
    across = np.arange(part.left, part.right, dtype=np.float32)[None, :]
    down = np.arange(part.top, part.bottom, dtype=np.float32)[:, None]
    found = cv2.remap(
        picture,
        motion[:, :, 0] + across,
        motion[:, :, 1] + down,
        interpolation=flags,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    result: Bytes = found
    return result
