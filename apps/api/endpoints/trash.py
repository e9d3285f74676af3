"""Renaming and deleting one's own animations, and taking them out of the trash again."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Status

from apps.animations import selectors
from apps.animations.models import Animation
from apps.animations.retention.photo import PhotoInUse, delete_photo
from apps.animations.retention.trash import delete_animations, erase_from_trash, restore_animations
from apps.api import schemas
from apps.api.answers import animation_out
from apps.api.api import MAKE, api, caller
from apps.api.problems import ProblemRaised
from apps.common.control_characters import strip_control_characters


@api.patch(
    "/animations/{animation_id}", response=schemas.AnimationOut, summary="Rename an animation of yours", auth=MAKE
)
def patch_animation(request: HttpRequest, animation_id: uuid.UUID, change: schemas.AnimationPatch) -> dict[str, Any]:
    """`title` is what it is called in your library, up to 120 characters; an empty one gives it back its prompt."""
    found = selectors.get_owned(caller(request), animation_id)
    title = " ".join(strip_control_characters(change.title).split())
    Animation.objects.filter(pk=found.pk).update(title=title)
    return animation_out(selectors.get_owned(caller(request), animation_id))


@api.delete("/animations/{animation_id}", response={204: None}, summary="Delete an animation", auth=MAKE)
def delete_animation(request: HttpRequest, animation_id: uuid.UUID, forever: bool = False) -> Status[None]:
    """Move an animation to the trash, where it stays for 30 days; with `forever=true` it is erased at once.

    One that is being painted is stopped first: delivered frames are charged, the rest is released. Its public page goes
    offline. Repeating the request answers the same.
    """
    user = caller(request)
    found = selectors.get_owned(user, animation_id, in_trash=True)
    now = timezone.now()
    delete_animations(owner=user, animation_ids=[found.pk], now=now)
    if forever and not erase_from_trash(owner=user, animation_ids=[found.pk], now=now):
        raise ProblemRaised(
            HTTPStatus.CONFLICT,
            "running",
            "This animation is in the trash, and its file is still being made. Delete it forever once that has ended.",
        )
    return Status(204, None)


@api.post(
    "/animations/{animation_id}/restore",
    response=schemas.AnimationOut,
    summary="Take an animation out of the trash",
    auth=MAKE,
)
def post_restore(request: HttpRequest, animation_id: uuid.UUID) -> dict[str, Any]:
    user = caller(request)
    found = selectors.get_owned(user, animation_id, in_trash=True)
    restore_animations(owner=user, animation_ids=[found.pk], now=timezone.now())
    return animation_out(selectors.get_owned(user, animation_id))


@api.delete(
    "/animations/{animation_id}/picture",
    response={204: None},
    summary="Delete the picture an animation was made from, and keep the GIF",
    auth=MAKE,
)
def delete_picture(request: HttpRequest, animation_id: uuid.UUID) -> Status[None]:
    """Delete it for every other animation of yours that was made from it, too. This cannot be undone."""
    user = caller(request)
    found = selectors.get_owned(user, animation_id)
    try:
        delete_photo(owner=user, animation_id=found.pk, now=timezone.now())
    except PhotoInUse as error:
        raise ProblemRaised(
            HTTPStatus.CONFLICT, "running", "An animation is being made from this picture. Nothing was deleted."
        ) from error
    return Status(204, None)
