"""Why nothing moves: pauses of engines and models, the breaker that decides them, and what an animation shows meanwhile.

What concerns an account or the way to a vendor (too many calls, a refused key, a host that cannot be reached) pauses the
engine as a whole. A model that fails, or whose answers get lost, rests alone.
"""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from apps.animations.models import WHOLE, Animation, AnimationState, EnginePause, MessageKind, PausedReason
from apps.animations.outbox import ack
from apps.common.alarms import raise_alarm
from apps.common.compiled import Select, Slot

log = logging.getLogger(__name__)

STRIKES = 5  # five failures in a row are no accident at engines that fail one call in fifty
FIRST_PAUSE_SECONDS = 30  # what a restart takes
LONGEST_PAUSE_SECONDS = 15 * 60  # doubled up to this: a recovered engine is found within a coffee

_pauses_of = Select(
    lambda: EnginePause.objects.filter(
        engine=Slot("engine", EnginePause),
        part__in=[Slot(name, EnginePause, "part") for name in ("whole", "first", "second")],
    )
)


def pauses_of(engine: str, *, first: str, second: str, now: datetime) -> Mapping[str, EnginePause]:
    """Return what is wrong with an engine as a whole and with two of its parts, by part; healthy ones are missing.

    A mere pause whose time is over counts no more; `forget_past_pauses` removes it.
    """
    pauses = _pauses_of(engine=engine, whole=WHOLE, first=first, second=second)
    return {pause.part: pause for pause in pauses if pause.strikes > 0 or pause.holds_at(now)}


def forget_past_pauses(*, now: datetime) -> None:
    """Remove pauses whose time is over and which no failures led to."""
    EnginePause.objects.filter(strikes=0, until__lte=now).delete()


def may_probe(pauses: list[EnginePause], *, now: datetime) -> bool:
    """Return whether this call may be the one that finds out how an ailing engine, its part, or both are.

    After a pause for strikes only one at a time gets through, until a picture proves that it works.
    """
    probe_ends = now + timedelta(seconds=settings.ENGINE_CALL_SECONDS)
    taken: list[EnginePause] = []
    # By part, the order in which all lock them.
    for pause in sorted(pauses, key=lambda one: one.part):
        if pause.strikes < STRIKES:
            continue
        # The place is the pause's own end, moved on by the length of a call. Whoever moves it first has the call.
        if not EnginePause.objects.filter(pk=pause.pk, until=pause.until).update(until=probe_ends):
            for other in taken:  # nothing is called, so nobody else need wait for the outcome
                EnginePause.objects.filter(pk=other.pk, until=probe_ends).update(until=other.until)
            return False
        taken.append(pause)
    return True


@transaction.atomic(savepoint=False)
def note_strike(*, engine: str, part: str, reason: str, now: datetime) -> None:
    """Count one more failure of an engine or a part of it. After too many in a row it rests, each time twice as long."""
    if part != WHOLE:
        # Something came back, or at least something was sent: the engine as a whole can be reached.
        note_recovery(engine=engine, parts=[WHOLE])
    pause = _locked_pause(engine, part, now=now, reason=reason)
    pause.strikes += 1
    # Without an end it waits for an operator, and strikes change nothing.
    if pause.until is not None and pause.strikes >= STRIKES:
        pause.pause_seconds = min(pause.pause_seconds * 2 or FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS)
        pause.until = max(pause.until, now + timedelta(seconds=pause.pause_seconds))
        pause.reason, pause.began_at = f"{pause.strikes} failures in a row: {reason}"[:200], now
        log.error("%s of engine %s rests for %d s: %s", part or "all", engine, pause.pause_seconds, pause.reason)
    pause.save()


def _locked_pause(engine: str, part: str, *, now: datetime, reason: str) -> EnginePause:
    """Return the row of one part, made when there is none, and locked.

    In one statement: between looking and locking, somebody else's recovery could remove the row.
    """
    new = EnginePause(engine=engine, part=part, until=now, reason=reason[:200], began_at=now)
    EnginePause.objects.bulk_create(
        [new], update_conflicts=True, unique_fields=["engine", "part"], update_fields=["engine"]
    )
    return EnginePause.objects.get(engine=engine, part=part)


def note_recovery(*, engine: str, parts: list[str]) -> None:
    """Forget the strikes of parts that work, but not what only an operator can know to be over."""
    ailing = EnginePause.objects.filter(engine=engine, part__in=parts, until__isnull=False, strikes__gt=0)
    locked = ailing.select_for_update(no_key=True).order_by("part")  # as probes lock them
    EnginePause.objects.filter(pk__in=[pause.pk for pause in locked]).delete()


@transaction.atomic(savepoint=False)
def pause_engine(*, engine: str, until: datetime | None, reason: str, now: datetime) -> None:
    """Stop every call to an engine: until a moment, or (None) until an operator acts, who gets mail. A longer pause wins."""
    pause = _locked_pause(engine, WHOLE, now=now, reason=reason)
    # What waits for an operator, or rests longer already, is left as it is.
    if pause.until is None or (until is not None and pause.until > until):
        return
    pause.until, pause.reason, pause.began_at = until, reason[:200], now
    pause.save(update_fields=["until", "reason", "began_at"])
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
        Animation.objects.filter(pk=animation_id, state__in=[AnimationState.QUEUED, AnimationState.ACTIVE]).update(
            paused_reason=reason
        )
        ack(MessageKind.STEP, animation_id)


def show_pause(animation: Animation, reason: PausedReason) -> None:
    if animation.paused_reason != reason:
        Animation.objects.filter(pk=animation.pk).update(paused_reason=reason)
