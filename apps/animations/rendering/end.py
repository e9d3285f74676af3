"""How an animation ends: all frames painted, the chain stopped, or the person cancelled. What is delivered is kept."""

import uuid
from datetime import datetime

from django.db import transaction

from apps.animations.exports.versions import request_export
from apps.animations.models import (
    Animation,
    AnimationState,
    FailureReason,
    Frame,
    FrameState,
    MessageKind,
)
from apps.animations.models.transitions import move_animation
from apps.animations.outbox import enqueue
from apps.animations.rendering.fallback import all_holds
from apps.common.compiled import Select, Slot
from apps.common.units import Credits
from apps.credits.services.holds import release_holds
from apps.credits.services.wallets import is_frozen

_one_unfinished = Select(lambda: Frame.objects.unfinished().filter(animation_id=Slot("animation", Frame))[:1])


class NotCancellable(Exception):
    """The animation has ended already, or its last frame is done. Nothing changed."""


def conclude(*, animation: Animation, now: datetime) -> bool:
    """End the chain if no frame is left to paint. Runs in the transaction that settled the last one.

    With at least one stored frame the GIF is put together next; without any the animation has ended. True when ended.
    """
    if _one_unfinished(animation=animation.pk):
        return False
    # No frame is left to paint: how it ended follows from what was stored, unless its owner stopped it.
    states = list(animation.frames.values_list("state", flat=True))
    stored = states.count(FrameState.STORED)
    if animation.failure == FailureReason.CANCELLED:
        ending = AnimationState.CANCELLED
    elif stored == len(states):
        ending = AnimationState.DONE
    else:
        ending = AnimationState.PARTIAL if stored else AnimationState.FAILED
    # `ending` is kept until the GIF is made: being put together is a state of its own.
    if stored:
        move_animation(animation, AnimationState.ASSEMBLING, now=now, ending=ending, paused_reason="")
        request_export(animation=animation, now=now)
    else:
        move_animation(animation, ending, now=now, paused_reason="")
    wake_next_of(animation.owner_id, now=now)
    return True


def fail_from(*, animation: Animation, position: int, reason: FailureReason, now: datetime) -> Credits:
    """Give up on a frame and all after it, which cannot be painted without it; release what was held for them.

    Returns how many credits went back. Runs in the caller's transaction, with the animation locked.
    """
    return release_holds(refs=give_up_from(animation=animation, position=position, reason=reason, now=now))


def give_up_from(*, animation: Animation, position: int, reason: FailureReason, now: datetime) -> list[str]:
    """End as `fail_from` does, but leave the release to the caller: return the refs of what was held.

    For a caller that moves other accounts too, because those of one transaction are locked together and last.
    """
    # Locked before they are read: a frame that is being stored at this moment is either stored or failed, never both.
    frames = list(animation.frames.unfinished().filter(position__gte=position).select_for_update(no_key=True))
    ids = [frame.pk for frame in frames]
    animation.frames.filter(pk__in=ids).update(state=FrameState.FAILED, not_before=None)
    animation.failure = reason
    Animation.objects.filter(pk=animation.pk).update(failure=reason, moved_at=now)
    # After the frames have failed, or it would find some that are unfinished.
    conclude(animation=animation, now=now)
    return all_holds(animation, frames)


def cancel_animation(*, animation_id: uuid.UUID, now: datetime) -> Credits:
    """Stop an animation: keep and charge what is delivered, give back the rest at once. Returns what went back.

    A frame that is being painted at this moment is the house's loss. Raises NotCancellable.
    """
    with transaction.atomic():
        animation = Animation.objects.select_for_update(no_key=True).get(pk=animation_id)
        if animation.state not in (AnimationState.QUEUED, AnimationState.ACTIVE):
            raise NotCancellable(str(animation))
        return fail_from(animation=animation, position=1, reason=FailureReason.CANCELLED, now=now)


def stop_frozen(*, ledger_owner: uuid.UUID, now: datetime) -> int:
    """Stop the animations of somebody who may not spend any more, if that is so; return how many were stopped.

    The frame that is being painted at this moment is paid for already, so it may arrive and is charged.
    """
    if not is_frozen(ledger_owner):
        return 0
    running = Animation.objects.filter(
        owner__ledger_owner=ledger_owner, state__in=[AnimationState.QUEUED, AnimationState.ACTIVE]
    ).values_list("pk", flat=True)
    stopped = 0
    # One transaction for each: several locked at once would keep workers waiting for all of them.
    for animation_id in list(running):
        with transaction.atomic():
            # Read again under the lock: it may have ended since it was listed.
            animation = Animation.objects.select_for_update(no_key=True).get(pk=animation_id)
            waiting = (
                animation.frames.filter(state__in=[FrameState.PENDING, FrameState.REVIEW]).order_by("position").first()
            )
            if animation.state in (AnimationState.QUEUED, AnimationState.ACTIVE) and waiting is not None:
                fail_from(animation=animation, position=waiting.position, reason=FailureReason.FROZEN, now=now)
                stopped += 1
    return stopped


def wake_next_of(owner_id: int, *, now: datetime) -> None:
    """Announce the owner's animation that waits longest: one less is running, so it may be its turn."""
    waiting = (
        Animation.objects.filter(owner_id=owner_id, state=AnimationState.QUEUED)
        .order_by("queued_at")
        .values_list("pk", flat=True)
        .first()
    )
    if waiting is not None:
        enqueue(MessageKind.STEP, waiting, now=now)
