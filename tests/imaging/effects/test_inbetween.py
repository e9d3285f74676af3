import itertools

import cv2
import numpy as np
import pytest

from apps.imaging.effects.inbetween import fill_between, find_passage, frame_between, frame_beyond
from tests.imaging.scenes import halves, photo, places, psnr, sample, wobble

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


def test_a_movement_that_goes_on_is_nearer_to_the_truth_than_standing_still():
    way = wobble(160, 1) * 4
    first, last, truth = (sample(photo("chelsea.png", 160), places(160) + way * part) for part in (0, 1, 1.09))

    assert psnr(frame_beyond(find_passage(first, last), 1.09), truth) > psnr(last, truth) + 3


@pytest.mark.parametrize("factor", [2, 3, 4])
@pytest.mark.parametrize("closed", [False, True])
def test_overshoot_repeats_no_frame_and_goes_a_little_too_far(factor, closed):
    lit = [np.full((48, 48, 3), level, np.uint8) for level in (20, 80, 140)]

    shown = [int(frame[24, 24, 0]) for frame in fill_between(lit, factor, ease="overshoot", closed=closed)]

    assert all(one != other for one, other in itertools.pairwise(shown))
    assert 80 < max(shown[:factor]) < 90  # beyond the second painted frame, and back to it
    assert shown[factor] == 80


def test_one_frame_or_none_has_nothing_between():
    frame = photo("chelsea.png", 64)

    assert [len(list(fill_between(frames, 3, closed=True))) for frames in ([], [frame])] == [0, 1]


def test_in_betweens_of_two_sizes_or_outside_the_way_are_refused():
    frame = photo("chelsea.png", 64)
    with pytest.raises(ValueError, match="from"):
        find_passage(frame, frame[1:])
    with pytest.raises(ValueError, match="a part of 2"):
        frame_between(find_passage(frame, frame), 2)
    for part in (0.9, 2):
        with pytest.raises(ValueError, match="a part of"):
            frame_beyond(find_passage(frame, frame), part)
    with pytest.raises(ValueError, match="0 times"):
        list(fill_between([frame], 0))
