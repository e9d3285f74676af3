from dataclasses import replace

import numpy as np
import pytest

from apps.imaging.formats.checks import check
from apps.imaging.formats.destinations import DESTINATIONS, Destination
from apps.imaging.formats.fits import fit
from apps.imaging.formats.measure import Measured, measure
from apps.imaging.gif import encode_gif
from tests.imaging.pictures import gradient, noise

SMALL = Destination(
    slug="small",
    name="Small place",
    kind="GIF",
    max_bytes=20_000,
    aim_bytes=19_500,
    source="these tests",
    certainty="settled",
)


def fitted(frames, destination, delays=None):
    return fit(frames, delays or [80] * len(frames), destination, loop=0, comment="AI")


@pytest.mark.parametrize("destination", DESTINATIONS, ids=lambda destination: destination.slug)
def test_a_short_animation_fits_everywhere(destination):
    made = fitted([gradient(90, 70, seed) for seed in range(4)], destination)

    assert made.fits, made.reasons
    assert made.measured == measure(made.data)
    assert made.measured.seconds == pytest.approx(0.32)


def test_every_destination_says_who_set_its_limit_and_leaves_room():
    assert all(one.source and one.aim_bytes < one.max_bytes for one in DESTINATIONS)
    assert len({one.slug for one in DESTINATIONS}) == len(DESTINATIONS)


def test_square_places_get_the_middle():
    frame = np.zeros((60, 100, 3), np.uint8)
    frame[:, 20:80] = 200

    made = fitted([frame], replace(SMALL, square=32))

    assert (made.measured.width, made.measured.height) == (32, 32)
    assert made.fits


@pytest.mark.large
def test_a_large_noisy_animation_shrinks_until_it_fits():
    made = fitted([noise(160, 120, seed) for seed in range(4)], SMALL)

    assert made.fits, made.reasons
    assert made.measured.width < 160
    assert made.measured.width / made.measured.height == pytest.approx(160 / 120, abs=0.05)


@pytest.mark.large
def test_frames_are_left_out_where_the_side_is_fixed_and_time_is_kept():
    made = fitted([noise(48, 48, seed) for seed in range(16)], replace(SMALL, square=48))

    assert made.fits, made.reasons
    assert made.measured.frames < 16
    assert made.measured.seconds == pytest.approx(16 * 0.08)


def test_too_many_frames_are_thinned_to_the_limit():
    made = fitted([gradient(16, 16, seed) for seed in range(9)], replace(SMALL, max_frames=4))

    assert made.measured.frames == 3
    assert made.fits


@pytest.mark.parametrize(("limit", "fits"), [(1.0, True), (0.5, False)])
def test_a_long_animation_is_played_up_to_twice_as_fast(limit, fits):
    made = fitted([gradient(8, 8, seed) for seed in range(20)], replace(SMALL, max_seconds=limit))

    assert made.fits == fits
    assert made.measured.seconds == (1.0 if fits else 0.8)


def test_what_cannot_fit_says_why():
    made = fitted([noise(64, 64, seed) for seed in range(2)], replace(SMALL, square=64, max_bytes=900, aim_bytes=800))

    assert not made.fits
    assert made.reasons == (f"the file is {len(made.data):,} bytes, Small place allows 900",)


def test_every_limit_is_checked():
    strict = replace(
        SMALL,
        max_bytes=10,
        square=5,
        max_width=4,
        max_height=4,
        max_frames=1,
        max_seconds=0.1,
        max_pixels=20,
        loops=True,
        kind="WEBP",
    )

    checks = check(Measured("GIF", 11, 6, 6, 2, 0.2), strict)

    assert len(checks) == 8
    assert not any(one.passed for one in checks)
    assert all(
        one.passed
        for one in check(
            Measured("WEBP", 10, 5, 5, 1, 0.1), replace(strict, loops=False, max_width=5, max_height=5, max_pixels=25)
        )
    )


LOOPING = [place for place in DESTINATIONS if place.loops]


@pytest.mark.parametrize("place", LOOPING, ids=lambda place: place.slug)
def test_a_file_for_an_emoji_or_a_sticker_repeats_although_the_animation_plays_once(place):
    frames = [gradient(90, 70, seed) for seed in range(4)]

    made = fit(frames, [80] * 4, place, loop=None, comment=None)

    assert made.fits, made.reasons
    assert made.measured.repeats


@pytest.mark.parametrize("place", LOOPING, ids=lambda place: place.slug)
def test_a_file_that_stands_still_is_not_ticked_as_an_emoji_or_a_sticker(place):
    made = fit([gradient(90, 70, 1)] * 3, [80] * 3, place, loop=0, comment=None)
    once = check(replace(made.measured, frames=6, repeats=False), place)

    if made.measured.frames == 1:
        assert "the loop is a still picture" in made.reasons[0]
    assert [one.measured for one in once if not one.passed] == ["plays once"]


def test_a_gif_without_a_loop_block_is_not_ticked_as_an_emoji():
    once = encode_gif([gradient(128, 128, seed) for seed in range(6)], [80] * 6, loop=None, comment=None, quality=60)
    emoji = next(place for place in DESTINATIONS if place.slug == "slack-emoji")

    assert [one.what for one in check(measure(once), emoji) if not one.passed] == ["the loop"]


def test_a_still_whatsapp_sticker_has_a_limit_of_its_own():
    sticker = next(place for place in DESTINATIONS if place.slug == "whatsapp-sticker")

    def file_fits(size, frames):
        measured = Measured("WEBP", size, 512, 512, frames, 1.0, repeats=frames > 1)
        return next(one.passed for one in check(measured, sticker) if one.what == "the file")

    assert file_fits(490_000, 2)
    assert file_fits(100_000, 1)
    assert not file_fits(100_001, 1)
