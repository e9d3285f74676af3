import numpy as np
import pytest

from apps.imaging.effects.drift import Drift, measure_drift, similarity
from apps.imaging.effects.lab import shift_lab
from apps.imaging.effects.sharpness import unsharp
from tests.imaging.pictures import noise
from tests.imaging.scenes import Engine, balloon, chain, photo

SIDE = 192


@pytest.fixture(scope="module")
def first():
    return photo("chelsea.png", SIDE)


def test_a_frame_beside_itself_has_not_drifted(first):
    assert measure_drift(first, first, first) == Drift(0, 0, 0, 1, 1, 1, pytest.approx(1), pytest.approx(1))


def test_a_shift_of_all_colors_is_read_off_as_it_is(first):
    shifted = shift_lab(first, np.full(first.shape, (-3, 4, -2), np.float32))

    drift = measure_drift(shifted, first, first)

    assert (drift.lightness, drift.green_red, drift.blue_yellow) == pytest.approx((-3, 4, -2), abs=0.3)
    assert drift.off_by == pytest.approx(np.sqrt(29), abs=0.3)
    assert drift.similarity_to_first > 0.95


def test_a_new_object_is_not_drift(first):
    change, where = balloon(SIDE, since=0)

    assert where.mean() > 0.1
    assert measure_drift(change(first, 1), first, first).off_by < 1


def test_contrast_saturation_and_sharpness_are_ratios_to_the_first_frame(first):
    gray = np.repeat(first.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    flat = (first * 0.5 + 64).astype(np.uint8)

    assert measure_drift(gray, first, first).saturation < 0.05
    assert measure_drift(flat, first, first).contrast == pytest.approx(0.5, abs=0.08)
    assert measure_drift(unsharp(first, 0.3), first, first).sharpness > 1.1


def test_similarities_tell_the_first_frame_from_the_one_before(first):
    frames = chain(Engine(SIDE), first, 6)

    drift = measure_drift(frames[5], frames[0], frames[4])

    assert 0 < drift.similarity_to_first < drift.similarity_to_previous < 1
    assert similarity(first, noise(SIDE, SIDE)) < 0.2


def test_a_chain_is_off_by_more_with_every_frame(first):
    frames = chain(Engine(SIDE), first, 8)
    drifts = [measure_drift(frame, first, before) for frame, before in zip(frames, [first, *frames], strict=False)]
    off = [drift.off_by for drift in drifts]

    assert off == sorted(off)
    assert off[0] < off[-1]


def test_a_picture_without_color_or_contrast_has_ratios_all_the_same():
    black = np.zeros((1, 1, 3), np.uint8)

    assert measure_drift(black, black, black).contrast == 1


def test_measure_drift_refuses_another_size(first):
    with pytest.raises(ValueError, match="beside"):
        measure_drift(first, first[1:], first)


def test_what_drifts_within_a_mask_is_measured_there(first):
    mask = np.zeros(first.shape[:2], np.uint8)
    mask[: first.shape[0] // 4] = 255
    shifted = first.copy()
    shifted[mask > 0] = np.clip(shifted[mask > 0].astype(int) + np.array([20, 0, 20]), 0, 255)

    assert measure_drift(shifted, first, first).off_by < 0.5
    assert measure_drift(shifted, first, first, within=mask).off_by > 5
