"""What a finished file is, read from its own bytes: the file is asked, not the encoder."""

import io
import struct
from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True)
class Measured:
    """`seconds` is one showing; `frames` counts what is stored, where the container merges equal ones after merging.

    `repeats` says that the file asks to be shown again without end. An MP4 cannot ask that.
    """

    kind: str  # "GIF", "WEBP", "PNG" or "MP4"
    size_bytes: int
    width: int
    height: int
    frames: int
    seconds: float
    repeats: bool = False


def measure(data: bytes) -> Measured:
    """Open a GIF, WebP, APNG or MP4 that we wrote and tell what it is.

    Pillow decodes every frame, so a damaged file raises what Pillow raises (OSError). An MP4 is read box by box (ISO
    14496-12) and must carry its index in front and one H.264 track; otherwise ValueError.
    """
    # The first box of an MP4 names its type; Pillow reads all else.
    if data[4:8] == b"ftyp":
        return _measure_mp4(data)
    with Image.open(io.BytesIO(data)) as picture:
        frames = getattr(picture, "n_frames", 1)
        milliseconds = 0.0
        for index in range(frames):
            # Decoded, not only counted: a damaged frame must not pass.
            picture.seek(index)
            picture.load()
            milliseconds += picture.info.get("duration", 0)
        kind = picture.format or "?"
        # A count of 0 means without end in GIF, WebP and APNG; a GIF without a count is shown once.
        repeats = frames > 1 and picture.info.get("loop") == 0
        return Measured(kind, len(data), picture.width, picture.height, frames, milliseconds / 1000, repeats)


def _measure_mp4(data: bytes) -> Measured:
    # With its index in front, a page can show it while it loads.
    top = list(_boxes(data, 0, len(data)))
    names = [name for name, _, _ in top]
    if b"moov" not in names or b"mdat" not in names or names.index(b"moov") > names.index(b"mdat"):
        raise ValueError("the MP4 has no index in front")
    movie = _inside(data, top, b"moov")
    track = _inside(data, movie, b"trak")
    media = _inside(data, track, b"mdia")
    samples = _inside(data, _inside(data, media, b"minf"), b"stbl")
    # Version 0 of these boxes, as our own encoder writes them: 32 bit times, sides in 16.16 fixed point.
    start, _ = _find(media, b"mdhd")
    rate, duration = struct.unpack_from(">II", data, start + 12)
    start, end = _find(track, b"tkhd")
    width, height = struct.unpack_from(">II", data, end - 8)
    # The sample description names the codec.
    start, end = _find(samples, b"stsd")
    if b"avc1" not in data[start:end]:
        raise ValueError("the MP4 holds something other than H.264")
    # The table of sizes knows how many samples there are, one for each frame.
    start, _ = _find(samples, b"stsz")
    (count,) = struct.unpack_from(">I", data, start + 8)
    return Measured("MP4", len(data), width >> 16, height >> 16, count, duration / rate)


Box = tuple[bytes, int, int]


def _boxes(data: bytes, start: int, end: int) -> list[Box]:
    """Return name, beginning and end of the content of each box."""
    found = []
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, start)
        # Less than its own header: it would never end.
        if size < 8:
            raise ValueError(f"a box of {size} bytes")
        found.append((name, start + 8, min(end, start + size)))
        start += size
    return found


def _find(boxes: list[Box], name: bytes) -> tuple[int, int]:
    for other, start, end in boxes:
        if other == name:
            return start, end
    raise ValueError(f"the MP4 has no {name.decode()} box")


def _inside(data: bytes, boxes: list[Box], name: bytes) -> list[Box]:
    return _boxes(data, *_find(boxes, name))
