"""Delete the photo and keep the GIF."""

import uuid
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.animations.models import Animation, AnimationState, MaskCorrection
from apps.animations.models.animation import ENDED_STATES
from apps.animations.retention.erase import delete_or_leave, keys_of_photo


class PhotoInUse(Exception):
    """A GIF is being made from the photo right now. Nothing was deleted."""


def count_sharing(animation: Animation) -> int:
    """Return how many GIFs of its owner were made from its photo, itself included."""
    sharing = (
        Animation.objects.with_photo().submitted().filter(owner=animation.owner_id, source_key=animation.source_key)
    )
    return sharing.count()


def delete_photo(*, owner: User, animation_id: uuid.UUID, now: datetime) -> int:
    """Delete the photo of an animation with its masks; return how many GIFs were made from it, which are all kept.

    Deleted already, nothing happens. Raises Animation.DoesNotExist, and PhotoInUse.
    """
    with transaction.atomic():
        animation = Animation.objects.visible().submitted().get(owner=owner, pk=animation_id)
        sharing = list(
            Animation.objects.select_for_update(no_key=True)
            .with_photo()
            .filter(owner=owner, source_key=animation.source_key)
            .order_by("pk")
        )
        gifs = [other for other in sharing if other.state != AnimationState.DRAFT]
        if any(other.state not in ENDED_STATES for other in gifs):
            raise PhotoInUse(str(animation))
        keys = {key for other in sharing for key in keys_of_photo(other)}
        MaskCorrection.objects.filter(animation__in=gifs).delete()
        Animation.objects.filter(pk__in=[gif.pk for gif in gifs]).update(photo_deleted_at=now, source_bytes=0)
        drafts = [other.pk for other in sharing if other.state == AnimationState.DRAFT]
        Animation.objects.filter(pk__in=drafts).delete()
    delete_or_leave(keys)
    return len(gifs)
