"""Untrusted bytes in, bare pixels out: uploads, masks and the answers of paid engines.

Every function here is pure, and meant to run in the limited child process of `apps.imaging.sandbox.process`; calling it
directly is for tests. Sizes come from `headers`, before any decoder sees a byte, because the decoders allocate by them.
"""

import io
import math
import struct
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError

from apps.imaging.codecs import avif, color, odd, png
from apps.imaging.codecs.headers import read_claim, refuse_moving
from apps.imaging.errors import (
    Broken,
    NothingToSee,
    TooManyBytes,
    TooManyPixels,
    TooSmall,
    WrongShape,
    WrongSize,
    WrongType,
)

MAX_BYTES = 20 * 1024 * 1024
"""Largest file read: a 24-megapixel JPEG straight from a camera is 8 to 15 MB."""

MAX_SIDE = 12_000
"""Longest side decoded, in pixels: covers cameras and phones, whose 50 million are 8192 × 6144, and keeps a row small."""

MAX_PIXELS = 26_000_000
"""Most pixels decoded: phones deliver 5712 × 4284 by default, cameras 6240 × 4160; four bytes each fit the child's memory."""

MAX_JPEG_PIXELS = 51_000_000
"""Most pixels of a JPEG, which is decoded at a half or less: the 50 million of current phones."""

MIN_UPLOAD_SIDE = 16
"""Shortest side taken: below it, scaling to a working size leaves nothing to recognize."""

MAX_ASPECT = 4.0
"""Longest side over shortest: engines take up to 2.5 and pad or refuse beyond; at 4 a crop by hand is kinder."""

MAX_ASPECT_ERROR = 0.02
"""How far the shape of a painted frame may be off: rounding to multiples of 8 on 512 pixels stays below 1.6 %."""

MAX_MASK_ASPECT_ERROR = 0.25
"""How far the shape of a mask may be off: a picture cropped to multiples of 64 differs from its upload by up to 12 %."""

REDUCING_GAP = 3.0
"""Pillow halves a picture until it is at most this many times too large; from 3 on the result looks like plain Lanczos."""

UPLOAD_COMPRESS_LEVEL = 4
"""zlib's level for sources, written once and sent to an engine at once: 11 % smaller than level 1 for 1.7 times the time."""

BLANK_TOLERANCE = 6
"""Spread of each channel, in levels, up to which a frame counts as one color: lossy WebP scatters a flat one by 3 each way."""

EDGES_SIDE = 256
"""About the longest side, in pixels, at which edges are measured: a filter's blur wipes them out there, a soft frame keeps
them."""

LAYOUT_SIDE = 8
"""Fields across and down in which a picture is known again behind a blur of an eighth of its side."""

MIN_OPACITY = 6
"""Opacity, of 255, that the most solid pixel of a picture needs: below, black on white is off by 5 levels at most."""

MASK_THRESHOLD = 128
"""From this level on a mask pixel counts as painted: half covered by the brush."""

STILLS = ("JPEG", "PNG", "WEBP")
"""What masks and painted frames may be, by Pillow's names."""

UPLOADED = (*STILLS, "AVIF", "GIF")
"""What people may send."""

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # the child may start none, and would be refused a thread for every core

Image.MAX_IMAGE_PIXELS = (
    MAX_JPEG_PIXELS  # the sizes were read before; this stops a decoder that sees another size than we did
)

_FILLING_BYTES = 4096
"""What stands for the missing end of a JPEG: some hundred blocks of pixels, which nobody would overlook."""

_BROKEN = "That picture is damaged or incomplete. Save it again and upload the new file."

_ORIENTATION_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})


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
    picture = _open(data, kinds=UPLOADED)
    width, height = picture.width, picture.height
    if min(width, height) < MIN_UPLOAD_SIDE:
        raise TooSmall(
            f"That picture is {width} × {height} pixels. Each side needs at least {MIN_UPLOAD_SIDE}. Upload a larger one."
        )
    asks = [odd.CROP] if not choices.crop and odd.is_long(width, height) else []
    part = odd.pixels_of(odd.chosen_box(width, height, choices.crop), width, height, least=MIN_UPLOAD_SIDE)
    wide, tall = part[2] - part[0], part[3] - part[1]
    if max(wide, tall) > MAX_ASPECT * min(wide, tall):
        raise WrongShape(
            f"That {'picture' if (wide, tall) == (width, height) else 'crop'} is {wide} × {tall} pixels, "
            f"which is too long and narrow. Crop it so that one side is at most {MAX_ASPECT:g} times the other."
        )
    room = {"max_pixels": max_pixels, "max_side": max_side}
    if odd.is_small(wide, tall, good_side=good_side, **room):
        if choices.enlarge is None:
            asks.append(odd.ENLARGE)
        if choices.enlarge is not False:
            enlarged = odd.enlarged_side(max(wide, tall) / min(wide, tall), **room) // multiple_of * multiple_of
            min_side = max(min_side, enlarged)
    target = working_size(wide, tall, multiple_of=multiple_of, min_side=min_side, **room)
    sheet = picture.sheet(*target, part=part)
    background = odd.WHITE
    if sheet.mode == "RGBA":
        alpha = np.asarray(sheet.getchannel("A"))
        if alpha.max() < MIN_OPACITY:
            raise NothingToSee("That picture is completely transparent. Upload another one.")
        background = _suiting_background(sheet)
        if not choices.background and (alpha < odd.CLEAR_OPACITY).mean() >= odd.CLEAR_SHARE:
            asks.append(odd.BACKGROUND)
    pixels = np.asarray(_laid_on(choices.background or background, sheet), np.uint8)
    working = png.encode(pixels, compress_level=UPLOAD_COMPRESS_LEVEL)
    return Ingested(working, *target, width, height, picture.moving, tuple(asks), background)


def ingest_whole(data: bytes, *, max_pixels: int) -> Whole:
    """Turn an uploaded picture into one that can wait for choices: all of it, with its transparency, scaled down to fit.

    Raises what `ingest` raises for bytes that cannot be decoded.
    """
    picture = _open(data, kinds=UPLOADED)
    scale = min(1.0, math.sqrt(max_pixels / (picture.width * picture.height)))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    sheet = picture.sheet(*size, part=(0, 0, picture.width, picture.height))
    return Whole(png.encode(np.asarray(sheet, np.uint8)), *size, sheet.mode == "RGBA")


def working_size(
    width: int, height: int, *, multiple_of: int, max_pixels: int, max_side: int, min_side: int
) -> tuple[int, int]:
    """Choose the size in which a picture of `width` × `height` pixels is worked on: the allowed one that crops least.

    The picture is not enlarged beyond the next multiple, unless `min_side` demands it. Raises ValueError when no size
    satisfies the four numbers.
    """
    low = max(math.ceil(min_side / multiple_of), 1) * multiple_of
    high = max_side // multiple_of * multiple_of
    if low > high or low * low > max_pixels:
        raise ValueError(f"no size of at least {low} and at most {high} fits {max_pixels} pixels")
    scale = min(1.0, max_side / max(width, height), math.sqrt(max_pixels / (width * height)))
    scale = max(scale, low / min(width, height))
    wide, tall = width * scale, height * scale
    candidates = {
        (_clamp(w, low, high), _clamp(h, low, high))
        for w in _multiples_around(wide, multiple_of)
        for h in _multiples_around(tall, multiple_of)
    }
    allowed = [(w, h) for w, h in candidates if w * h <= max_pixels]
    if not allowed:  # thin pictures under a tight budget: keep the short side, give up length
        longest = max_pixels // low // multiple_of * multiple_of
        allowed = [(min(high, longest), low) if width >= height else (low, min(high, longest))]
    return min(allowed, key=lambda size: (round(_lost_share(wide, tall, size), 4), -size[0] * size[1], size))


def ingest_mask(data: bytes, *, width: int, height: int, box: odd.Box = odd.WHOLE) -> bytes | None:
    """Turn a painted mask into a PNG (L, 8 bit, only 0 and 255) of `width` × `height`: white where the picture may change.

    Of a mask with transparency the opaque part counts as painted, of any other the bright part. A mask of another size
    is scaled to cover the picture, as the picture itself was; `box` is the part of it that the picture was cropped to.
    Returns None when nothing is painted.

    Raises `WrongType` for anything but PNG, `WrongShape` when the mask is not the shape of its picture, and otherwise
    what `ingest` raises for bytes that cannot be decoded.
    """
    picture = _open(data)
    if picture.kind != "PNG":
        raise WrongType("The mask must be a PNG file.")
    left, top, right, bottom = odd.pixels_of(box, picture.width, picture.height, least=1)
    if _aspect_error(right - left, bottom - top, width, height) > MAX_MASK_ASPECT_ERROR:
        raise WrongShape(
            f"That mask is {right - left} × {bottom - top} pixels and the picture is {width} × {height}. "
            "Paint the mask on the picture itself."
        )
    painted = picture.coverage().resize(
        (width, height),
        Image.Resampling.BILINEAR,
        box=_cover_box((left, top, right, bottom), width, height),
        reducing_gap=REDUCING_GAP,
    )
    mask = np.where(np.asarray(painted) >= MASK_THRESHOLD, np.uint8(255), np.uint8(0))
    return png.encode(mask) if mask.any() else None


def accept_painted(data: bytes, *, width: int, height: int) -> AcceptedFrame:
    """Turn an engine's answer into a frame of `width` × `height`, decoding all of it.

    A plain RGB PNG of the right size keeps its own pixel data, so that a frame is fed on exactly as it was painted;
    anything else is decoded, scaled to cover the size and encoded anew. Metadata and trailing bytes are gone both ways.

    Raises `WrongSize` when the shape is off by more than 2 %, otherwise what `ingest` raises for bytes that cannot be
    decoded.
    """
    check_bytes(data)
    if data.startswith(png.SIGNATURE):
        header = png.read_header(data)
        if header.is_plain and (header.width, header.height) == (width, height):
            refuse_moving(read_claim(data))
            if not png.changes_look(data):
                kept = png.plain(data)
                picture = _decoded(kept)
                gray = picture.convert("L")
                return AcceptedFrame(
                    kept, width, height, _is_blank(picture), True, width, height, _edges(gray), _layout(gray)
                )
    opened = _open(data)
    if _aspect_error(opened.width, opened.height, width, height) > MAX_ASPECT_ERROR:
        raise WrongSize(
            f"The painted frame is {opened.width} × {opened.height} pixels where {width} × {height} was asked for."
        )
    sheet = opened.sheet(width, height, part=(0, 0, opened.width, opened.height))
    pixels = np.asarray(_laid_on(odd.WHITE, sheet), np.uint8)
    picture = Image.fromarray(pixels)
    blank, gray = _is_blank(picture), picture.convert("L")
    return AcceptedFrame(
        png.encode(pixels), width, height, blank, False, opened.width, opened.height, _edges(gray), _layout(gray)
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """A picture whose header is checked and whose pixels are still to be read. Sides are upright."""

    image: Image.Image
    kind: str
    width: int
    height: int
    orientation: int
    meaning: color.Meaning | None
    data: bytes
    moving: bool

    def sheet(self, width: int, height: int, *, part: tuple[int, int, int, int]) -> Image.Image:
        """Decode all of it and return RGB, or RGBA where it is transparent, in sRGB and upright.

        `part` (left, top, right, bottom, upright) is scaled to cover `width` × `height` and cropped from its center.
        """
        sideways = self.orientation in _SIDEWAYS
        stored = (height, width) if sideways else (width, height)
        box = self._stored(_cover_box(part, width, height))
        full = self.image.size
        if self.kind == "JPEG":
            self._decode_reduced(stored, box)
        try:
            covered = _covered(self.image) if self.kind == "GIF" else None
            image = _eight_bits(_loaded(self))
            if covered is not None:
                image = _clear_outside(image, covered)
            across, down = image.width / full[0], image.height / full[1]
            box = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
            image = image.resize(stored, Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP)
            alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
            if alpha is not None:
                image = image.convert(image.mode.removesuffix("A"))
            shown = _in_srgb(image, self.image.info.get("icc_profile"), self.meaning)
        except (ValueError, IndexError, TypeError, KeyError) as error:
            raise Broken(_BROKEN) from error
        if alpha is not None:
            shown.putalpha(alpha)
        return shown.transpose(_TURNS[self.orientation]) if self.orientation in _TURNS else shown

    def _decode_reduced(self, stored: tuple[int, int], box: tuple[float, float, float, float]) -> None:
        """Have libjpeg decode at a half, quarter or eighth where that is still twice the size wanted: less memory and time.

        What has more pixels than other kinds may have is decoded at a half at least, whatever is wanted.
        """
        wide, tall = self.image.size
        scale = min((box[2] - box[0]) / stored[0], (box[3] - box[1]) / stored[1]) / 2
        if wide * tall > MAX_PIXELS:
            scale = max(scale, 2.0)
        if scale >= 2:
            self.image.draft(None, (int(wide / scale), int(tall / scale)))

    def _stored(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """An upright box as the file stores it."""
        left, top, right, bottom = box
        if self.orientation in {2, 3, 7, 6}:
            left, right = self.width - right, self.width - left
        if self.orientation in {3, 4, 7, 8}:
            top, bottom = self.height - bottom, self.height - top
        return (top, left, bottom, right) if self.orientation in _SIDEWAYS else (left, top, right, bottom)

    def coverage(self) -> Image.Image:
        """Decode all of it and return mode L: how much of each pixel is painted."""
        image = _eight_bits(_loaded(self))
        if image.mode in {"LA", "RGBA"}:
            alpha = image.getchannel("A")
            if alpha.getextrema() != (255, 255):
                return alpha
        return image.convert("L")


def check_bytes(data: bytes) -> None:
    """Raise `TooManyBytes` for more than is read."""
    if len(data) > MAX_BYTES:
        raise TooManyBytes(
            f"That picture is {math.ceil(len(data) / 1024**2)} MB. The limit is {MAX_BYTES // 1024**2} MB. "
            "Upload a smaller one."
        )


def _open(data: bytes, *, kinds: tuple[str, ...] = STILLS) -> _Opened:
    """Check everything that can be checked before pixels are decoded. Raises subclasses of `PictureRejected`.

    Masks and painted frames stand still; only of an upload the first frame is taken.
    """
    check_bytes(data)
    claim = read_claim(data)
    if claim.kind not in kinds:
        raise WrongType(
            f"That file is {'a GIF' if claim.kind == 'GIF' else 'an AVIF picture'}, which isn't supported here."
        )
    limit = MAX_JPEG_PIXELS if claim.kind == "JPEG" else MAX_PIXELS
    if max(claim.width, claim.height) > MAX_SIDE or claim.width * claim.height > limit:
        raise TooManyPixels(
            f"That picture is {claim.width} × {claim.height} pixels. "
            f"The limit is {MAX_SIDE} on a side and {limit // 1_000_000} million in all. Upload a smaller one."
        )
    if kinds is STILLS:
        refuse_moving(claim)
    meaning = None
    if claim.kind == "AVIF":
        meaning = avif.color_meaning(data)
    if claim.kind == "PNG":
        meaning = png.color_meaning(data)
        data = png.essential(data)  # compressed text chunks never reach a decoder
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow grumbles about and reads all the same is taken
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=kinds)
    except UnidentifiedImageError as error:
        raise Broken(_BROKEN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels("That picture has more pixels than its header says. Save it again as PNG.") from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error) as error:
        raise Broken(_BROKEN) from error
    if image.size != (claim.width, claim.height):
        raise Broken(_BROKEN)
    orientation = _orientation(image)
    width, height = image.size[::-1] if orientation in _SIDEWAYS else image.size
    return _Opened(image, claim.kind, width, height, orientation, meaning, data, claim.moving)


def _load(image: Image.Image) -> None:
    """Decode every pixel. Raises `Broken` when the data ends early or is not what the format demands."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image.load()
    except MemoryError:
        raise  # not the file's fault alone: the limit was hit, and the person is told so
    except Exception as error:  # decoders raise what they like on bytes made to hurt them
        raise Broken(_BROKEN) from error


def _loaded(opened: _Opened) -> Image.Image:
    """Decode every pixel. A JPEG that lacks only its end marker is whole, as it is in browsers."""
    try:
        _load(opened.image)
    except Broken:
        if opened.kind != "JPEG":
            raise
        return _without_its_end(opened.data, opened.image.size)
    return opened.image


def _without_its_end(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Decode a JPEG whose end marker is missing. Raises `Broken` when pixels are missing too.

    Whatever stands between the last pixel and the end marker is skipped by decoders. So two fillings change nothing of
    a picture that arrived whole, and are taken for the missing pixels of one that did not.
    """
    pictures = []
    for filling in (b"", bytes(_FILLING_BYTES), b"\xaa" * _FILLING_BYTES):
        image = Image.open(io.BytesIO(data + filling + b"\xff\xd9"), formats=("JPEG",))
        image.draft(None, size)
        _load(image)
        pictures.append(image)
    if image.size != size or any(picture.tobytes() != image.tobytes() for picture in pictures):
        raise Broken(_BROKEN)
    return pictures[0]


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 when there is none or the block is unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 # EXIF is foreign bytes all the way down; a picture with a bad block is still a picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _covered(image: Image.Image) -> tuple[int, int, int, int] | None:
    """The part of its screen that the first frame of a GIF covers, or None for all of it. To be asked before decoding."""
    tiles = getattr(image, "tile", [])
    extents = tiles[0][1] if tiles else None
    return None if extents in (None, (0, 0, *image.size)) else extents


def _clear_outside(image: Image.Image, part: tuple[int, int, int, int]) -> Image.Image:
    """What a frame does not cover is transparent, as in browsers."""
    clear = Image.new("RGBA", image.size)
    clear.paste(image.crop(part).convert("RGBA"), part)
    return clear


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return mode L, LA, RGB, RGBA or CMYK: 16 bits brought to 8, palettes resolved."""
    if image.mode.startswith("I"):
        return _eight_bits_of_gray(image)
    if image.mode == "LA":
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits_of_gray(image: Image.Image) -> Image.Image:
    """Keep the upper byte of 16-bit gray: Pillow's own conversion clips everything above 255 to white."""
    values = np.asarray(image)
    gray = Image.fromarray(np.clip(values >> 8, 0, 255).astype(np.uint8))
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        gray.putalpha(Image.fromarray(np.where(values == transparent, np.uint8(0), np.uint8(255))))
    return gray


def _laid_on(background: str, sheet: Image.Image) -> Image.Image:
    """Return RGB: what is transparent shows the color."""
    if sheet.mode != "RGBA":
        return sheet
    ground = Image.new("RGB", sheet.size, background)
    ground.paste(sheet.convert("RGB"), mask=sheet.getchannel("A"))
    return ground


def _suiting_background(sheet: Image.Image) -> str:
    """White, or black under what would vanish on white."""
    seen = np.asarray(sheet.getchannel("A"), np.float64)
    brightness = float((np.asarray(sheet.convert("L")) * seen).sum() / seen.sum())
    return odd.BLACK if brightness > odd.LIGHT_LEVEL else odd.WHITE


def _in_srgb(image: Image.Image, profile: object, meaning: color.Meaning | None = None) -> Image.Image:
    """Apply what color chunks or an embedded profile say, and return RGB.

    A profile that is broken or of another color model is left aside. Raises `HighDynamicRange` for one in PQ or HLG.
    """
    if meaning is not None:
        return Image.fromarray(meaning.to_srgb(np.asarray(image.convert("RGB"))))
    if isinstance(profile, bytes):
        color.refuse_high_dynamic_range(profile)
    if isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _decoded(bare: bytes) -> Image.Image:
    """A picture of which the outer form is checked. Raises `Broken` when the data inside is damaged."""
    image = Image.open(io.BytesIO(bare), formats=("PNG",))
    _load(image)
    return image


def _edges(gray: Image.Image) -> int:
    """How far the sharpest thousandth of the pixels stand out from their neighbors, in levels, at a size where grain is
    gone and eyes are not.
    """
    gray = gray.reduce(max(1, max(gray.size) // EDGES_SIDE))
    levels = np.asarray(gray, np.int16)
    if min(levels.shape) < 3:
        return 0
    inner = levels[1:-1, 1:-1]
    around = levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:]
    steps = np.abs(4 * inner - around).ravel()
    sharpest = max(1, steps.size // 1000)
    return int(np.partition(steps, -sharpest)[-sharpest])


def _layout(gray: Image.Image) -> tuple[int, ...]:
    """The levels of the picture as `LAYOUT_SIDE` × `LAYOUT_SIDE` fields, row by row: what a blur leaves of it."""
    return tuple(gray.resize((LAYOUT_SIDE, LAYOUT_SIDE), Image.Resampling.BOX).tobytes())


def _is_blank(picture: Image.Image) -> bool:
    """Whether an RGB picture is one color, as far as lossy coding leaves a color alone."""
    return all(high - low <= BLANK_TOLERANCE for low, high in picture.getextrema())  # type: ignore[misc] # pairs: it has bands


def _cover_box(
    part: tuple[int, int, int, int], target_width: int, target_height: int
) -> tuple[float, float, float, float]:
    """The largest box of the target's shape in the middle of a part, as (left, top, right, bottom) in pixels of the source."""
    left, top, right, bottom = part
    scale = min((right - left) / target_width, (bottom - top) / target_height)
    across = max(0.0, (right - left - target_width * scale) / 2)
    down = max(0.0, (bottom - top - target_height * scale) / 2)
    return left + across, top + down, right - across, bottom - down


def _aspect_error(width: int, height: int, target_width: int, target_height: int) -> float:
    """How much longer one shape is than the other, as a share: 0.02 is two percent."""
    ratio = (width * target_height) / (height * target_width)
    return max(ratio, 1 / ratio) - 1


def _lost_share(wide: float, tall: float, size: tuple[int, int]) -> float:
    """The share of the picture's area that is cropped away when it covers `size`."""
    return 1 - 1 / (1 + _ratio_error(wide / tall, size[0] / size[1]))


def _ratio_error(first: float, second: float) -> float:
    return max(first / second, second / first) - 1


def _multiples_around(value: float, multiple_of: int) -> tuple[int, int]:
    below = math.floor(value / multiple_of + 1e-9) * multiple_of
    return below, math.ceil(value / multiple_of - 1e-9) * multiple_of


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
