"""Pictures and anti-pictures made in memory for the tests of this folder."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def header(width: int, height: int, depth: int = 8, color_type: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, 0))


def png_of(*chunks: bytes) -> bytes:
    return SIGNATURE + b"".join(chunks)


def zeros(length: int) -> bytes:
    """A zlib stream of `length` zero bytes at the best ratio, written by repeating one compressed block."""
    whole, rest = divmod(length, 1 << 20)
    deflate = zlib.compressobj(9, wbits=-15)
    # After a full flush the next block depends on nothing before it, so equal blocks have equal bytes.
    block = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15)
    checksum = (length % 65521) << 16 | 1  # Adler-32 of nothing but zeros
    return b"\x78\xda" + block * whole + last.compress(bytes(rest)) + last.flush() + struct.pack(">I", checksum)


def gradient(width: int, height: int, seed: int = 0) -> np.ndarray:
    """(height, width, 3) uint8: smooth, not symmetrical, different for each seed."""
    y, x = np.mgrid[0:height, 0:width]
    red = x * 255 // max(1, width - 1)
    green = y * 255 // max(1, height - 1)
    blue = (x + 2 * y + 40 * seed) % 256
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def noise(width: int, height: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def encoded(picture: Image.Image | np.ndarray, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    if not isinstance(picture, Image.Image):
        picture = Image.fromarray(picture)
    picture.save(out, kind, **options)
    return out.getvalue()


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def chunk_kinds(data: bytes) -> list[bytes]:
    kinds = []
    offset = 8
    while offset < len(data):
        kinds.append(data[offset + 4 : offset + 8])
        offset += 12 + int.from_bytes(data[offset : offset + 4], "big")
    return kinds


def slow_jpeg(scans: int, side: int = 2048) -> bytes:
    """A small progressive JPEG whose last scan is repeated: legal enough to be decoded, each scan a pass over all blocks."""
    data = encoded(Image.new("L", (side, side), 90), "JPEG", progressive=True, quality=50)
    last = data.rindex(b"\xff\xda")
    end = len(data) - 2
    return data[:end] + data[last:end] * scans + b"\xff\xd9"
