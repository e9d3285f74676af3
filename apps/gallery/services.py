"""Publish and take back. The copies are made before the row says they exist, and removed after it says they do not."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from apps.animations.models import Animation, Export, ExportState
from apps.animations.selectors import main_export
from apps.common.control_characters import strip_control_characters
from apps.gallery.models import Publication, Visibility
from apps.gallery.public_files import copy_files, remove_files, video_of

SLUG_BYTES = 12  # 96 bits: an unlisted page is found by nobody who was not given its link
TITLE_BYTES = 70  # chat previews cut or drop longer titles, and they count bytes


class NothingToPublish(Exception):
    """The animation has no finished GIF yet. Nothing was published."""


class TakenDown(NothingToPublish):
    """An operator took the page of this animation down, for the reason that is this error's text. Nothing was published."""


def fit_title(text: str) -> str:
    """Return a plain title of at most TITLE_BYTES bytes of UTF-8 on one line, cut at a character with an ellipsis."""
    line = " ".join(strip_control_characters(text).split())
    if len(line.encode()) <= TITLE_BYTES:
        return line
    kept = line.encode()[: TITLE_BYTES - len("…".encode())].decode(errors="ignore")
    return kept.rstrip() + "…"


def publish_animation(
    *, animation: Animation, title: str, alt_text: str, visibility: str, now: datetime, export: Export | None = None
) -> Publication:
    """Give an animation its public page, once: published already, the page is changed and keeps its address.

    Raises NothingToPublish or TakenDown.
    """
    title = fit_title(title) or fit_title(animation.name)
    alt_text = " ".join(strip_control_characters(alt_text).split())
    wanted = visibility if visibility in Visibility.values else Visibility.PUBLIC
    with transaction.atomic():
        check_visible(animation)
        live = Publication.objects.live().filter(animation=animation).first()
        if live is not None:
            live.title, live.alt_text, live.visibility = title, alt_text, wanted
            live.save(update_fields=["title", "alt_text", "visibility"])
            return live
    export = export or main_export(Animation.objects.get(pk=animation.pk))  # what is chosen now, not when it was read
    if export is None or export.state != ExportState.READY:
        raise NothingToPublish(str(animation))
    publication = Publication(
        animation=animation,
        export=export,
        slug=secrets.token_urlsafe(SLUG_BYTES),
        title=title,
        alt_text=alt_text,
        visibility=wanted,
        published_at=now,
    )
    copy_files(publication)
    publication.video = video_of(export, now=now)
    try:
        with transaction.atomic():
            check_visible(animation)
            publication.save(force_insert=True)
    except NothingToPublish:
        # Deleted while its files were copied.
        remove_files(publication)
        raise
    except IntegrityError:
        # Published twice at the same moment: the first page stands, our copies go.
        remove_files(publication)
        return Publication.objects.live().get(animation=animation)
    return publication


def check_visible(animation: Animation) -> None:
    """Raise NothingToPublish for an animation that is in the trash or erased, and TakenDown for one that may have no page.

    It stays as it is until the transaction ends.
    """
    if not Animation.objects.select_for_update(no_key=True).visible().filter(pk=animation.pk).exists():
        raise NothingToPublish(str(animation.pk))
    taken_down = Publication.objects.filter(animation=animation, taken_down_at__isnull=False).first()
    if taken_down is not None:
        raise TakenDown(taken_down.takedown_reason)


def revoke_publication(*, publication: Publication, now: datetime) -> None:
    """Take a page back: from now on its address answers that it is gone, and its files are removed."""
    Publication.objects.live().filter(pk=publication.pk).update(revoked_at=now)
    remove_files(publication)
