import io

import numpy as np
import pytest
from PIL import Image

from apps.imaging.formats import video_formats
from apps.imaging.formats.measure import measure
from apps.imaging.formats.mp4 import mp4
from tests.imaging.pictures import gradient, noise

FRAMES = [gradient(41, 30, seed) for seed in range(3)]


@pytest.mark.parametrize(
    ("delays", "frames"),
    [((80, 90, 80), 3), ((80, 500, 20), 4), ((20, 20, 3000), 4)],  # uneven ones end with a frame that closes the last
)
def test_mp4_has_even_sides_the_index_in_front_and_lasts_as_long(delays, frames):
    measured = measure(mp4(FRAMES, delays))

    assert (measured.kind, measured.width, measured.height, measured.frames) == ("MP4", 40, 30, frames)
    assert measured.seconds == pytest.approx(sum(delays) / 1000, abs=0.002)


def test_mp4_is_the_same_to_the_byte_when_encoded_twice():
    assert mp4(FRAMES, [80] * 3) == mp4(FRAMES, [80] * 3)


def test_mp4_of_a_single_column_is_refused():
    with pytest.raises(ValueError, match="two pixels each way"):
        mp4([gradient(1, 8)], [80])


@pytest.mark.parametrize("encode", [video_formats.webp, video_formats.apng])
def test_moving_pictures_keep_time_and_size(encode):
    measured = measure(encode(FRAMES, [80, 500, 20], loop=0))

    assert (measured.width, measured.height, measured.frames, measured.seconds) == (41, 30, 3, 0.6)


@pytest.mark.parametrize(("loop", "stored"), [(None, 1), (0, 0), (2, 3)])
@pytest.mark.parametrize("encode", [video_formats.webp, video_formats.apng])
def test_moving_pictures_say_how_often_they_are_shown(encode, loop, stored):
    with Image.open(io.BytesIO(encode(FRAMES, [80] * 3, loop=loop))) as picture:
        assert picture.info["loop"] == stored


def test_apng_keeps_pixels_and_what_can_be_seen_through():
    frames = [np.dstack([gradient(9, 7, seed), noise(9, 7, seed)[..., 0]]) for seed in range(2)]

    with Image.open(io.BytesIO(video_formats.apng(frames, [80, 80], loop=0))) as picture:
        picture.seek(1)
        assert np.array_equal(np.asarray(picture), frames[1])


@pytest.mark.parametrize("frames", [[], FRAMES[:2], [*FRAMES[:2], gradient(8, 8)]])
def test_frames_that_do_not_belong_together_are_refused(frames):
    with pytest.raises(ValueError, match="frames"):
        video_formats.webp(frames, [80] * 3, loop=0)
