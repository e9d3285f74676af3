"""Asking for an archive, making it, and its end."""

import json
import logging
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.signals import personal_data_requested, personal_files_requested
from apps.animations import media
from apps.common.stored_files import the_store
from apps.data_export.models import DataExport, DataExportState
from apps.data_export.task_names import announce

log = logging.getLogger(__name__)

LASTS = timedelta(hours=24)
MAX_ATTEMPTS = 3
WORK_LASTS = timedelta(minutes=30)
"""After so long a worker that makes one counts as gone: two gigabytes from a store take a few minutes."""

TELL_EVERY = 20
"""Files between two notes of how far it is."""

README = """This is everything gifsite stores about you.

data.json   your account, GIFs with their settings, public pages, credits, purchases and API tokens
animations/ a folder for each GIF: the photo, its masks, the frames, and the files made from them

Times are in UTC. Passwords and API tokens are stored as hashes only and are left out.
"""


def request_data_export(*, owner: User, now: datetime) -> DataExport:
    """Have an archive made; one that is being made already is returned. An older one is replaced."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        pending = DataExport.objects.filter(owner=owner, state=DataExportState.PENDING).first()
        if pending is not None:
            return pending
        forget(DataExport.objects.filter(owner=owner))
        export = DataExport.objects.create(owner=owner, created_at=now, due_at=now + WORK_LASTS)
        transaction.on_commit(lambda: announce(export.pk))
    return export


def make_data_export(*, export_id: uuid.UUID, now: datetime) -> None:
    """Make an archive and mail that it is there. Safe to call any time; only one worker at a time makes it."""
    # The guarded UPDATE: a second message finds it taken, until the first worker counts as gone.
    taken = DataExport.objects.filter(
        Q(attempts=0) | Q(due_at__lte=now), pk=export_id, state=DataExportState.PENDING
    ).update(attempts=F("attempts") + 1, due_at=now + WORK_LASTS)
    if not taken:
        return
    export = DataExport.objects.select_related("owner").get(pk=export_id)
    if export.attempts > MAX_ATTEMPTS:
        DataExport.objects.filter(pk=export_id).update(state=DataExportState.FAILED)
        return
    key = f"data-exports/{uuid.uuid4().hex}.zip"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.zip"
        _write(path, export)
        size = path.stat().st_size
        the_store().save_large(key, path)
    ready = DataExport.objects.filter(pk=export_id, state=DataExportState.PENDING).update(
        state=DataExportState.READY, key=key, size_bytes=size, expires_at=now + LASTS
    )
    # Erased or replaced meanwhile: nobody refers to the file, so the collector would find it a day later.
    if not ready:
        the_store().delete_files([key])
        return
    _mail(export.owner)


def _mail(owner: User) -> None:
    """Mail that the archive is there. Its page says the same, so a mail server that is away costs nothing."""
    words = {"url": settings.SITE_URL + reverse("data_export")}
    subject = render_to_string("account/email/data_export_subject.txt").strip()
    try:
        send_mail(subject, render_to_string("account/email/data_export_message.txt", words), None, [owner.email])
    except OSError as away:
        log.warning("nobody was mailed that their data export is there: %s", away)


def _write(path: Path, export: DataExport) -> None:
    """Write the archive to a file: words first, then every stored file, one at a time in memory."""
    files = list(_files_of(export.owner))
    DataExport.objects.filter(pk=export.pk).update(files_total=len(files), files_done=0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("README.txt", README)
        words = json.dumps(_words_of(export.owner), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", words, compress_type=zipfile.ZIP_DEFLATED)
        for number, (name, key) in enumerate(files, start=1):
            try:
                archive.writestr(name, media.read(key, remember=False))
            except FileNotFoundError:  # deleted while the archive is made
                log.info("%s is gone and left out of a data export", key)
            if number % TELL_EVERY == 0:
                DataExport.objects.filter(pk=export.pk).update(files_done=number)


def _words_of(owner: User) -> dict[str, Any]:
    words: dict[str, Any] = {}
    answers: list[tuple[Any, Any]] = personal_data_requested.send(sender=User, user=owner)
    for _, answer in answers:
        words |= answer
    return dict(sorted(words.items()))


def _files_of(owner: User) -> Iterator[tuple[str, str]]:
    answers: list[tuple[Any, Any]] = personal_files_requested.send(sender=User, user=owner)
    for _, answer in answers:
        yield from answer


def forget(exports: Any) -> None:
    """Delete archives with their files. A store that is away keeps nobody waiting: the collector deletes them."""
    keys = [export.key for export in exports if export.key]
    exports.delete()
    try:
        the_store().delete_files(keys)
    except OSError as away:
        log.warning("the collector will delete %d data exports: %s", len(keys), away)


def look_after(*, now: datetime) -> None:
    """Delete archives whose day is over, and announce those that nobody made in time. For the sweeper."""
    over = DataExport.objects.filter(expires_at__lte=now)
    if over.exists():
        forget(over)
    for export_id in list(
        DataExport.objects.filter(state=DataExportState.PENDING, due_at__lte=now).values_list("pk", flat=True)[:50]
    ):
        announce(export_id)
