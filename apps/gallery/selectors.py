import uuid
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from apps.animations.models import Animation
from apps.gallery.models import Publication

PAGE_SIZE = 24


def public_listing(*, before: tuple[datetime, uuid.UUID] | None = None) -> QuerySet[Publication]:
    """Return what everyone may see, newest first.

    A page of it, and one more that tells whether another page follows.
    """
    rows = (
        Publication.objects.on_the_wall().select_related("export", "animation__owner").order_by("-published_at", "-id")
    )
    if before is not None:
        moment, pk = before
        rows = rows.filter(Q(published_at__lt=moment) | Q(published_at=moment, id__lt=pk))
    return rows[: PAGE_SIZE + 1]


def get_live(slug: str) -> Publication:
    """Return a page by its address. Raises Publication.DoesNotExist, also for one that was taken back."""
    return Publication.objects.live().select_related("export", "video", "animation__owner").get(slug=slug)


def was_deleted(slug: str) -> bool:
    """Return whether the GIF of a page that is down was deleted by its owner."""
    return Publication.objects.filter(slug=slug, animation__deleted_at__isnull=False).exists()


def find_publication_of(animation: Animation) -> Publication | None:
    return Publication.objects.live().filter(animation=animation).first()


def page_url(publication: Publication) -> str:
    return settings.SITE_URL + reverse("share", args=[publication.slug])


def gif_url(publication: Publication) -> str:
    """Return the stable address of the file itself: ends in .gif, no query, no redirect."""
    if settings.MEDIA_PUBLIC_URL:
        return f"{settings.MEDIA_PUBLIC_URL}/{publication.gif_key}"
    return settings.SITE_URL + reverse("share_gif", args=[publication.slug])


def poster_url(publication: Publication) -> str:
    if settings.MEDIA_PUBLIC_URL:
        return f"{settings.MEDIA_PUBLIC_URL}/{publication.poster_key}"
    return settings.SITE_URL + reverse("share_poster", args=[publication.slug])


def video_url(publication: Publication) -> str:
    """Return the address of the same as an MP4; empty while there is none."""
    return settings.SITE_URL + reverse("share_video", args=[publication.slug]) if publication.has_video else ""


def live_publications_of(animations: list[Animation]) -> QuerySet[Publication]:
    return Publication.objects.live().filter(animation__in=animations)
