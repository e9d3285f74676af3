import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter, ImageOps

from apps.imaging import errors
from apps.imaging.codecs.ingest import ingest
from apps.imaging.codecs.mask import ingest_mask
from apps.imaging.codecs.painted import accept_painted
from apps.imaging.codecs.sizes import working_size
from tests.imaging.pictures import chunk, chunk_kinds, decoded, encoded, gradient, header, noise, png_of, zeros

RULE = {"multiple_of": 8, "max_pixels": 512 * 512, "max_side": 1024, "min_side": 64}

DAMAGED = "That picture is damaged or incomplete. Save it again and upload the new file."
USE = "Use JPEG, PNG, WebP, AVIF or GIF."
LIMIT = "The limit is 12000 on a side and 26 million in all. Upload a smaller one."
JPEG_LIMIT = LIMIT.replace("26", "51")

HEIC = "We can't read HEIC photos. Export it as JPEG and upload that. On an iPhone, choose Settings → Camera → Formats → Most Compatible to take JPEGs."

SMALL = gradient(64, 64)
SMALL_PNG = encoded(SMALL)
SMALL_JPEG = encoded(SMALL, "JPEG", quality=95)
FRAMES = [Image.fromarray(gradient(64, 64, seed)) for seed in range(3)]


def flipped(data: bytes, offset: int) -> bytes:
    return data[:offset] + bytes([data[offset] ^ 0xFF]) + data[offset + 1 :]


def jpeg_claiming(width: int, height: int) -> bytes:
    at = SMALL_JPEG.index(b"\xff\xc0")
    return SMALL_JPEG[: at + 5] + struct.pack(">HH", height, width) + SMALL_JPEG[at + 9 :]


REFUSED = {
    "zero bytes": (b"", errors.WrongType, f"That file is empty. {USE}"),
    "text named .png": (b"hello, I am a picture", errors.WrongType, f"We can't read that file. {USE}"),
    "a bomb of 9400 squared": (
        png_of(header(9400, 9400), chunk(b"IDAT", zeros(9400 * (1 + 3 * 9400))), chunk(b"IEND", b"")),
        errors.TooManyPixels,
        f"That picture is 9400 × 9400 pixels. {LIMIT}",
    ),
    "26 million and one row": (
        png_of(header(6500, 4001), chunk(b"IDAT", b""), chunk(b"IEND", b"")),
        errors.TooManyPixels,
        f"That picture is 6500 × 4001 pixels. {LIMIT}",
    ),
    "one long side": (
        png_of(header(12001, 10), chunk(b"IDAT", b""), chunk(b"IEND", b"")),
        errors.TooManyPixels,
        f"That picture is 12001 × 10 pixels. {LIMIT}",
    ),
    "10 GB claimed by a PNG": (
        png_of(header(57735, 57735), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")),
        errors.TooManyPixels,
        f"That picture is 57735 × 57735 pixels. {LIMIT}",
    ),
    "the largest sides a PNG can claim": (
        png_of(header(2**31 - 1, 2**31 - 1), chunk(b"IEND", b"")),
        errors.TooManyPixels,
        f"That picture is 2147483647 × 2147483647 pixels. {LIMIT}",
    ),
    "sides of zero": (png_of(header(0, 64), chunk(b"IEND", b"")), errors.Broken, DAMAGED),
    "a JPEG of 65500 squared": (
        jpeg_claiming(65500, 65500),
        errors.TooManyPixels,
        f"That picture is 65500 × 65500 pixels. {JPEG_LIMIT}",
    ),
    "a WebP of 16383 squared": (
        b"RIFF"
        + struct.pack("<I", 22)
        + b"WEBPVP8L"
        + struct.pack("<I", 10)
        + b"\x2f"
        + b"\xfe\xbf\xff\x0f"
        + bytes(5),
        errors.TooManyPixels,
        f"That picture is 16383 × 16383 pixels. {LIMIT}",
    ),
    "a WebP shorter than it says": (
        b"RIFF" + struct.pack("<I", 2**32 - 10) + b"WEBPVP8 " + bytes(40),
        errors.Broken,
        DAMAGED,
    ),
    "more than 20 MB": (
        SMALL_PNG + bytes(20 * 1024 * 1024),
        errors.TooManyBytes,
        "That picture is 21 MB. The limit is 20 MB. Upload a smaller one.",
    ),
    "one pixel": (
        encoded(gradient(1, 1)),
        errors.TooSmall,
        "That picture is 1 × 1 pixels. Each side needs at least 16. Upload a larger one.",
    ),
    "a ribbon": (
        encoded(gradient(400, 99)),
        errors.WrongShape,
        (
            "That picture is 400 × 99 pixels, which is too long and narrow. Crop it so that one side is at most 4 times the other."
        ),
    ),
    "a PNG cut in its pixels": (encoded(noise(64, 64))[:6000], errors.Broken, DAMAGED),
    "a PNG cut before its pixels": (SMALL_PNG[:33], errors.Broken, DAMAGED),
    "a PNG cut in its header": (SMALL_PNG[:20], errors.Broken, DAMAGED),
    "a PNG whose rows end early": (
        png_of(header(64, 64), chunk(b"IDAT", zeros(64 * 100)), chunk(b"IEND", b"")),
        errors.Broken,
        DAMAGED,
    ),
    "a PNG with a wrong pixel checksum": (flipped(SMALL_PNG, len(SMALL_PNG) - 13), errors.Broken, DAMAGED),
    "a PNG with a wrong header checksum": (flipped(SMALL_PNG, 29), errors.Broken, DAMAGED),
    "a JPEG cut in half": (encoded(noise(64, 64), "JPEG")[:2000], errors.Broken, DAMAGED),
    "a JPEG of three bytes": (b"\xff\xd8\xff", errors.Broken, DAMAGED),
    "a WebP cut in half": (encoded(noise(64, 64), "WEBP", lossless=True)[:5000], errors.Broken, DAMAGED),
    "SVG": (
        b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        errors.WrongType,
        f"That file is an SVG drawing. {USE}",
    ),
    "SVG in UTF-16": (
        b"\xff\xfe" + "<svg></svg>".encode("utf-16-le"),
        errors.WrongType,
        f"We can't read that file. {USE}",
    ),
    "HTML": (b"\n<!DOCTYPE html><p>", errors.WrongType, f"That file is a web page. {USE}"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + bytes(64), errors.WrongType, HEIC),
    "an AVIF cut in its header": (b"\x00\x00\x00\x1cftypavif" + bytes(64), errors.Broken, DAMAGED),
    "a GIF cut in its header": (b"GIF89a\x40\x00\x40\x00", errors.Broken, DAMAGED),
    "a GIF without a frame": (b"GIF89a\x40\x00\x40\x00\x00\x00\x00;", errors.Broken, DAMAGED),
    "a GIF of 65535 squared": (
        b"GIF89a" + b"\xff" * 4 + bytes(3) + b"," + bytes(4) + b"\x01\x00\x01\x00" + b"\x00\x02\x00;",
        errors.TooManyPixels,
        f"That picture is 65535 × 65535 pixels. {LIMIT}",
    ),
    "a GIF whose first frame is larger than its screen": (
        b"GIF89a" + b"\x01\x00" * 2 + bytes(3) + b"," + bytes(4) + b"\xff" * 4 + b"\x00\x02\x00;",
        errors.TooManyPixels,
        f"That picture is 65535 × 65535 pixels. {LIMIT}",
    ),
    "MP4": (b"\x00\x00\x00\x20ftypisom" + bytes(64), errors.WrongType, f"That file is a video. {USE}"),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n", errors.WrongType, f"That file is an EPS or PostScript file. {USE}"),
    "binary EPS": (
        b"\xc5\xd0\xd3\xc6" + bytes(64),
        errors.WrongType,
        f"That file is an EPS or PostScript file. {USE}",
    ),
    "PDF": (b"%PDF-1.7\n", errors.WrongType, f"That file is a PDF document. {USE}"),
    "TIFF": (encoded(SMALL, "TIFF"), errors.WrongType, f"That file is a TIFF picture. {USE}"),
    "BMP": (encoded(SMALL, "BMP"), errors.WrongType, f"That file is a BMP picture. {USE}"),
    "PSD": (b"8BPS\x00\x01" + bytes(64), errors.WrongType, f"That file is a Photoshop document. {USE}"),
    "JPEG 2000": (encoded(SMALL, "JPEG2000"), errors.WrongType, f"That file is a JPEG 2000 picture. {USE}"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_ingest_refuses_with_its_own_sentence(name):
    data, rejection, message = REFUSED[name]

    with pytest.raises(errors.PictureRejected) as refused:
        ingest(data, **RULE)

    assert (type(refused.value), refused.value.message) == (rejection, message)


EMPTY = "That picture is completely transparent. Upload another one."


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("opacity", [0, 5])
def test_ingest_refuses_a_picture_of_which_nothing_is_seen(kind, opacity):
    clear = np.zeros((64, 64, 4), np.uint8)
    clear[..., 3] = opacity

    with pytest.raises(errors.NothingToSee) as refused:
        ingest(encoded(clear, kind, lossless=True), **RULE)

    assert refused.value.message == EMPTY


def test_ingest_takes_a_png_whose_end_chunk_is_missing():
    assert ingest(SMALL_PNG[:-12], **RULE) == ingest(SMALL_PNG, **RULE)


@pytest.mark.parametrize("progressive", [False, True])
def test_ingest_takes_a_jpeg_whose_end_marker_is_missing(progressive):
    whole = encoded(noise(64, 64), "JPEG", progressive=progressive)

    assert ingest(whole[:-2], **RULE) == ingest(whole, **RULE)


@pytest.mark.parametrize("missing", [8, 100, 1000])
def test_ingest_refuses_a_jpeg_whose_last_pixels_are_missing(missing):
    with pytest.raises(errors.Broken):
        ingest(encoded(noise(64, 64), "JPEG")[:-missing], **RULE)


def test_ingest_takes_a_jpeg_with_junk_between_its_segments():
    at = SMALL_JPEG.index(b"\xff\xdb")
    junk = SMALL_JPEG[:at] + bytes(8) + b"\x12\x34" + SMALL_JPEG[at:]

    assert ingest(junk, **RULE) == ingest(SMALL_JPEG, **RULE)


def test_ingest_takes_an_animation_of_one_frame_as_a_still():
    two = encoded(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:2], lossless=True)
    first = two.index(b"ANMF")
    length = 8 + int.from_bytes(two[first + 4 : first + 8], "little")
    one = two[: first + length]
    one = one[:4] + struct.pack("<I", len(one) - 8) + one[8:]

    assert np.array_equal(decoded(ingest(one, **RULE).png), np.asarray(FRAMES[0]))


@pytest.mark.parametrize("size", [(5712, 4284), (8192, 6144)])
def test_ingest_takes_what_phones_deliver(size):
    photo = encoded(Image.new("L", size, 90), "JPEG", quality=30)

    done = ingest(photo, **RULE)

    assert_bare(done, done.width, done.height)
    assert np.abs(decoded(done.png).astype(int) - 90).max() <= 1


def assert_bare(done, width, height):
    kinds = chunk_kinds(done.png)
    assert kinds == [b"IHDR", *[b"IDAT"] * (len(kinds) - 2), b"IEND"]
    assert decoded(done.png).shape == (height, width, 3)
    assert (done.width, done.height) == (width, height)


def test_ingest_keeps_every_pixel_of_a_picture_that_needs_nothing():
    done = ingest(SMALL_PNG, **RULE)

    assert_bare(done, 64, 64)
    assert np.array_equal(decoded(done.png), SMALL)


def test_ingest_drops_what_follows_the_end_of_a_png():
    done = ingest(SMALL_PNG + b"<script>alert(1)</script>", **RULE)

    assert_bare(done, 64, 64)
    assert done == ingest(SMALL_PNG, **RULE)


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_ingest_never_inflates_a_text_chunk_that_is_a_bomb(kind):
    text = zeros(64 << 20)
    payload = b"Comment\x00\x00" + text if kind == b"zTXt" else b"Comment\x00\x01\x00\x00\x00" + text
    bomb = SMALL_PNG[:33] + chunk(kind, payload) + SMALL_PNG[33:]

    assert ingest(bomb, **RULE) == ingest(SMALL_PNG, **RULE)


def test_ingest_leaves_out_a_color_profile_that_is_a_bomb():
    bomb = SMALL_PNG[:33] + chunk(b"iCCP", b"x\x00\x00" + zeros(16 << 20)) + SMALL_PNG[33:]

    assert ingest(bomb, **RULE) == ingest(SMALL_PNG, **RULE)


def test_ingest_ignores_a_wrong_checksum_of_a_chunk_that_it_drops():
    odd = chunk(b"tEXt", b"Comment\x00x")[:-4] + b"\x00\x00\x00\x00"

    assert ingest(SMALL_PNG[:33] + odd + SMALL_PNG[33:], **RULE) == ingest(SMALL_PNG, **RULE)


def test_ingest_turns_a_photo_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x010F] = "CanaryCamera"
    data = encoded(gradient(96, 64), "JPEG", quality=95, exif=exif)

    done = ingest(data, **RULE)

    assert b"CanaryCamera" in data
    assert_bare(done, 64, 96)
    assert b"CanaryCamera" not in done.png
    upright = np.rot90(gradient(96, 64), -1).astype(int)
    assert np.abs(decoded(done.png).astype(int)[..., :2] - upright[..., :2]).mean() < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_ingest_applies_every_orientation_as_pillow_does(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(gradient(96, 64), exif=exif)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))

    assert np.array_equal(decoded(ingest(data, **RULE).png), expected)


def test_ingest_takes_a_photo_whose_exif_is_junk():
    data = encoded(SMALL, "JPEG", quality=95, exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + b"\xff" * 40)

    assert ingest(data, **RULE) == ingest(SMALL_JPEG, **RULE)


def test_ingest_ignores_a_color_profile_that_is_junk():
    assert ingest(encoded(SMALL, icc_profile=b"junk" * 50), **RULE) == ingest(SMALL_PNG, **RULE)


def test_ingest_applies_a_color_profile_that_is_not_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tmp1", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"tmp1", b"gXYZ", 1)
    red = np.full((64, 64, 3), (200, 0, 0), np.uint8)

    turned = decoded(ingest(encoded(red, icc_profile=swapped), **RULE).png)[0, 0]

    assert profile != srgb
    assert turned[1] > 190
    assert turned[0] < 20


def test_ingest_ignores_a_profile_made_for_another_color_model():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    gray = Image.fromarray(SMALL).convert("L")

    assert np.array_equal(
        decoded(ingest(encoded(gray, icc_profile=profile), **RULE).png)[..., 0],
        np.asarray(gray),
    )


def test_ingest_brings_print_colors_to_rgb():
    flat = Image.new("CMYK", (64, 64), (0, 255, 255, 0))

    done = ingest(encoded(flat, "JPEG", quality=95), **RULE)

    assert_bare(done, 64, 64)
    assert np.abs(decoded(done.png)[0, 0].astype(int) - (255, 0, 0)).max() <= 2


def test_ingest_keeps_the_upper_byte_of_sixteen_bit_gray():
    values = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64) * 16

    done = ingest(encoded(Image.fromarray(values)), **RULE)

    assert np.array_equal(decoded(done.png), np.repeat((values >> 8).astype(np.uint8)[..., None], 3, axis=2))


def test_ingest_lays_the_transparent_level_of_sixteen_bit_gray_on_white():
    values = np.full((64, 64), 0x1234, np.uint16)
    values[:, :32] = 0x1235
    data = encoded(Image.fromarray(values))
    data = data[:33] + chunk(b"tRNS", b"\x12\x34") + data[33:]
    expected = np.full((64, 64, 3), 255, np.uint8)
    expected[:, :32] = 0x12

    assert np.array_equal(decoded(ingest(data, **RULE).png), expected)


def test_ingest_keeps_the_upper_byte_of_sixteen_bit_color():
    row = b"\x00" + b"\x80\xff\x10\x01\xc0\x00" * 64
    data = png_of(header(64, 64, depth=16), chunk(b"IDAT", zlib.compress(row * 64)), chunk(b"IEND", b""))

    assert np.array_equal(decoded(ingest(data, **RULE).png), np.full((64, 64, 3), (0x80, 0x10, 0xC0), np.uint8))


def test_ingest_lays_transparency_on_white():
    picture = np.zeros((64, 64, 4), np.uint8)
    picture[:, 32:] = (10, 20, 30, 255)
    expected = np.full((64, 64, 3), 255, np.uint8)
    expected[:, 32:] = (10, 20, 30)

    assert np.array_equal(decoded(ingest(encoded(picture), **RULE).png), expected)


def test_ingest_lays_the_transparent_color_of_a_palette_on_white():
    picture = Image.new("P", (64, 64), 1)
    picture.putpalette([9, 9, 9, 0, 0, 200])
    picture.paste(0, (0, 0, 32, 64))
    expected = np.full((64, 64, 3), (0, 0, 200), np.uint8)
    expected[:, :32] = 255

    assert np.array_equal(decoded(ingest(encoded(picture, transparency=0), **RULE).png), expected)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_ingest_answers_plain_rgb_for_every_mode(mode):
    assert_bare(ingest(encoded(Image.fromarray(SMALL).convert(mode)), **RULE), 64, 64)


def test_ingest_takes_the_first_picture_of_a_phone_s_picture_pair():
    pair = encoded(FRAMES[0], "MPO", save_all=True, append_images=FRAMES[1:2], quality=95)

    assert_bare(ingest(pair, **RULE), 64, 64)


def test_ingest_scales_up_what_is_smaller_than_the_engine_takes():
    assert_bare(ingest(encoded(gradient(20, 20)), **RULE), 64, 64)


def test_ingest_scales_down_and_crops_evenly_to_multiples():
    done = ingest(encoded(gradient(1001, 667), "JPEG", quality=95), **RULE)

    assert_bare(done, 624, 416)
    pixels = decoded(done.png).astype(int)
    assert abs(int(pixels[:, 0, 0].mean()) - (255 - int(pixels[:, -1, 0].mean()))) <= 2


@pytest.mark.parametrize(
    ("size", "rule", "expected"),
    [
        ((512, 512), (8, 512 * 512, 1024, 64), (512, 512)),
        ((4000, 3000), (64, 1024 * 1024, 1536, 640), (1152, 896)),
        ((100, 400), (16, 1 << 20, 1024, 256), (256, 1024)),
        ((400, 100), (8, 65536, 4096, 64), (400, 104)),
        ((64, 256), (64, 64 * 128, 256, 64), (64, 128)),
    ],
)
def test_working_size_is_the_allowed_size_that_crops_least(size, rule, expected):
    names = ("multiple_of", "max_pixels", "max_side", "min_side")

    assert working_size(*size, **dict(zip(names, rule, strict=True))) == expected


def test_working_size_obeys_all_four_numbers_for_every_shape():
    for width in range(16, 700, 29):
        for height in range(max(16, width // 4), min(700, 4 * width), 31):
            w, h = working_size(width, height, multiple_of=16, max_pixels=300_000, max_side=640, min_side=128)
            assert (w % 16, h % 16, w * h <= 300_000, min(w, h) >= 128, max(w, h) <= 640) == (0, 0, True, True, True)


def test_working_size_refuses_a_rule_that_nothing_satisfies():
    with pytest.raises(ValueError, match="no size of at least 512"):
        working_size(64, 64, multiple_of=64, max_pixels=1000, max_side=1024, min_side=512)


# -- masks


def stroke(mode: str) -> bytes:
    """A square painted in the upper left quarter of 64 × 64, in the given mode."""
    painted = np.zeros((64, 64), np.uint8)
    painted[8:24, 8:24] = 255
    if mode == "RGBA":
        picture = Image.merge("RGBA", (*[Image.new("L", (64, 64), 0)] * 3, Image.fromarray(painted)))
    else:
        picture = Image.fromarray(painted).convert(mode)
    return encoded(picture)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P"])
def test_ingest_mask_finds_what_is_painted_in_every_mode(mode):
    mask = ingest_mask(stroke(mode), width=64, height=64)

    expected = np.zeros((64, 64), np.uint8)
    expected[8:24, 8:24] = 255
    assert np.array_equal(decoded(mask), expected)
    assert chunk_kinds(mask) == [b"IHDR", b"IDAT", b"IEND"]


def test_ingest_mask_reads_the_brightness_of_a_mask_that_is_opaque():
    opaque = Image.open(io.BytesIO(stroke("L"))).convert("RGBA")

    assert ingest_mask(encoded(opaque), width=64, height=64) == ingest_mask(stroke("L"), width=64, height=64)


def test_ingest_mask_scales_to_the_picture_and_stays_two_valued():
    mask = decoded(ingest_mask(stroke("L"), width=160, height=160))

    expected = np.zeros((160, 160), np.uint8)
    expected[20:60, 20:60] = 255
    assert np.array_equal(np.unique(mask), [0, 255])
    assert (mask != expected).mean() < 0.005


@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_ingest_mask_is_none_when_nothing_is_painted(mode):
    assert ingest_mask(encoded(Image.new(mode, (64, 64), 0)), width=64, height=64) is None


def test_ingest_mask_refuses_anything_but_png():
    with pytest.raises(errors.WrongType) as refused:
        ingest_mask(SMALL_JPEG, width=64, height=64)

    assert refused.value.message == "The mask must be a PNG file."


def test_ingest_mask_refuses_the_shape_of_another_picture():
    with pytest.raises(errors.WrongShape) as refused:
        ingest_mask(stroke("L"), width=128, height=64)

    assert refused.value.message == (
        "That mask is 64 × 64 pixels and the picture is 128 × 64. Paint the mask on the picture itself."
    )


# -- painted frames


def test_accept_painted_keeps_the_engine_s_own_bytes_of_a_plain_png():
    data = encoded(noise(64, 48))

    done = accept_painted(data, width=64, height=48)

    assert (done.png, done.kept, done.blank, done.received_width, done.received_height) == (data, True, False, 64, 48)


def test_accept_painted_strips_parameters_and_trailing_bytes_without_encoding_again():
    data = encoded(noise(64, 48))
    dressed = data[:33] + chunk(b"tEXt", b"parameters\x00secret") + data[33:] + b"<script>"

    assert accept_painted(dressed, width=64, height=48) == accept_painted(data, width=64, height=48)


@pytest.mark.parametrize(
    ("name", "data"),
    {
        "an adler checksum that is wrong": png_of(
            header(16, 16), chunk(b"IDAT", zeros(16 * 49)[:-1] + b"\x77"), chunk(b"IEND", b"")
        ),
        "rows that end early": png_of(header(16, 16), chunk(b"IDAT", zeros(16 * 49 - 1)), chunk(b"IEND", b"")),
        "one row too many": png_of(header(16, 16), chunk(b"IDAT", zeros(17 * 49)), chunk(b"IEND", b"")),
        "bytes hidden behind the rows": png_of(
            header(16, 16), chunk(b"IDAT", zeros(16 * 49) + b"x"), chunk(b"IEND", b"")
        ),
        "a filter that does not exist": png_of(
            header(16, 16), chunk(b"IDAT", zlib.compress(b"\x05" + bytes(16 * 49 - 1))), chunk(b"IEND", b"")
        ),
        "no pixels at all": png_of(header(16, 16), chunk(b"IEND", b"")),
        "never": encoded(noise(16, 16))[:-12],
        "a wrong checksum": flipped(encoded(noise(16, 16)), 60),
        "pixels in two places": png_of(
            header(16, 16),
            chunk(b"IDAT", zeros(16 * 49)[:5]),
            chunk(b"tEXt", b"a\x00b"),
            chunk(b"IDAT", zeros(16 * 49)[5:]),
            chunk(b"IEND", b""),
        ),
    }.items(),
)
def test_accept_painted_refuses_a_plain_png_with(name, data):
    with pytest.raises(errors.Broken):
        accept_painted(data, width=16, height=16)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_accept_painted_encodes_other_formats_as_bare_png(kind):
    done = accept_painted(encoded(gradient(64, 48), kind, quality=95), width=64, height=48)

    assert_bare(done, 64, 48)
    assert (done.kept, done.blank) == (False, False)
    assert np.abs(decoded(done.png).astype(int)[..., :2] - gradient(64, 48).astype(int)[..., :2]).mean() < 4


def test_accept_painted_flattens_a_png_with_a_transparent_color():
    data = encoded(np.full((32, 32, 3), 7, np.uint8))
    data = data[:33] + chunk(b"tRNS", b"\x00\x07\x00\x07\x00\x07") + data[33:]

    done = accept_painted(data, width=32, height=32)

    assert (done.kept, done.blank) == (False, True)
    assert np.array_equal(decoded(done.png), np.full((32, 32, 3), 255, np.uint8))


def test_accept_painted_scales_another_size_of_the_same_shape():
    done = accept_painted(encoded(gradient(130, 96)), width=64, height=48)

    assert_bare(done, 64, 48)
    assert (done.kept, done.received_width, done.received_height) == (False, 130, 96)


def test_accept_painted_refuses_another_shape():
    with pytest.raises(errors.WrongSize) as refused:
        accept_painted(encoded(gradient(64, 64)), width=64, height=48)

    assert refused.value.message == "The painted frame is 64 × 64 pixels where 64 × 48 was asked for."


def test_accept_painted_refuses_an_error_page():
    with pytest.raises(errors.WrongType) as refused:
        accept_painted(b"<html><body>502 Bad Gateway", width=64, height=48)

    assert refused.value.message == f"That file is a web page. {USE}"


@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255), (12, 200, 99)])
@pytest.mark.parametrize(("kind", "kept"), [("PNG", True), ("JPEG", False), ("WEBP", False)])
def test_accept_painted_calls_a_frame_of_one_color_blank(color, kind, kept):
    done = accept_painted(encoded(np.full((48, 64, 3), color, np.uint8), kind), width=64, height=48)

    assert (done.blank, done.kept) == (True, kept)


@pytest.mark.parametrize("level", [0, 1, 9])
def test_accept_painted_sees_the_one_pixel_that_makes_a_frame_not_blank(level):
    frame = np.full((48, 64, 3), 90, np.uint8)
    frame[3, 3] = 180

    assert accept_painted(encoded(frame, compress_level=level), width=64, height=48).blank is False


@pytest.mark.parametrize("name", ["astronaut.jpg", "chelsea.jpg"])
def test_accept_painted_measures_edges_and_layout_by_which_a_blurred_photo_is_known(name):
    photo = Image.open(Path(__file__).parents[3] / "static" / "samples" / name).convert("RGB").resize((512, 512))
    sharp, soft, blurred = (
        accept_painted(encoded(picture), width=512, height=512)
        for picture in (photo, photo.filter(ImageFilter.GaussianBlur(1)), photo.filter(ImageFilter.GaussianBlur(24)))
    )
    assert sharp.edges > 80
    assert soft.edges > 40
    assert blurred.edges < 12
    assert len(blurred.layout) == 64
    assert np.abs(np.subtract(sharp.layout, blurred.layout)).max() < 40
