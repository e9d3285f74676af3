"""The sweeper: whatever is late, lost or forgotten moves on. Any number of copies may run; every step may be repeated."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.animations.models import (
    WHOLE,
    Animation,
    AnimationState,
    EnginePause,
    Export,
    ExportState,
    FailureReason,
    Frame,
    FrameState,
    MessageKind,
    OutboxMessage,
    PausedReason,
    Submission,
)
from apps.animations.operations.balance_reconciliation import reconcile_due
from apps.animations.operations.heartbeats import SWEEPER, note_heartbeat, send_heartbeats
from apps.animations.operations.workers import forget_ended_workers
from apps.animations.outbox import enqueue, resend_due_messages
from apps.animations.rendering.circuit_breaker import forget_past_pauses
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.end import fail_from
from apps.animations.rendering.settle import settle_error
from apps.animations.rendering.spool_recovery import recover_spool
from apps.common.signals import sweeping
from apps.credits.services.free import keep_promises
from apps.engines.errors import Abandoned

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0  # the longest a due frame waits for its turn
FORGOTTEN_AFTER = timedelta(seconds=10)  # an unfinished animation that nobody announced and nobody works on
REVIEW_LASTS = timedelta(hours=24)  # after a day of nobody looking, the customer gets their credits back
BATCH = 200  # rows of one kind a sweep looks at, so that a sweep stays short however much is waiting


def sweep(*, now: datetime, render_context: RenderContext) -> None:
    """Look once at everything that might be stuck."""
    recover_spool(root=settings.SPOOL_DIR, render_context=render_context)
    end_overdue_calls(now=now)
    release_old_reviews(now=now)
    forget_past_pauses(now=now)
    wake_waiting_frames(now=now)
    wake_paused(now=now)
    announce_forgotten(now=now)
    resend_due_messages(now=now)
    keep_promises(now=now)
    reconcile_due(now=now)
    for receiver, answer in sweeping.send_robust(sender=Animation, now=now):
        if isinstance(answer, Exception):
            log.error("%s failed in a sweep", receiver, exc_info=answer)
    note_heartbeat(SWEEPER, now=now)
    send_heartbeats(now=now)
    forget_ended_workers(now=now)


def end_overdue_calls(*, now: datetime) -> None:
    """End calls past their deadline: what became of them is unknown."""
    overdue = Submission.objects.open().filter(deadline_at__lte=now).values_list("pk", flat=True)[:BATCH]
    for submission_id in list(overdue):
        settle_error(submission_id=submission_id, error=Abandoned("no answer before the deadline"), now=now)


def release_old_reviews(*, now: datetime) -> None:
    """Give up reviews that nobody decided for a day: credits go back, and what there is is delivered."""
    old = Frame.objects.filter(state=FrameState.REVIEW, animation__moved_at__lte=now - REVIEW_LASTS)[:BATCH]
    for frame in old:
        with transaction.atomic():
            animation = Animation.objects.select_for_update(no_key=True).get(pk=frame.animation_id)
            if animation.state == AnimationState.ACTIVE:
                fail_from(animation=animation, position=frame.position, reason=FailureReason.UNKNOWN, now=now)


def wake_waiting_frames(*, now: datetime) -> None:
    """Move on frames whose pause after a failed try is over."""
    due = (
        Frame.objects.filter(state=FrameState.PENDING, not_before__lte=now, animation__state=AnimationState.ACTIVE)
        .exclude(animation__in=OutboxMessage.objects.filter(kind=MessageKind.STEP).values("ref"))
        .values_list("animation_id", flat=True)[:BATCH]
    )
    for animation_id in list(due):
        enqueue(MessageKind.STEP, animation_id, now=now)


def wake_paused(*, now: datetime) -> None:
    """Wake paused animations to look whether the reason still holds; the one waiting longest comes first.

    Of one person no more than may run at once: what holds one of them back holds all.
    """
    resting = EnginePause.objects.filter(part=WHOLE).filter(Q(until=None) | Q(until__gt=now)).values("engine")
    paused = (
        _first_in_line(
            [PausedReason.ENGINE, PausedReason.SITE_CEILING, PausedReason.USER_CEILING, PausedReason.ROOM],
            most=settings.USER_RUNNING_LIMIT,
        )
        .exclude(engine__in=resting)
        .exclude(pk__in=OutboxMessage.objects.filter(kind=MessageKind.STEP).values("ref"))
        .order_by("queued_at")
        .values_list("pk", flat=True)[:BATCH]
    )
    for animation_id in list(paused):
        enqueue(MessageKind.STEP, animation_id, now=now)


def _first_in_line(reasons: list[PausedReason], *, most: int) -> QuerySet[Animation]:
    """Return unfinished animations that stand still for these reasons: of each person at most so many, oldest first."""
    return (
        Animation.objects.filter(state__in=[AnimationState.QUEUED, AnimationState.ACTIVE], paused_reason__in=reasons)
        .annotate(place=Window(RowNumber(), partition_by="owner_id", order_by=["queued_at", "pk"]))
        .filter(place__lte=most)
    )


def announce_forgotten(*, now: datetime) -> None:
    """Find unfinished animations and exports without a message or a call under way. A healthy site has none."""
    unfinished = Animation.objects.filter(moved_at__lte=now - FORGOTTEN_AFTER)
    next_turns = _first_in_line([PausedReason.TURN], most=1).values("pk")
    # Nothing to wait for: no message, no open call, no time set, and not paused for a reason that others look after.
    chains = (
        unfinished.filter(state__in=[AnimationState.QUEUED, AnimationState.ACTIVE])
        .filter(Q(paused_reason="") | Q(pk__in=next_turns))
        .exclude(pk__in=OutboxMessage.objects.filter(kind=MessageKind.STEP).values("ref"))
        .exclude(pk__in=Submission.objects.open().values("animation"))
        .exclude(frames__not_before__gt=now)
        .order_by("moved_at")
        .values_list("pk", flat=True)[:BATCH]
    )
    for animation_id in list(chains):
        Animation.objects.filter(pk=animation_id).update(
            moved_at=now
        )  # the next look comes after the others had theirs
        enqueue(MessageKind.STEP, animation_id, now=now)
    exports = (
        Export.objects.filter(state=ExportState.PENDING, created_at__lte=now - FORGOTTEN_AFTER)
        .exclude(pk__in=OutboxMessage.objects.filter(kind=MessageKind.ENCODE).values("ref"))
        .values_list("pk", flat=True)[:BATCH]
    )
    for export_id in list(exports):
        enqueue(MessageKind.ENCODE, export_id, now=now)
    stuck = unfinished.filter(state=AnimationState.ASSEMBLING).exclude(exports__state=ExportState.PENDING)[:BATCH]
    for animation in stuck:
        export = animation.exports.last()
        if export is not None:
            enqueue(MessageKind.ENCODE, export.pk, now=now)
