"""Why nothing moves: pauses of an engine, and what an animation shows while it waits."""

import logging
import uuid
from datetime import datetime

from django.db import transaction

from apps.animations.models import (
    Animation,
    AnimationState,
    EnginePause,
    PausedReason,
    Topic,
)
from apps.animations.services.hints import take_hint
from apps.common.compiled import Select, Slot

log = logging.getLogger(__name__)

_pause_of = Select(lambda: EnginePause.objects.filter(engine=Slot("engine", EnginePause)))


def is_paused(engine: str, *, now: datetime) -> bool:
    """Whether an engine must not be called now. A pause whose time is over is forgotten."""
    pause = _pause_of.first(engine=engine)
    if pause is None:
        return False
    if pause.holds_at(now):
        return True
    pause.delete()
    return False


def pause_engine(*, engine: str, until: datetime | None, reason: str, now: datetime) -> None:
    """Stop every call to an engine: until a moment, or (None) until an operator acts. A longer pause wins."""
    pause = EnginePause.objects.filter(engine=engine).first()
    if pause is not None and (pause.until is None or (until is not None and pause.until >= until)):
        return
    EnginePause.objects.update_or_create(
        engine=engine, defaults={"until": until, "reason": reason[:200], "began_at": now}
    )
    log.error("engine %s is paused until %s: %s", engine, until or "an operator acts", reason)


def pause_animation(*, animation_id: str | uuid.UUID, reason: PausedReason) -> None:
    """Show why nothing moves. The sweeper looks again; nothing is charged meanwhile."""
    with transaction.atomic():
        take_hint(Topic.STEP, uuid.UUID(str(animation_id)))
        Animation.objects.filter(pk=animation_id, state__in=[AnimationState.QUEUED, AnimationState.ACTIVE]).update(
            paused_reason=reason
        )


def show_pause(animation: Animation, reason: PausedReason) -> None:
    if animation.paused_reason != reason:
        Animation.objects.filter(pk=animation.pk).update(paused_reason=reason)
