"""One call settled: what becomes of it, of its frame, of what was held for it, and of the animation."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from apps.animations import media
from apps.animations.models import Animation, EnginePause, Frame, OutboxMessage, Submission
from apps.animations.operations.overdue import end_overdue_calls
from apps.animations.rendering.claim import claim_frame
from apps.animations.rendering.context import Checkpoint
from apps.animations.rendering.end import cancel_animation
from apps.animations.rendering.settle import settle_answer, settle_error, settle_picture
from apps.common.models import Alarm
from apps.credits.findings import findings
from apps.credits.models import Account
from apps.credits.selectors import receipt_for
from apps.engines.errors import (
    Abandoned,
    ClaimExpired,
    ContentRefused,
    EngineError,
    EngineFault,
    NotSent,
    OperatorNeeded,
    OutcomeUnknown,
    PictureFiltered,
    PictureUnusable,
    RequestRefused,
    Throttled,
)
from apps.engines.protocol import Painted
from tests.animations.harness import Harness, small_picture
from tests.factories.accounts import make_person

MILLS = 35  # sd3.5-medium
PER_FRAME = 5
STORED = {"image_key": "frames/x.png", "sha256": "0" * 64}
PAINTED = Painted(image=b"", seed=9, vendor_request_id="v", finish_reason="SUCCESS", http_status=200)


@pytest.fixture(autouse=True)
def stored_picture() -> None:
    media.write(STORED["image_key"], small_picture())


@pytest.fixture
def animation(harness: Harness) -> Animation:
    return harness.start(make_person("alice", credits=500), frames=2, model="sd3.5-medium")


def call(harness: Harness, animation: Animation) -> Submission:
    """The next call, claimed as soon as its frame may be."""
    frame = animation.frames.exclude(state="stored").order_by("position").first()
    if frame.not_before is not None:
        harness.clock.now = max(harness.clock.now, frame.not_before)
    EnginePause.objects.all().delete()
    claim = claim_frame(
        animation_id=animation.pk, engine=harness.engine("stability"), render_context=harness.render_context()
    )
    assert claim is not None
    return claim.submission


def fails(harness: Harness, animation: Animation, error: EngineError) -> Submission:
    submission = call(harness, animation)
    harness.clock.forward(1)
    settle_error(submission_id=submission.pk, error=error, now=harness.clock())
    submission.refresh_from_db()
    return submission


def succeeds(harness: Harness, animation: Animation, **stored: object) -> str:
    submission = call(harness, animation)
    harness.clock.forward(1)
    return settle_picture(
        submission_id=submission.pk, stored={**STORED, **stored}, painted=PAINTED, now=harness.clock()
    )


def first(animation: Animation) -> Frame:
    return animation.frames.get(position=1)


def waits(harness: Harness, animation: Animation) -> float | None:
    """For how many seconds the first frame waits until it is painted again; None when it is not."""
    frame = first(animation)
    return (frame.not_before - harness.clock()).total_seconds() if frame.state == "pending" else None


def spent() -> tuple[int, int]:
    """What is spent and held under the site's limits: there are two, when the clock of a test passes midnight."""
    days = Account.objects.filter(code__startswith="spend:site:")
    return sum(day.debits_posted for day in days), sum(day.debits_pending for day in days)


def woken(animation: Animation) -> bool:
    return OutboxMessage.objects.filter(kind="step", ref=animation.pk).exists()


def receipt(animation: Animation) -> tuple[int, int, int]:
    found = receipt_for(animation.group_key)
    return found.held, found.charged, found.released


@pytest.mark.parametrize(
    ("error", "state", "n", "seconds", "costs", "failure"),
    [
        (NotSent("x"), "not_sent", None, 1, False, ""),
        (ClaimExpired("x"), "not_sent", None, 1, False, ""),
        (Throttled("x", retry_after_seconds=7), "declined", None, 7, False, ""),
        (OperatorNeeded("x"), "declined", None, 0, False, ""),
        (EngineFault("x"), "declined", 1, 2, False, ""),
        (RequestRefused("x"), "declined", 1, None, False, "request"),
        (ContentRefused("x"), "declined", 1, None, False, "content"),
        (PictureFiltered("x"), "rejected_paid", 1, None, True, "filtered"),
        (PictureUnusable("x"), "rejected_paid", 1, 0, True, ""),
        (OutcomeUnknown("x"), "unknown", 1, 0, True, ""),
        (Abandoned("x"), "unknown", 1, 0, True, ""),
    ],
)
def test_every_class_of_error_decides_about_the_call_its_frame_and_its_cost(
    harness: Harness, animation, error, state, n, seconds, costs, failure
):
    submission = fails(harness, animation, error)
    assert (submission.state, submission.n, submission.outcome) == (state, n, type(error).__name__)
    assert (waits(harness, animation), woken(animation)) == (seconds, seconds == 0)
    assert spent() == ((MILLS, 0) if costs else (0, 0))
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == (("failed", failure) if failure else ("active", ""))
    assert receipt(animation) == ((0, 0, 2 * PER_FRAME) if failure else (2 * PER_FRAME, 0, 0))
    assert animation.moved_at == harness.clock()
    assert first(animation).seed == submission.seed
    assert findings(deep=False) == []


@pytest.mark.parametrize(
    ("error", "part", "strikes"),
    [
        (NotSent("x"), "", 1),
        (ClaimExpired("x"), None, 0),
        (EngineFault("x"), "sd3.5-medium", 1),
        (OutcomeUnknown("x"), "sd3.5-medium", 1),
        (Abandoned("x"), None, 0),
        (ContentRefused("x"), None, 0),
        (RequestRefused("x"), None, 0),
        (PictureUnusable("x"), None, 0),
        (OperatorNeeded("x"), "", 0),
        (Throttled("x", retry_after_seconds=7), "", 0),
    ],
)
def test_an_outage_is_counted_against_the_engine_or_its_model_and_nothing_else_is(
    harness: Harness, animation, error, part, strikes
):
    fails(harness, animation, error)
    found = EnginePause.objects.first()
    assert (found.part if found else None, found.strikes if found else 0) == (part, strikes)
    if isinstance(error, Throttled):
        assert found.until == harness.clock() + timedelta(seconds=7)
    if isinstance(error, OperatorNeeded):
        assert found.until is None


def test_an_engine_that_cannot_be_reached_is_asked_six_times_more_and_longer_apart_each_time(
    harness: Harness, animation
):
    waited = []
    for _ in range(6):
        fails(harness, animation, NotSent("x"))
        waited.append(waits(harness, animation))
    assert waited == [1, 4, 15, 15, 30, 60]
    fails(harness, animation, NotSent("x"))
    animation.refresh_from_db()
    assert (animation.state, animation.failure, receipt(animation)) == ("failed", "unreachable", (0, 0, 2 * PER_FRAME))
    assert spent() == (0, 0)


def test_an_engine_that_fails_is_asked_three_times_in_all(harness: Harness, animation):
    waited = []
    for _ in range(2):
        fails(harness, animation, EngineFault("x"))
        waited.append(waits(harness, animation))
    assert waited == [2, 8]
    fails(harness, animation, EngineFault("x"))
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == ("failed", "engine")


@pytest.mark.parametrize(
    ("before", "ends"),
    [
        ([], "active"),
        ([PictureUnusable("x")], "failed"),
        ([EngineFault("x")], "active"),
        ([EngineFault("x")] * 2, "failed"),
    ],
)
def test_an_unusable_picture_is_bought_again_once_while_a_try_is_left(harness: Harness, animation, before, ends):
    for error in before:
        fails(harness, animation, error)
    fails(harness, animation, PictureUnusable("x"))
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == (ends, "" if ends == "active" else "unusable")


@pytest.mark.parametrize(
    ("before", "ends"),
    [
        ([], "pending"),
        ([OutcomeUnknown("x")], "review"),
        ([EngineFault("x")], "pending"),
        ([EngineFault("x")] * 2, "review"),
    ],
)
def test_a_lost_answer_is_asked_for_once_more_while_a_try_is_left(harness: Harness, animation, before, ends):
    for error in before:
        fails(harness, animation, error)
    OutboxMessage.objects.all().delete()
    fails(harness, animation, OutcomeUnknown("x"))
    animation.refresh_from_db()
    assert first(animation).state == ends
    assert (woken(animation), animation.paused_reason) == ((True, "") if ends == "pending" else (False, "review"))
    assert Alarm.objects.filter(subject__contains="got lost").count() == (ends == "review")


@pytest.mark.parametrize(("policy", "ends"), [("refuse", "failed"), ("review", "review"), ("repeat_once", "pending")])
def test_what_follows_a_lost_answer_is_the_sites_policy(harness: Harness, animation, settings, policy, ends):
    settings.UNKNOWN_POLICY = policy
    fails(harness, animation, OutcomeUnknown("x"))
    animation.refresh_from_db()
    assert (first(animation).state, animation.failure) == (ends, "unknown" if policy == "refuse" else "")


@pytest.mark.parametrize(("mills", "limit", "ends"), [(MILLS, 1, "pending"), (MILLS, 0, "review"), (0, 0, "pending")])
def test_what_lost_answers_may_cost_the_house_in_a_day_is_limited(
    harness: Harness, animation, settings, mills, limit, ends
):
    settings.UNKNOWN_DAILY_LIMIT = limit
    Animation.objects.filter(pk=animation.pk).update(cost_mills=mills)
    fails(harness, animation, OutcomeUnknown("x"))
    assert first(animation).state == ends
    used = Account.objects.filter(code__startswith="unknown:").values_list("debits_posted", flat=True)
    assert sum(used) == (1 if mills and limit else 0)


@pytest.mark.parametrize(("lost_elsewhere", "ends"), [(1, "pending"), (2, "review")])
def test_an_animation_repeats_two_lost_answers_and_no_third(harness: Harness, lost_elsewhere, ends):
    animation = harness.start(make_person("alice", credits=500), frames=4, model="sd3.5-medium")
    for _ in range(lost_elsewhere):
        fails(harness, animation, OutcomeUnknown("x"))
        succeeds(harness, animation)
    fails(harness, animation, OutcomeUnknown("x"))
    assert animation.frames.get(position=lost_elsewhere + 1).state == ends


def test_a_frame_that_waits_for_a_person_lets_the_owners_next_animation_begin(harness: Harness, animation, settings):
    settings.USER_RUNNING_LIMIT, settings.UNKNOWN_POLICY = 1, "review"
    following = harness.start(animation.owner, frames=2, model="sd3.5-medium")
    submission = call(harness, animation)
    OutboxMessage.objects.all().delete()
    settle_error(submission_id=submission.pk, error=OutcomeUnknown("x"), now=harness.clock())
    assert (woken(animation), woken(following)) == (False, True)


def test_the_evidence_of_an_error_is_kept_as_far_as_there_is_room(harness: Harness, animation):
    found = fails(harness, animation, EngineFault("d" * 2001, http_status=500, vendor_request_id="r" * 201))
    assert (found.detail, found.http_status, found.vendor_request_id) == ("d" * 2000, 500, "r" * 200)
    assert fails(harness, animation, EngineFault("x")).vendor_request_id == ""


def test_the_evidence_of_a_picture_is_kept_as_far_as_there_is_room(harness: Harness, animation):
    submission = call(harness, animation)
    painted = Painted(image=b"", seed=9, vendor_request_id="r" * 201, finish_reason="f" * 41, http_status=200)
    settle_picture(submission_id=submission.pk, stored=STORED, painted=painted, now=harness.clock())
    submission.refresh_from_db()
    assert (submission.outcome, submission.vendor_request_id) == ("f" * 40, "r" * 200)
    assert (submission.http_status, submission.answered_seed, submission.ended_at) == (200, 9, harness.clock())
    painted = Painted(image=b"", seed=None, vendor_request_id=None, finish_reason="", http_status=None)
    submission = call(harness, animation)
    settle_picture(submission_id=submission.pk, stored=STORED, painted=painted, now=harness.clock())
    submission.refresh_from_db()
    assert (submission.state, submission.vendor_request_id, submission.answered_seed) == ("won", "", None)


def test_a_stored_frame_is_charged_and_the_next_one_is_begun(harness: Harness, animation):
    assert succeeds(harness, animation) == "won"
    frame = first(animation)
    assert (frame.state, frame.image_key, frame.stored_at, frame.credits) == (
        "stored",
        "frames/x.png",
        harness.clock(),
        PER_FRAME,
    )
    animation.refresh_from_db()
    assert (animation.state, animation.moved_at, woken(animation)) == ("active", harness.clock(), True)
    assert (receipt(animation), spent()) == ((PER_FRAME, PER_FRAME, 0), (MILLS, 0))


@pytest.mark.parametrize("model", ["sd3.5-large", "sd3.5-medium"])
def test_a_frame_costs_what_the_model_that_painted_it_costs(harness: Harness, model):
    animation = harness.start(
        make_person("bob", credits=500), frames=2, model="sd3.5-large", fallback_model="sd3.5-medium"
    )
    dear, cheap = animation.credits_per_frame, animation.fallback_credits_per_frame
    submission = call(harness, animation)
    Submission.objects.filter(pk=submission.pk).update(model=model)
    settle_picture(submission_id=submission.pk, stored=STORED, painted=PAINTED, now=harness.clock())
    cost = dear if model == "sd3.5-large" else cheap
    assert (dear > cheap, first(animation).credits) == (True, cost)
    assert receipt(animation) == (dear, cost, dear - cost)


def test_the_last_stored_frame_begins_the_gif_and_no_further_step(harness: Harness, animation):
    succeeds(harness, animation)
    succeeds(harness, animation)
    animation.refresh_from_db()
    assert (animation.state, woken(animation), receipt(animation)) == ("assembling", False, (0, 2 * PER_FRAME, 0))
    assert OutboxMessage.objects.filter(kind="encode").count() == 1


@pytest.mark.parametrize(
    ("limit", "drift", "state", "stops"),
    [
        (5.0, {"off_by": 5.0}, "active", False),
        (5.0, {"off_by": 5.1}, "assembling", True),
        (None, {"off_by": 50.0}, "active", False),
        (5.0, None, "active", False),
    ],
)
def test_an_animation_ends_with_the_frame_that_is_off_by_more_than_allowed(
    harness: Harness, animation, limit, drift, state, stops
):
    Animation.objects.filter(pk=animation.pk).update(stop_off_by=limit)
    succeeds(harness, animation, **({"drift": drift} if drift else {}))
    animation.refresh_from_db()
    assert (animation.state, animation.failure, woken(animation)) == (state, "drift" if stops else "", not stops)
    assert receipt(animation) == ((0, PER_FRAME, PER_FRAME) if stops else (PER_FRAME, PER_FRAME, 0))


def test_a_last_frame_that_is_off_ends_the_animation_as_done(harness: Harness, animation):
    Animation.objects.filter(pk=animation.pk).update(stop_off_by=5.0)
    succeeds(harness, animation)
    succeeds(harness, animation, drift={"off_by": 50.0})
    animation.refresh_from_db()
    assert (animation.state, animation.ending, animation.failure) == ("assembling", "done", "")


def test_a_picture_that_is_settled_twice_is_charged_once(harness: Harness, animation):
    submission = call(harness, animation)
    settled = [
        settle_picture(submission_id=submission.pk, stored=STORED, painted=PAINTED, now=harness.clock())
        for _ in range(2)
    ]
    settle_error(submission_id=submission.pk, error=EngineFault("x"), now=harness.clock())
    assert settled == ["won", "won"]
    assert (receipt(animation), spent()) == ((PER_FRAME, PER_FRAME, 0), (MILLS, 0))
    assert first(animation).state == "stored"


def test_a_picture_that_comes_after_its_call_was_taken_for_lost_is_delivered_and_paid_once(harness: Harness, animation):
    submission = call(harness, animation)
    harness.clock.forward(60)
    end_overdue_calls(now=harness.clock())
    assert (spent(), first(animation).state) == ((MILLS, 0), "pending")
    assert settle_picture(submission_id=submission.pk, stored=STORED, painted=PAINTED, now=harness.clock()) == "won"
    assert (first(animation).state, first(animation).not_before) == ("stored", None)
    assert (receipt(animation), spent()) == ((PER_FRAME, PER_FRAME, 0), (MILLS, 0))
    assert findings(deep=False) == []


def test_a_picture_that_comes_after_a_cancel_is_an_orphan_and_moves_nothing(harness: Harness, animation):
    submission = call(harness, animation)
    cancel_animation(animation_id=animation.pk, now=harness.clock())
    OutboxMessage.objects.all().delete()
    assert settle_picture(submission_id=submission.pk, stored=STORED, painted=PAINTED, now=harness.clock()) == "orphan"
    assert (first(animation).state, woken(animation)) == ("failed", False)
    assert (receipt(animation), spent()) == ((0, 0, 2 * PER_FRAME), (MILLS, 0))


def test_a_call_that_was_taken_for_lost_while_another_paints_its_frame_leaves_that_alone(harness: Harness, animation):
    lost = call(harness, animation)
    settle_error(submission_id=lost.pk, error=OutcomeUnknown("x"), now=harness.clock())
    call(harness, animation)
    settle_error(submission_id=lost.pk, error=NotSent("x"), now=harness.clock())
    lost.refresh_from_db()
    assert (lost.state, lost.n, first(animation).state) == ("not_charged", 1, "rendering")
    settle_error(submission_id=lost.pk, error=PictureUnusable("x"), now=harness.clock())
    assert Submission.objects.get(pk=lost.pk).state == "not_charged"


def test_a_lost_call_that_was_never_made_takes_its_frame_out_of_review(harness: Harness, animation, settings):
    settings.UNKNOWN_POLICY = "review"
    lost = fails(harness, animation, OutcomeUnknown("x"))
    OutboxMessage.objects.all().delete()
    settle_error(submission_id=lost.pk, error=ClaimExpired("x"), now=harness.clock())
    animation.refresh_from_db()
    assert (waits(harness, animation), animation.paused_reason, woken(animation)) == (0, "", True)


def test_a_lost_call_that_turns_out_to_be_paid_and_unusable_leaves_its_frame_in_review(
    harness: Harness, animation, settings
):
    settings.UNKNOWN_POLICY = "review"
    lost = fails(harness, animation, OutcomeUnknown("x"))
    settle_error(submission_id=lost.pk, error=PictureUnusable("x"), now=harness.clock())
    animation.refresh_from_db()
    assert (first(animation).state, animation.paused_reason) == ("review", "review")
    assert Submission.objects.get(pk=lost.pk).state == "rejected_paid"


@pytest.mark.parametrize(("ailing", "left"), [(True, 0), (False, 2)])
def test_a_picture_of_what_failed_before_is_news_that_it_works(harness: Harness, animation, ailing, left):
    submission = call(harness, animation)
    for part in ("", "sd3.5-medium"):
        EnginePause.objects.create(
            engine="stability", part=part, until=harness.clock(), reason="x", began_at=harness.clock(), strikes=3
        )
    settle_picture(submission_id=submission.pk, stored=STORED, painted=PAINTED, now=harness.clock(), ailing=ailing)
    assert EnginePause.objects.count() == left


def test_operators_hear_of_the_first_frame_that_waits_for_them_and_not_of_the_next(
    harness: Harness, animation, settings
):
    settings.UNKNOWN_POLICY = "review"
    fails(harness, animation, OutcomeUnknown("x"))
    Alarm.objects.all().delete()
    fails(harness, harness.start(make_person("bob", credits=500), frames=2, model="sd3.5-medium"), OutcomeUnknown("x"))
    assert not Alarm.objects.exists()


def answered(harness: Harness, animation: Animation, path: Path, image: bytes) -> tuple[list[Checkpoint], Frame]:
    """Settle an answer that lies in the spool at `path`; return the checkpoints reached, and its frame."""
    reached: list[Checkpoint] = []
    submission = Submission.objects.select_related("frame", "animation").get(pk=call(harness, animation).pk)
    settle_answer(
        path=path,
        painted=replace(PAINTED, image=image),
        submission=submission,
        render_context=harness.render_context(reached.append),
    )
    return reached, Frame.objects.get(pk=submission.frame_id)


def test_an_answer_is_checked_stored_and_settled_before_its_bytes_leave_the_spool(
    harness: Harness, animation, tmp_path
):
    answer = tmp_path / "answer"
    for picture in (small_picture(5), small_picture(6)):
        answer.write_bytes(picture)
        reached, frame = answered(harness, animation, answer, picture)
        assert reached == [Checkpoint.VERIFIED, Checkpoint.STORED, Checkpoint.SETTLED]
        with default_storage.open(frame.image_key) as file:
            kept = file.read()
        assert (frame.state, frame.sha256) == ("stored", hashlib.sha256(kept).hexdigest())
        assert (frame.mask_key, answer.exists()) == ("", False)


def test_an_answer_whose_bytes_left_the_spool_already_is_settled_as_well(harness: Harness, animation, tmp_path):
    reached, frame = answered(harness, animation, tmp_path / "gone", small_picture(5))
    assert (reached[-1], frame.state) == (Checkpoint.SETTLED, "stored")
    reached, frame = answered(harness, animation, tmp_path / "gone", b"no picture")
    assert (reached, frame.state) == ([], "pending")


def test_an_answer_that_is_no_picture_is_paid_by_the_house_and_leaves_the_spool(harness: Harness, animation, tmp_path):
    answer = tmp_path / "answer"
    answer.write_bytes(b"no picture")
    reached, frame = answered(harness, animation, answer, b"no picture")
    assert (reached, frame.state, answer.exists()) == ([], "pending", False)
    assert Submission.objects.get().state == "rejected_paid"
    assert spent() == (MILLS, 0)


@pytest.mark.parametrize(
    ("wish", "masked", "kept"),
    [
        ({"color_stabilization": 0.0}, False, []),
        ({"color_stabilization": 0.0, "stop_off_by": 60.0}, False, ["drift"]),
        ({"color_stabilization": 0.5}, False, ["painted_key", "drift"]),
        ({"color_stabilization": 0.0}, True, ["painted_key", "drift", "differing_outside"]),
        (
            {"color_stabilization": 0.0, "mask_follows": True},
            True,
            ["painted_key", "mask_key", "drift", "differing_outside"],
        ),
    ],
)
def test_what_belongs_to_a_finished_frame_is_stored_under_the_names_in_its_row(
    harness: Harness, tmp_path, wish, masked, kept
):
    mask = small_picture(3) if masked else None
    animation = harness.start(make_person("bob", credits=500), frames=2, model="sd3.5-medium", mask=mask, **wish)
    _, frame = answered(harness, animation, tmp_path / "gone", small_picture(5))
    measured = [name for name in ("painted_key", "mask_key", "drift") if getattr(frame, name)]
    assert [*measured, *(["differing_outside"] if frame.differing_outside is not None else [])] == kept
    keys = [frame.image_key, *filter(None, [frame.painted_key, frame.mask_key])]
    media.forget_all()
    assert all(media.read(key) for key in keys)
    assert len(set(keys)) == len(keys)
