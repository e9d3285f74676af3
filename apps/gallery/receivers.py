from typing import Any
from uuid import UUID

from django.dispatch import receiver

from apps.animations.models import Animation
from apps.animations.signals import PublicLink, public_links_requested
from apps.gallery.selectors import gif_url, live_publications_of, page_url


@receiver(public_links_requested)
def tell_public_links(*, animations: list[Animation], **_: Any) -> dict[UUID, PublicLink]:
    return {
        publication.animation_id: PublicLink(
            slug=publication.slug,
            export_id=publication.export_id,
            title=publication.title,
            url=page_url(publication),
            gif_url=gif_url(publication),
        )
        for publication in live_publications_of(animations)
    }
