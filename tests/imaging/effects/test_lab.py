import numpy as np

from apps.imaging.effects.lab import shift_lab, to_lab
from tests.imaging.pictures import noise
from tests.imaging.scenes import photo


def test_no_shift_leaves_every_pixel_of_noise_as_it_is():
    frame = noise(64, 48)

    assert np.array_equal(shift_lab(frame, np.zeros((48, 64, 3), np.float32)), frame)


def test_shift_lab_moves_the_colors_by_what_is_asked_for():
    frame = photo("chelsea.png", 64)
    shift = np.full((64, 64, 3), (4, -3, 2), np.float32)

    moved = to_lab(shift_lab(frame, shift)) - to_lab(frame)

    assert np.allclose(np.median(moved, axis=(0, 1)), (4, -3, 2), atol=0.25)


def test_to_lab_gives_white_gray_and_black_without_color():
    lab = to_lab(np.array([[[255] * 3, [119] * 3, [0] * 3]], np.uint8))

    assert np.allclose(lab[0, :, 0], (100, 50, 0), atol=0.5)
    assert np.abs(lab[0, :, 1:]).max() < 0.5
