"""One frame: claim, call, spool, verify, store, settle.

Claim and settle are one transaction each; between them nothing is held but the open submission. Every beat may be
repeated by anyone: a row that somebody else moved first simply does not move again.

Order of locks in every transaction here: animation, frame, then the ledger's accounts by ascending id.
"""

import hashlib
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.animations import media, spool
from apps.animations.models import (
    MAX_CALLS_PER_FRAME,
    Animation,
    AnimationState,
    EnginePause,
    FailureReason,
    Frame,
    FrameState,
    PausedReason,
    Submission,
    SubmissionState,
    Topic,
)
from apps.animations.services.ending import conclude, fail_from
from apps.animations.services.hints import leave_hint, take_hint
from apps.animations.services.workshop import Beat, Workshop
from apps.animations.transitions import move_animation, move_frame, move_submission
from apps.common.units import Cents, mills_from_cents
from apps.credits.models import Unit
from apps.credits.services import (
    Ceiling,
    CeilingReached,
    capture_holds,
    day_of,
    hold_under_ceilings,
    release_holds,
    spend_under_ceiling,
)
from apps.engines.errors import (
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
from apps.engines.protocol import Engine, Painted, PaintRequest
from apps.engines.registry import EngineNotOffered
from apps.imaging.errors import PictureRejected

log = logging.getLogger(__name__)

SETTLE_SECONDS = 15  # after the call's own deadline: time to spool what arrived at the last moment
GATE_PATIENCE_SECONDS = 5.0  # a thread that waits longer for its place makes room for another animation
UNSENT_BACKOFF_SECONDS = (1, 4, 15, 15, 30, 60)  # an engine that is down for two minutes costs nobody their animation
FAULT_BACKOFF_SECONDS = (2, 8)
UNKNOWN_PER_ANIMATION = 2  # of the house's own money, one animation may lose at most this many calls


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one call, and what to ask for."""

    submission: Submission
    frame: Frame
    animation: Animation
    engine: Engine
    request: PaintRequest


class Verdict(PictureUnusable):
    """What the sandbox said about an answer that is no usable picture."""


def step_animation(*, animation_id: str | uuid.UUID, workshop: Workshop) -> None:
    """Paint the next frame of one animation, if there is one to paint and nobody else is at it. Safe to call any time."""
    try:
        engine_name = engine_of(uuid.UUID(str(animation_id)))
        engine = workshop.engine(engine_name)
    except Animation.DoesNotExist:
        take_hint(Topic.STEP, uuid.UUID(str(animation_id)))
        return
    except EngineNotOffered:
        pause_animation(animation_id=animation_id, reason=PausedReason.ENGINE)
        return
    workshop.spool.check_room()
    if not workshop.gate.wait(engine_name, patience_seconds=GATE_PATIENCE_SECONDS):
        return  # the hint stays, so the sweeper asks again
    claim = claim_frame(animation_id=animation_id, engine=engine, workshop=workshop)
    if claim is None:
        return
    workshop.reach(Beat.CLAIMED)
    try:
        painted = engine.paint(claim.request, deadline=time.monotonic() + settings.ENGINE_CALL_SECONDS)
    except EngineError as error:
        settle_error(submission_id=claim.submission.pk, error=error, now=workshop.clock())
        return
    workshop.reach(Beat.ANSWERED)
    with workshop.spool.in_hand(claim.submission.pk):
        path = workshop.spool.keep(claim.submission.pk, painted)
        workshop.reach(Beat.SPOOLED)
        settle_answer(path=path, painted=painted, submission=claim.submission, workshop=workshop)


@lru_cache(maxsize=4096)
def engine_of(animation_id: uuid.UUID) -> str:
    """The engine that paints an animation, which never changes. Raises Animation.DoesNotExist."""
    return Animation.objects.values_list("engine", flat=True).get(pk=animation_id)


# -- claim --------------------------------------------------------------------------------------------------------


def claim_frame(*, animation_id: str | uuid.UUID, engine: Engine, workshop: Workshop) -> Claim | None:
    """Open a submission for the next frame, in one transaction with the spending limits it is held under.

    None when there is nothing to paint now: not the animation's turn, paused, somebody is painting, or it ended.
    """
    now = workshop.clock()
    try:
        with transaction.atomic():
            return _claim(animation_id, engine, workshop, now)
    except CeilingReached as reached:
        reason = PausedReason.SITE_CEILING if ":site:" in reached.code else PausedReason.USER_CEILING
        pause_animation(animation_id=animation_id, reason=reason)
        return None
    except IntegrityError:
        # A call of this animation is still open: a late answer moved the chain on before the repeat came back.
        log.info("%s has an open call; the sweeper looks again", animation_id)
        return None
    except OSError:
        log.exception("the picture before the next frame of %s could not be read", animation_id)
        return None


def _claim(animation_id: str | uuid.UUID, engine: Engine, workshop: Workshop, now: datetime) -> Claim | None:
    animation = (
        Animation.objects.select_related("owner").select_for_update(of=("self",)).filter(pk=animation_id).first()
    )
    take_hint(Topic.STEP, uuid.UUID(str(animation_id)))
    if animation is None or animation.state not in (AnimationState.QUEUED, AnimationState.ACTIVE):
        return None
    pause = EnginePause.objects.filter(engine=animation.engine).first()
    if pause is not None:
        if pause.holds_at(now):
            _show_pause(animation, PausedReason.ENGINE)
            return None
        pause.delete()
    if animation.state == AnimationState.QUEUED and not activate(animation, now=now):
        _show_pause(animation, PausedReason.TURN)
        return None
    frame = next_frame(animation)
    if frame is None or (frame.not_before is not None and frame.not_before > now):
        return None
    tries: int = frame.tries  # type: ignore[attr-defined] # counted by next_frame's query
    if tries >= MAX_CALLS_PER_FRAME:
        fail_from(animation=animation, position=frame.position, reason=FailureReason.ENGINE, now=now)
        return None
    source = frame.parent.image_key if frame.parent else animation.source_key
    image = media.read(source, storage=workshop.storage)
    request = PaintRequest(
        image=image,
        width=animation.width,
        height=animation.height,
        model=animation.model,
        prompt=animation.prompt,
        negative_prompt=animation.negative_prompt or None,
        strength=animation.strength,
        seed=frame.seed,
        mask=media.read(animation.mask_key, storage=workshop.storage) if animation.mask_key else None,
        style_preset=animation.style_preset or None,
        position=frame.position,
        frame_count=animation.frame_count,
        user_reference=animation.owner.party.hex,
    )
    if not move_frame(frame, FrameState.RENDERING, not_before=None):
        return None
    submission = Submission.objects.create(
        animation=animation,
        frame=frame,
        n=tries + 1,
        engine=animation.engine,
        model=animation.model,
        endpoint=engine.endpoint(request),
        cost_mills=animation.cost_mills,
        seed=frame.seed,
        request_sha256=request_hash(request),
        worker=workshop.spool.worker,
        sent_at=now,
        deadline_at=now + timedelta(seconds=settings.ENGINE_CALL_SECONDS + SETTLE_SECONDS),
    )
    if animation.cost_mills:
        hold_under_ceilings(
            amount=animation.cost_mills,
            ceilings=spending_ceilings(animation.owner.party, now=now),
            ref=submission.ref,
            cause=animation.cause,
        )
    if animation.paused_reason:
        Animation.objects.filter(pk=animation.pk).update(paused_reason="")
    return Claim(submission=submission, frame=frame, animation=animation, engine=engine, request=request)


def next_frame(animation: Animation) -> Frame | None:
    """The frame to paint next, with its parent and `tries`, the calls it has used up; None while one is under way.

    Also None when no frame is left, and behind a frame that was given up.
    """
    tries = Submission.objects.filter(frame=OuterRef("pk")).order_by().values("frame").annotate(last=Max("n"))
    frame = (
        animation.frames.exclude(state=FrameState.STORED)
        .select_related("parent")
        .annotate(tries=Coalesce(Subquery(tries.values("last")), 0))
        .order_by("position", "take")
        .first()
    )
    return frame if frame is not None and frame.state == FrameState.PENDING else None


def activate(animation: Animation, *, now: datetime) -> bool:
    """Let a waiting animation begin, unless its owner already has as many running as one person may."""
    owner = type(animation.owner).objects.select_for_update().get(pk=animation.owner_id)
    running = Animation.objects.owned_by(owner).running().count()
    return running < settings.USER_RUNNING_LIMIT and move_animation(animation, AnimationState.ACTIVE, now=now)


def request_hash(request: PaintRequest) -> str:
    """SHA-256 over everything that decides the answer: the same hash is the same request."""
    digest = hashlib.sha256(request.image)
    digest.update(request.mask or b"")
    words = (
        request.model,
        request.prompt,
        request.negative_prompt,
        request.strength,
        request.seed,
        request.style_preset,
    )
    digest.update(repr(words).encode())
    return digest.hexdigest()


def spending_ceilings(party: uuid.UUID, *, now: datetime) -> list[Ceiling]:
    """The limits a paid call is held under: the person's and the site's for the day."""
    day = day_of(now)
    return [
        Ceiling(f"spend:user:{party}:{day}", Unit.MILL, mills_from_cents(Cents(settings.USER_DAILY_SPEND_CENTS))),
        Ceiling(f"spend:site:{day}", Unit.MILL, mills_from_cents(Cents(settings.SITE_DAILY_SPEND_CENTS))),
    ]


def pause_animation(*, animation_id: str | uuid.UUID, reason: PausedReason) -> None:
    """Show why nothing moves. The sweeper looks again; nothing is charged meanwhile."""
    with transaction.atomic():
        take_hint(Topic.STEP, uuid.UUID(str(animation_id)))
        Animation.objects.filter(pk=animation_id, state__in=[AnimationState.QUEUED, AnimationState.ACTIVE]).update(
            paused_reason=reason
        )


def _show_pause(animation: Animation, reason: PausedReason) -> None:
    if animation.paused_reason != reason:
        Animation.objects.filter(pk=animation.pk).update(paused_reason=reason)


# -- verify, store, settle ------------------------------------------------------------------------------------------


def settle_answer(*, path: Path, painted: Painted, submission: Submission, workshop: Workshop) -> None:
    """Bring one spooled answer home: verify it, store it, settle it, and only then forget the spooled bytes."""
    animation = submission.animation
    try:
        accepted = workshop.sandbox.accept_painted(painted.image, width=animation.width, height=animation.height)
        if accepted.blank:
            raise Verdict("the picture is one flat color")  # noqa: TRY301 - one way out for every unusable picture
    except (PictureRejected, Verdict) as error:
        settle_error(submission_id=submission.pk, error=Verdict(str(error)), now=workshop.clock())
        path.unlink(missing_ok=True)
        return
    workshop.reach(Beat.VERIFIED)
    key = media.frame_key(submission.animation_id, submission.frame_id, submission.pk)
    media.write(key, accepted.png, storage=workshop.storage)
    workshop.reach(Beat.STORED)
    settle_picture(
        submission_id=submission.pk,
        image_key=key,
        sha256=hashlib.sha256(accepted.png).hexdigest(),
        painted=painted,
        now=workshop.clock(),
    )
    path.unlink(missing_ok=True)
    workshop.reach(Beat.SETTLED)


def settle_picture(
    *, submission_id: uuid.UUID, image_key: str, sha256: str, painted: Painted, now: datetime
) -> SubmissionState:
    """Charge a stored frame, in one transaction with everything that follows from it. Returns what the call became.

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
        wanted = frame.state not in (FrameState.STORED, FrameState.FAILED)
        outcome = SubmissionState.WON if wanted else SubmissionState.ORPHAN
        was_open = submission.state == SubmissionState.SENT
        if not move_submission(submission, outcome, now=now, **evidence):
            return SubmissionState(submission.state)
        if wanted:
            move_frame(frame, FrameState.STORED, image_key=image_key, sha256=sha256, stored_at=now, not_before=None)
        if wanted and not conclude(animation=animation, now=now):
            Animation.objects.filter(pk=animation.pk).update(moved_at=now, paused_reason="")
            leave_hint(Topic.STEP, animation.pk, now=now)
        # Last, so that the lock on the site's ceiling, which every call of every person needs, is held the shortest.
        capture_holds(refs=[*([frame.ref] if wanted else []), *([submission.ref] if was_open else [])])
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
        was_open = submission.state == SubmissionState.SENT
        target, costs, keeps_number = _bookkeeping(error)
        fields = evidence if keeps_number else {**evidence, "n": None}
        if not move_submission(submission, target, now=now, **fields):
            return
        if was_open:
            # Under the spending limits an unknown call counts as charged: closed, never open.
            if costs:
                capture_holds(refs=[submission.ref])
            else:
                release_holds(refs=[submission.ref])
        log.info("%s of %s ended as %s: %s", frame, animation.pk, type(error).__name__, error.detail[:200])
        if frame.state == FrameState.RENDERING:
            _decide(error, animation=animation, frame=frame, submission=submission, now=now)
        Animation.objects.filter(pk=animation.pk).update(moved_at=now)


def _locked(submission_id: uuid.UUID) -> Submission:
    """One call with its frame and its animation, the animation locked first: settling, claiming and cancelling take
    turns on it, and what is read after the lock is what the one before left.
    """
    animation = Animation.objects.select_for_update(of=("self",)).get(submissions=submission_id)
    submission = Submission.objects.select_related("frame").get(pk=submission_id)
    submission.animation = animation
    return submission


def _bookkeeping(error: EngineError) -> tuple[SubmissionState, bool, bool]:
    """For a class of error: what the submission becomes, whether it counts as spent, whether it used up a try."""
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


def _decide(error: EngineError, *, animation: Animation, frame: Frame, submission: Submission, now: datetime) -> None:
    tries = submission.n or 0
    match error:
        case NotSent():
            if frame.unsent_tries >= len(UNSENT_BACKOFF_SECONDS):
                fail_from(animation=animation, position=frame.position, reason=FailureReason.UNREACHABLE, now=now)
                return
            wait = UNSENT_BACKOFF_SECONDS[frame.unsent_tries]
            _again(animation, frame, now=now, wait_seconds=wait, unsent_tries=frame.unsent_tries + 1)
        case Throttled(retry_after_seconds=seconds):
            pause_engine(engine=animation.engine, until=now + timedelta(seconds=seconds), reason=error.detail, now=now)
            _again(animation, frame, now=now, wait_seconds=seconds)
        case OperatorNeeded():
            pause_engine(engine=animation.engine, until=None, reason=error.detail, now=now)
            _again(animation, frame, now=now, wait_seconds=0)
        case EngineFault() if tries < MAX_CALLS_PER_FRAME:
            _again(animation, frame, now=now, wait_seconds=FAULT_BACKOFF_SECONDS[tries - 1])
        case EngineFault():
            fail_from(animation=animation, position=frame.position, reason=FailureReason.ENGINE, now=now)
        case ContentRefused():
            fail_from(animation=animation, position=frame.position, reason=FailureReason.CONTENT, now=now)
        case RequestRefused():
            fail_from(animation=animation, position=frame.position, reason=FailureReason.REQUEST, now=now)
        case PictureFiltered():
            fail_from(animation=animation, position=frame.position, reason=FailureReason.FILTERED, now=now)
        case PictureUnusable():
            spoiled = frame.submissions.filter(state=SubmissionState.REJECTED_PAID).count()
            if spoiled < 2 and tries < MAX_CALLS_PER_FRAME:
                _again(animation, frame, now=now, wait_seconds=0)
            else:
                fail_from(animation=animation, position=frame.position, reason=FailureReason.UNUSABLE, now=now)
        case _:
            _decide_unknown(animation=animation, frame=frame, submission=submission, now=now)


def _decide_unknown(*, animation: Animation, frame: Frame, submission: Submission, now: datetime) -> None:
    """Repeat at the house's cost, wait for a person, or give up: the policy, with its own small budgets."""
    policy = settings.UNKNOWN_POLICY
    if policy == "refuse":
        fail_from(animation=animation, position=frame.position, reason=FailureReason.UNKNOWN, now=now)
        return
    lost_here = frame.submissions.filter(state=SubmissionState.UNKNOWN).count()
    lost_in_all = animation.submissions.filter(state=SubmissionState.UNKNOWN).count()
    if (
        policy == "repeat_once"
        and lost_here < 2
        and lost_in_all <= UNKNOWN_PER_ANIMATION
        and (submission.n or 0) < MAX_CALLS_PER_FRAME
    ):
        if animation.cost_mills == 0:
            _again(animation, frame, now=now, wait_seconds=0)
            return
        try:
            spend_under_ceiling(
                amount=1,
                ceiling=Ceiling(f"unknown:{day_of(now)}", Unit.CALL, settings.UNKNOWN_DAILY_LIMIT),
                key=f"unknown:{submission.pk}",
                cause=animation.cause,
            )
        except CeilingReached:
            log.warning("the day's budget for lost answers is used up; %s waits for a person", animation.pk)
        else:
            _again(animation, frame, now=now, wait_seconds=0)
            return
    move_frame(frame, FrameState.REVIEW)
    Animation.objects.filter(pk=animation.pk).update(paused_reason=PausedReason.REVIEW)


def _again(animation: Animation, frame: Frame, *, now: datetime, wait_seconds: float, **fields: int) -> None:
    """Put a frame back in line with the same seed; the sweeper wakes it when its time has come."""
    move_frame(frame, FrameState.PENDING, not_before=now + timedelta(seconds=wait_seconds), **fields)
    if wait_seconds == 0:
        leave_hint(Topic.STEP, animation.pk, now=now)


def pause_engine(*, engine: str, until: datetime | None, reason: str, now: datetime) -> None:
    """Stop every call to an engine: until a moment, or (None) until an operator acts. A longer pause wins."""
    pause = EnginePause.objects.filter(engine=engine).first()
    if pause is not None and (pause.until is None or (until is not None and pause.until >= until)):
        return
    EnginePause.objects.update_or_create(
        engine=engine, defaults={"until": until, "reason": reason[:200], "began_at": now}
    )
    log.error("engine %s is paused until %s: %s", engine, until or "an operator acts", reason)


# -- what is left in a spool ----------------------------------------------------------------------------------------


def salvage(*, root: Path, workshop: Workshop) -> int:
    """Bring home what lies in the spools under `root` that nobody is working on; return how many answers came home.

    That is what this process could not store (the store was away), and all that workers left which are certainly gone.
    A call of such a worker without a complete answer is over and unknown, without waiting for its deadline.
    """
    home = sum(bring_home(path=path, workshop=workshop) for path in workshop.spool.waiting())
    for folder in spool.abandoned_folders(root):
        home += sum(bring_home(path=path, workshop=workshop) for path in spool.answers_in(folder))
        waiting = {spool.submission_of(path) for path in spool.answers_in(folder)}
        lost = Submission.objects.open().filter(worker=folder.name).exclude(pk__in=waiting).values_list("pk", flat=True)
        for submission_id in list(lost):
            error = OutcomeUnknown("the worker died while the call was under way")
            settle_error(submission_id=submission_id, error=error, now=workshop.clock())
        spool.remove_if_empty(folder)
    return home


def bring_home(*, path: Path, workshop: Workshop) -> bool:
    """Settle one spooled answer. False when that is not possible yet: the file stays for the next look."""
    submission = Submission.objects.select_related("animation").filter(pk=spool.submission_of(path)).first()
    if submission is None:
        path.unlink(missing_ok=True)  # its animation was erased with its owner
        return False
    try:
        settle_answer(path=path, painted=spool.read_answer(path), submission=submission, workshop=workshop)
    except Exception:
        # Whatever the store raises: the bytes are safe here, and the call must not be taken for a lost one meanwhile.
        log.exception("a paid answer waits in the spool: %s", path)
        later = workshop.clock() + timedelta(seconds=SETTLE_SECONDS * 4)
        Submission.objects.open().filter(pk=submission.pk, deadline_at__lt=later).update(deadline_at=later)
        return False
    return True
