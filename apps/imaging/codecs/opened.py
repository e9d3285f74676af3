"""A picture that was opened: its outer form is checked, its pixels come when they are asked for."""

import io
import math
import struct
import warnings
from dataclasses import dataclass

from PIL import AvifImagePlugin, Image, UnidentifiedImageError

from apps.imaging.codecs import avif, color, png
from apps.imaging.codecs.headers import read_claim, refuse_moving
from apps.imaging.codecs.limits import MAX_BYTES, MAX_JPEG_PIXELS, MAX_PIXELS, MAX_SIDE, STILLS
from apps.imaging.codecs.pixels import clear_outside, covered_part, eight_bits, in_srgb
from apps.imaging.codecs.sizes import cover_box
from apps.imaging.errors import Broken, TooManyBytes, TooManyPixels, WrongType

REDUCING_GAP = 3.0
"""Pillow halves a picture until it is at most this many times too large; from 3 on the result looks like plain Lanczos."""

_FILLING_BYTES = 4096
"""What stands for the missing end of a JPEG: some hundred blocks of pixels, which nobody would overlook."""

BROKEN = "That picture is damaged or incomplete. Save it again and upload the new file."
# Exif's number for orientation, and what each of its values needs to stand upright; 1 is upright already.
_ORIENTATION_TAG = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Orientations in which width and height change places.
SIDEWAYS = frozenset({5, 6, 7, 8})

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # the child may start none, and would be refused a thread for every core
Image.MAX_IMAGE_PIXELS = (
    MAX_JPEG_PIXELS  # the sizes were read before; this stops a decoder that sees another size than we did
)


@dataclass(frozen=True, slots=True)
class OpenedPicture:
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
        sideways = self.orientation in SIDEWAYS
        stored = (height, width) if sideways else (width, height)
        # Cropped while it still lies as stored, and turned at the end: only what is shown is scaled.
        box = self._stored(cover_box(part, width, height))
        full = self.image.size
        if self.kind == "JPEG":
            self._decode_reduced(stored, box)
        try:
            covered = covered_part(self.image) if self.kind == "GIF" else None
            image = eight_bits(loaded_picture(self))
            if covered is not None:
                image = clear_outside(image, covered)
            # The decoder may have halved it: the box follows.
            across, down = image.width / full[0], image.height / full[1]
            box = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
            image = image.resize(stored, Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP)
            # Transparency is set aside, because color profiles know nothing of it.
            alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
            if alpha is not None:
                image = image.convert(image.mode.removesuffix("A"))
            shown = in_srgb(image, self.image.info.get("icc_profile"), self.meaning)
        except (ValueError, IndexError, TypeError, KeyError) as error:
            raise Broken(BROKEN) from error
        if alpha is not None:
            shown.putalpha(alpha)
        return shown.transpose(TURNS[self.orientation]) if self.orientation in TURNS else shown

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
        """Return an upright box as the file stores it."""
        left, top, right, bottom = box
        if self.orientation in {2, 3, 7, 6}:
            left, right = self.width - right, self.width - left
        if self.orientation in {3, 4, 7, 8}:
            top, bottom = self.height - bottom, self.height - top
        return (top, left, bottom, right) if self.orientation in SIDEWAYS else (left, top, right, bottom)

    def coverage(self) -> Image.Image:
        """Decode all of it and return mode L: how much of each pixel is painted."""
        image = eight_bits(loaded_picture(self))
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


def open_picture(data: bytes, *, kinds: tuple[str, ...] = STILLS) -> OpenedPicture:
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
        raise Broken(BROKEN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels("That picture has more pixels than its header says. Save it again as PNG.") from error
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error) as error:
        raise Broken(BROKEN) from error
    if image.size != (claim.width, claim.height):
        raise Broken(BROKEN)
    orientation = orientation_of(image)
    width, height = image.size[::-1] if orientation in SIDEWAYS else image.size
    return OpenedPicture(image, claim.kind, width, height, orientation, meaning, data, claim.moving)


def load_pixels(image: Image.Image) -> None:
    """Decode every pixel. Raises `Broken` when the data ends early or is not what the format demands."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image.load()
    except MemoryError:
        raise  # not the file's fault alone: the limit was hit, and the person is told so
    except Exception as error:  # decoders raise what they like on bytes made to hurt them
        raise Broken(BROKEN) from error


def loaded_picture(opened: OpenedPicture) -> Image.Image:
    """Decode every pixel. A JPEG that lacks only its end marker is whole, as it is in browsers."""
    try:
        load_pixels(opened.image)
    except Broken:
        if opened.kind != "JPEG":
            raise
        return without_its_end(opened.data, opened.image.size)
    return opened.image


def without_its_end(data: bytes, size: tuple[int, int]) -> Image.Image:
    """Decode a JPEG whose end marker is missing. Raises `Broken` when pixels are missing too.

    Whatever stands between the last pixel and the end marker is skipped by decoders. So two fillings change nothing of
    a picture that arrived whole, and are taken for the missing pixels of one that did not.
    """
    pictures = []
    for filling in (b"", bytes(_FILLING_BYTES), b"\xaa" * _FILLING_BYTES):
        image = Image.open(io.BytesIO(data + filling + b"\xff\xd9"), formats=("JPEG",))
        image.draft(None, size)
        load_pixels(image)
        pictures.append(image)
    if image.size != size or any(picture.tobytes() != image.tobytes() for picture in pictures):
        raise Broken(BROKEN)
    return pictures[0]


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 when there is none or the block is unreadable."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 # EXIF is foreign bytes all the way down; a picture with a bad block is still a picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def open_png(bare: bytes) -> Image.Image:
    """Return a picture of which the outer form is checked. Raises `Broken` when the data inside is damaged."""
    image = Image.open(io.BytesIO(bare), formats=("PNG",))
    load_pixels(image)
    return image
