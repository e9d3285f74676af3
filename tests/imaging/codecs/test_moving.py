"""Of every kind of file that moves, the first frame is taken, and it is said that it moves."""

import struct

import numpy as np
import pytest
from PIL import Image

from apps.imaging import errors
from apps.imaging.codecs.ingest import ingest
from apps.imaging.codecs.odd import Choices
from apps.imaging.codecs.painted import accept_painted
from tests.imaging.pictures import chunk, decoded, encoded, gradient

RULE = {"multiple_of": 8, "max_pixels": 512 * 512, "max_side": 1024, "min_side": 64}
FRAMES = [Image.fromarray(gradient(96, 64, seed)) for seed in range(3)]
KINDS = {"GIF": {}, "PNG": {}, "WEBP": {"lossless": True}, "AVIF": {"quality": 95, "subsampling": "4:4:4"}}


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_file_that_moves_the_first_frame_is_taken(kind):
    data = encoded(FRAMES[0], kind, save_all=True, append_images=FRAMES[1:], **KINDS[kind])

    done = ingest(data, **RULE)

    assert (done.width, done.height, done.moving) == (96, 64, True)
    assert np.abs(decoded(done.png).astype(int) - np.asarray(FRAMES[0])).mean() < 12  # a GIF has 256 colors


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_file_that_stands_still_nothing_is_said(kind):
    assert not ingest(encoded(FRAMES[0], kind, **KINDS[kind]), **RULE).moving


def test_of_an_apng_whose_still_stands_outside_the_first_frame_is_taken():
    hidden = encoded(FRAMES[0], save_all=True, append_images=FRAMES[1:], default_image=True)

    done = ingest(hidden, **RULE)

    assert done.moving
    assert np.array_equal(decoded(done.png), np.asarray(FRAMES[1]))


def test_of_an_apng_whose_first_frame_covers_a_part_the_still_is_taken():
    hidden = encoded(FRAMES[0], save_all=True, append_images=FRAMES[1:], default_image=True)
    at = hidden.index(b"fcTL")
    narrow = struct.pack(">III", 0, 90, 64) + hidden[at + 16 : at + 30]
    part = hidden[: at - 4] + chunk(b"fcTL", narrow) + hidden[at + 34 :]

    assert np.array_equal(decoded(ingest(part, **RULE).png), np.asarray(FRAMES[0]))


def test_what_the_first_frame_of_a_gif_does_not_cover_is_transparent():
    data = encoded(FRAMES[0].crop((0, 0, 48, 64)).quantize(4), "GIF")
    wide = data[:6] + struct.pack("<HH", 96, 64) + data[10:]

    done = ingest(wide, **RULE, choices=Choices(background="#0000ff", crop="whole", enlarge=False))

    assert decoded(done.png)[32, 70].tolist() == [0, 0, 255]
    assert decoded(done.png)[32, 5].tolist() != [0, 0, 255]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_painted_frame_that_moves_is_refused(kind):
    data = encoded(FRAMES[0], kind, save_all=True, append_images=FRAMES[1:])

    with pytest.raises(errors.Moving):
        accept_painted(data, width=96, height=64)
