"""Our own, trusted frames: arrays of (H, W, 3) uint8 in sRGB, stored as bare PNG."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from apps.imaging.codecs import png

POSTER_MAX_BYTES = 280_000
"""Below the 300 kB above which WhatsApp was seen to drop a picture of a link; its own page allows 600 kB."""

# Quality goes down by this much until a poster is small enough.
POSTER_QUALITY_STEP = 10
POSTER_QUALITY = 85
"""JPEG quality of posters: the usual point from which bytes grow faster than anyone sees a difference."""

REDUCING_GAP = 3.0
"""Pillow halves a picture until it is at most this many times too large; from 3 on the result looks like plain Lanczos."""


def decode_png(data: bytes) -> NDArray[np.uint8]:
    """Decode a PNG that we wrote ourselves into (H, W, 3) uint8. Foreign bytes go through `apps.imaging.sandbox.process`."""
    return np.array(Image.open(io.BytesIO(data), formats=("PNG",)).convert("RGB"), np.uint8)


def decode_gray(data: bytes) -> NDArray[np.uint8]:
    """Decode a mask that we wrote ourselves into (H, W) uint8."""
    return np.array(Image.open(io.BytesIO(data), formats=("PNG",)).convert("L"), np.uint8)


def encode_png(frame: NDArray[np.uint8]) -> bytes:
    """Encode (H, W, 3) or (H, W) uint8, losslessly and without metadata."""
    return png.encode(frame)


def fit_within(width: int, height: int, max_side: int) -> tuple[int, int]:
    """Return the size with both sides at most `max_side` and the same shape, never larger and never below one pixel."""
    longest = max(width, height)
    if longest <= max_side:
        return width, height
    return max(1, round(width * max_side / longest)), max(1, round(height * max_side / longest))


def resize(frame: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return (height, width, 3) uint8, antialiased (Lanczos). The shape is not kept: the caller chose both sides."""
    if frame.shape[:2] == (height, width):
        return frame.copy()
    picture = Image.fromarray(np.ascontiguousarray(frame))
    return np.array(picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP), np.uint8)


def poster_jpeg(frame: NDArray[np.uint8], *, max_side: int) -> bytes:
    """Return a progressive JPEG of the frame, fit within `max_side`, without metadata and within `POSTER_MAX_BYTES`."""
    height, width = frame.shape[:2]
    small = Image.fromarray(resize(frame, *fit_within(width, height, max_side)))
    data = b""
    for quality in range(POSTER_QUALITY, 0, -POSTER_QUALITY_STEP):
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        data = out.getvalue()
        if len(data) <= POSTER_MAX_BYTES:
            break
    return data
