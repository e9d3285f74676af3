"""The container of a GIF (GIF89a, CompuServe 1990; NETSCAPE2.0 looping extension). Pixels come compressed from elsewhere."""

import struct
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from apps.imaging.effects.timeline import DELAY_UNIT_MS, check_delays

MAX_COLORS = 256
"""A GIF color table has at most 256 entries."""

MAX_SIDE = 65_535
"""GIF stores sides in 16 bits."""

# The bytes that end a file, and that begin an extension and an image.
TRAILER = b"\x3b"
EXTENSION = 0x21
IMAGE = 0x2C
_KEEP_ON_CANVAS = 1 << 2
"""Disposal 1: what a frame paints stays, so nothing has to be cleared and nothing can flicker."""


def checked(
    frames: Iterable[NDArray[np.uint8]], delays_ms: Sequence[int], *, loop: int | None
) -> Iterator[NDArray[np.uint8]]:
    """Yield the frames one at a time and raise ValueError for whatever a GIF cannot hold.

    A frame is (H, W, 3) uint8; all have one size, and there are as many as delays. The delays and the loop count are
    checked before the first frame is taken.
    """
    check_delays(delays_ms)
    if loop is not None and not 0 <= loop <= 0xFFFF:
        raise ValueError(f"a GIF cannot repeat {loop} times")
    size: tuple[int, int] | None = None
    count = 0
    for frame in frames:
        if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8:
            raise ValueError(f"a frame is (H, W, 3) uint8, not {frame.shape} {frame.dtype}")
        height, width = frame.shape[:2]
        size = size or (width, height)
        # The first frame's size holds for all.
        if max(size) > MAX_SIDE or min(size) < 1:
            raise ValueError(f"a GIF cannot be {width} × {height} pixels")
        if (width, height) != size:
            raise ValueError(f"frame {count} is {width} × {height}, the first was {size[0]} × {size[1]}")
        # Raised before the frame is passed on: the caller takes one delay for each.
        if count == len(delays_ms):
            raise ValueError(f"more frames than the {len(delays_ms)} delays")
        count += 1
        yield frame
        del frame  # the caller may let go of it while we wait for the next
    if count == 0 or count != len(delays_ms):
        raise ValueError(f"{count} frames and {len(delays_ms)} delays")


def opening(width: int, height: int, *, loop: int | None, comment: str | None, table: bytes = b"") -> bytes:
    """Return everything before the first frame. `table` is the color table that frames without their own use."""
    # The high bit announces a color table, the lowest three its size.
    flags = 0x80 | table_bits(table) - 1 if table else 0
    parts = [b"GIF89a", struct.pack("<HHBBB", width, height, 0x70 | flags, 0, 0), table]  # 8 bits a channel
    if loop is not None:
        parts.append(bytes([EXTENSION, 0xFF, 11]) + b"NETSCAPE2.0" + struct.pack("<BBHB", 3, 1, loop, 0))
    if comment:
        parts.append(bytes([EXTENSION, 0xFE]) + sub_blocks(comment.encode()))
    return b"".join(parts)


def frame_header(
    *,
    box: tuple[int, int, int, int],
    delay_ms: int,
    table: bytes = b"",
    transparent: int | None = None,
    interlaced: bool = False,
) -> bytes:
    """Return what stands before a frame's code size: its delay, its place (left, top, width, height) and its color table."""
    seen_through = transparent is not None
    # The graphic control extension: disposal, transparent color, and the delay in hundredths of a second.
    control = struct.pack(
        "<BBBBHBB", EXTENSION, 0xF9, 4, _KEEP_ON_CANVAS | seen_through, delay_ms // DELAY_UNIT_MS, transparent or 0, 0
    )
    # In the image descriptor: 0x80 for a table of its own, 0x40 for interlaced rows.
    flags = (0x80 | table_bits(table) - 1 if table else 0) | 0x40 * interlaced
    return control + struct.pack("<BHHHHB", IMAGE, *box, flags) + table


def color_table(colors: NDArray[np.uint8]) -> bytes:
    """Return (N, 3) uint8 as a table with room for N colors and one more, filled up with black to a power of two."""
    room = 1 << max(1, len(colors).bit_length())
    return colors.tobytes() + bytes(3 * (room - len(colors)))


def table_bits(table: bytes) -> int:
    """Return how many bits number the entries of a color table."""
    return (len(table) // 3 - 1).bit_length()


def sub_blocks(data: bytes) -> bytes:
    """Return data in blocks of at most 255 bytes, each after its length, and the empty one that ends them."""
    blocks = (data[start : start + 255] for start in range(0, len(data), 255))
    return b"".join(bytes([len(block)]) + block for block in blocks) + b"\x00"
