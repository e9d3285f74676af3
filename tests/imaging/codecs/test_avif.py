"""AVIF: what the header says before a decoder sees it, and that the picture is the one that was saved."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from apps.imaging import errors
from apps.imaging.codecs import avif
from apps.imaging.codecs.color import of_codes
from apps.imaging.codecs.ingest import ingest
from apps.imaging.codecs.limits import UPLOADED
from apps.imaging.codecs.opened import open_picture
from apps.imaging.codecs.painted import accept_painted
from apps.imaging.sandbox.limits import DEFAULT_LIMITS
from apps.imaging.sandbox.process import Sandbox
from tests.imaging.pictures import decoded, encoded, gradient, swapped_profile, with_codes

TASKS = Path("/proc/self/task")
RULE = {"multiple_of": 8, "max_pixels": 512 * 512, "max_side": 1024, "min_side": 64}
PICTURE = Image.fromarray(gradient(96, 64))


def saved(picture=PICTURE, **options) -> bytes:
    return encoded(picture, "AVIF", **{"quality": 95, "subsampling": "4:4:4", **options})


def claiming(data: bytes, width: int, height: int) -> bytes:
    at = data.index(b"ispe") + 8
    return data[:at] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + data[at + 8 :]


def test_an_avif_is_taken():
    done = ingest(saved(), **RULE)

    assert (done.width, done.height, done.moving) == (96, 64, False)
    assert np.abs(decoded(done.png).astype(int) - np.asarray(PICTURE)).mean() < 3


@pytest.mark.parametrize("brand", [b"mif1", b"avif"])
def test_an_avif_may_name_the_family_first(brand):
    data = saved()

    assert ingest(data[:8] + brand + data[12:], **RULE).width == 96


def test_of_an_avif_sequence_the_first_frame_is_taken():
    frames = [Image.fromarray(gradient(96, 64, seed)) for seed in range(3)]
    data = saved(frames[0], save_all=True, append_images=frames[1:])

    done = ingest(data, **RULE)

    assert avif.read_header(data) == avif.Header(96, 64, True, (1, 13), False)
    assert (done.width, done.height, done.moving) == (96, 64, True)
    assert np.abs(decoded(done.png).astype(int) - np.asarray(frames[0])).mean() < 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_avif_is_turned_as_it_says(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    jpeg = ingest(encoded(PICTURE, "JPEG", exif=exif, quality=98, subsampling=0), **RULE)
    done = ingest(saved(exif=exif), **RULE)  # Pillow writes it as `irot` and `imir`, as phones do

    assert (done.width, done.height) == (jpeg.width, jpeg.height)
    assert np.abs(decoded(done.png).astype(int) - decoded(jpeg.png)).mean() < 4


def test_ten_bits_are_brought_to_eight():
    deep = (np.asarray(PICTURE, np.uint32)[..., ::-1] * 1023 // 255).astype(np.uint16)
    written, data = cv2.imencode(".avif", deep, [cv2.IMWRITE_AVIF_DEPTH, 10, cv2.IMWRITE_AVIF_QUALITY, 95])

    assert written
    assert np.abs(decoded(ingest(data.tobytes(), **RULE).png).astype(int) - np.asarray(PICTURE)).mean() < 4


@pytest.mark.parametrize(
    ("codes", "shown"), [((12, 13), (12, 13)), ((9, 8), (9, 8)), ((12, 1), (12, 13)), ((2, 2), (1, 13))]
)
def test_the_color_codes_of_an_avif_mean_what_they_mean_in_a_png(codes, shown):
    taken = decoded(ingest(with_codes(saved(), *codes), **RULE).png).astype(int)

    expected = of_codes(*shown)
    pixels = np.asarray(PICTURE)
    assert np.abs(taken - (pixels if expected is None else expected.to_srgb(pixels))).mean() < 3


def test_a_profile_in_an_avif_stands_above_its_codes():
    turned = saved(icc_profile=swapped_profile())

    assert ingest(with_codes(turned, 12, 8), **RULE).png == ingest(turned, **RULE).png


def test_an_avif_in_pq_or_hlg_is_refused_with_a_sentence():
    for transfer in (16, 18):
        with pytest.raises(errors.HighDynamicRange):
            ingest(with_codes(saved(), 9, transfer), **RULE)


def test_the_sides_of_an_avif_are_read_before_it_is_decoded():
    with pytest.raises(errors.TooManyPixels, match=r"That picture is 16000 × 16000 pixels\. The limit is 12000"):
        ingest(claiming(saved(), 16_000, 16_000), **RULE)


@pytest.mark.parametrize("kept", [24, 60, 200, -40])
def test_an_avif_that_ends_early_is_damaged(kept):
    with pytest.raises(errors.Broken):
        ingest(saved()[:kept], **RULE)


@pytest.mark.large
def test_an_avif_whose_header_claims_less_than_is_in_it_is_stopped_by_the_child():
    hidden = saved(Image.new("RGB", (4000, 4000), (9, 9, 9)), speed=10)
    sandbox = Sandbox(1, limits=replace(DEFAULT_LIMITS, memory_bytes=24 << 20))
    try:
        with pytest.raises(errors.PictureRejected):
            sandbox.ingest(claiming(hidden, 96, 64), **RULE)
        assert sandbox.ingest(saved(), **RULE).width == 96
    finally:
        sandbox.close()


def test_no_header_of_an_avif_makes_the_reader_fail():
    data = saved(save_all=True, append_images=[PICTURE])
    dice = np.random.default_rng(7)
    for _ in range(400):
        hurt = bytearray(data[: int(dice.integers(20, len(data)))] if dice.random() < 0.5 else data)
        for at in dice.integers(12, min(len(hurt), 900), 3):
            hurt[at] = int(dice.integers(0, 256))
        try:
            avif.read_header(bytes(hurt))
        except errors.PictureRejected:
            continue


@pytest.mark.skipif(not TASKS.exists(), reason="counts threads in /proc")
def test_the_decoder_of_an_avif_starts_no_thread():
    data = saved(Image.new("RGB", (1024, 1024)), speed=10)
    before = len(list(TASKS.iterdir()))

    picture = open_picture(data, kinds=UPLOADED).image  # its decoder lives as long as it does
    picture.load()

    assert len(list(TASKS.iterdir())) == before


@pytest.mark.parametrize("kind", ["AVIF", "GIF"])
def test_an_engine_may_not_answer_with_what_only_people_send(kind):
    with pytest.raises(errors.WrongType):
        accept_painted(encoded(PICTURE, kind), width=96, height=64)
