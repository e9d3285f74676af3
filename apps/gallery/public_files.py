"""The public files of a page: copies of the GIF and its poster, and the video that the page shows."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.animations import media
from apps.animations.exports.spec import spec_of
from apps.animations.exports.timeline import TimelineInvalid
from apps.animations.exports.versions import request_export
from apps.animations.models import Export, Format
from apps.common.stored_files import the_store
from apps.gallery.models import Publication


def copy_files(publication: Publication) -> None:
    """Copy the GIF and its poster to where everybody may read them."""
    export = publication.export
    default_storage.save(publication.gif_key, ContentFile(media.read(export.key)))
    default_storage.save(publication.poster_key, ContentFile(media.read(export.poster_key)))


def remove_files(publication: Publication) -> None:
    the_store().delete_files([publication.gif_key, publication.poster_key])


def video_of(export: Export, *, now: datetime) -> Export | None:
    """Return the same as an MP4, for the page to show as soon as it is made; None where there can be none."""
    try:
        return request_export(animation=export.animation, now=now, spec=spec_of(export).in_format(Format.MP4))
    except TimelineInvalid:
        return None
