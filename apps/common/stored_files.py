"""What lies in the store, whichever it is: a folder or a bucket."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from django.core.files.storage import default_storage


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file by its key, its size in bytes, and when it was written last."""

    key: str
    size: int
    changed_at: datetime


class CleanableStorage(Protocol):
    """What this site's stores can do besides Django's `Storage`: gifsite/storage.py."""

    def list_files(self, prefix: str, *, after: str = "", most: int = 1000) -> list[StoredFile]: ...

    def save_large(self, key: str, path: Path) -> None: ...

    def delete_files(self, keys: Sequence[str]) -> None: ...


def the_store() -> CleanableStorage:
    """Return the default store, which keeps all files of people."""
    return cast("CleanableStorage", default_storage)


def files_below(prefix: str) -> Iterator[StoredFile]:
    """Yield every file whose key begins with `prefix`, a folder's name with its slash. Raises OSError."""
    after = ""
    while page := the_store().list_files(prefix, after=after):
        yield from page
        after = page[-1].key
