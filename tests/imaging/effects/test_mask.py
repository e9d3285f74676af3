import numpy as np
import pytest

from apps.imaging.effects.mask import composite, count_differing_outside, depth, feather, is_inside
from tests.imaging.pictures import noise
from tests.imaging.scenes import region

SIDE = 96


def test_feather_rises_inwards_and_is_nothing_outside():
    mask = region(SIDE, 0)

    weight = feather(mask, 6)

    assert weight[mask == 0].max() == 0
    assert weight[SIDE // 2, SIDE // 2] == 1
    row = weight[SIDE // 2, : SIDE // 2]
    rising = row[row > 0]
    assert (np.diff(rising) >= 0).all()
    assert 5 <= np.count_nonzero(rising < 1) <= 8


def test_feather_of_a_thin_mask_reaches_one_all_the_same():
    line = np.zeros((20, 20), np.uint8)
    line[8:12] = 255
    assert depth(line) == 2
    assert feather(line, 6).max() == 1
    assert feather(line, 6)[~is_inside(line)].max() == 0


@pytest.mark.parametrize("radius", [0, 5])
def test_feather_of_a_mask_that_is_all_white_or_all_black_has_no_edge(radius):
    assert feather(np.full((8, 9), 255, np.uint8), radius).min() == 1
    assert feather(np.zeros((8, 9), np.uint8), radius).max() == 0


def test_composite_keeps_the_original_outside_and_the_painted_inside_to_the_pixel():
    original, painted, mask = noise(SIDE, SIDE), noise(SIDE, SIDE, seed=1), region(SIDE, 1)

    laid = composite(original, painted, feather(mask, 4))

    assert count_differing_outside(laid, original, mask) == 0
    deep = feather(mask, 4) == 1
    assert deep.any()
    assert np.array_equal(laid[deep], painted[deep])


def test_count_differing_outside_counts_every_pixel_once():
    original, mask = noise(SIDE, SIDE), region(SIDE, 0)
    touched = original.copy()
    touched[0, :3] ^= 1  # all three channels
    touched[5, 5, 2] ^= 128
    touched[SIDE // 2, SIDE // 2] ^= 255  # inside

    assert count_differing_outside(touched, original, mask) == 4


def test_masks_of_another_size_and_negative_feathers_are_refused():
    with pytest.raises(ValueError, match="a feather of -1"):
        feather(region(8, 0), -1)
    with pytest.raises(ValueError, match="over"):
        composite(noise(8, 8), noise(8, 8), np.ones((8, 9), np.float32))
