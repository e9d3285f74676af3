from typing import get_args

import cv2
import numpy as np
import pytest

from apps.imaging.effects.flow import (
    Effort,
    compose,
    coordinates,
    dense_flow,
    leaves_frame,
    match,
    normalized_luma,
    resize_flow,
    round_trip_error,
    warp,
)
from tests.imaging.scenes import photo, places, sample

SIDE = 128


@pytest.fixture(scope="module")
def picture():
    return photo("astronaut.png", SIDE)


def inner(values, margin=16):
    return values[margin:-margin, margin:-margin]


@pytest.mark.parametrize("effort", get_args(Effort))
def test_dense_flow_finds_a_shift_with_every_effort(picture, effort):
    moved = sample(picture, places(SIDE) - np.array([3.0, -2.0]))

    flow = dense_flow(normalized_luma(picture), normalized_luma(moved), effort=effort)

    assert (flow.shape, flow.dtype) == ((SIDE, SIDE, 2), np.float32)
    assert np.median(np.abs(inner(flow) - [3, -2])) < 0.3


def test_dense_flow_of_normalized_luma_is_blind_to_brightness_and_contrast(picture):
    moved = sample(picture, places(SIDE) - np.array([3.0, 0.0]))
    shade = np.linspace(0, 150, SIDE)[:, None, None] * np.linspace(1, 0, SIDE)[None, :, None]
    darker = (moved * 0.25 + shade).astype(np.uint8)

    flow = dense_flow(normalized_luma(picture), normalized_luma(darker))

    assert np.median(np.abs(inner(flow) - [3, 0])) < 0.3


def test_normalized_luma_is_the_same_for_a_flatter_and_brighter_frame(picture):
    flatter = (picture * 0.5 + 90).astype(np.uint8)

    apart = normalized_luma(picture).astype(int) - normalized_luma(flatter)

    assert np.abs(picture.astype(int) - flatter).mean() > 30
    assert np.abs(apart).mean() < 6


@pytest.mark.parametrize("size", [(1, 1), (8, 64), (12, 100), (31, 512), (16, 17)])
def test_dense_flow_of_sides_that_crash_opencv_is_found_all_the_same(size):
    luma = np.random.default_rng(0).integers(0, 256, size, np.uint8)

    assert dense_flow(luma, luma).shape == (*size, 2)


def test_dense_flow_is_the_same_with_any_number_of_threads(picture):
    one, other = normalized_luma(picture), normalized_luma(picture[::-1])
    threads = cv2.getNumThreads()
    found = []
    for count in (1, 4):
        cv2.setNumThreads(count)
        found.append(dense_flow(one, other, effort="fine"))
    cv2.setNumThreads(threads)

    assert np.array_equal(*found)


def test_dense_flow_refuses_pictures_of_two_sizes():
    with pytest.raises(ValueError, match="flow from"):
        dense_flow(np.zeros((8, 8), np.uint8), np.zeros((8, 9), np.uint8))


def test_warp_with_the_flow_to_another_frame_shows_that_frame_in_the_place_of_the_first():
    ramp = np.tile(np.arange(32, dtype=np.float32) * 4, (32, 1))
    flow = np.zeros((32, 32, 2), np.float32)
    flow[..., 0] = 2.5

    warped = warp(ramp, flow)

    assert np.allclose(warped[:, :29], ramp[:, :29] + 10)
    assert np.allclose(warped[:, 30:], 124)  # beyond the edge, the edge


def test_compose_adds_up_what_happens_on_the_way():
    stretch = coordinates(40, 40) * np.float32(0.1)
    step = np.full((40, 40, 2), 2, np.float32)

    composed = compose(step, stretch)

    assert np.allclose(composed[:37, :37], (step + stretch + 0.2)[:37, :37], atol=1e-4)


def test_round_trip_error_is_nothing_for_a_way_back_and_its_length_for_a_wrong_one():
    there = np.full((20, 20, 2), (3, 4), np.float32)

    assert round_trip_error(there, -there).max() == 0
    assert np.allclose(round_trip_error(there, np.zeros_like(there)), 5)


def test_leaves_frame_tells_what_ends_beyond_the_edge():
    flow = np.zeros((4, 6, 2), np.float32)
    flow[..., 0] = 2

    assert np.array_equal(leaves_frame(flow), np.tile([False] * 4 + [True] * 2, (4, 1)))


def test_resize_flow_makes_vectors_as_much_longer_as_the_picture():
    flow = np.full((10, 20, 2), (1, 2), np.float32)

    assert np.allclose(resize_flow(flow, 40, 30), (2, 6))


def test_match_finds_a_far_zoom_that_one_step_loses():
    picture = photo("astronaut.png", 192)
    middle = 95.5
    zoomed = sample(picture, (places(192) - middle) / 1.18 + middle)
    truth = (places(192) - middle) / 1.18 + middle - places(192)
    one, other = normalized_luma(zoomed), normalized_luma(picture)

    flow, error = match(one, other)

    far = np.linalg.norm(flow - truth, axis=2)
    alone = np.linalg.norm(dense_flow(one, other) - truth, axis=2)
    assert np.median(far) < 0.5
    assert (far > 3).mean() < 0.5 * (alone > 3).mean()
    assert np.median(error) < 0.5
