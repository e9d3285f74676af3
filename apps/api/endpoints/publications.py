"""Public pages."""

import uuid
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from apps.animations import selectors
from apps.api import schemas
from apps.api.api import PUBLISH, api, caller
from apps.api.problems import ProblemRaised
from apps.gallery.selectors import gif_url, page_url
from apps.gallery.services import NothingToPublish, TakenDown, publish_animation


@api.post(
    "/animations/{animation_id}/publish",
    response=schemas.PublicationOut,
    summary="Publish an animation",
    auth=PUBLISH,
)
def post_publish(
    request: HttpRequest, animation_id: uuid.UUID, body: schemas.PublishIn | None = None
) -> dict[str, Any]:
    publish = body or schemas.PublishIn(title="", alt_text="")
    animation = selectors.get_owned(caller(request), animation_id)
    try:
        publication = publish_animation(
            animation=animation,
            title=publish.title,
            alt_text=publish.alt_text,
            visibility=publish.visibility,
            now=timezone.now(),
        )
    except TakenDown as taken_down:
        raise ProblemRaised(
            HTTPStatus.FORBIDDEN,
            "taken-down",
            f"This GIF's page was taken down by us: {taken_down} Nothing was published.",
        ) from taken_down
    except NothingToPublish as nothing:
        raise ProblemRaised(HTTPStatus.CONFLICT, "not-ready", "There's no finished GIF to publish yet.") from nothing
    return {
        "slug": publication.slug,
        "title": publication.title,
        "visibility": publication.visibility,
        "share_url": page_url(publication),
        "gif_url": gif_url(publication),
    }
