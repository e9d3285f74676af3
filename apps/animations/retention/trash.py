"""Delete into the trash, and take out of it again."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.animations.models import Animation, AnimationState, FailureReason
from apps.animations.rendering.end import fail_from
from apps.animations.retention.erase import erase_animation
from apps.animations.signals import animation_deleted, animation_restored


def delete_animations(*, owner: User, animation_ids: Collection[uuid.UUID], now: datetime) -> list[uuid.UUID]:
    """Move animations of one's own to the trash; return which were moved. One that is there already stays as it is.

    One that is being painted is stopped first: what is delivered is charged, and the rest goes back at once. Its public
    page is taken down.
    """
    moved = []
    # One transaction for each: several locked at once would keep workers waiting for all of them.
    for animation_id in dict.fromkeys(animation_ids):
        with transaction.atomic():
            animation = (
                Animation.objects.select_for_update(no_key=True)
                .filter(owner=owner, pk=animation_id, deleted_at=None)
                .submitted()
                .first()
            )
            if animation is None:
                continue
            Animation.objects.filter(pk=animation.pk).update(deleted_at=now)
            animation_deleted.send(sender=Animation, animation=animation, now=now)
            # Last, because it locks accounts, which every transaction does last.
            if animation.state in (AnimationState.QUEUED, AnimationState.ACTIVE):
                fail_from(animation=animation, position=1, reason=FailureReason.CANCELLED, now=now)
            moved.append(animation.pk)
    return moved


def restore_animations(*, owner: User, animation_ids: Collection[uuid.UUID], now: datetime) -> list[uuid.UUID]:
    """Take animations out of the trash; return which. The public page that went with one comes back with it."""
    restored = []
    for animation_id in dict.fromkeys(animation_ids):
        with transaction.atomic():
            animation = (
                Animation.objects.select_for_update(no_key=True).in_trash().filter(owner=owner, pk=animation_id).first()
            )
            if animation is None:
                continue
            Animation.objects.filter(pk=animation.pk).update(deleted_at=None)
        # Outside: files are copied.
        animation_restored.send(sender=Animation, animation=animation, deleted_at=animation.deleted_at, now=now)
        restored.append(animation.pk)
    return restored


def erase_from_trash(
    *, owner: User, animation_ids: Collection[uuid.UUID] | None, now: datetime, until: datetime | None = None
) -> int:
    """Erase animations that are in the trash for good, all of them with None; return how many.

    With `until` only those that were there at that moment.
    """
    found = Animation.objects.in_trash().filter(owner=owner)
    if until is not None:
        found = found.filter(deleted_at__lte=until)
    if animation_ids is not None:
        found = found.filter(pk__in=animation_ids)
    return sum(erase_animation(animation_id=pk, now=now) for pk in list(found.values_list("pk", flat=True)))
