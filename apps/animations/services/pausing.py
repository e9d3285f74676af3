"""Why nothing moves: pauses of an engine, the breaker that decides them, and what an animation shows while it waits."""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from apps.animations.models import Animation, AnimationState, EnginePause, PausedReason, Topic
from apps.animations.services.hints import take_hint
from apps.common.alarms import raise_alarm
from apps.common.compiled import Select, Slot

log = logging.getLogger(__name__)

STRIKES = 5  # five failures in a row are no accident at engines that fail one call in fifty
FIRST_PAUSE_SECONDS = 30  # what a restart takes
LONGEST_PAUSE_SECONDS = 15 * 60  # doubled up to this: a recovered engine is found within a coffee

_pause_of = Select(lambda: EnginePause.objects.filter(engine=Slot("engine", EnginePause)))


def pause_of(engine: str, *, now: datetime) -> EnginePause | None:
    """What is wrong with an engine; None when nothing is. A mere pause whose time is over is forgotten."""
    pause = _pause_of.first(engine=engine)
    if pause is not None and pause.strikes == 0 and not pause.holds_at(now):
        pause.delete()
        return None
    return pause


def may_probe(pause: EnginePause, *, now: datetime) -> bool:
    """Whether this call may be the one that finds out how an ailing engine is.

    After a pause for strikes only one at a time gets through, until a picture proves that the engine works.
    """
    if pause.strikes < STRIKES:
        return True
    probe_ends = now + timedelta(seconds=settings.ENGINE_CALL_SECONDS)
    return EnginePause.objects.filter(pk=pause.pk, until=pause.until).update(until=probe_ends) > 0


@transaction.atomic(savepoint=False)
def note_strike(*, engine: str, reason: str, now: datetime) -> None:
    """An engine failed once more. Too often in a row, and it rests, each time twice as long as before."""
    EnginePause.objects.get_or_create(engine=engine, defaults={"until": now, "reason": reason[:200], "began_at": now})
    pause = EnginePause.objects.select_for_update().get(engine=engine)
    pause.strikes += 1
    if pause.until is not None and pause.strikes >= STRIKES:
        pause.pause_seconds = min(pause.pause_seconds * 2 or FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
        pause.until = max(pause.until, now + timedelta(seconds=pause.pause_seconds))
        pause.reason, pause.began_at = f"{pause.strikes} failures in a row: {reason}"[:200], now
        log.error("engine %s rests for %d s: %s", engine, pause.pause_seconds, pause.reason)
    pause.save()


def note_recovery(*, engine: str) -> None:
    """An ailing engine painted a picture: all is forgotten, except what only an operator can know to be over."""
    EnginePause.objects.filter(engine=engine, until__isnull=False).delete()


@transaction.atomic(savepoint=False)
def pause_engine(*, engine: str, until: datetime | None, reason: str, now: datetime) -> None:
    """Stop every call to an engine: until a moment, or (None) until an operator acts, who gets mail. A longer pause wins."""
    pause = EnginePause.objects.select_for_update().filter(engine=engine).first()
    if pause is not None and (pause.until is None or (until is not None and pause.until >= until)):
        return
    EnginePause.objects.update_or_create(
        engine=engine, defaults={"until": until, "reason": reason[:200], "began_at": now}
    )
    log.error("engine %s is paused until %s: %s", engine, until or "an operator acts", reason)
    if until is None:
        raise_alarm(
            f"Engine {engine} is paused until you act",
            f"{reason}\n\nAnimations on it wait, and nothing is charged meanwhile. Set right what is wrong (the key, the "
            f"account's balance), then remove the pause: {settings.SITE_URL}/admin/animations/enginepause/",
        )


def pause_animation(*, animation_id: uuid.UUID, reason: PausedReason) -> None:
    """Show why nothing moves. The sweeper looks again; nothing is charged meanwhile."""
    with transaction.atomic():
        take_hint(Topic.STEP, animation_id)
        Animation.objects.filter(pk=animation_id, state__in=[AnimationState.QUEUED, AnimationState.ACTIVE]).update(
            paused_reason=reason
        )


def show_pause(animation: Animation, reason: PausedReason) -> None:
    if animation.paused_reason != reason:
        Animation.objects.filter(pk=animation.pk).update(paused_reason=reason)
