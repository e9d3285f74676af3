import cv2
import numpy as np
import pytest

from apps.imaging.effects.sharpness import measure_sharpness, restore_sharpness, unsharp
from tests.imaging.scenes import photo


@pytest.fixture(scope="module")
def first():
    return photo("chelsea.png", 128)


def test_a_softened_frame_gets_some_of_its_sharpness_back(first):
    soft = cv2.GaussianBlur(first, (0, 0), 0.5)

    held = restore_sharpness(soft, first, limit=0.3)

    assert measure_sharpness(soft) < measure_sharpness(held) <= measure_sharpness(first) * 1.05


def test_a_frame_that_is_sharp_enough_stays_as_it_is(first):
    assert np.array_equal(restore_sharpness(first, first), first)
    assert np.array_equal(restore_sharpness(unsharp(first, 0.2), first), unsharp(first, 0.2))


def test_unsharp_of_nothing_changes_nothing_and_a_flat_frame_stays_flat(first):
    flat = np.full((16, 16, 3), 90, np.uint8)

    assert np.array_equal(unsharp(first, 0), first)
    assert np.array_equal(unsharp(flat, 0.3), flat)


def test_too_much_sharpening_is_refused(first):
    with pytest.raises(ValueError, match="an unsharp amount"):
        restore_sharpness(first, first, limit=0.5)
    with pytest.raises(ValueError, match="an amount of -1"):
        unsharp(first, -1)
