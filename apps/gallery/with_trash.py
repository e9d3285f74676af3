"""A public page goes into its owner's trash with the GIF, and comes back with it."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction

from apps.animations.models import Animation
from apps.gallery.models import Publication
from apps.gallery.public_files import copy_files, remove_files

log = logging.getLogger(__name__)


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
    copy_files(publication)
    Publication.objects.filter(pk=publication.pk).update(revoked_at=None)
    return publication


def _remove_or_leave(publication: Publication) -> None:
    """Remove the files of a page that is down; a store that is away keeps nobody waiting, the collector removes them."""
    try:
        remove_files(publication)
    except OSError as away:
        log.warning("the collector will delete the files of %s: %s", publication.slug, away)
