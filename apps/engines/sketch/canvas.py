"""A frame while it is drawn: the picture with its faces already acting, and who is in front of what."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from apps.engines.sketch.face.clothes import PLAIN, Color
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.scene import Floats, Scene
from apps.engines.sketch.sheet import Bytes, Sheet, clear_sheet
from apps.imaging.faces import points as at

MOST_LOWERED, SMALLEST_WORN = 0.35, 0.45
"""How far down something worn may slip into the face, in eye spans, before it is made smaller than it should be, and how small."""

_STICKERS = Path(__file__).parent / "stickers"


@dataclass(frozen=True, slots=True)
class Head:
    """A face as it stands in this frame: its points, (468, 2) pixels, its geometry in the photo, and what color is worn."""

    points: Floats
    shape: Shape
    clothes: Color = PLAIN

    @property
    def span(self) -> float:
        """Return the distance of the eyes' outer corners in pixels."""
        return float(np.hypot(*(self.points[at.RIGHT_EYE_OUTER] - self.points[at.LEFT_EYE_OUTER])))

    def fit_above(self, foot: float, tall: float, *, least: float = 0.78) -> tuple[float, float]:
        """Return how much smaller and how much lower something must stand to be seen whole, a share and eye spans.

        It stands on the head from `foot` up to `tall` eye spans higher. It is made no smaller than `least`, then lowered, and where that
        would hide the eyes, made smaller still.
        """
        room = self.at(0.0, foot)[1] / self.span - 0.04
        size = min(1.0, max(least, room / tall))
        if size * tall - room > MOST_LOWERED:
            size = max(SMALLEST_WORN, (room + MOST_LOWERED) / tall)
        return size, max(0.0, size * tall - room)

    def moved(self, size: float, shift: Floats) -> "Head":
        """Return the head in a picture that was scaled and then shifted by pixels, (2,)."""
        shape, by = self.shape, np.array([*shift, 0.0], np.float32)
        there = Shape(size * shape.points + by, shape.axes, size * shape.span, size * shape.around + by)
        return Head((size * self.points + by[:2]).astype(np.float32), there, self.clothes)

    @property
    def angle(self) -> float:
        """Return how far the line of the eyes is turned clockwise, in radians."""
        across, down = self.points[at.RIGHT_EYE_OUTER] - self.points[at.LEFT_EYE_OUTER]
        return float(np.arctan2(down, across))

    def at(self, right: float, down: float) -> tuple[float, float]:
        """Return a place in the picture, given in eye spans from the point between the eyes along the face."""
        middle = (self.points[at.LEFT_EYE_OUTER] + self.points[at.RIGHT_EYE_OUTER]) / 2
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        x, y = middle + self.span * np.array([right * cosine - down * sine, right * sine + down * cosine])
        return float(x), float(y)

    def covers(self, x: float, y: float, reach: float) -> bool:
        """Return whether something round at a place would hide a part of the face."""
        return self._away(x, y, reach) < 1.0

    def beside(self, x: float, y: float, reach: float) -> float:
        """Return how far something round at a place is beside the face: 0 where it would hide a part of it, 1 clearly off it."""
        return min(1.0, max(0.0, 5.0 * (self._away(x, y, reach) - 1.0)))

    def _away(self, x: float, y: float, reach: float) -> float:
        middle_x, middle_y = self.at(0.0, 0.28)
        return float(np.hypot((x - middle_x) / (0.72 * self.span + reach), (y - middle_y) / (self.span + reach)))

    def point(self, index: int) -> tuple[float, float]:
        x, y = self.points[index]
        return float(x), float(y)


@dataclass(slots=True)
class Canvas:
    """`frame` is (H, W, 3) uint8 and is drawn on; `matte` (H, W) float32 says how much each pixel is a person in it.

    `plate` (H, W, 3) uint8 is the photo without the people; `standing` (H, W) float32 is the matte of the photo, by which
    things are placed that stand still beside a head that moves.
    """

    frame: Bytes
    matte: Floats
    standing: Floats
    plate: Bytes
    scene: Scene
    heads: Sequence[Head] = field(default_factory=tuple)
    window: tuple[float, float, float, float] | None = None
    """What is seen where the camera is closest: left, top, right and bottom; None for all of the picture."""
    may_move: bool = True
    """Whether the picture may be moved: not beside a mask, where it would tear."""

    def right(self) -> float:
        """Return where what is seen ends on the right, in pixels."""
        return self.window[2] if self.window else float(self.scene.width)

    @property
    def head(self) -> Head | None:
        return self.heads[0] if self.heads else None

    @contextmanager
    def behind(self) -> Iterator[None]:
        """Whatever is drawn in this block stands behind the person."""
        before = self.frame.copy()
        yield
        self.frame[:] = cv2.blendLinear(before, self.frame, self.matte, 1.0 - self.matte)

    def draw(self, *things: Callable[[Sheet, Scene], None], opacity: float = 1.0) -> None:
        """Draw things on a sheet and lay it over the frame."""
        sheet = clear_sheet(self.scene)
        for thing in things:
            thing(sheet, self.scene)
        self.lay(sheet, opacity)

    def lay(self, sheet: Sheet, opacity: float = 1.0) -> None:
        """Lay a sheet over the frame."""
        left, top, width, height = cv2.boundingRect(sheet.pixels[..., 3])
        if width == 0 or opacity <= 0.0:
            return
        view = self.frame[top : top + height, left : left + width]
        ink = sheet.pixels[top : top + height, left : left + width]
        if opacity < 1.0:
            ink = cv2.convertScaleAbs(ink, alpha=opacity)
        clear = cv2.bitwise_not(ink[..., 3])
        # In whole numbers, which is several times faster than in floats; where there is no ink, exactly what was there stays.
        seen = cv2.multiply(view, cv2.merge([clear, clear, clear]), scale=1.0 / 255.0)
        view[:] = cv2.add(seen, cv2.cvtColor(ink, cv2.COLOR_RGBA2RGB))

    def light(self, gain: Floats | float, mask: Floats | None = None) -> None:
        """Multiply the frame by a gain, (H, W), (H, W, 3) or one number, as far as `mask` (H, W) says."""
        lit = self.frame * np.asarray(gain, np.float32)
        if mask is not None:
            lit = self.frame + mask[..., None] * (lit - self.frame)
        self.frame[:] = np.clip(np.rint(lit), 0, 255).astype(np.uint8)

    def sticker(
        self,
        name: str,
        x: float,
        y: float,
        size: float,
        *,
        angle: float = 0.0,
        opacity: float = 1.0,
        flip: bool = False,
        stretch: float = 1.0,
        shadow: float = 0.0,
        rim: float = 0.0,
    ) -> None:
        """Stick a picture onto the frame with its middle at (x, y), `size` pixels wide, turned clockwise by radians.

        `stretch` scales its width alone; `shadow` is how dark a shadow it throws, 0 … 1, and
        `rim` how broad a white edge it has, in shares of its size, so that dark things are seen on dark pictures.
        """
        if size < 2.0 or opacity <= 0.0:
            return
        art = sticker_art(name)
        if flip:
            art = art[:, ::-1]
        height, width = self.frame.shape[:2]
        half = 0.75 * size
        left, top = max(0, int(x - half)), max(0, int(y - half))
        right, bottom = min(width, int(x + half) + 2), min(height, int(y + half) + 2)
        if left >= right or top >= bottom:
            return
        turned = _turned(art, (x - left, y - top), (right - left, bottom - top), size / art.shape[0], angle, stretch)
        view = self.frame[top:bottom, left:right]
        *colors, ink = cv2.split(turned)
        cover = ink * np.float32(opacity / 255.0)
        clear = 1.0 - cover
        seen = clear if shadow <= 0 else clear * (1.0 - np.float32(shadow) * _shadow_of(cover, size))
        if rim > 0:
            edge = np.float32(opacity) * _rim_of(cover, max(1, round(rim * size)))
            seen = seen * (1.0 - edge)
            colors = [color + (255.0 / opacity) * edge * clear for color in colors]
        beneath = cv2.multiply(view, cv2.merge([seen, seen, seen]), dtype=cv2.CV_32F)
        view[:] = cv2.scaleAdd(cv2.merge(colors), opacity, beneath).clip(0, 255).round()


def _turned(  # noqa: PLR0917 # what, where, how large, how turned
    art: Bytes, middle: tuple[float, float], space: tuple[int, int], scale: float, angle: float, stretch: float
) -> Floats:
    """Return a sticker's picture scaled and turned about `middle` of a clear space (width, height)."""
    side = art.shape[0]
    # Larger art is made small first: a remap alone would let edges glitter.
    if scale < 0.7:
        small = max(4, round(side * min(1.0, 1.4 * scale)))
        art = cv2.resize(np.ascontiguousarray(art), (small, small), interpolation=cv2.INTER_AREA)
        scale, side = scale * side / small, small
    cosine, sine = np.cos(angle), np.sin(angle)
    matrix = np.array([[cosine * scale * stretch, -sine * scale, 0.0], [sine * scale * stretch, cosine * scale, 0.0]])
    matrix[:, 2] = np.array(middle) - matrix[:, :2] @ [side / 2.0, side / 2.0]
    placed: Floats = cv2.warpAffine(
        np.ascontiguousarray(art), matrix, space, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    ).astype(np.float32)
    return placed


def _shadow_of(cover: Floats, size: float) -> Floats:
    """Return how dark the shadow of something `size` pixels wide is, (H, W) 0 … 1."""
    fallen = np.zeros_like(cover)
    drop = max(1, int(0.03 * size))
    fallen[drop:] = cover[:-drop]
    dark: Floats = cv2.GaussianBlur(fallen, (0, 0), max(0.8, 0.03 * size))
    return dark


def _rim_of(cover: Floats, breadth: int) -> Floats:
    """Return how much of a white edge of so many pixels there is around something, (H, W) 0 … 1."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * breadth + 1, 2 * breadth + 1))
    edge: Floats = cv2.GaussianBlur(cv2.dilate(cover, disc), (0, 0), 0.6)
    return edge


@lru_cache(maxsize=80)
def sticker_art(name: str) -> Bytes:
    """Return a sticker as (256, 256, 4) uint8: red, green and blue already multiplied by opacity."""
    data = np.frombuffer((_STICKERS / f"{name}.webp").read_bytes(), np.uint8)
    art = cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA).astype(np.float32)
    art[..., :3] *= art[..., 3:] / 255.0
    premultiplied: Bytes = np.rint(art).astype(np.uint8)
    return premultiplied
