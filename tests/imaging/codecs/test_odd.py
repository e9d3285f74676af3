"""Pictures that need a choice: which are odd, what is suggested, and that a choice is what is made."""

import io

import numpy as np
import pytest
from PIL import Image

from apps.imaging import errors
from apps.imaging.codecs import odd
from apps.imaging.codecs.ingest import ingest, ingest_whole
from apps.imaging.codecs.mask import ingest_mask
from tests.imaging.pictures import decoded, encoded, gradient, noise, swapped_profile

RULE = {"multiple_of": 16, "max_pixels": 640 * 640, "max_side": 640, "min_side": 64, "good_side": 128}
NOTHING = odd.Choices()


def see(picture, choices=NOTHING, kind="PNG", **options):
    return ingest(encoded(picture, kind, **options), **RULE, choices=choices)


def logo(color, opacity=255, ground=0) -> np.ndarray:
    """A square of a color in the middle of a sheet that is clear, or has an opacity of its own."""
    sheet = np.zeros((256, 256, 4), np.uint8)
    sheet[..., 3] = ground
    sheet[64:192, 64:192] = (*color, opacity)
    return sheet


@pytest.mark.parametrize(
    ("size", "asks"),
    [
        ((300, 200), ()),
        ((500, 200), ()),
        ((501, 200), ("crop",)),
        ((200, 501), ("crop",)),
        ((128, 128), ()),
        ((127, 127), ("enlarge",)),
        ((40, 40), ("enlarge",)),
        ((40, 300), ("crop", "enlarge")),
        ((360, 1400), ("crop",)),
        ((3000, 500), ("crop",)),
    ],
)
def test_a_picture_is_odd_by_its_shape_and_by_what_would_be_painted_from_it(size, asks):
    assert see(gradient(*size)).asks == asks


def test_what_has_no_choices_to_make_is_taken_as_before():
    done = ingest(encoded(gradient(40, 100)), **RULE)

    assert (done.asks, done.width, done.height) == ((), 64, 160)


@pytest.mark.parametrize(("enlarge", "size"), [(None, (512, 512)), (True, (512, 512)), (False, (64, 64))])
def test_a_small_picture_is_enlarged_unless_it_is_wanted_small(enlarge, size):
    done = see(gradient(40, 40), odd.Choices(enlarge=enlarge))

    assert ((done.width, done.height), done.asks) == (size, ("enlarge",) if enlarge is None else ())


def test_a_small_picture_is_enlarged_within_what_the_engine_takes():
    done = see(gradient(100, 60), odd.Choices(enlarge=True))

    assert (done.width, done.height) == (640, 384)


def test_a_picture_that_is_large_enough_is_not_enlarged():
    assert see(gradient(300, 200), odd.Choices(enlarge=True)).width == 288


@pytest.mark.parametrize(
    ("size", "crop", "seen"),
    [
        ((100, 400), "start", (0, 0, 100, 125)),
        ((100, 400), "upper", (0, 71, 100, 196)),
        ((100, 400), "", (0, 71, 100, 196)),
        ((100, 400), "middle", (0, 138, 100, 262)),
        ((100, 400), "end", (0, 275, 100, 400)),
        ((400, 100), "start", (0, 0, 125, 100)),
        ((400, 100), "", (138, 0, 262, 100)),
        ((400, 100), "end", (275, 0, 400, 100)),
        ((400, 100), "whole", (0, 0, 400, 100)),
        ((200, 100), "start", (0, 0, 200, 100)),
        ((200, 100), odd.Box(0.5, 0, 0.5, 1), (100, 0, 200, 100)),
    ],
)
def test_a_crop_lies_where_it_was_chosen(size, crop, seen):
    picture = Image.fromarray(gradient(*size))
    done = see(picture, odd.Choices(crop=crop, enlarge=False))

    expected = picture.crop(seen).resize((done.width, done.height), Image.Resampling.LANCZOS)
    assert np.abs(decoded(done.png).astype(int) - np.asarray(expected)).mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_crop_is_one_of_the_picture_as_it_is_seen(orientation):
    stored = Image.fromarray(gradient(240, 160))
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(stored, "JPEG", exif=exif, quality=98, subsampling=0)
    whole = ingest(data, **RULE)
    corner = ingest(data, **RULE, choices=odd.Choices(crop=odd.Box(0, 0, 0.5, 0.5), enlarge=True))

    upright = Image.open(io.BytesIO(whole.png))
    quarter = upright.crop((0, 0, upright.width // 2, upright.height // 2)).resize((corner.width, corner.height))
    assert np.abs(decoded(corner.png).astype(int) - np.asarray(quarter)).mean() < 4


@pytest.mark.parametrize("side", [800, pytest.param(1600, marks=pytest.mark.large)])
def test_a_crop_of_a_jpeg_is_as_sharp_as_one_of_a_png(side):
    picture = Image.fromarray(noise(side // 4, side // 4)).resize((side, side), Image.Resampling.BICUBIC)
    part = odd.Choices(crop=odd.Box(0.5, 0.25, 0.4, 0.4))

    exact, reduced = see(picture, part), see(picture, part, "JPEG", quality=97, subsampling=0)

    assert np.abs(decoded(exact.png).astype(int) - decoded(reduced.png)).mean() < 3


def test_a_crop_may_not_be_a_strip_or_a_speck():
    with pytest.raises(errors.WrongShape, match=r"That crop is 300 × 30 pixels"):
        see(gradient(300, 300), odd.Choices(crop=odd.Box(0, 0, 1, 0.1)))
    with pytest.raises(errors.TooSmall, match=r"That crop is 15 × 15 pixels of the picture\. Each side needs"):
        see(gradient(300, 300), odd.Choices(crop=odd.Box(0.5, 0.5, 0.05, 0.05)))


def test_a_picture_that_is_wanted_whole_may_be_too_long():
    with pytest.raises(errors.WrongShape, match="too long and narrow"):
        see(gradient(100, 500), odd.Choices(crop="whole"))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_transparent_picture_asks_for_a_background_and_gets_the_one_that_was_chosen(kind):
    picture = logo((255, 255, 255))
    asked = see(picture, kind=kind)
    green = see(picture, odd.Choices(background="#00ff00"), kind=kind)

    assert (asked.asks, asked.background) == (("background",), "#000000")
    assert np.abs(decoded(asked.png)[4, 4].astype(int) - (0, 0, 0)).max() <= 3
    assert green.asks == ()
    assert np.abs(decoded(green.png)[4, 4].astype(int) - (0, 255, 0)).max() <= 3
    assert np.abs(decoded(green.png)[128, 128].astype(int) - (255, 255, 255)).max() <= 3


def test_white_is_suggested_under_what_is_dark():
    assert see(logo((20, 30, 90))).background == "#ffffff"


@pytest.mark.parametrize(("ground", "asks"), [(249, ("background",)), (250, ()), (255, ())])
def test_an_opacity_that_nobody_sees_asks_for_nothing(ground, asks):
    assert see(logo((20, 30, 90), ground=ground)).asks == asks


def test_the_clear_color_of_a_palette_and_of_a_gif_asks_for_a_background():
    palette = Image.fromarray(gradient(256, 256)).quantize(8)

    assert see(palette, transparency=0).asks == ("background",)
    assert see(palette, kind="GIF", transparency=0).asks == ("background",)


def test_a_color_profile_is_for_the_picture_and_not_for_what_lies_behind_it():
    done = see(logo((200, 40, 40)), odd.Choices(background="#c82828"), icc_profile=swapped_profile())

    assert decoded(done.png)[4, 4].tolist() == [200, 40, 40]
    assert decoded(done.png)[128, 128, 1] > 100  # its red was meant as green


def test_a_picture_can_wait_for_choices_with_its_transparency():
    whole = ingest_whole(encoded(logo((255, 255, 255))), max_pixels=128 * 128)

    assert (whole.width, whole.height, whole.is_clear) == (128, 128, True)
    assert decoded(whole.png)[4, 4, 3] == 0
    assert ingest(whole.png, **RULE, choices=NOTHING).asks == ("background",)


def test_a_mask_is_cropped_as_its_picture_was():
    mask = np.zeros((400, 100), np.uint8)
    mask[:100] = 255

    cropped = ingest_mask(encoded(mask), width=96, height=128, box=odd.Box(0, 0, 1, 0.32))

    assert decoded(cropped).mean() == pytest.approx(255 * 100 / 128, abs=8)
    with pytest.raises(errors.WrongShape):
        ingest_mask(encoded(mask), width=96, height=128)


def test_choices_travel_as_plain_words():
    for choices in (NOTHING, odd.UNASKED, odd.Choices("#102030", odd.Box(0.1, 0.2, 0.3, 0.4), enlarge=True)):
        assert odd.read_choices(choices.as_words()) == choices
