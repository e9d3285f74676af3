"""A public page goes into its owner's trash with the GIF, and comes back with it."""

import logging
import uuid
from datetime import datetime
from functools import partial

from django.db import transaction

from apps.animations.models import Animation
from apps.gallery.models import Publication
from apps.gallery.public_files import copy_files, remove_files
from apps.gallery.services import NothingToPublish, check_visible

log = logging.getLogger(__name__)


def take_down_with(*, animation: Animation, now: datetime) -> None:
    """Take the page of an animation down that goes to the trash at this moment, in the transaction of that."""
    for publication in Publication.objects.live().filter(animation=animation):
        Publication.objects.filter(pk=publication.pk).update(revoked_at=now)
        transaction.on_commit(partial(_remove_or_leave, publication))


def put_back_with(*, animation: Animation, deleted_at: datetime) -> Publication | None:
    """Put the page back that went with an animation into the trash, at its old address; None if there was none.

    Deleted again meanwhile, it stays down.
    """
    try:
        with transaction.atomic():
            check_visible(animation)
            publication = Publication.objects.filter(animation=animation, revoked_at=deleted_at).first()
            if publication is None or Publication.objects.live().filter(animation=animation).exists():
                return None
            Publication.objects.filter(pk=publication.pk).update(revoked_at=None)
    except NothingToPublish:
        return None
    # After the row says that the page is up, so that nobody who takes it down removes them before they are there.
    copy_files(publication)
    return publication


def went_with(animations: list[Animation]) -> list[uuid.UUID]:
    """Return those whose page was taken down by putting them into the trash."""
    moments = {animation.pk: animation.deleted_at for animation in animations}
    down = Publication.objects.filter(animation__in=animations, revoked_at__isnull=False)
    return [pk for pk, revoked_at in down.values_list("animation", "revoked_at") if moments[pk] == revoked_at]


def erase_with(*, animation: Animation, now: datetime) -> None:
    """Erase what the page of an erased animation said; its address stays, so that it can answer that the page is gone."""
    take_down_with(animation=animation, now=now)
    Publication.objects.filter(animation=animation).update(title="", alt_text="")


def pages_that_should_be_down() -> list[str]:
    """Return the pages that are up although their animation is in the trash or erased. Empty is healthy."""
    wrong = Publication.objects.live().filter(animation__deleted_at__isnull=False)
    return [f"page {slug} is up, and its animation is deleted" for slug in wrong.values_list("slug", flat=True)]


def _remove_or_leave(publication: Publication) -> None:
    """Remove the files of a page that is down; a store that is away keeps nobody waiting, the collector removes them."""
    if Publication.objects.live().filter(pk=publication.pk).exists():
        return  # restored meanwhile
    try:
        remove_files(publication)
    except OSError as away:
        log.warning("the collector will delete the files of %s: %s", publication.slug, away)
