"""What became of one call, written down in one transaction with everything that follows from it."""

import hashlib
import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from apps.animations import media
from apps.animations.models import (
    MAX_CALLS_PER_FRAME,
    WHOLE,
    Animation,
    FailureReason,
    Frame,
    FrameState,
    MessageKind,
    PausedReason,
    Submission,
    SubmissionState,
)
from apps.animations.models.transitions import move_frame, move_submission
from apps.animations.outbox import enqueue
from apps.animations.rendering.circuit_breaker import note_recovery, note_strike, pause_engine
from apps.animations.rendering.context import Checkpoint, RenderContext
from apps.animations.rendering.end import conclude, give_up_from, wake_next_of
from apps.animations.rendering.fallback import holds_to_capture_and_release
from apps.animations.rendering.postprocess import FinishedPicture, postprocess
from apps.animations.rendering.validate_output import accept
from apps.common.alarms import raise_alarm
from apps.common.compiled import Select, Slot, Update
from apps.credits.models import Unit
from apps.credits.services.ceilings import Ceiling, CeilingReached, day_of, spend_under_ceiling
from apps.credits.services.holds import settle_holds
from apps.engines.errors import (
    Abandoned,
    ClaimExpired,
    ContentRefused,
    EngineError,
    EngineFault,
    NotSent,
    OperatorNeeded,
    OutcomeUnknown,
    PaidButUnusable,
    PictureFiltered,
    PictureUnusable,
    RequestRefused,
    Throttled,
)
from apps.engines.protocol import Painted

log = logging.getLogger(__name__)

UNSENT_BACKOFF_SECONDS = (1, 4, 15, 15, 30, 60)  # an engine that is down for two minutes costs nobody their animation
# After the first and the second failure of an engine; the third call of a frame is its last.
FAULT_BACKOFF_SECONDS = (2, 8)
UNKNOWN_PER_ANIMATION = 2  # of the house's own money, one animation may lose at most this many calls

_lock_animation_of_call = Select(
    lambda: Animation.objects.select_for_update(of=("self",), no_key=True).filter(
        submissions=Slot("submission", Submission, "id")
    )
)
_call_with_frame = Select(
    lambda: (
        Submission.objects.select_related("frame")
        .annotate(is_last=~Exists(_others_unfinished()))
        .filter(id=Slot("id", Submission))
    )
)
_note_progress = Update(lambda: Animation.objects.filter(id=Slot("id", Animation)), "moved_at", paused_reason="")


def settle_answer(
    *, path: Path, painted: Painted, submission: Submission, render_context: RenderContext, ailing: bool = False
) -> None:
    """Bring one spooled answer home: verify it, store it, settle it, and only then forget the spooled bytes."""
    try:
        accepted = accept(painted.image, submission=submission, render_context=render_context)
    except PaidButUnusable as error:
        # Settled before the file goes: after a crash in between, the next worker finds the answer and settles it again.
        settle_error(submission_id=submission.pk, error=error, now=render_context.clock())
        path.unlink(missing_ok=True)
        return
    render_context.on_checkpoint(Checkpoint.VERIFIED)
    # A process may die after any of these steps. The file is still there then, so the next worker repeats them, and
    # the same bytes give the same files.
    finished = postprocess(
        accepted.png, frame=submission.frame, animation=submission.animation, storage=render_context.storage
    )
    stored = _store(finished, submission=submission, render_context=render_context)
    render_context.on_checkpoint(Checkpoint.STORED)
    settle_picture(
        submission_id=submission.pk,
        stored=stored,
        painted=painted,
        now=render_context.clock(),
        ailing=ailing,
    )
    path.unlink(missing_ok=True)
    render_context.on_checkpoint(Checkpoint.SETTLED)


def _store(finished: FinishedPicture, *, submission: Submission, render_context: RenderContext) -> dict[str, object]:
    """Write what belongs to a finished frame under its own keys; return the fields of the frame that name it."""
    # Keys hold the submission's id: a repeated call writes beside the first one's files, never over them.
    ids = (submission.animation_id, submission.frame_id, submission.pk)
    fields: dict[str, object] = {}
    if finished.painted is not None:
        fields["painted_key"] = media.painted_key(*ids)
        media.write(media.painted_key(*ids), finished.painted, storage=render_context.storage, remember=False)
    if finished.mask is not None:
        fields["mask_key"] = media.travelled_mask_key(*ids)
        media.write(media.travelled_mask_key(*ids), finished.mask, storage=render_context.storage)
    if finished.drift is not None:
        fields |= {
            "drift": finished.drift,
            "differing_outside": finished.differing_outside,
            "sets_reference": finished.sets_reference,
        }
    # The frame itself comes last: whoever can read it can read what belongs to it.
    media.write(media.frame_key(*ids), finished.png, storage=render_context.storage)
    return {
        "image_key": media.frame_key(*ids),
        "sha256": hashlib.sha256(finished.png).hexdigest(),
        **fields,
    }


def settle_picture(
    *,
    submission_id: uuid.UUID,
    stored: Mapping[str, object],
    painted: Painted,
    now: datetime,
    ailing: bool = False,
) -> SubmissionState:
    """Charge a stored frame, in one transaction with everything that follows from it. Returns what the call became.

    `stored` are the fields of the frame that say where its files are and what was measured on them.
    A picture that comes when its frame is stored already or was given up (cancelled) becomes an orphan: the house pays.
    """
    with transaction.atomic():
        submission = _locked(submission_id)
        animation, frame = submission.animation, submission.frame
        evidence = {
            "outcome": painted.finish_reason[:40],
            "http_status": painted.http_status,
            "vendor_request_id": (painted.vendor_request_id or "")[:200],
            "answered_seed": painted.seed,
        }
        # A late answer to a call that was repeated meanwhile, or to a frame that was given up, is kept but not charged.
        wanted = frame.state not in (FrameState.STORED, FrameState.FAILED)
        outcome = SubmissionState.WON if wanted else SubmissionState.ORPHAN
        was_open = submission.state == SubmissionState.SENT
        # The guarded UPDATE makes this run once: settled before, nothing below happens again.
        if not move_submission(submission, outcome, now=now, **evidence):
            return SubmissionState(submission.state)
        if ailing:
            note_recovery(engine=animation.engine, parts=[WHOLE, animation.part_for(submission.model)])
        # With a fallback model, what was held for the dearer one goes back where the cheaper one painted.
        capture, release = (
            holds_to_capture_and_release(animation, frame, model=submission.model) if wanted else ([], [])
        )
        if wanted:
            # The frame says what it really cost: the price of the model that painted it.
            price = animation.credits_for(submission.model)
            changed = {"credits": price} if price != frame.credits else {}
            move_frame(frame, FrameState.STORED, **stored, **changed, stored_at=now, not_before=None)
        # One of three: the chain ends with this frame, stops because it went astray, or the next frame is announced.
        is_last: bool = submission.is_last  # type: ignore[attr-defined] # annotated
        ended = wanted and is_last and conclude(animation=animation, now=now)
        stops = wanted and not is_last and _is_off(animation, stored)
        if wanted and not ended and not stops:
            _note_progress(id=animation.pk, moved_at=now)
            enqueue(MessageKind.STEP, animation.pk, now=now)
        if stops:
            release += give_up_from(animation=animation, position=frame.position, reason=FailureReason.DRIFT, now=now)
        # Last, so that the lock on the site's ceiling, which every call of every person needs, is held the shortest.
        settle_holds(capture=[*capture, *([submission.ref] if was_open else [])], release=release)
        return outcome


def settle_error(*, submission_id: uuid.UUID, error: EngineError, now: datetime) -> None:
    """Write down how a call ended without a picture, and do what its class decides."""
    with transaction.atomic():
        submission = _locked(submission_id)
        animation, frame = submission.animation, submission.frame
        evidence = {
            "outcome": type(error).__name__,
            "detail": error.detail[:2000],
            "http_status": error.http_status,
            "vendor_request_id": (error.vendor_request_id or "")[:200],
        }
        # A call that was taken for lost is closed already: what it costs was counted then.
        was_open = submission.state == SubmissionState.SENT
        # What the call cost and whether it counts as a try; what becomes of the frame is decided below.
        target, costs, keeps_number = _bookkeeping(error)
        if isinstance(error, NotSent) and not was_open:
            # A worker that was stopped for so long that its call was taken for lost: now it is known that none was made.
            target, keeps_number = SubmissionState.NOT_CHARGED, True
        fields = evidence if keeps_number else {**evidence, "n": None}
        if not move_submission(submission, target, now=now, **fields):
            return
        log.info("%s of %s ended as %s: %s", frame, animation.pk, type(error).__name__, error.detail[:200])
        Animation.objects.filter(pk=animation.pk).update(moved_at=now)
        # Failures of ours say nothing about the engine. Where nothing could be sent, the engine as a whole is away.
        is_ours = isinstance(error, (Abandoned, ClaimExpired))
        if isinstance(error, (NotSent, EngineFault, OutcomeUnknown)) and not is_ours:
            part = WHOLE if isinstance(error, NotSent) else animation.part_for(submission.model)
            note_strike(engine=animation.engine, part=part, reason=f"{type(error).__name__}: {error.detail}", now=now)
        release = []
        if was_open and frame.state == FrameState.RENDERING:  # otherwise a later call is painting it, and decides
            release = _decide(error, animation=animation, frame=frame, submission=submission, now=now)
        elif target == SubmissionState.NOT_CHARGED and frame.state == FrameState.REVIEW:
            # Nothing was bought after all, so nobody has to decide: the frame is called again at once.
            _again(animation, frame, now=now, wait_seconds=0)
            Animation.objects.filter(pk=animation.pk).update(paused_reason="")
        # Under the spending limits an unknown call counts as charged: closed, never open. Last, as in settle_picture.
        own = [submission.ref] if was_open else []
        settle_holds(capture=own if costs else [], release=[*release, *([] if costs else own)])


def _is_off(animation: Animation, stored: Mapping[str, object]) -> bool:
    """Return whether the animation is to end with this frame, because it is off by more than its owner allowed."""
    drift = stored.get("drift")
    return animation.stop_off_by is not None and isinstance(drift, dict) and drift["off_by"] > animation.stop_off_by


def _others_unfinished() -> QuerySet[Frame]:
    return Frame.objects.unfinished().filter(animation=OuterRef("animation")).exclude(pk=OuterRef("frame"))


def _locked(submission_id: uuid.UUID) -> Submission:
    """Return one call with its frame and its animation, the animation locked first.

    Settling, claiming and cancelling take turns on it, and what is read after the lock is what the one before left.
    """
    (animation,) = _lock_animation_of_call(submission=submission_id)
    (submission,) = _call_with_frame(id=submission_id)
    submission.animation = animation
    return submission


def _bookkeeping(error: EngineError) -> tuple[SubmissionState, bool, bool]:
    """Return for a class of error what the submission becomes, whether it counts as spent, whether it used up a try."""
    match error:
        case NotSent():
            return SubmissionState.NOT_SENT, False, False
        case Throttled() | OperatorNeeded():
            return SubmissionState.DECLINED, False, False
        case EngineFault() | RequestRefused() | ContentRefused():
            return SubmissionState.DECLINED, False, True
        case PictureFiltered() | PictureUnusable():
            return SubmissionState.REJECTED_PAID, True, True
        case _:
            return SubmissionState.UNKNOWN, True, True


def _decide(
    error: EngineError, *, animation: Animation, frame: Frame, submission: Submission, now: datetime
) -> list[str]:
    """Do with the frame what the class of the error decides; return the refs of what is to be given back for it."""
    # Each class either puts the frame back in line or names the failure that ends the chain here.
    attempts = submission.n or 0
    failure: FailureReason | None = None
    match error:
        case NotSent() if frame.unsent_tries >= len(UNSENT_BACKOFF_SECONDS):
            failure = FailureReason.UNREACHABLE
        case NotSent():
            wait = UNSENT_BACKOFF_SECONDS[frame.unsent_tries]
            _again(animation, frame, now=now, wait_seconds=wait, unsent_tries=frame.unsent_tries + 1)
        case Throttled(retry_after_seconds=seconds):
            # The whole engine rests: the vendor counts the calls of the account, not of one animation.
            pause_engine(engine=animation.engine, until=now + timedelta(seconds=seconds), reason=error.detail, now=now)
            _again(animation, frame, now=now, wait_seconds=seconds)
        case OperatorNeeded():
            pause_engine(engine=animation.engine, until=None, reason=error.detail, now=now)
            _again(animation, frame, now=now, wait_seconds=0)
        case EngineFault() if attempts < MAX_CALLS_PER_FRAME:
            # Not charged, but it used up a try, so that a vendor that always fails ends after three.
            _again(animation, frame, now=now, wait_seconds=FAULT_BACKOFF_SECONDS[attempts - 1])
        case EngineFault():
            failure = FailureReason.ENGINE
        case ContentRefused():
            failure = FailureReason.CONTENT
        case RequestRefused():
            # The same request would be refused again: no second try.
            failure = FailureReason.REQUEST
        case PictureFiltered():
            failure = FailureReason.FILTERED
        case PictureUnusable():
            failure = _decide_unusable(animation=animation, frame=frame, attempts=attempts, now=now)
        case _:
            failure = _decide_unknown(animation=animation, frame=frame, submission=submission, now=now)
    if failure is None:
        return []
    return give_up_from(animation=animation, position=frame.position, reason=failure, now=now)


def _decide_unusable(*, animation: Animation, frame: Frame, attempts: int, now: datetime) -> FailureReason | None:
    """Paint the frame again after its first paid answer that is no picture; give up after the second."""
    # The house pays for each of these, so there are two at most.
    spoiled = frame.submissions.filter(state=SubmissionState.REJECTED_PAID).count()
    if spoiled < 2 and attempts < MAX_CALLS_PER_FRAME:
        _again(animation, frame, now=now, wait_seconds=0)
        return None
    return FailureReason.UNUSABLE


def _decide_unknown(
    *, animation: Animation, frame: Frame, submission: Submission, now: datetime
) -> FailureReason | None:
    """Repeat at the house's cost, wait for a person, or (returned as a failure) give up: the policy, with its budgets."""
    policy = settings.UNKNOWN_POLICY
    if policy == "refuse":
        return FailureReason.UNKNOWN
    # This call is counted in both: it became unknown before this decision.
    lost_here = frame.submissions.filter(state=SubmissionState.UNKNOWN).count()
    lost_in_all = animation.submissions.filter(state=SubmissionState.UNKNOWN).count()
    if (
        policy == "repeat_once"
        and lost_here < 2
        and (lost_in_all <= UNKNOWN_PER_ANIMATION or submission.cost_mills == 0)
        and (submission.n or 0) < MAX_CALLS_PER_FRAME
    ):
        try:
            # A savepoint: when the day's budget has no room, putting the frame back in line is undone.
            with transaction.atomic():
                _again(animation, frame, now=now, wait_seconds=0)
                if submission.cost_mills:
                    spend_under_ceiling(
                        amount=1,
                        ceiling=Ceiling(f"unknown:{day_of(now)}", Unit.CALL, settings.UNKNOWN_DAILY_LIMIT),
                        key=f"unknown:{submission.pk}",
                        group_key=animation.group_key,
                    )
        except CeilingReached:
            log.warning("the day's budget for lost answers is used up; %s waits for a person", animation.pk)
        else:
            return None
    if not Frame.objects.filter(state=FrameState.REVIEW).exists():  # one mail for a queue that fills, not one a frame
        raise_alarm(
            "An answer got lost and waits for your decision",
            f"{frame} of animation {animation.pk}. Without one its credits go back after a day. What is known, and what "
            f"you can do: {settings.SITE_URL}/admin/animations/frameinreview/",
        )
    # A person decides from here on; without a decision the sweeper gives the frame up after a day.
    move_frame(frame, FrameState.REVIEW)
    Animation.objects.filter(pk=animation.pk).update(paused_reason=PausedReason.REVIEW)
    wake_next_of(animation.owner_id, now=now)  # who waits for a person does not keep the owner's others waiting
    return None


def _again(animation: Animation, frame: Frame, *, now: datetime, wait_seconds: float, **fields: int) -> None:
    """Put a frame back in line with the same seed; the sweeper wakes it when its time has come."""
    move_frame(frame, FrameState.PENDING, not_before=now + timedelta(seconds=wait_seconds), **fields)
    if wait_seconds == 0:
        enqueue(MessageKind.STEP, animation.pk, now=now)
