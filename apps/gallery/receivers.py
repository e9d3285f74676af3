from typing import Any
from uuid import UUID

from django.dispatch import receiver

from apps.animations.models import Animation
from apps.animations.signals import PublicFace, public_faces_wanted
from apps.gallery.selectors import gif_url, live_publications_of, page_url


@receiver(public_faces_wanted)
def tell_public_faces(*, animations: list[Animation], **_: Any) -> dict[UUID, PublicFace]:
    return {
        publication.animation_id: PublicFace(
            slug=publication.slug,
            export_id=publication.export_id,
            title=publication.title,
            url=page_url(publication),
            gif_url=gif_url(publication),
        )
        for publication in live_publications_of(animations)
    }
