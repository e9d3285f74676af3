"""Painted masks: untrusted bytes in, a mask of a picture's size out."""

import numpy as np
from PIL import Image

from apps.imaging.codecs import odd, png
from apps.imaging.codecs.opened import REDUCING_GAP, open_picture
from apps.imaging.codecs.sizes import aspect_error, cover_box
from apps.imaging.errors import WrongShape, WrongType

MAX_MASK_ASPECT_ERROR = 0.25
"""How far the shape of a mask may be off: a picture cropped to multiples of 64 differs from its upload by up to 12 %."""

MASK_THRESHOLD = 128
"""From this level on a mask pixel counts as painted: half covered by the brush."""


def ingest_mask(data: bytes, *, width: int, height: int, box: odd.Box = odd.WHOLE) -> bytes | None:
    """Turn a painted mask into a PNG (L, 8 bit, only 0 and 255) of `width` × `height`: white where the picture may change.

    Of a mask with transparency the opaque part counts as painted, of any other the bright part. A mask of another size
    is scaled to cover the picture, as the picture itself was; `box` is the part of it that the picture was cropped to.
    Returns None when nothing is painted.

    Raises `WrongType` for anything but PNG, `WrongShape` when the mask is not the shape of its picture, and otherwise
    what `ingest` raises for bytes that cannot be decoded.
    """
    picture = open_picture(data)
    if picture.kind != "PNG":
        raise WrongType("The mask must be a PNG file.")
    # The same crop as the picture's, then the same scaling: mask and picture stay on each other.
    left, top, right, bottom = odd.pixels_of(box, picture.width, picture.height, least=1)
    if aspect_error(right - left, bottom - top, width, height) > MAX_MASK_ASPECT_ERROR:
        raise WrongShape(
            f"That mask is {right - left} × {bottom - top} pixels and the picture is {width} × {height}. "
            "Paint the mask on the picture itself."
        )
    painted = picture.coverage().resize(
        (width, height),
        Image.Resampling.BILINEAR,
        box=cover_box((left, top, right, bottom), width, height),
        reducing_gap=REDUCING_GAP,
    )
    # Scaling makes grays at the edges; a mask is black or white.
    mask = np.where(np.asarray(painted) >= MASK_THRESHOLD, np.uint8(255), np.uint8(0))
    return png.encode(mask) if mask.any() else None
