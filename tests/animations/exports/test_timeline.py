"""What a timeline takes, what it refuses, and which frames it shows."""

import numpy as np
import pytest

from apps.animations.create.recipe import RecipeInput, RecipeInvalid, complete
from apps.animations.exports.frame_sequence import frame_sequence
from apps.animations.exports.spec import ExportSpec, complete_file, digest_of
from apps.animations.exports.timeline import TimelineInput, TimelineInvalid, complete_timeline, read_timeline
from apps.imaging.effects.loops import LOOP_STYLES


def gray(count: int, *, width: int = 64, height: int = 48) -> list[np.ndarray]:
    """Frames that tell their number: each is 20 levels lighter than the one before."""
    return [np.full((height, width, 3), 20 * number, np.uint8) for number in range(count)]


def levels(painted: list[np.ndarray], **spec) -> list[int]:
    with frame_sequence(painted, complete_timeline(TimelineInput(**spec), painted=len(painted))) as shown:
        return [int(frame[0, 0, 0]) for frame in shown]


def test_all_that_is_wrong_is_said_at_once():
    wrong = {
        "fps": float("nan"),
        "loop": "sideways",
        "interpolation_factor": 5,
        "ease": "bouncy",
        "motion": {"zoom": 99, "turn": float("inf")},
        "caption": {"text": "猫"},
        "crop": {"shape": "round"},
        "trim": (3, 9),
    }
    with pytest.raises(TimelineInvalid) as refused:
        complete_timeline(TimelineInput(**wrong), painted=4)

    assert set(refused.value.errors) == set(wrong)
    assert "猫" in refused.value.errors["caption"]
    assert refused.value.errors["trim"] == "Choose a first and last frame between 1 and 4, in that order."


def test_what_is_said_and_is_the_default_makes_the_same_order():
    plainly = complete(RecipeInput(prompt="rage", engine="sketch"), masked=False)
    said = complete(
        RecipeInput(
            prompt="rage",
            engine="sketch",
            interpolation_factor=1,
            ease="out",
            motion={"zoom": 1.0},
            caption={"text": "  "},
            crop={"shape": "whole"},
        ),
        masked=False,
    )

    assert plainly.as_words() == said.as_words()
    assert plainly.timeline == {}


def test_a_recipe_says_what_is_wrong_with_its_timeline_together_with_the_rest():
    with pytest.raises(RecipeInvalid) as refused:
        complete(RecipeInput(prompt="", engine="sketch", interpolation_factor=9, loop="sideways"), masked=False)

    assert set(refused.value.errors) == {"prompt", "interpolation_factor", "loop"}


def test_a_timeline_is_read_as_it_was_written():
    words = {
        "interpolation_factor": 3,
        "ease": "in-out",
        "motion": {"zoom": 1.3, "returns": True},
        "caption": {"text": "Monday", "position": "top"},
        "crop": {"shape": "square", "focus": [0.2, 0.8]},
        "trim": [2, 4],
    }
    timeline = complete_timeline(TimelineInput(fps=12, loop="cross-faded", **words), painted=6)

    assert timeline.as_words() == words
    assert read_timeline(12, "cross-faded", timeline.as_words()) == timeline


@pytest.mark.parametrize("loop", LOOP_STYLES)
@pytest.mark.parametrize("interpolation_factor", [1, 4])
@pytest.mark.parametrize("painted", [1, 2, 5])
def test_as_many_frames_are_shown_as_was_said_before(loop: str, interpolation_factor: int, painted: int):
    timeline = complete_timeline(TimelineInput(loop=loop, interpolation_factor=interpolation_factor), painted=painted)

    with frame_sequence(gray(painted), timeline) as shown:
        assert len(shown) == len(list(shown)) == timeline.shown_count(painted)


def test_frames_are_cut_filled_and_ordered():
    assert levels(gray(4)) == [0, 20, 40, 60]
    assert levels(gray(4), trim=(2, 4), loop="ping-pong") == [20, 40, 60, 40]
    assert levels(gray(3), interpolation_factor=2, loop="once") == [0, 10, 20, 30, 40]
    assert levels(gray(3), interpolation_factor=2) == [0, 10, 20, 30, 40, 20]  # a loop goes on to its first frame
    assert levels(gray(3), loop="reverse") == [40, 20, 0]
    assert levels(gray(3), loop="return-to-start")[:3] == [0, 20, 40]
    assert (
        sorted(levels(gray(3), loop="return-to-start")[3:], reverse=True) == levels(gray(3), loop="return-to-start")[3:]
    )
    assert levels(gray(6), loop="cross-faded") == [45, 50, 55]  # the end fades into the beginning


def test_the_camera_moves_the_crop_cuts_and_the_caption_stands_still():
    photo = np.random.default_rng(1).integers(0, 255, (64, 96, 3), np.uint8)
    still = complete_timeline(TimelineInput(crop={"shape": "square", "focus": (1, 0.5)}))
    moving = complete_timeline(
        TimelineInput(crop={"shape": "square"}, motion={"zoom": 1.5}, caption={"text": "NO", "position": "top"})
    )

    with frame_sequence([photo, photo], still) as shown:
        assert np.array_equal(shown[0], photo[:, 32:])
    with frame_sequence([photo, photo], moving, max_side=48) as shown:
        first, last = shown
    assert first.shape == (48, 48, 3)
    assert not np.array_equal(first[24:], last[24:])
    white = [(frame.min(axis=2) == 255) for frame in (first[:16], last[:16])]
    assert (white[0] & white[1]).sum() >= 20


def test_a_file_that_would_be_too_much_is_refused_with_what_to_change():
    timeline = complete_timeline(TimelineInput(interpolation_factor=4, loop="ping-pong"))
    spec = ExportSpec(timeline, max_side=1024)

    with pytest.raises(TimelineInvalid, match="Choose fewer in-between frames, another loop or a smaller size"):
        complete_file(spec, width=1024, height=1024, painted=24)
    complete_file(
        ExportSpec(complete_timeline(TimelineInput(interpolation_factor=4)), max_side=1024),
        width=1024,
        height=1024,
        painted=24,
    )
    complete_file(spec.for_place("discord-upload"), width=1024, height=1024, painted=24)  # is made smaller instead


def test_a_number_of_bytes_that_no_file_has_is_refused_before_it_reaches_a_table():
    spec = ExportSpec(complete_timeline(TimelineInput()), max_bytes=2**31)

    with pytest.raises(TimelineInvalid, match="Allow at most 1,000,000,000 bytes, or leave it out for no limit."):
        complete_file(spec, width=64, height=64, painted=2)


def test_a_caption_without_room_is_refused_before_anything_is_made():
    spec = ExportSpec(complete_timeline(TimelineInput(caption={"text": "Donaudampfschifffahrtsgesellschaftskapitän"})))

    complete_file(spec, width=640, height=640, painted=2)
    with pytest.raises(TimelineInvalid, match="doesn't fit on the picture"):
        complete_file(spec.for_place("slack-emoji"), width=640, height=640, painted=2)


def test_a_file_is_named_by_everything_that_makes_it_another_one():
    def named(slug: str = "", **spec) -> str:
        file = ExportSpec(complete_timeline(TimelineInput(**spec), painted=3))
        return digest_of(file.for_place(slug) if slug else file, ["a", "b", "c"])

    names = [
        named(),
        named(fps=9),
        named(loop="once"),
        named(interpolation_factor=2),
        named(interpolation_factor=2, ease="in"),
        named(motion={"zoom": 2}),
        named(caption={"text": "no"}),
        named(crop={"shape": "square"}),
        named(trim=(1, 2)),
        named("slack-emoji"),
        named("discord-emoji"),
    ]
    assert len(set(names)) == len(names)
    assert named() == named(interpolation_factor=1, trim=(1, 3))
