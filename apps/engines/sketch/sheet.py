"""A clear sheet that lies over the picture: things are drawn on it, crisp, and it can be lifted off again."""

import math
from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.scene import Floats, Scene

Bytes = NDArray[np.uint8]
Point = tuple[float, float]
Color = tuple[int, int, int]

SUBPIXEL_BITS = 4
"""OpenCV takes fixed-point coordinates; sixteenths of a pixel are finer than any eye sees a thing move."""

WHITE: Color = (255, 255, 255)
INK: Color = (24, 20, 34)


class Sheet:
    """`pixels` is (H, W, 4) uint8: red, green and blue already multiplied by the fourth channel, opacity."""

    def __init__(self, pixels: Bytes) -> None:
        self.pixels = pixels

    def disc(self, x: float, y: float, radius: float, color: Color, *, opacity: float = 1.0) -> None:
        cv2.circle(
            self.pixels,
            _fixed((x, y)),
            max(1, _fixed((radius, 0))[0]),
            _paint(color, opacity),
            cv2.FILLED,
            cv2.LINE_AA,
            SUBPIXEL_BITS,
        )

    def circle(self, x: float, y: float, radius: float, color: Color, *, width: float, opacity: float = 1.0) -> None:
        cv2.circle(
            self.pixels,
            _fixed((x, y)),
            max(1, _fixed((radius, 0))[0]),
            _paint(color, opacity),
            max(1, round(width)),
            cv2.LINE_AA,
            SUBPIXEL_BITS,
        )

    def shape(self, points: Sequence[Point], color: Color, opacity: float = 1.0) -> None:
        """Fill a closed outline."""
        cv2.fillPoly(self.pixels, [_corners(points)], _paint(color, opacity), cv2.LINE_AA, SUBPIXEL_BITS)

    def stroke(self, points: Sequence[Point], color: Color, width: float, opacity: float = 1.0) -> None:
        """Draw an open line with round ends."""
        cv2.polylines(
            self.pixels,
            [_corners(points)],
            False,
            _paint(color, opacity),
            max(1, round(width)),
            cv2.LINE_AA,
            SUBPIXEL_BITS,
        )

    def wash(self, color: Color, opacity: Floats) -> None:
        """Lay a soft color over what is drawn so far; `opacity` is (h, w) float32 on the coarse grid, 0 … 1."""
        colors: Bytes = np.empty((*opacity.shape, 3), np.uint8)
        colors[:] = color
        self.glow(colors, opacity)

    def glow(self, colors: Bytes, opacity: Floats) -> None:
        """Lay soft colors over what is drawn so far: (h, w, 3) uint8 and (h, w) float32, 0 … 1, both on the coarse grid."""
        over = np.rint(np.clip(opacity, 0.0, 1.0) * np.float32(255.0)).astype(np.uint8)
        height, width = self.pixels.shape[:2]
        soft = cv2.resize(np.dstack((colors, over)), (width, height), interpolation=cv2.INTER_LINEAR)
        share = soft[..., 3]
        covering = cv2.merge([share, share, share, share])
        soft[..., 3] = 255
        seen = cv2.multiply(self.pixels, cv2.bitwise_not(covering), scale=1.0 / 255.0)
        self.pixels = cv2.add(seen, cv2.multiply(soft, covering, scale=1.0 / 255.0)).astype(np.uint8, copy=False)


def clear_sheet(scene: Scene) -> Sheet:
    return Sheet(np.zeros((scene.height, scene.width, 4), np.uint8))


def turned(points: Iterable[Point], *, x: float, y: float, size: float, angle: float = 0.0) -> list[Point]:
    """Return a figure drawn about the origin, `size` pixels to its unit, turned clockwise and moved to (x, y)."""
    cosine, sine = math.cos(angle) * size, math.sin(angle) * size
    return [(x + px * cosine - py * sine, y + px * sine + py * cosine) for px, py in points]


def _paint(color: Color, opacity: float) -> tuple[float, float, float, float]:
    share = min(1.0, max(0.0, opacity))
    return color[0] * share, color[1] * share, color[2] * share, 255 * share


def _fixed(point: Point) -> tuple[int, int]:
    scale = 1 << SUBPIXEL_BITS
    return round(point[0] * scale), round(point[1] * scale)


def _corners(points: Sequence[Point]) -> NDArray[np.int32]:
    return np.array([_fixed(point) for point in points], np.int32).reshape(-1, 1, 2)


def drawn(scene: Scene, *draw: Callable[[Sheet, Scene], None]) -> Sheet:
    """Return a clear sheet with these things drawn on it in order."""
    sheet = clear_sheet(scene)
    for thing in draw:
        thing(sheet, scene)
    return sheet
