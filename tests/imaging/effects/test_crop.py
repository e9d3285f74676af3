import numpy as np
import pytest

from apps.imaging.effects.crop import Box, crop, crop_box, safe_area
from tests.imaging.pictures import noise


@pytest.mark.parametrize(
    ("size", "ratio", "focus", "expected"),
    [
        ((100, 50), 1, (0.5, 0.5), Box(25, 0, 50, 50)),
        ((100, 50), 1, (0.9, 0.1), Box(50, 0, 50, 50)),
        ((50, 100), 1, (0.0, 1.0), Box(0, 50, 50, 50)),
        ((100, 50), 2, (0.0, 0.0), Box(0, 0, 100, 50)),
        ((90, 90), 16 / 9, (0.5, 0.5), Box(0, 20, 90, 51)),
        ((1, 1), 3, (0.5, 0.5), Box(0, 0, 1, 1)),
    ],
)
def test_crop_box_is_the_largest_of_its_shape_around_the_focus(size, ratio, focus, expected):
    assert crop_box(*size, ratio=ratio, focus=focus) == expected


@pytest.mark.parametrize(("focus", "expected"), [((0.5, 0.5), Box(75, 25, 50, 50)), ((0.0, 1.0), Box(0, 50, 50, 50))])
def test_a_share_of_the_box_stays_around_the_focus_and_inside(focus, expected):
    assert crop_box(200, 100, ratio=1, focus=focus, share=0.5) == expected


@pytest.mark.parametrize("share", [0, -1, 1.1])
def test_a_share_is_a_part_of_the_largest_box(share):
    with pytest.raises(ValueError, match="a ratio"):
        crop_box(200, 100, ratio=1, share=share)


def test_crop_is_a_copy_of_the_box():
    frame = noise(20, 10)

    cut = crop(frame, Box(3, 2, 5, 4))

    assert np.array_equal(cut, frame[2:6, 3:8])
    assert not np.shares_memory(cut, frame)


@pytest.mark.parametrize("box", [Box(-1, 0, 5, 5), Box(16, 0, 5, 5), Box(0, 6, 5, 5), Box(0, 0, 0, 5)])
def test_crop_refuses_a_box_that_is_not_inside(box):
    with pytest.raises(ValueError, match="of a frame of 20 × 10"):
        crop(noise(20, 10), box)


def test_safe_area_leaves_a_twentieth_on_each_side():
    assert safe_area(200, 100) == Box(10, 5, 180, 90)
    assert safe_area(1, 1) == Box(0, 0, 1, 1)


def test_shapes_and_margins_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="a ratio of 0"):
        crop_box(10, 10, ratio=0)
    with pytest.raises(ValueError, match="around"):
        crop_box(10, 10, ratio=1, focus=(0, 2))
    with pytest.raises(ValueError, match="a margin"):
        safe_area(10, 10, margin=0.5)
