"""Reading and canceling animations."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.animations import selectors
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.api import schemas
from apps.api.answers import animation_out
from apps.api.api import MAKE, api, caller
from apps.api.problems import ProblemRaised
from apps.common.cursors import decode_cursor, encode_cursor, one_page


@api.get("/animations", response=schemas.AnimationPage, summary="List your animations, newest first")
def list_animations(request: HttpRequest, before: str = "") -> dict[str, Any]:
    found = selectors.animations_of(caller(request), before=decode_cursor(before))
    rows, more = one_page(found, selectors.PAGE_SIZE)
    return {
        "items": [
            {
                "id": row.pk,
                "state": row.state,
                "prompt": row.prompt,
                "created_at": row.created_at,
                "frames_stored": row.stored,  # type: ignore[attr-defined] # annotated
                "frames_total": row.frame_count,
            }
            for row in rows
        ],
        "next_before": encode_cursor(rows[-1].created_at, rows[-1].pk) if more else None,
    }


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
