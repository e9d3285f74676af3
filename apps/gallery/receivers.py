from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from apps.accounts.models import User
from apps.accounts.signals import personal_data_requested
from apps.animations.models import Animation
from apps.animations.signals import (
    PublicLink,
    animation_deleted,
    animation_erased,
    animation_restored,
    public_links_requested,
    taken_down_requested,
)
from apps.credits.findings import verifying
from apps.gallery.models import Publication
from apps.gallery.selectors import gif_url, live_publications_of, page_url
from apps.gallery.with_trash import erase_with, pages_that_should_be_down, put_back_with, take_down_with, went_with


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


@receiver(animation_deleted)
def take_down(*, animation: Animation, now: datetime, **_: Any) -> None:
    take_down_with(animation=animation, now=now)


@receiver(taken_down_requested)
def tell_taken_down(*, animations: list[Animation], **_: Any) -> list[UUID]:
    return went_with(animations)


@receiver(animation_restored)
def put_back(*, animation: Animation, deleted_at: datetime, **_: Any) -> None:
    put_back_with(animation=animation, deleted_at=deleted_at)


@receiver(animation_erased)
def erase_page(*, animation: Animation, now: datetime, **_: Any) -> None:
    erase_with(animation=animation, now=now)


@receiver(verifying)
def verify_pages(**_: Any) -> list[str]:
    return pages_that_should_be_down()


@receiver(personal_data_requested)
def tell_pages(*, user: User, **_: Any) -> dict[str, Any]:
    """Return every public page of somebody's GIFs, those that are down too."""
    pages = Publication.objects.filter(animation__owner=user, animation__erased_at=None).order_by("published_at")
    names = ("animation", "slug", "title", "alt_text", "visibility", "published_at", "revoked_at")
    return {"public_pages": list(pages.values(*names))}
