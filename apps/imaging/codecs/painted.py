"""What paid engines painted: untrusted bytes in, a frame of the size asked for out."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from apps.imaging.codecs import odd, png
from apps.imaging.codecs.headers import read_claim, refuse_moving
from apps.imaging.codecs.likeness import edges_of, is_blank, layout_of
from apps.imaging.codecs.opened import check_bytes, open_picture, open_png
from apps.imaging.codecs.pixels import laid_on
from apps.imaging.codecs.sizes import aspect_error
from apps.imaging.errors import WrongSize

MAX_ASPECT_ERROR = 0.02
"""How far the shape of a painted frame may be off: rounding to multiples of 8 on 512 pixels stays below 1.6 %."""


@dataclass(frozen=True, slots=True)
class AcceptedFrame:
    """A painted frame made safe, in the size asked for.

    `blank` says that the whole picture is one color. `kept` says that the engine's own pixel data was stored without
    encoding it again. `received_width` and `received_height` are what the engine sent, upright. `edges` is how sharp
    the sharpest edges are, in levels; `layout` is the picture in 64 gray fields.
    """

    png: bytes
    width: int
    height: int
    blank: bool
    kept: bool
    received_width: int
    received_height: int
    edges: int
    layout: tuple[int, ...]


def accept_painted(data: bytes, *, width: int, height: int) -> AcceptedFrame:
    """Turn an engine's answer into a frame of `width` × `height`, decoding all of it.

    A plain RGB PNG of the right size keeps its own pixel data, so that a frame is fed on exactly as it was painted;
    anything else is decoded, scaled to cover the size and encoded anew. Metadata and trailing bytes are gone both ways.

    Raises `WrongSize` when the shape is off by more than 2 %, otherwise what `ingest` raises for bytes that cannot be
    decoded.
    """
    check_bytes(data)
    # The usual answer is kept as it was painted; a chain is not encoded again at every frame.
    if data.startswith(png.SIGNATURE):
        header = png.read_header(data)
        if header.is_plain and (header.width, header.height) == (width, height):
            refuse_moving(read_claim(data))
            if not png.changes_look(data):
                kept = png.plain(data)
                picture = open_png(kept)
                gray = picture.convert("L")
                return AcceptedFrame(
                    kept, width, height, is_blank(picture), True, width, height, edges_of(gray), layout_of(gray)
                )
    # Anything else is decoded and made into what was asked for, if it is nearly of that shape.
    opened = open_picture(data)
    if aspect_error(opened.width, opened.height, width, height) > MAX_ASPECT_ERROR:
        raise WrongSize(
            f"The painted frame is {opened.width} × {opened.height} pixels where {width} × {height} was asked for."
        )
    sheet = opened.sheet(width, height, part=(0, 0, opened.width, opened.height))
    pixels = np.asarray(laid_on(odd.WHITE, sheet), np.uint8)
    picture = Image.fromarray(pixels)
    blank, gray = is_blank(picture), picture.convert("L")
    return AcceptedFrame(
        png.encode(pixels), width, height, blank, False, opened.width, opened.height, edges_of(gray), layout_of(gray)
    )
