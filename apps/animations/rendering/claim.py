"""The right to make one paid call: a submission, opened together with the spending limits that it is held under."""

import hashlib
import logging
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.animations import media
from apps.animations.models import (
    MAX_CALLS_PER_FRAME,
    Animation,
    AnimationState,
    FailureReason,
    Frame,
    FrameState,
    MessageKind,
    PausedReason,
    Submission,
)
from apps.animations.models.transitions import move_animation, move_frame
from apps.animations.outbox import ack
from apps.animations.rendering.circuit_breaker import pause_animation, pauses_of, show_pause
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.end import fail_from
from apps.animations.rendering.fallback import model_to_call, must_wait
from apps.animations.rendering.input_frame import analysis_to_paint_by, picture_to_paint_on
from apps.animations.rendering.masks import mask_on
from apps.common.compiled import Insert, Select, Slot
from apps.common.units import Cents, mills_from_cents
from apps.credits.models import Unit
from apps.credits.services.ceilings import Ceiling, CeilingReached, day_of, hold_under_ceilings
from apps.engines.errors import ClaimExpired
from apps.engines.protocol import Engine, PaintRequest, strength_for

log = logging.getLogger(__name__)

SETTLE_SECONDS = 15  # after the call's own deadline: time to spool what arrived at the last moment

SUBMISSION_COLUMNS = [
    "id",
    "animation_id",
    "frame_id",
    "n",
    "state",
    "engine",
    "model",
    "endpoint",
    "cost_mills",
    "seed",
    "request_sha256",
    "worker",
    "sent_at",
    "deadline_at",
]

# Their SQL is kept, because these statements run for every frame that is painted.
_lock_animation = Select(
    lambda: (
        Animation.objects.select_related("owner")
        .select_for_update(of=("self",), no_key=True)
        .filter(id=Slot("id", Animation))
    )
)
_first_unstored = Select(
    lambda: (
        Frame.objects.filter(animation_id=Slot("animation", Frame))
        .exclude(state=FrameState.STORED)
        .select_related("parent")
        .annotate(attempts=Coalesce(Subquery(_tries_of_a_frame()), 0))
        .order_by("position", "take")[:1]
    )
)
_open_submission = Insert(Submission, *SUBMISSION_COLUMNS)


def _tries_of_a_frame() -> QuerySet[Submission, Any]:
    calls = Submission.objects.filter(frame=OuterRef("pk")).order_by().values("frame")
    return calls.annotate(last=Max("n")).values("last")


class NoCapacity(Exception):
    """The engine takes no further call at this moment. Nothing was claimed."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one call, and what to ask for. `ailing`: what is called failed last, so a picture is news."""

    submission: Submission
    frame: Frame
    animation: Animation
    engine: Engine
    request: PaintRequest
    ailing: bool
    call_until: float
    """The `time.monotonic()` value at which the call ends: the same instant as `deadline_at` less SETTLE_SECONDS."""


def claim_frame(*, animation_id: uuid.UUID, engine: Engine, render_context: RenderContext) -> Claim | None:
    """Open a submission for the next frame, in one transaction with the spending limits it is held under.

    None when there is nothing to paint now: not the animation's turn, paused, somebody is painting, or it ended. Raises
    NoCapacity when all that is missing is a place in the engine's rate limit, which is taken last and by certain calls only.
    """
    # Pictures are fetched outside of the transaction: a claim that lacks one ends, and is tried again with it at hand.
    at_hand = media.AtHand()
    try:
        while True:
            try:
                # Read before each try, the steady clock first: whatever the claim waits for is taken off the call's time.
                began, now = time.monotonic(), render_context.clock()
                with transaction.atomic():
                    return _claim(animation_id, engine, render_context, at_hand, now=now, began=began)
            except media.NotAtHand as away:
                at_hand.fetch(away.key, storage=render_context.storage)
    except CeilingReached as reached:
        # Everything was rolled back, so the frame is still pending and nothing is held.
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


def _claim(
    animation_id: uuid.UUID,
    engine: Engine,
    render_context: RenderContext,
    pictures: media.AtHand,
    *,
    now: datetime,
    began: float,
) -> Claim | None:
    animation = _lock_animation.first(id=animation_id)
    try:
        claim = _open_call(animation, engine, render_context, pictures, now=now, began=began)
    except _OutOfTries as last:
        # Also when the chain ends here: the message has led to a decision, and is removed with it.
        ack(MessageKind.STEP, animation_id)
        fail_from(animation=last.animation, position=last.position, reason=FailureReason.ENGINE, now=now)
        return None
    ack(MessageKind.STEP, animation_id)  # before the spending limits and after the rest: one order of locks
    if claim is None:
        return None
    # Held in the transaction that opens the call: the day's limits know of it before a byte is sent.
    submission, owner = claim.submission, claim.animation.owner
    if submission.cost_mills:
        hold_under_ceilings(
            amount=submission.cost_mills,
            ceilings=spending_ceilings(owner.ledger_owner, now=now),
            ref=submission.ref,
            group_key=claim.animation.group_key,
        )
    # Last, because a place that was taken cannot be given back. Raising rolls the claim back.
    if not render_context.rate_limiter.acquire(submission.engine):
        raise NoCapacity(submission.engine)
    return claim


class _OutOfTries(Exception):
    """The next frame was called as often as a frame may be."""

    def __init__(self, animation: Animation, position: int) -> None:
        super().__init__(str(animation))
        self.animation = animation
        self.position = position


def _open_call(
    animation: Animation | None,
    engine: Engine,
    render_context: RenderContext,
    pictures: media.AtHand,
    *,
    now: datetime,
    began: float,
) -> Claim | None:
    """Open the submission for the next frame; None when there is nothing to paint now. Raises _OutOfTries."""
    if animation is None or animation.state not in (AnimationState.QUEUED, AnimationState.ACTIVE):
        return None
    # Pauses before anything is moved: an animation whose engine rests keeps its state and shows why it waits.
    first, second = animation.part_for(animation.model), animation.part_for(animation.fallback_model)
    pauses = pauses_of(animation.engine, first=first, second=second, now=now)
    if must_wait(animation, pauses, now=now):
        show_pause(animation, PausedReason.ENGINE)
        return None
    if animation.state == AnimationState.QUEUED and not activate(animation, now=now):
        show_pause(animation, PausedReason.TURN)
        return None
    # From here on the animation is active. What follows may still find that it is too early for a call.
    frame = next_frame(animation)
    if frame is None or (frame.not_before is not None and frame.not_before > now):
        return None
    # Calls that may have cost something are counted, so a frame's cost is bounded whatever its answers are.
    attempts: int = frame.attempts  # type: ignore[attr-defined] # counted by next_frame's query
    if attempts >= MAX_CALLS_PER_FRAME:
        raise _OutOfTries(animation, frame.position)
    # May take the place of the one call that finds out whether an ailing engine works again.
    called = model_to_call(animation, frame, pauses, attempts=attempts, now=now)
    if called is None:
        show_pause(animation, PausedReason.ENGINE)
        return None
    # Raises NotAtHand for what is not in memory, before the frame is moved.
    paints_from = engine.capabilities.paints_from
    image = picture_to_paint_on(frame, animation, paints_from=paints_from, storage=pictures)
    analysis = analysis_to_paint_by(animation, paints_from=paints_from, storage=pictures)
    # The mask as it lies on what is painted on: on the source nothing has moved away from under it.
    mask = mask_on(animation, position=0 if paints_from == "source" else frame.position - 1, storage=pictures)
    request = PaintRequest(
        image=image,
        width=animation.width,
        height=animation.height,
        model=called.model,
        prompt=animation.prompt,
        negative_prompt=animation.negative_prompt or None,
        strength=strength_for(engine, chosen=animation.model, model=called.model, strength=animation.strength),
        seed=frame.seed,
        mask=mask.png if mask is not None else None,
        style_preset=animation.style_preset or None,
        position=frame.position,
        frame_count=animation.frame_count,
        user_reference=animation.owner.ledger_owner.hex,
        analysis=analysis,
    )
    # The guarded UPDATE: whoever moves the frame makes the call, and nobody else does.
    if not move_frame(frame, FrameState.RENDERING, not_before=None):
        return None
    # On record before the call: if this process dies, the row says what may have been bought.
    submission = Submission(
        animation=animation,
        frame=frame,
        n=attempts + 1,
        engine=animation.engine,
        model=called.model,
        endpoint=engine.endpoint(request),
        cost_mills=animation.mills_for(called.model),
        seed=frame.seed,
        request_sha256=request_hash(request),
        worker=render_context.spool.worker,
        sent_at=now,
        deadline_at=now + timedelta(seconds=settings.ENGINE_CALL_SECONDS + SETTLE_SECONDS),
    )
    _open_submission(**{name: getattr(submission, name) for name in SUBMISSION_COLUMNS})
    if animation.paused_reason:
        show_pause(animation, PausedReason.NONE)
    until = began + settings.ENGINE_CALL_SECONDS
    return Claim(submission, frame, animation, engine, request, ailing=called.ailing, call_until=until)


def check_may_send(claim: Claim, *, now: datetime) -> None:
    """Raise ClaimExpired when the time for a call is over, by either clock: it would be taken for lost and bought again.

    The steady clock stands still while some machines sleep, and the other one may be set: whichever is later decides.
    """
    left = (claim.submission.deadline_at - now).total_seconds() - SETTLE_SECONDS
    if left <= 0 or time.monotonic() >= claim.call_until:
        raise ClaimExpired("the time for the call was over before it was sent")


def next_frame(animation: Animation) -> Frame | None:
    """Return the frame to paint next, with its parent and `attempts`, the calls it has used up.

    None while one is under way.

    Also None when no frame is left, and behind a frame that was given up.
    """
    # Frames are painted in order, each from the one before, so only the first that is not stored can be next.
    frame = _first_unstored.first(animation=animation.pk)
    return frame if frame is not None and frame.state == FrameState.PENDING else None


def activate(animation: Animation, *, now: datetime) -> bool:
    """Let a waiting animation begin, unless its owner already has as many running as one person may."""
    # The lock on the person keeps two of their animations from both taking the last place.
    owner = type(animation.owner).objects.select_for_update(no_key=True).get(pk=animation.owner_id)
    running = Animation.objects.owned_by(owner).running().count()
    return running < settings.USER_RUNNING_LIMIT and move_animation(animation, AnimationState.ACTIVE, now=now)


def request_hash(request: PaintRequest) -> str:
    """Return SHA-256 over everything that decides the answer: the same hash is the same request."""
    digest = hashlib.sha256()
    for part in (request.image, request.mask, request.analysis):
        digest.update(hashlib.sha256(part or b"").digest())  # each of one length, so that none is taken for another
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


def spending_ceilings(ledger_owner: uuid.UUID, *, now: datetime) -> list[Ceiling]:
    """Return the limits a paid call is held under: the person's and the site's for the day."""
    day = day_of(now)
    return [
        Ceiling(
            f"spend:user:{ledger_owner}:{day}", Unit.MILL, mills_from_cents(Cents(settings.USER_DAILY_SPEND_CENTS))
        ),
        Ceiling(f"spend:site:{day}", Unit.MILL, mills_from_cents(Cents(settings.SITE_DAILY_SPEND_CENTS))),
    ]
