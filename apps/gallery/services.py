"""Publish and take back. The copies are made before the row says they exist, and removed after it says they do not."""

import logging
import secrets
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from apps.animations import media
from apps.animations.exports.spec import spec_of
from apps.animations.exports.timeline import TimelineInvalid
from apps.animations.exports.versions import request_export
from apps.animations.models import Animation, Export, ExportState, Format
from apps.animations.selectors import main_export
from apps.common.control_characters import strip_control_characters
from apps.common.stored_files import the_store
from apps.gallery.models import Publication, Visibility

log = logging.getLogger(__name__)

SLUG_BYTES = 12  # 96 bits: an unlisted page is found by nobody who was not given its link
TITLE_BYTES = 70  # chat previews cut or drop longer titles, and they count bytes


class NothingToPublish(Exception):
    """The animation has no finished GIF yet. Nothing was published."""


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

    Raises NothingToPublish.
    """
    title = fit_title(title) or fit_title(animation.name)
    alt_text = " ".join(strip_control_characters(alt_text).split())
    wanted = visibility if visibility in Visibility.values else Visibility.PUBLIC
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
    _copy_files(publication)
    publication.video = _video_of(export, now=now)
    try:
        with transaction.atomic():
            publication.save(force_insert=True)
    except IntegrityError:
        # Published twice at the same moment: the first page stands, our copies go.
        remove_files(publication)
        return Publication.objects.live().get(animation=animation)
    return publication


def _video_of(export: Export, *, now: datetime) -> Export | None:
    """Return the same as an MP4, for the page to show as soon as it is made; None where there can be none."""
    try:
        return request_export(animation=export.animation, now=now, spec=spec_of(export).in_format(Format.MP4))
    except TimelineInvalid:
        return None


def revoke_publication(*, publication: Publication, now: datetime) -> None:
    """Take a page back: from now on its address answers that it is gone, and its files are removed."""
    Publication.objects.live().filter(pk=publication.pk).update(revoked_at=now)
    remove_files(publication)


def remove_files(publication: Publication) -> None:
    the_store().delete_files([publication.gif_key, publication.poster_key])


def take_down_with(*, animation: Animation, now: datetime) -> None:
    """Take the page of an animation down that goes to the trash at this moment, in the transaction of that."""
    for publication in Publication.objects.live().filter(animation=animation):
        Publication.objects.filter(pk=publication.pk).update(revoked_at=now)
        transaction.on_commit(partial(_remove_or_leave, publication))


def put_back_with(*, animation: Animation, deleted_at: datetime) -> Publication | None:
    """Put the page back that went with an animation into the trash, at its old address; None if there was none."""
    publication = Publication.objects.filter(animation=animation, revoked_at=deleted_at).first()
    if publication is None or Publication.objects.live().filter(animation=animation).exists():
        return None
    _copy_files(publication)
    Publication.objects.filter(pk=publication.pk).update(revoked_at=None)
    return publication


def _copy_files(publication: Publication) -> None:
    default_storage.save(publication.gif_key, ContentFile(media.read(publication.export.key)))
    default_storage.save(publication.poster_key, ContentFile(media.read(publication.export.poster_key)))


def _remove_or_leave(publication: Publication) -> None:
    """Remove the files of a page that is down; a store that is away keeps nobody waiting, the collector removes them."""
    try:
        remove_files(publication)
    except OSError as away:
        log.warning("the collector will delete the files of %s: %s", publication.slug, away)
