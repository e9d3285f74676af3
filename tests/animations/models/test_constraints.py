"""The database itself refuses what must never be, whatever the application does."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.animations.models import Animation, EnginePause, Export, Frame, MaskCorrection, OutboxMessage, Submission
from apps.gallery.models import Publication
from tests.factories.accounts import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = timezone.now()


def animation(owner=None, **fields) -> Animation:
    values = {
        "owner": owner or make_person(),
        "request_key": uuid.uuid4().hex,
        "state": "active",
        "source_key": "s",
        "width": 64,
        "height": 64,
        "engine": "sketch",
        "model": "sketch",
        "prompt": "p",
        "seed": 1,
        "frame_count": 2,
        "fps": 8,
        "loop": "forward",
        **fields,
    }
    return Animation.objects.create(**values)


def frame(**fields) -> Frame:
    return Frame.objects.create(
        **{"animation": fields.pop("animation", None) or animation(), "position": 1, "seed": 1, "credits": 1, **fields}
    )


def submission(**fields) -> Submission:
    of = fields.pop("frame", None) or frame()
    values = {
        "animation": of.animation,
        "frame": of,
        "n": 1,
        "state": "sent",
        "engine": "sketch",
        "model": "sketch",
        "endpoint": "local",
        "cost_mills": 0,
        "seed": 1,
        "request_sha256": "",
        "worker": "",
        "sent_at": NOW,
        "deadline_at": NOW + timedelta(seconds=9),
        **fields,
    }
    return Submission.objects.create(**values)


def export(**fields) -> Export:
    values = {
        "animation": fields.pop("animation", None) or animation(),
        "digest": "d",
        "fps": 8,
        "loop": "forward",
        "max_side": 64,
        **fields,
    }
    return Export.objects.create(**values)


def finished(**fields) -> Export:
    return export(**{"state": "ready", "key": "k", "size_bytes": 1, **fields})


def publication(of: Export, **fields) -> Publication:
    values = {
        "animation": of.animation,
        "export": of,
        "slug": uuid.uuid4().hex,
        "title": "t",
        "visibility": "public",
        **fields,
    }
    return Publication.objects.create(**values)


def refused(constraint: str, make) -> None:
    """The database names the constraint (PostgreSQL), or the columns of a unique one (SQLite)."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    assert constraint in str(error.value) or "UNIQUE constraint failed" in str(error.value)


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("animation_state_is_known", lambda: animation(state="lost")),
        ("animation_has_2_to_24_frames", lambda: animation(frame_count=1)),
        ("animation_has_2_to_24_frames", lambda: animation(frame_count=25)),
        ("ended_animation_has_an_end_time", lambda: animation(state="done")),
        ("ended_animation_has_an_end_time", lambda: animation(state="active", ended_at=NOW)),
        ("assembling_animation_knows_its_ending", lambda: animation(state="assembling")),
        ("only_what_is_in_the_trash_and_over_is_erased", lambda: animation(state="done", ended_at=NOW, erased_at=NOW)),
        ("only_what_is_in_the_trash_and_over_is_erased", lambda: animation(deleted_at=NOW, erased_at=NOW)),
        ("seed_is_one_that_every_engine_takes", lambda: animation(seed=0)),
        (
            "fallback_is_another_model_and_cheaper",
            lambda: animation(fallback_model="sketch", fallback_credits_per_frame=3, credits_per_frame=4),
        ),
        (
            "fallback_is_another_model_and_cheaper",
            lambda: animation(fallback_model="flash", fallback_credits_per_frame=4, credits_per_frame=4),
        ),
        (
            "fallback_is_another_model_and_cheaper",
            lambda: animation(fallback_credits_per_frame=3, credits_per_frame=4),
        ),
        ("color_stabilization_is_from_0_to_1", lambda: animation(color_stabilization=1.1)),
        ("color_stabilization_is_from_0_to_1", lambda: animation(color_stabilization=-0.1)),
        ("frame_state_is_known", lambda: frame(state="lost")),
        ("frame_has_a_picture_exactly_when_stored", lambda: frame(state="stored")),
        ("frame_has_a_picture_exactly_when_stored", lambda: frame(image_key="k")),
        ("at_most_three_calls_a_frame", lambda: submission(n=4)),
        ("at_most_three_calls_a_frame", lambda: submission(n=None)),
        ("submission_state_is_known", lambda: submission(state="lost", ended_at=NOW)),
        ("submission_is_open_until_it_ended", lambda: submission(state="won")),
        ("submission_is_open_until_it_ended", lambda: submission(ended_at=NOW)),
        ("submission_deadline_after_it_was_sent", lambda: submission(deadline_at=NOW)),
        ("export_state_is_known", lambda: export(state="lost")),
        ("export_has_a_file_exactly_when_ready", lambda: export(state="ready")),
        ("export_has_a_file_exactly_when_ready", lambda: export(key="k")),
        ("chosen_export_is_a_finished_version", lambda: export(is_chosen=True)),
        ("chosen_export_is_a_finished_version", lambda: finished(is_chosen=True, format="mp4")),
        ("chosen_export_is_a_finished_version", lambda: finished(is_chosen=True, destination="web")),
        ("outbox_message_kind_is_known", lambda: OutboxMessage.objects.create(kind="x", ref=uuid.uuid4(), due_at=NOW)),
        ("publication_visibility_is_known", lambda: publication(export(), visibility="x")),
    ],
)
def test_a_row_that_must_never_be_is_refused(constraint, make):
    refused(constraint, make)


def test_one_animation_per_request_key():
    first = animation(request_key="k")
    refused("one_animation_per_request_key", lambda: animation(owner=first.owner, request_key="k"))


def test_one_frame_per_position_and_take():
    first = frame()
    refused("one_frame_per_position_and_take", lambda: frame(animation=first.animation))


def test_one_submission_per_try():
    first = submission(state="unknown", ended_at=NOW)
    refused("one_submission_per_try", lambda: submission(frame=first.frame))


def test_one_open_submission_per_animation():
    first = submission()
    other = frame(animation=first.animation, position=2)
    refused("one_open_submission_per_animation", lambda: submission(frame=other))


def test_one_winner_per_frame():
    first = submission(state="won", ended_at=NOW)
    refused("one_winner_per_frame", lambda: submission(frame=first.frame, n=2, state="won", ended_at=NOW))


def test_one_export_per_wish():
    first = export()
    refused("one_export_per_wish", lambda: export(animation=first.animation))


def test_one_mask_correction_per_frame():
    of = {"animation": animation(), "position": 2, "key": "k"}
    MaskCorrection.objects.create(**of)
    refused("one_mask_correction_per_frame", lambda: MaskCorrection.objects.create(**of))


def test_one_hint_per_topic_and_ref():
    ref = uuid.uuid4()
    OutboxMessage.objects.create(kind="step", ref=ref, due_at=NOW)
    refused(
        "one_outbox_message_per_kind_and_ref", lambda: OutboxMessage.objects.create(kind="step", ref=ref, due_at=NOW)
    )


def test_one_pause_per_engine_and_part():
    EnginePause.objects.create(engine="stability", reason="r")
    EnginePause.objects.create(engine="stability", part="ultra", reason="r")
    refused("one_pause_per_engine_and_part", lambda: EnginePause.objects.create(engine="stability", reason="s"))


def test_one_live_publication_per_animation():
    of = export()
    publication(of)
    refused("one_live_publication_per_animation", lambda: publication(of))


def test_one_user_per_address():
    first = make_person()
    refused(
        "one_user_per_address",
        lambda: make_person().__class__.objects.filter(pk=make_person().pk).update(email=first.email.upper()),
    )


def test_one_chosen_export_per_animation():
    first = finished(is_chosen=True)
    refused(
        "one_chosen_export_per_animation",
        lambda: finished(animation=first.animation, digest="other", is_chosen=True),
    )
