"""Reading and canceling animations."""

import uuid
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.animations import selectors
from apps.animations.models import Animation
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.api import schemas
from apps.api.answers import animation_out
from apps.api.api import MAKE, api, caller
from apps.api.problems import ProblemRaised
from apps.common.cursors import decode_cursor, encode_cursor, one_page


@api.get("/animations", response=schemas.AnimationPage, summary="List your animations, newest first")
def list_animations(request: HttpRequest, before: str = "", deleted: bool = False) -> dict[str, Any]:
    """List 24 at a time. With `deleted=true`, those in the trash instead, what was deleted last first."""
    listed = selectors.trash_of if deleted else selectors.animations_of
    found = listed(caller(request), before=decode_cursor(before))[: selectors.PAGE_SIZE + 1]
    rows, more = one_page(found, selectors.PAGE_SIZE)
    return {
        "items": [
            {
                "id": row.pk,
                "state": row.state,
                "title": row.title,
                "deleted_at": row.deleted_at,
                "prompt": row.prompt,
                "created_at": row.created_at,
                "frames_stored": row.stored,  # type: ignore[attr-defined] # annotated
                "frames_total": row.frame_count,
            }
            for row in rows
        ],
        "next_before": encode_cursor(_place(rows[-1]), rows[-1].pk) if more else None,
    }


def _place(row: Animation) -> datetime:
    """Return the moment that lists are ordered by."""
    return row.deleted_at or row.created_at


@api.get(
    "/animations/{animation_id}", response=schemas.AnimationOut, summary="Get an animation with its frames and receipt"
)
def get_animation(request: HttpRequest, animation_id: uuid.UUID) -> dict[str, Any]:
    return animation_out(selectors.get_owned(caller(request), animation_id))


@api.post(
    "/animations/{animation_id}/cancel",
    response=schemas.AnimationOut,
    summary="Cancel and keep what was delivered",
    auth=MAKE,
)
def post_cancel(request: HttpRequest, animation_id: uuid.UUID) -> dict[str, Any]:
    animation = selectors.get_owned(caller(request), animation_id)
    try:
        cancel_animation(animation_id=animation.pk, now=timezone.now())
    except NotCancellable as late:
        raise ProblemRaised(
            HTTPStatus.CONFLICT, "ended", "This animation is already finished. Nothing changed."
        ) from late
    return animation_out(selectors.get_owned(caller(request), animation_id))
