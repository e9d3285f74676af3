"""Untrusted bytes in, bare pixels out: uploads, masks and the answers of paid engines.

Every function here is pure, and meant to run in the limited child process of `apps.imaging.sandbox.process`; calling it
directly is for tests. Sizes come from `headers`, before any decoder sees a byte, because the decoders allocate by them.
"""

import math
from dataclasses import dataclass

import numpy as np

from apps.imaging.codecs import odd, png
from apps.imaging.codecs.limits import MAX_ASPECT, MIN_UPLOAD_SIDE, UPLOADED
from apps.imaging.codecs.opened import open_picture
from apps.imaging.codecs.pixels import MIN_OPACITY, laid_on, suiting_background
from apps.imaging.codecs.sizes import working_size
from apps.imaging.errors import NothingToSee, TooSmall, WrongShape

UPLOAD_COMPRESS_LEVEL = 4
"""zlib's level for sources, written once and sent to an engine at once: 11 % smaller than level 1 for 1.7 times the time."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """An upload made safe: a PNG of only IHDR, IDAT and IEND, RGB with 8 bits, upright, in sRGB.

    `moving` says that the file holds more frames than the first, which was taken. `asks` names the choices that are
    still to be made, of `odd.CROP`, `odd.ENLARGE` and `odd.BACKGROUND`; the picture is as they are suggested then.
    `received_width` and `received_height` are those of the upload, upright; `background` is the color that suits it.
    """

    png: bytes
    width: int
    height: int
    received_width: int
    received_height: int
    moving: bool = False
    asks: tuple[str, ...] = ()
    background: str = odd.WHITE


@dataclass(frozen=True, slots=True)
class Whole:
    """An upload made safe before anything was chosen: RGB, or RGBA where it is transparent, upright, in sRGB."""

    png: bytes
    width: int
    height: int
    is_clear: bool


def ingest(
    data: bytes,
    *,
    multiple_of: int,
    max_pixels: int,
    max_side: int,
    min_side: int,
    good_side: int = 0,
    choices: odd.Choices = odd.UNASKED,
) -> Ingested:
    """Turn an uploaded picture into the working picture of an animation.

    Orientation and color profile are applied, transparency lies on the chosen background, all metadata is gone; of a
    file that moves, the first frame is taken. The chosen part is scaled down to at most `max_pixels` and `max_side`, or
    up to at least `min_side`, and cropped evenly from two opposite edges, by less than `multiple_of` pixels, so that
    both sides are multiples of it. A picture that would be worked on with a side below `good_side` is small.

    Raises a subclass of `PictureRejected`: `WrongType`, `TooManyBytes`, `TooManyPixels`, `TooSmall`, `WrongShape`,
    `NothingToSee`, `HighDynamicRange` or `Broken`. Raises ValueError when no size satisfies the four numbers.
    """
    # The gates for bytes, pixels and type are passed before a pixel is decoded.
    picture = open_picture(data, kinds=UPLOADED)
    width, height = picture.width, picture.height
    if min(width, height) < MIN_UPLOAD_SIDE:
        raise TooSmall(
            f"That picture is {width} × {height} pixels. Each side needs at least {MIN_UPLOAD_SIDE}. Upload a larger one."
        )
    # Nothing stops at an open question: the suggestion is taken, and the question is returned beside the picture.
    asks = [odd.CROP] if not choices.crop and odd.is_long(width, height) else []
    # From here on, sizes are those of the part that was chosen.
    part = odd.pixels_of(odd.chosen_box(width, height, choices.crop), width, height, least=MIN_UPLOAD_SIDE)
    wide, tall = part[2] - part[0], part[3] - part[1]
    _refuse_too_long(wide, tall, is_whole=(wide, tall) == (width, height))
    room = {"max_pixels": max_pixels, "max_side": max_side}
    # Enlarged unless somebody said no, so that the engine has something to work with.
    if odd.is_small(wide, tall, good_side=good_side, **room):
        if choices.enlarge is None:
            asks.append(odd.ENLARGE)
        if choices.enlarge is not False:
            enlarged = odd.enlarged_side(max(wide, tall) / min(wide, tall), **room) // multiple_of * multiple_of
            min_side = max(min_side, enlarged)
    # Decoded, cropped and scaled in one step; a large JPEG is decoded at a fraction of its size.
    target = working_size(wide, tall, multiple_of=multiple_of, min_side=min_side, **room)
    sheet = picture.sheet(*target, part=part)
    # Laid on a color last, in sRGB, because engines take and give opaque pictures.
    background = odd.WHITE
    if sheet.mode == "RGBA":
        alpha = np.asarray(sheet.getchannel("A"))
        if alpha.max() < MIN_OPACITY:
            raise NothingToSee("That picture is completely transparent. Upload another one.")
        background = suiting_background(sheet)
        if not choices.background and (alpha < odd.CLEAR_OPACITY).mean() >= odd.CLEAR_SHARE:
            asks.append(odd.BACKGROUND)
    pixels = np.asarray(laid_on(choices.background or background, sheet), np.uint8)
    working = png.encode(pixels, compress_level=UPLOAD_COMPRESS_LEVEL)
    return Ingested(working, *target, width, height, picture.moving, tuple(asks), background)


def ingest_whole(data: bytes, *, max_pixels: int) -> Whole:
    """Turn an uploaded picture into one that can wait for choices: all of it, with its transparency, scaled down to fit.

    Raises what `ingest` raises for bytes that cannot be decoded.
    """
    picture = open_picture(data, kinds=UPLOADED)
    scale = min(1.0, math.sqrt(max_pixels / (picture.width * picture.height)))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    sheet = picture.sheet(*size, part=(0, 0, picture.width, picture.height))
    return Whole(png.encode(np.asarray(sheet, np.uint8)), *size, sheet.mode == "RGBA")


def _refuse_too_long(width: int, height: int, *, is_whole: bool) -> None:
    """Raise WrongShape for what no engine paints."""
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise WrongShape(
            f"That {'picture' if is_whole else 'crop'} is {width} × {height} pixels, which is too long and narrow. "
            f"Crop it so that one side is at most {MAX_ASPECT:g} times the other."
        )
