"""AVIF containers, box by box (ISO/IEC 23008-12, AV1 Image File Format 1.2): sides, stillness and color, before any decoder.

libavif reads the same boxes; Pillow passes on the profile and the rotation, but not the color codes of a `colr` box, so
those are read here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.imaging.codecs.color import Meaning, of_codes
from apps.imaging.errors import Broken

BRANDS = frozenset({b"avif", b"avis"})

_BROKEN = "That picture is damaged or incomplete. Save it again and upload the new file."

# Codes of ITU-T H.273: no color named, the primaries of sRGB, and its curve.
UNSPECIFIED = 2
SRGB = 1
SRGB_CURVE = 13
SHOWN_AS_SRGB = frozenset({1, 2, 6, 14})
"""The curves of television cameras, and none said. Chromium shows a PNG in them by BT.1886, an AVIF as if it were in sRGB:
programs that write AVIF name them without meaning them."""

Box = tuple[bytes, int, int]
"""Kind, start and end of the payload."""


@dataclass(frozen=True, slots=True)
class Header:
    """The sides are in pixels as stored, before any rotation. `color` holds primaries and transfer by ITU-T H.273."""

    width: int
    height: int
    moving: bool
    color: tuple[int, int] | None
    has_profile: bool


def is_avif(data: bytes) -> bool:
    """Return whether a file names AVIF as its kind, or one that AVIF is read as.

    Programs write `mif1` with `avif` beside it.
    """
    if data[4:8] != b"ftyp":
        return False
    brands = _brands(data)
    return brands[:1] == [data[8:12]] and (
        brands[0] in BRANDS or (brands[0] in {b"mif1", b"msf1"} and _names_av1(brands))
    )


def read_header(data: bytes) -> Header:
    """Read what the picture that is shown says about itself. Raises `Broken`."""
    boxes = {kind: (start, end) for kind, start, end in reversed(list(_boxes(data, 0, len(data))))}
    try:
        is_sequence = data[8:12] in {b"avis", b"msf1"} and b"moov" in boxes
        return _of_track(data, boxes[b"moov"]) if is_sequence else _of_item(data, boxes[b"meta"])
    except (KeyError, IndexError) as error:
        raise Broken(_BROKEN) from error


def color_meaning(data: bytes) -> Meaning | None:
    """Return how to bring the pixels to sRGB, or None when they are, or when a profile says it.

    Raises `HighDynamicRange`.
    """
    header = read_header(data)
    if header.has_profile or header.color is None:
        return None
    primaries, transfer = header.color
    return of_codes(
        SRGB if primaries == UNSPECIFIED else primaries, SRGB_CURVE if transfer in SHOWN_AS_SRGB else transfer
    )


def _names_av1(brands: list[bytes]) -> bool:
    return not BRANDS.isdisjoint(brands)


def _brands(data: bytes) -> list[bytes]:
    end = min(int.from_bytes(data[:4], "big"), len(data), 256)
    return [data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))]


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes that lie wholly inside; what follows one that does not is left aside."""
    while start + 8 <= end:
        length, kind, head = int.from_bytes(data[start : start + 4], "big"), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif length == 0:
            length = end - start
        if length < head or start + length > end:
            return
        yield kind, start + head, start + length
        start += length


def _find(data: bytes, within: tuple[int, int], *path: bytes) -> tuple[int, int]:
    """Return the payload of the first box at the end of a path. Raises KeyError."""
    for name in path:
        found = next(((start, end) for kind, start, end in _boxes(data, *within) if kind == name), None)
        if found is None:
            raise KeyError(name)
        within = found
    return within


def _number(data: bytes, at: int, length: int, end: int) -> int:
    """Return a big-endian number that lies inside its box. Raises IndexError."""
    if at + length > end:
        raise IndexError(at)
    return int.from_bytes(data[at : at + length], "big")


def _of_item(data: bytes, meta: tuple[int, int]) -> Header:
    inside = (meta[0] + 4, meta[1])
    at, end = _find(data, inside, b"pitm")
    primary = _number(data, at + 4, 2 if data[at] == 0 else 4, end)
    properties = list(_boxes(data, *_find(data, inside, b"iprp", b"ipco")))
    chosen = [properties[index - 1] for index in _indexes(data, inside, primary) if 0 < index <= len(properties)]
    start, end = next((start, end) for kind, start, end in [*chosen, (b"ispe", 0, 0)] if kind == b"ispe")
    width, height = _number(data, start + 4, 4, end), _number(data, start + 8, 4, end)
    return _header(data, width, height, moving=False, properties=chosen)


def _indexes(data: bytes, inside: tuple[int, int], item: int) -> list[int]:
    """Return which properties belong to an item, counted from 1, as the `ipma` boxes say."""
    found: list[int] = []
    for kind, start, end in _boxes(data, *_find(data, inside, b"iprp")):
        if kind == b"ipma":
            found += _associated(data, start, end, item)
    return found


def _associated(data: bytes, at: int, end: int, item: int) -> list[int]:
    """Return what one `ipma` box says of an item. The top bit of an index means "essential" and is left aside."""
    found: list[int] = []
    id_bytes, index_bytes = 2 if data[at] == 0 else 4, 2 if data[at + 3] & 1 else 1
    count = min(_number(data, at + 4, 4, end), end - at)
    at += 8
    for _ in range(count):
        owner, associated = _number(data, at, id_bytes, end), _number(data, at + id_bytes, 1, end)
        at += id_bytes + 1
        if owner == item:
            for place in range(associated):
                value = _number(data, at + place * index_bytes, index_bytes, end)
                found.append(value & (1 << 8 * index_bytes - 1) - 1)
        at += associated * index_bytes
    return found


def _of_track(data: bytes, moov: tuple[int, int]) -> Header:
    """Return the first track of AV1 pictures: of a sequence, its first frame is what is taken."""
    for kind, *track in _boxes(data, *moov):
        if kind != b"trak":
            continue
        try:
            table = _find(data, (track[0], track[1]), b"mdia", b"minf", b"stbl")
            descriptions = _find(data, table, b"stsd")
            entry = _find(data, (descriptions[0] + 8, descriptions[1]), b"av01")
        except KeyError:
            continue
        at, end = _find(data, (track[0], track[1]), b"tkhd")
        at += 76 if data[at] == 0 else 88
        width, height = _number(data, at, 4, end) >> 16, _number(data, at + 4, 4, end) >> 16
        sizes, end = _find(data, table, b"stsz")
        properties = list(_boxes(data, entry[0] + 78, entry[1]))
        return _header(data, width, height, moving=_number(data, sizes + 8, 4, end) > 1, properties=properties)
    raise KeyError(b"trak")


def _header(data: bytes, width: int, height: int, *, moving: bool, properties: list[Box]) -> Header:
    if width == 0 or height == 0:
        raise Broken(_BROKEN)
    color, has_profile = None, False
    for kind, start, end in properties:
        if kind != b"colr":
            continue
        if data[start : start + 4] == b"nclx":
            color = _number(data, start + 4, 2, end), _number(data, start + 6, 2, end)
        else:
            has_profile = True
    return Header(width, height, moving, color, has_profile)
