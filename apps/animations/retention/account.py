"""What becomes of somebody's animations when they close their account."""

import uuid
from datetime import datetime

from django.db.models import Q

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.animations.retention.erase import erase_animation, forget_drafts
from apps.animations.retention.trash import delete_animations, restore_animations


class NotOverYet(Exception):
    """Something is still being put together; the account is erased when that is over."""


def delete_all(*, owner: User, now: datetime) -> list[uuid.UUID]:
    """Stop what runs and move everything to the trash; delete drafts."""
    forget_drafts(Q(owner=owner))
    mine = Animation.objects.owned_by(owner).submitted().visible()
    return delete_animations(owner=owner, animation_ids=list(mine.values_list("pk", flat=True)), now=now)


def restore_all(*, owner: User, deleted_at: datetime, now: datetime) -> list[uuid.UUID]:
    """Take everything out of the trash that went there at that moment."""
    then = Animation.objects.owned_by(owner).in_trash().filter(deleted_at=deleted_at)
    return restore_animations(owner=owner, animation_ids=list(then.values_list("pk", flat=True)), now=now)


def erase_all(*, owner: User, now: datetime) -> None:
    """Erase every animation and draft of somebody. May be repeated. Raises NotOverYet."""
    forget_drafts(Q(owner=owner))
    mine = Animation.objects.owned_by(owner).submitted().filter(erased_at=None)
    ids = list(mine.values_list("pk", flat=True))
    delete_animations(owner=owner, animation_ids=ids, now=now)
    left = [pk for pk in ids if not erase_animation(animation_id=pk, now=now)]
    if left:
        raise NotOverYet(f"{len(left)} animations of {owner.pk}")
