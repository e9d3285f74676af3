from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.animations import media
from apps.common.retention import collect, kinds
from apps.common.stored_files import files_below

LATER = timedelta(hours=25)
"""From now: every file that a test wrote is old enough for the collector then."""


@pytest.fixture
def store(settings, tmp_path: Path) -> Path:
    """A folder of one's own for the files of one test."""
    media.forget_all()
    folder = tmp_path / "media"
    options = {"BACKEND": "gifsite.storage.FolderStorage", "OPTIONS": {"location": folder, "allow_overwrite": True}}
    settings.STORAGES = {**settings.STORAGES, "default": options}
    return folder


@pytest.fixture
def run_collector() -> Callable[[], int]:
    """Go through all kinds of files a day from now; the number of files that were deleted."""

    def run() -> int:
        return sum(collect(kind, now=timezone.now() + LATER).deleted_files for kind in kinds())

    return run


def all_keys() -> set[str]:
    """Every key in the store that belongs to a kind."""
    return {file.key for kind in kinds() for file in files_below(kind.prefix)}
