"""Of every kind of file that moves, the first frame is taken, and it is said that it moves."""

import numpy as np
import pytest
from PIL import Image

from apps.imaging import errors
from apps.imaging.ingest import accept_painted, ingest
from tests.imaging.pictures import decoded, encoded, gradient

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


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_painted_frame_that_moves_is_refused(kind):
    data = encoded(FRAMES[0], kind, save_all=True, append_images=FRAMES[1:])

    with pytest.raises(errors.Moving):
        accept_painted(data, width=96, height=64)
