import io

import numpy as np
import pytest
from PIL import Image

from apps.imaging.codecs.frames import decode_png, encode_png, fit_within, poster_jpeg, resize
from tests.imaging.pictures import chunk_kinds, encoded, gradient, noise


def test_decode_png_gives_back_what_encode_png_was_given():
    frame = noise(33, 21)

    assert np.array_equal(decode_png(encode_png(frame)), frame)


def test_encode_png_writes_nothing_but_pixels():
    assert chunk_kinds(encode_png(noise(33, 21))) == [b"IHDR", b"IDAT", b"IEND"]


def test_encode_png_takes_a_view_that_is_not_contiguous():
    frame = noise(33, 21)[:, ::-1]

    assert np.array_equal(decode_png(encode_png(frame)), frame)


def test_decode_png_answers_rgb_for_a_gray_picture():
    assert decode_png(encoded(Image.new("L", (4, 3), 7))).tolist() == [[[7, 7, 7]] * 4] * 3


@pytest.mark.parametrize(
    ("size", "max_side", "expected"),
    [
        ((640, 480), 640, (640, 480)),
        ((640, 480), 320, (320, 240)),
        ((480, 640), 320, (240, 320)),
        ((100, 50), 640, (100, 50)),
        ((1000, 1), 100, (100, 1)),
        ((768, 512), 100, (100, 67)),
    ],
)
def test_fit_within_keeps_the_shape_and_never_enlarges(size, max_side, expected):
    assert fit_within(*size, max_side) == expected


def test_resize_mixes_fine_patterns_instead_of_picking_pixels():
    board = (np.indices((64, 64)).sum(axis=0) % 2 * 255).astype(np.uint8)
    frame = np.repeat(board[..., None], 3, axis=2)

    small = resize(frame, 16, 8)

    assert small.shape == (8, 16, 3)
    assert np.abs(small.astype(int) - 127).max() <= 4


def test_resize_to_the_same_size_is_a_copy():
    frame = noise(16, 16)

    same = resize(frame, 16, 16)

    assert np.array_equal(same, frame)
    assert not np.shares_memory(same, frame)


def test_poster_jpeg_fits_and_holds_no_metadata():
    poster = Image.open(io.BytesIO(poster_jpeg(gradient(120, 80), max_side=60)))

    assert (poster.format, poster.size, poster.mode) == ("JPEG", (60, 40), "RGB")
    assert sorted(poster.info) == ["jfif", "jfif_density", "jfif_unit", "jfif_version", "progression", "progressive"]
    assert np.abs(np.asarray(poster).astype(int) - resize(gradient(120, 80), 60, 40)).mean() < 6


def test_a_poster_stays_below_what_chats_drop_however_noisy_it_is():
    poster = poster_jpeg(noise(640, 640, 1), max_side=640)

    assert len(poster) <= 280_000
