"""What operators do with public pages: take one down for a reason, and put it back."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse

from apps.animations.models import Animation
from apps.gallery.models import Publication
from apps.gallery.public_files import copy_files, remove_files

log = logging.getLogger(__name__)


class NotDown(Exception):
    """The page is not down because of an operator, or its GIF is in the trash or has another page. Nothing changed."""


def take_down(*, publication: Publication, reason: str, now: datetime) -> None:
    """Take a page down for a reason that its owner is mailed; their GIF stays theirs and gets no other page.

    Asked twice, the first reason stays.
    """
    with transaction.atomic():
        Animation.objects.select_for_update(no_key=True).get(pk=publication.animation_id)
        # One that its owner took back earlier keeps that moment.
        changed = Publication.objects.filter(pk=publication.pk, taken_down_at=None).update(
            taken_down_at=now, takedown_reason=reason, revoked_at=Coalesce("revoked_at", Value(now))
        )
    remove_files(publication)
    if changed:
        _tell_owner(publication, reason)


def put_back(*, publication: Publication) -> None:
    """Put a page back that an operator took down, at its old address. Raises NotDown."""
    with transaction.atomic():
        animation = Animation.objects.select_for_update(no_key=True).visible().filter(pk=publication.animation_id)
        if not animation.exists() or Publication.objects.live().filter(animation=publication.animation_id).exists():
            raise NotDown(publication.slug)
        down = Publication.objects.filter(pk=publication.pk, taken_down_at__isnull=False)
        if not down.update(taken_down_at=None, takedown_reason="", revoked_at=None):
            raise NotDown(publication.slug)
    # After the row says that the page is up, so that nobody who takes it down removes them before they are there.
    copy_files(publication)


def _tell_owner(publication: Publication, reason: str) -> None:
    """Mail why it is down. Their GIF's page says the same when they publish it, so a mail server that is away costs nothing."""
    owner = publication.animation.owner
    if owner is None or owner.erased_at is not None:
        return
    words = {
        "title": publication.title,
        "reason": reason,
        "address": settings.SITE_URL + reverse("animation", args=[publication.animation_id]),
        "contact_email": settings.CONTACT_EMAIL,
    }
    subject = render_to_string("gallery/email/taken_down_subject.txt").strip()
    try:
        send_mail(subject, render_to_string("gallery/email/taken_down_message.txt", words), None, [owner.email])
    except OSError as away:
        log.warning("nobody was mailed that %s was taken down: %s", publication.slug, away)
