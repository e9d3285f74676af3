"""Animations and exports that stand still: woken where a pause may be over, announced where nobody works on them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.animations.models import (
    WHOLE,
    Animation,
    AnimationState,
    EnginePause,
    Export,
    ExportState,
    Frame,
    FrameState,
    MessageKind,
    OutboxMessage,
    PausedReason,
    Submission,
)
from apps.animations.operations.overdue import BATCH
from apps.animations.outbox import enqueue

FORGOTTEN_AFTER = timedelta(seconds=10)  # an unfinished animation that nobody announced and nobody works on


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
