import numpy as np
import pytest

from apps.imaging.effects.loop_gap import measure_loop_gap, propose_trim
from apps.imaging.effects.loops import LOOP_STYLES, design_loop, plain_loop
from tests.imaging.scenes import photo, places, sample

SIDE = 64


def turning(count, per_turn, start=0):
    """Frames of a picture that goes round in a circle, `per_turn` frames a turn."""
    picture = photo("coffee.png", SIDE)
    angles = [2 * np.pi * (start + index) / per_turn for index in range(count)]
    return [sample(picture, places(SIDE) + 3 * np.array([np.cos(angle), np.sin(angle)])) for angle in angles]


def same(frames, others):
    return len(frames) == len(others) and all(map(np.array_equal, frames, others))


def test_a_closed_movement_has_a_seam_like_any_other_step():
    assert measure_loop_gap(turning(12, 12)).score < 0.2


def test_an_open_movement_jumps_at_its_seam():
    assert measure_loop_gap(turning(7, 12)).score > 0.5


def test_the_cut_proposed_is_the_one_turn_that_closes():
    trim = propose_trim(turning(15, 12))

    assert trim.last - trim.first + 1 == 12
    assert trim.loop_gap.score < 0.2


def test_of_two_turns_that_close_both_are_kept():
    trim = propose_trim(turning(25, 12))

    assert trim.last - trim.first + 1 == 24


def test_the_cut_proposed_leaves_a_closed_loop_whole():
    trim = propose_trim(turning(12, 12))

    assert (trim.first, trim.last) == (0, 11)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_cut_of_few_frames_takes_all_of_them(count):
    trim = propose_trim(turning(count, 12))

    assert (trim.first, trim.last) == (0, count - 1)


def test_frames_that_stand_still_have_no_seam():
    assert measure_loop_gap(turning(1, 12) * 5).score == 0


@pytest.mark.parametrize(
    ("style", "order"),
    [
        ("forward", (0, 1, 2, 3)),
        ("once", (0, 1, 2, 3)),
        ("reverse", (3, 2, 1, 0)),
        ("ping-pong", (0, 1, 2, 3, 2, 1)),
    ],
)
def test_plain_styles_only_order_the_frames(style, order):
    frames = turning(4, 12)

    assert same(design_loop(frames, style), [frames[index] for index in order])


def test_return_to_start_leads_back_in_steps_instead_of_a_jump():
    frames = turning(5, 12)

    shown = design_loop(frames, "return-to-start", bridge_frames=4)

    assert same(shown[:5], frames)
    assert len(shown) == 9
    assert measure_loop_gap(shown).jump < 0.5 * measure_loop_gap(frames).jump


def test_a_cross_faded_loop_is_shorter_and_does_not_jump():
    frames = turning(10, 14)

    shown = design_loop(frames, "cross-faded", bridge_frames=3)

    assert len(shown) == 7
    assert same(shown[:4], frames[3:7])
    assert measure_loop_gap(shown).score < 0.5 * measure_loop_gap(frames).score


@pytest.mark.parametrize("style", LOOP_STYLES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_every_style_takes_any_number_of_frames(style, count):
    shown = design_loop(turning(count, 12), style)

    assert len(shown) >= count if count < 2 or style != "cross-faded" else len(shown) == 1
    assert plain_loop(style) in ("forward", "once")


def test_loops_refuse_what_they_do_not_know():
    with pytest.raises(ValueError, match="no loop is called"):
        design_loop([], "sideways")
    with pytest.raises(ValueError, match="-1 frames"):
        design_loop([], "forward", bridge_frames=-1)
    with pytest.raises(ValueError, match="no frames"):
        measure_loop_gap([])
    with pytest.raises(ValueError, match="a cut of 0"):
        propose_trim(turning(2, 12), min_count=0)
