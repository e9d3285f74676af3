"""How large the files of an animation are, where nobody noted it when they were written."""

import logging

from django.core.files.storage import default_storage
from django.db.models import Q

from apps.animations.models import Animation, AnimationState
from apps.animations.retention.kinds import FOLDERS, SOURCE_FIELDS
from apps.common.stored_files import files_below

log = logging.getLogger(__name__)

BATCH = 20
"""Animations a sweep measures: each is a few questions to the store."""


def measure_missing() -> int:
    """Note the sizes of animations that have none: those of before sizes were noted, and those that ended without a file.

    Return how many were measured. Raises OSError when the store does not answer.
    """
    over = Q(ended_at__isnull=False) | Q(state=AnimationState.DRAFT)
    unknown = Q(source_bytes=None) | Q(frames_bytes=None, ended_at__isnull=False)
    rows = list(Animation.objects.filter(over & unknown, erased_at=None).order_by("created_at")[:BATCH])
    for row in rows:
        # All that was painted; files made of it know their own size.
        folders = [folder for folder in FOLDERS if folder != "exports/"]
        frames = sum(file.size for folder in folders for file in files_below(f"{folder}{row.pk}/"))
        Animation.objects.filter(pk=row.pk).update(source_bytes=_size_of_photo(row), frames_bytes=frames)
    return len(rows)


def _size_of_photo(row: Animation) -> int:
    if not row.has_photo:
        return 0
    size = 0
    for key in {getattr(row, field) for field in SOURCE_FIELDS} - {""}:
        try:
            size += default_storage.size(key)
        except FileNotFoundError:
            log.warning("%s is gone, which %s refers to", key, row.pk)
    return size
