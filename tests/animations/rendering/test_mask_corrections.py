"""Masks that are corrected on a finished animation."""

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.animations import media
from apps.animations.models import Animation, MessageKind, OutboxMessage
from apps.animations.rendering.mask_corrections import (
    MAX_ATTEMPTS,
    NotCorrectable,
    correct_mask,
    has_failed,
    is_being_corrected,
    make_corrected,
    take_corrections_back,
)
from apps.animations.selectors import get_owned, main_export
from apps.imaging.codecs.frames import decode_gray, decode_png, encode_png
from apps.imaging.effects.mask import is_inside
from apps.imaging.sandbox.process import default_sandbox
from tests.animations.harness import Harness
from tests.animations.rendering.test_postprocess import SIDE, ended, middle
from tests.factories.accounts import make_person, signed_in
from tests.sizes import large


@pytest.fixture
def alice(transactional_db):
    return make_person("alice", credits=500)


@pytest.fixture
def masked(harness: Harness, alice) -> Animation:
    return ended(harness, alice, frames=3, mask=middle(), mask_follows=True)


def left() -> bytes:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[:, :24] = 255
    return encode_png(mask)


def correct(harness: Harness, animation: Animation, *, position: int = 2, mask: bytes | None = None) -> None:
    harness.clock.forward(1)
    correct_mask(
        animation=animation,
        position=position,
        mask=mask or left(),
        sandbox=default_sandbox(),
        now=harness.clock(),
    )


def test_frames_are_laid_on_anew_where_a_corrected_mask_lets_them_and_nothing_is_bought(harness: Harness, masked):
    calls, before = len(harness.arrivals()), {frame.pk: frame.image_key for frame in masked.frames.all()}
    correct(harness, masked)
    assert is_being_corrected(masked)
    harness.run(harness.render_context())

    source = decode_png(media.read(masked.source_key))
    frames = list(masked.frames.all())
    assert not is_being_corrected(masked)
    assert len(harness.arrivals()) == calls
    assert {frame.pk: frame.image_key for frame in frames} == before
    reached = np.zeros((SIDE, SIDE), bool)
    for frame in frames:
        reached |= is_inside(decode_gray(media.read(frame.shown_mask_key)))
        shown = decode_png(media.read(frame.shown_key))
        assert frame.shown_differing_outside == 0
        assert np.array_equal(shown[~reached], source[~reached])
    second = decode_png(media.read(frames[1].shown_key))
    assert np.array_equal(decode_gray(media.read(frames[1].shown_mask_key)), decode_gray(left()))
    assert not np.array_equal(second[:, :8], source[:, :8])
    assert media.read(frames[1].image_key) != media.read(frames[1].shown_key)


def test_what_the_owner_leaves_out_of_a_frame_is_the_original_again_from_there_on(harness: Harness, alice):
    masked = ended(harness, alice, frames=4, mask=encode_png(np.full((SIDE, SIDE), 255, np.uint8)), mask_follows=True)
    correct(harness, masked, position=3)
    harness.run(harness.render_context())

    source = decode_png(media.read(masked.source_key))
    first, _, third, fourth = (decode_png(media.read(frame.shown_key)) for frame in masked.frames.all())
    assert not np.array_equal(first[:, 40:], source[:, 40:])
    assert np.array_equal(third[:, 24:], source[:, 24:])
    assert np.array_equal(fourth[:, 40:], source[:, 40:])
    assert [frame.shown_differing_outside for frame in masked.frames.all()] == [0] * 4


def test_a_correction_makes_a_new_gif_and_taking_it_back_brings_the_old_one_again(harness: Harness, masked):
    old = masked.exports.get()
    correct(harness, masked)
    harness.run(harness.render_context())
    assert masked.exports.count() == 2
    new = masked.exports.exclude(pk=old.pk).get()
    assert media.read(new.key) != media.read(old.key)
    assert main_export(get_owned(masked.owner, masked.pk)) == new

    take_corrections_back(animation=masked, now=harness.clock())
    harness.run(harness.render_context())
    assert [frame.shown_key == frame.image_key for frame in masked.frames.all()] == [True] * 3
    assert masked.exports.count() == 2
    assert main_export(get_owned(masked.owner, masked.pk)) == old


def test_a_correction_that_cannot_be_carried_out_ends_and_changes_nothing(harness: Harness, masked):
    correct(harness, masked)
    correction = masked.mask_corrections.get()
    correction.key = "nowhere.png"
    correction.save()
    for _ in range(MAX_ATTEMPTS):
        with pytest.raises(OSError):
            make_corrected(animation_id=masked.pk, now=harness.clock())
    make_corrected(animation_id=masked.pk, now=harness.clock())

    assert (is_being_corrected(masked), has_failed(masked)) == (False, True)
    assert not OutboxMessage.objects.filter(kind=MessageKind.CORRECT).exists()
    assert {frame.corrected for frame in masked.frames.all()} == {None}


def test_only_a_finished_frame_of_a_masked_animation_is_corrected(harness: Harness, alice, masked):
    plain = ended(harness, alice, frames=2)
    for animation, position in [(plain, 1), (masked, 9)]:
        with pytest.raises(NotCorrectable):
            correct(harness, animation, position=position)


@pytest.mark.large
def test_the_page_takes_a_mask_and_the_gif_page_says_what_happens(harness: Harness, alice, masked):
    client, address = signed_in(alice), f"/animations/{masked.pk}/masks/2/"
    assert "Painted area in frame 2" in client.get(address).content.decode()
    assert client.get(f"/animations/{masked.pk}/masks/2.png").content == media.read(
        masked.frames.get(position=2).mask_key
    )
    answer = client.post(address, {"mask": SimpleUploadedFile("mask.png", left(), "image/png")}, follow=True)
    assert "Updating your frames with what you painted, free." in answer.content.decode()
    harness.run(harness.render_context())
    page = client.get(f"/animations/{masked.pk}/").content.decode()
    assert "2, yours" in page
    assert "Undo my edits" in page
    client.post(f"/animations/{masked.pk}/masks/back/")
    assert "Undo my edits" not in client.get(f"/animations/{masked.pk}/").content.decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "upload. Paint it again. Nothing changed, and it costs nothing."),
        (encode_png(np.zeros((SIDE, SIDE), np.uint8)), "Nothing is painted, so nothing could move."),
        large(b"GIF89a no picture", "Nothing changed, and it costs nothing."),
        large(encode_png(np.full((SIDE, 2 * SIDE), 255, np.uint8)), "Paint the mask on the picture itself."),
    ],
)
def test_a_mask_that_is_none_gets_a_sentence(harness: Harness, alice, masked, file, sentence):
    fields = {} if file is None else {"mask": SimpleUploadedFile("mask.png", file, "image/png")}
    answer = signed_in(alice).post(f"/animations/{masked.pk}/masks/1/", fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not masked.mask_corrections.exists()


def test_somebody_else_finds_nothing(harness: Harness, masked):
    stranger = signed_in(make_person("mallory"))
    for address in ("masks/1/", "masks/1.png"):
        assert stranger.get(f"/animations/{masked.pk}/{address}").status_code == 404
    assert stranger.post(f"/animations/{masked.pk}/masks/back/").status_code == 404
