import cv2
import numpy as np
import pytest

from apps.imaging.inbetween import fill_between, find_passage, frame_between
from tests.imaging.scenes import halves, photo, psnr

SIDE = 320


@pytest.mark.parametrize(("reach", "gain"), [(4, 5), (12, 2.5), (0, -0.2)])
def test_a_frame_between_is_nearer_to_the_truth_than_a_cross_fade(reach, gain):
    first, middle, last = halves(photo("chelsea.png", SIDE), reach, seed=1)

    found = frame_between(find_passage(first, last), 0.5)

    assert psnr(found, middle) - psnr(cv2.addWeighted(first, 0.5, last, 0.5, 0), middle) >= gain


def test_where_nothing_is_recognized_the_frame_between_is_a_cross_fade():
    first, last = photo("chelsea.png", 96), photo("rocket.jpg", 96)
    fade = cv2.addWeighted(first, 0.5, last, 0.5, 0)

    found = frame_between(find_passage(first, last), 0.5)

    assert np.median(np.abs(found.astype(int) - fade)) <= 2


def test_both_ends_of_a_passage_are_the_frames_themselves():
    first, last = photo("chelsea.png", 64), photo("coffee.png", 64)
    passage = find_passage(first, last)

    assert np.array_equal(frame_between(passage, 0), first)
    assert np.array_equal(frame_between(passage, 1), last)


@pytest.mark.parametrize(("closed", "count"), [(False, 9), (True, 12)])
def test_three_painted_frames_become_twelve_and_stay_as_they_were(closed, count):
    painted = list(halves(photo("chelsea.png", 64), 4, seed=0))

    shown = list(fill_between(painted, 4, closed=closed))

    assert len(shown) == count
    assert all(np.array_equal(shown[4 * index], frame) for index, frame in enumerate(painted))


def test_ease_holds_the_first_in_between_nearer_to_its_painted_frame():
    first, _, last = halves(photo("chelsea.png", 96), 8, seed=0)

    even, slow = (list(fill_between([first, last], 4, ease=ease))[1] for ease in ("linear", "in"))

    assert psnr(slow, first) > psnr(even, first) + 1


def test_one_frame_or_none_has_nothing_between():
    frame = photo("chelsea.png", 64)

    assert [len(list(fill_between(frames, 3, closed=True))) for frames in ([], [frame])] == [0, 1]


def test_in_betweens_of_two_sizes_or_outside_the_way_are_refused():
    frame = photo("chelsea.png", 64)
    with pytest.raises(ValueError, match="from"):
        find_passage(frame, frame[1:])
    with pytest.raises(ValueError, match="a part of 2"):
        frame_between(find_passage(frame, frame), 2)
    with pytest.raises(ValueError, match="0 times"):
        list(fill_between([frame], 0))
