"""What is done to a painted frame before it is shown and painted on."""

import hashlib

import numpy as np
import pytest

from apps.animations import media
from apps.animations.create.draft import recipe_of
from apps.animations.create.recipe import RecipeInput, RecipeInvalid, complete
from apps.animations.models import Animation, AnimationState, FailureReason
from apps.animations.rendering import masks
from apps.credits.selectors import Receipt, frame_receipts
from apps.imaging.codecs.frames import decode_gray, decode_png, encode_png
from apps.imaging.effects.mask import is_inside
from apps.imaging.effects.motion import Motion, move_on
from tests.animations.harness import Harness
from tests.factories.accounts import make_person

SIDE = 64


@pytest.fixture
def alice(transactional_db):
    return make_person("alice", credits=500)


def middle() -> bytes:
    """A mask over the middle of the stage's small picture."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[16:48, 16:40] = 255
    return encode_png(mask)


def ended(harness: Harness, owner, *, kind: str = "creeping", **wish: object) -> Animation:
    harness.fake.next(kind, times=12)
    animation = harness.start(owner, **wish)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    return animation


def off_by(animation: Animation) -> list[float]:
    return [frame.drift["off_by"] for frame in animation.frames.stored()]


@pytest.mark.large
def test_colors_creep_unless_they_are_held(harness: Harness, alice):
    free = off_by(ended(harness, alice, frames=8, color_stabilization=0, stop_off_by=60))
    held = off_by(ended(harness, alice, frames=8, color_stabilization=1))

    assert free[-1] > 7
    assert held[-1] < free[-1] / 3
    assert max(held) < 2.5


def test_a_held_frame_is_what_the_next_is_painted_on_and_the_painted_one_is_kept(harness: Harness, alice):
    animation = ended(harness, alice, frames=2, color_stabilization=1)

    first = animation.frames.get(position=1)
    assert first.painted_key != first.image_key
    assert media.read(first.painted_key) != media.read(first.image_key)
    assert harness.arrivals()[1]["files"]["image"]["sha256"] == first.sha256


def test_colors_that_a_prompt_changes_at_once_become_the_ones_that_hold(harness: Harness, alice):
    animation = ended(harness, alice, kind="ok", frames=2, color_stabilization=1, strength=0.85)

    frame = animation.frames.get(position=1)
    assert frame.sets_reference
    assert frame.drift["off_by"] > 10


def test_a_picture_that_nothing_is_asked_of_stays_as_the_engine_sent_it(harness: Harness, alice):
    animation = ended(harness, alice, frames=2, color_stabilization=0)

    assert list(animation.frames.values_list("painted_key", "mask_key", "differing_outside")) == [("", "", None)] * 2


def test_outside_the_mask_every_frame_is_the_original_although_the_engine_painted_there(harness: Harness, alice):
    animation = ended(harness, alice, frames=3, mask=middle())

    source, outside = decode_png(media.read(animation.source_key)), ~is_inside(decode_gray(middle()))
    for frame in animation.frames.stored():
        shown, painted = decode_png(media.read(frame.image_key)), decode_png(media.read(frame.painted_key))
        assert frame.differing_outside == 0
        assert np.array_equal(shown[outside], source[outside])
        assert not np.array_equal(painted[outside], source[outside])
        assert not np.array_equal(shown[~outside], source[~outside])


def test_a_mask_that_follows_is_sent_where_its_subject_has_moved_to(harness: Harness, alice):
    animation = ended(harness, alice, frames=4, mask=middle(), mask_follows=True)

    masks = [decode_gray(media.read(frame.mask_key)) for frame in animation.frames.stored()]
    centers = [float(np.nonzero(is_inside(mask))[1].mean()) for mask in masks]
    assert np.array_equal(masks[0], decode_gray(middle()))
    assert centers[-1] > centers[0] + 1.5
    assert [frame.differing_outside for frame in animation.frames.stored()] == [0] * 4


def test_a_worker_that_begins_in_the_middle_finds_the_same_travelled_mask(harness: Harness, alice):
    animation = ended(harness, alice, frames=4, mask=middle(), mask_follows=True)
    remembered = masks.mask_on(animation, position=3, storage=harness.render_context().storage)
    masks.forget_all()
    assert masks.mask_on(animation, position=3, storage=harness.render_context().storage).png == remembered.png
    assert media.read(animation.frames.get(position=4).mask_key) == remembered.png


def test_an_animation_ends_with_the_frame_that_is_off_by_more_than_was_allowed(harness: Harness, alice):
    animation = ended(harness, alice, frames=8, color_stabilization=0, stop_off_by=5)

    figures = off_by(animation)
    assert animation.state == AnimationState.PARTIAL
    assert animation.failure == FailureReason.DRIFT
    assert figures[-1] > 5 >= max(figures[:-1])
    assert len(harness.arrivals()) == len(figures) < 8
    assert alice_paid(animation) == len(figures) * animation.credits_per_frame


def alice_paid(animation: Animation) -> int:
    receipt = Receipt.of(frame_receipts(animation.group_key).values())
    assert receipt.held == 0
    return receipt.charged


def test_a_camera_that_moves_before_painting_gives_the_engine_what_it_sees(harness: Harness, alice):
    animation = ended(harness, alice, frames=2, color_stabilization=0, motion={"zoom": 1.5}, motion_before=True)

    source = decode_png(media.read(animation.source_key))
    seen = encode_png(move_on(source, Motion(zoom=1.5), 0, 0.5))
    sent = [arrival["files"]["image"]["sha256"] for arrival in harness.arrivals()]
    assert sent[0] == hashlib.sha256(seen).hexdigest()
    assert sent[1] != animation.frames.get(position=1).sha256
    assert (animation.camera_path, animation.timeline) == ({"zoom": 1.5}, {})
    assert recipe_of(animation).camera_path == {"zoom": 1.5}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"color_stabilization": 1.5}, "color_stabilization"),
        ({"color_stabilization": float("nan")}, "color_stabilization"),
        ({"stop_off_by": 0.5}, "stop_off_by"),
        ({"stop_off_by": float("inf")}, "stop_off_by"),
        ({"mask_follows": True}, "mask_follows"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_its_field(wish, field):
    with pytest.raises(RecipeInvalid) as refused:
        complete(RecipeInput(prompt="rage", engine="sketch", **wish), masked=False)
    assert list(refused.value.errors) == [field]


def test_with_a_mask_the_camera_moves_over_the_finished_frames_only(harness: Harness):
    with pytest.raises(RecipeInvalid) as refused:
        complete(RecipeInput(prompt="rage", engine="stability", motion={"zoom": 2}, motion_before=True), masked=True)
    assert list(refused.value.errors) == ["motion"]


def test_engines_whose_colors_creep_hold_them_by_default(harness: Harness):
    assert complete(RecipeInput(prompt="rage", engine="stability"), masked=False).color_stabilization == 0.8
    assert complete(RecipeInput(prompt="rage", engine="sketch"), masked=False).color_stabilization == 0
