"""What the first bytes of a file claim to be, read without any decoder.

Nothing here trusts a length it has not checked, and nothing allocates by a number found in the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.imaging.codecs import avif, png
from apps.imaging.errors import Broken, Moving, WrongType

ACCEPTED = "Use JPEG, PNG, WebP, AVIF or GIF."

_UNREADABLE = f"We can't read that file. {ACCEPTED}"
_BROKEN = "That picture is damaged or incomplete. Save it again and upload the new file."
_MOVING = "That's an animated picture. Upload a single frame instead."

_HEIC = "We can't read HEIC photos. Export it as JPEG and upload that. On an iPhone, choose Settings → Camera → Formats → Most Compatible to take JPEGs."
"""No decoder of HEIC works in the limited child process: libheif starts threads, which the child may not."""

_TEXT_WINDOW_BYTES = 1024
"""How far into a text file its root element is searched: an XML declaration and a license comment fit."""

_FTYP_NAMES = {
    b"heic": "a HEIC photo",
    b"heix": "a HEIC photo",
    b"hevc": "a HEIC photo",
    b"hevx": "a HEIC photo",
    b"mif1": "a HEIC photo",
    b"msf1": "a HEIC photo",
}

_MAGIC_NAMES = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "an EPS or PostScript file"),
    (b"\xc5\xd0\xd3\xc6", "an EPS or PostScript file"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\x00\x00\x01\x00", "an icon file"),
    (b"PK\x03\x04", "a ZIP archive"),
)

_JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The start-of-frame markers: C4, C8 and CC in the same range mean tables, a reserved word and arithmetic conditioning."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file claims: `kind` is Pillow's name of the format, the sides are in pixels as stored, before any rotation."""

    kind: str
    width: int
    height: int
    moving: bool


def read_claim(data: bytes) -> Claim:
    """Read kind, size and stillness from the header.

    Raises `WrongType` when the first bytes are not those of a kind that we take, naming what they are where that is
    known, and `Broken` when the header ends early or contradicts itself.
    """
    if data.startswith(png.SIGNATURE):
        header = png.read_header(data)
        return Claim("PNG", header.width, header.height, png.is_animated(data))
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg_claim(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_claim(data)
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return _gif_claim(data)
    if avif.is_avif(data):
        said = avif.read_header(data)
        return Claim("AVIF", said.width, said.height, said.moving)
    raise _wrong_type(data)


def refuse_moving(claim: Claim) -> None:
    if claim.moving:
        raise Moving(_MOVING)


def _wrong_type(data: bytes) -> WrongType:
    if not data:
        return WrongType(f"That file is empty. {ACCEPTED}")
    if data[4:8] == b"ftyp":
        name = _FTYP_NAMES.get(data[8:12], "a video")
        if name == "a HEIC photo":
            return WrongType(_HEIC)
    else:
        name = next((name for magic, name in _MAGIC_NAMES if data.startswith(magic)), "") or _markup_name(data)
    return WrongType(f"That file is {name}. {ACCEPTED}" if name else _UNREADABLE)


def _markup_name(data: bytes) -> str:
    start = data[:_TEXT_WINDOW_BYTES].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").strip().lower()
    if not start.startswith(b"<"):
        return ""
    if b"<svg" in start:
        return "an SVG drawing"
    return "a web page" if b"<html" in start or start.startswith(b"<!doctype html") else ""


def _jpeg_claim(data: bytes) -> Claim:
    """Walk the marker segments up to the start of frame. Several frame headers count as broken: decoders disagree on them."""
    for marker, start, length in _jpeg_segments(data):
        if marker in _JPEG_SIZE_MARKERS:
            if length < 6:
                break
            height = int.from_bytes(data[start + 1 : start + 3], "big")
            width = int.from_bytes(data[start + 3 : start + 5], "big")
            return Claim("JPEG", width, height, moving=False)
        if marker == 0xDA:
            break
    raise Broken(_BROKEN)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start of payload, length of payload) until the scan data begins or the file ends."""
    offset = 2
    while offset + 4 <= len(data):
        if data[offset] != 0xFF:  # junk between two segments: decoders look for the next marker
            offset = data.find(b"\xff", offset)
            if offset < 0:
                return
            continue
        marker = data[offset + 1]
        if marker == 0xFF:  # fill byte
            offset += 1
            continue
        if marker in {0x00, 0x01} or 0xD0 <= marker <= 0xD9:
            offset += 2
            continue
        length = int.from_bytes(data[offset + 2 : offset + 4], "big")
        if length < 2 or offset + 2 + length > len(data):
            return
        yield marker, offset + 4, length - 2
        offset += 2 + length


def _webp_frames(data: bytes) -> int:
    """Count the animation's frames, up to two: some programs save a still as an animation of one."""
    frames, offset = 0, 12
    while offset + 8 <= len(data) and frames < 2:
        frames += data[offset : offset + 4] == b"ANMF"
        length = int.from_bytes(data[offset + 4 : offset + 8], "little")
        offset += 8 + length + length % 2
    return frames


def _webp_claim(data: bytes) -> Claim:
    # A RIFF file may be followed by anything, and must not be shorter than it says.
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise Broken(_BROKEN)
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return Claim("WEBP", width, height, moving=bool(data[20] & 0x02) and _webp_frames(data) > 1)
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return Claim("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, moving=False)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width = int.from_bytes(data[26:28], "little") & 0x3FFF
        height = int.from_bytes(data[28:30], "little") & 0x3FFF
        return Claim("WEBP", width, height, moving=False)
    raise Broken(_BROKEN)


def _gif_claim(data: bytes) -> Claim:
    """Read the screen, and the first frames: a first frame that is larger than its screen makes the picture larger."""
    if len(data) < 13:
        raise Broken(_BROKEN)
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    frames, offset = 0, 13 + _gif_table_bytes(data[10])
    while offset + 10 <= len(data) and frames < 2 and data[offset] in {0x21, 0x2C}:
        if data[offset] == 0x21:
            offset = _after_gif_blocks(data, offset + 2)
            continue
        left, top, wide, tall = (int.from_bytes(data[at : at + 2], "little") for at in range(offset + 1, offset + 9, 2))
        frames += 1
        if frames == 1:
            width, height = max(width, left + wide), max(height, top + tall)
        offset = _after_gif_blocks(data, offset + 11 + _gif_table_bytes(data[offset + 9]))
    if not frames or not width or not height:
        raise Broken(_BROKEN)
    return Claim("GIF", width, height, moving=frames > 1)


def _gif_table_bytes(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, offset: int) -> int:
    """Return where a chain of data blocks, each with its length before it, ends."""
    while offset < len(data) and data[offset]:
        offset += 1 + data[offset]
    return offset + 1
