import numpy as np
import pytest

from apps.imaging.effects.color_stabilization import CHAIN_REACH, stabilize_color
from tests.imaging.scenes import (
    Engine,
    balloon,
    chain,
    color_difference,
    other_hue,
    photo,
    surviving,
)

SIDE = 192
COUNT = 12


@pytest.fixture(scope="module")
def first():
    return photo("astronaut.png", SIDE)


@pytest.fixture(scope="module")
def drifted(first):
    return chain(Engine(SIDE), first, COUNT)


@pytest.fixture(scope="module")
def true(first):
    return chain(Engine(SIDE, drift=0), first, COUNT)


class Holding:
    """Holds each frame before the next is painted from it."""

    def __init__(self, first, amount):
        self.first, self.previous, self.amount = first, first, amount

    def __call__(self, frame, number):
        self.previous = stabilize_color(frame, self.first, amount=self.amount, previous=self.previous)
        return self.previous


def test_a_chain_that_is_held_ends_in_the_colors_of_the_chain_without_drift(first, drifted, true):
    held = chain(Engine(SIDE), first, COUNT, hold=Holding(first, 1.0))

    assert color_difference(drifted[-1], true[-1]) >= 7
    assert color_difference(held[-1], true[-1]) <= 2.5


def test_a_finished_chain_can_still_be_held(first, drifted, true):
    held = stabilize_color(drifted[-1], first, amount=1.0, reach=CHAIN_REACH)

    assert color_difference(held, true[-1]) <= 2.5


def test_half_an_amount_takes_back_about_half(first, drifted, true):
    held = stabilize_color(drifted[3], first, amount=0.5)

    left = color_difference(held, true[3]) / color_difference(drifted[3], true[3])
    assert 0.4 < left < 0.65


def test_holding_does_not_harm_a_new_object(first):
    change, where = balloon(SIDE, since=4)
    free = chain(Engine(SIDE, drift=0), first, 8, change=change)
    held = chain(Engine(SIDE, drift=0), first, 8, change=change, hold=Holding(first, 1.0))

    assert color_difference(held[-1], free[-1], where) <= 1.5


def test_holding_does_not_harm_a_zoom(first):
    free = chain(Engine(SIDE, drift=0, zoom=1.03), first, COUNT)
    held = chain(Engine(SIDE, drift=0, zoom=1.03), first, COUNT, hold=Holding(first, 1.0))

    assert color_difference(held[-1], free[-1]) <= 1.5


def test_the_frame_before_speaks_for_what_is_no_longer_seen_in_the_reference(first):
    truth = chain(Engine(SIDE, drift=0, zoom=1.03), first, COUNT)
    with_it = chain(Engine(SIDE, zoom=1.03), first, COUNT, hold=Holding(first, 1.0))
    without = chain(
        Engine(SIDE, zoom=1.03),
        first,
        COUNT,
        hold=lambda frame, _: stabilize_color(frame, first, amount=1.0),
    )

    assert color_difference(with_it[-1], truth[-1]) < 0.75 * color_difference(without[-1], truth[-1])


def test_a_hue_of_the_whole_picture_survives_half_a_hold_though_it_comes_slowly():
    first = photo("chelsea.png", SIDE)
    change = other_hue(first, degrees=90, pull=0.15)
    engine = Engine(SIDE, motion=0)
    free = chain(engine, first, 8, change=change)
    held = chain(engine, first, 8, change=change, hold=Holding(first, 0.5))

    assert surviving(first, held[-1], free[-1]) >= 0.8


def test_an_intended_hue_survives_half_a_hold(first):
    middle = np.zeros((SIDE, SIDE), bool)
    middle[SIDE // 4 : -SIDE // 4, SIDE // 4 : -SIDE // 4] = True
    change = other_hue(first, degrees=90, pull=0.4, where=middle)
    engine = Engine(SIDE, motion=0)
    free = chain(engine, first, 8, change=change)
    held = chain(engine, first, 8, change=change, hold=Holding(first, 0.5))

    assert surviving(first, held[-1], free[-1], middle) >= 0.8


def test_a_frame_that_shows_something_else_keeps_its_colors(first):
    other = photo("chelsea.png", SIDE)

    assert color_difference(stabilize_color(other, first, amount=1.0, reach=CHAIN_REACH), other) < 0.5


def test_no_amount_and_no_drift_leave_the_frame_as_it_is(first, drifted):
    assert np.array_equal(stabilize_color(drifted[3], first, amount=0), drifted[3])
    assert np.array_equal(stabilize_color(first, first, amount=1), first)


def test_hold_color_gives_the_same_bytes_again(first, drifted):
    once, again = (stabilize_color(drifted[5], first, amount=0.7, previous=drifted[4]) for _ in range(2))

    assert np.array_equal(once, again)


@pytest.mark.parametrize("size", [(1, 1), (9, 70), (65, 64)])
def test_hold_color_takes_frames_of_any_size(size):
    frame = np.full((*size, 3), 90, np.uint8)

    assert stabilize_color(frame, frame, amount=1).shape == frame.shape


def test_hold_color_refuses_another_amount_and_another_size(first):
    with pytest.raises(ValueError, match=r"an amount of 1\.1"):
        stabilize_color(first, first, amount=1.1)
    with pytest.raises(ValueError, match="and another of"):
        stabilize_color(first, first[:-1], amount=1)
