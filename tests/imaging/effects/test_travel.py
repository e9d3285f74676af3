import numpy as np
import pytest

from apps.imaging.effects.mask import composite, count_differing_outside, feather
from apps.imaging.effects.travel import travel_masks
from tests.imaging.scenes import deformed, overlap, panned, passed_by, photo, region

SIDE = 192
COUNT = 7


@pytest.fixture(scope="module")
def moving():
    return deformed(photo("chelsea.png", SIDE), region(SIDE, 0), "medium", count=COUNT)


def overlaps(found, truth):
    return [overlap(travelled.mask, true) for travelled, true in zip(found, truth, strict=True)]


def test_a_mask_follows_what_it_was_painted_on(moving):
    frames, truth = moving

    found = travel_masks(frames, {0: truth[0]})

    assert [travelled.origin for travelled in found] == ["painted"] + ["carried"] * (COUNT - 1)
    assert min(overlaps(found, truth)) >= 0.93
    assert overlap(truth[0], truth[-1]) < 0.7


def test_a_mask_painted_on_a_later_frame_is_carried_both_ways(moving):
    frames, truth = moving

    found = travel_masks(frames, {3: truth[3]})

    assert found[3].origin == "painted"
    assert min(overlaps(found, truth)) >= 0.93


@pytest.mark.large
def test_a_correction_changes_the_frames_around_it_and_none_beyond_the_next_painted_one(moving):
    frames, truth = moving
    wrong = np.roll(truth[0], SIDE // 8, axis=1)
    before = travel_masks(frames, {0: wrong})

    after = travel_masks(frames, {0: wrong, 4: truth[4]})

    assert min(overlaps(after, truth)[4:]) >= 0.93
    assert overlap(after[3].mask, truth[3]) > overlap(before[3].mask, truth[3]) + 0.05
    assert np.array_equal(after[0].mask, wrong)


@pytest.mark.large
def test_a_mask_comes_out_whole_behind_an_obstacle_that_passed():
    frames, truth = deformed(photo("astronaut.png", 256), region(256, 0), "medium")
    covered, visible = passed_by(frames, truth, photo("rocket.jpg", 256))

    found = travel_masks(covered, {0: visible[0]})

    assert overlap(found[-1].mask, visible[-1]) >= 0.95


def test_a_mask_follows_a_panning_camera():
    side = SIDE * 4 // 3
    scene, mask = photo("astronaut.png", side), np.zeros((side, side), np.uint8)
    mask[30 : 30 + SIDE, 40 : 40 + SIDE] = region(SIDE, 1)
    frames, truth = panned(scene, mask, SIDE, count=COUNT)

    assert min(overlaps(travel_masks(frames, {0: truth[0]}), truth)) >= 0.85


def test_a_mask_is_kept_where_the_picture_becomes_another_one(moving):
    frames, truth = moving
    other = photo("coffee.png", SIDE)

    found = travel_masks([frames[0], other], {0: truth[0]})

    assert found[1].origin == "kept"
    assert overlap(found[1].mask, truth[0]) > 0.95


def test_what_is_composited_through_a_travelled_mask_is_untouched_outside(moving):
    frames, truth = moving
    found = travel_masks(frames[:3], {0: truth[0]})

    laid = [
        composite(frames[0], frame, feather(travelled.mask, 5)) for frame, travelled in zip(frames, found, strict=False)
    ]

    assert [
        count_differing_outside(frame, frames[0], travelled.mask) for frame, travelled in zip(laid, found, strict=True)
    ] == [0] * 3


@pytest.mark.parametrize("painted", [{}, {9: np.zeros((8, 8), np.uint8)}, {0: np.zeros((8, 9), np.uint8)}])
def test_travel_masks_refuses_masks_that_do_not_fit(painted):
    with pytest.raises(ValueError, match="mask"):
        travel_masks([np.zeros((8, 8, 3), np.uint8)] * 2, painted)


def test_an_empty_mask_and_a_single_frame_stay_as_they_are():
    frame, empty = photo("coffee.png", 64), np.zeros((64, 64), np.uint8)

    assert [travelled.mask.max() for travelled in travel_masks([frame, frame], {0: empty})] == [0, 0]
    assert len(travel_masks([frame], {0: empty})) == 1
