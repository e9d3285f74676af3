"""How long each kind of file is kept, and the collector that deletes what nothing needs any more.

An app registers its kinds in `AppConfig.ready`. The same list is what the privacy page says.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from apps.common.models import CollectorRound
from apps.common.stored_files import StoredFile, the_store

log = logging.getLogger(__name__)

MIN_AGE = timedelta(hours=24)
"""A file younger than this may belong to a row that is not committed yet; no request and no call takes nearly as long."""

PAGE = 500
"""Files that are looked at together: one question to the store and a few to the database."""

ROUND_EVERY = timedelta(hours=6)
"""How often the sweeper begins to go through all files."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `needed` returns which of some keys a row still refers to; it must never leave one out.

    `title` and `kept` are what the privacy page says: what it is, and how long it is kept.
    """

    prefix: str
    title: str
    kept: str
    needed: Callable[[Collection[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Collected:
    """What a look at some files found. With `dry_run` nothing of it was deleted."""

    files: int = 0
    size: int = 0
    deleted_files: int = 0
    deleted_size: int = 0

    def __add__(self, other: "Collected") -> "Collected":
        return Collected(
            self.files + other.files,
            self.size + other.size,
            self.deleted_files + other.deleted_files,
            self.deleted_size + other.deleted_size,
        )


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Put a kind of file under the collector."""
    _kinds[kind.prefix] = kind


def kinds() -> list[Kind]:
    """Return every kind, in the order of their prefixes."""
    return [_kinds[prefix] for prefix in sorted(_kinds)]


def collect(kind: Kind, *, now: datetime, dry_run: bool = False) -> Collected:
    """Go through all files of a kind and delete those that are old enough and that nothing needs. Raises OSError."""
    found, after = Collected(), ""
    while page := the_store().list_files(kind.prefix, after=after, most=PAGE):
        found += _collect_page(kind, page, now=now, dry_run=dry_run)
        after = page[-1].key
    if not dry_run:
        CollectorRound.objects.update_or_create(
            prefix=kind.prefix, defaults={"began_at": now, "ended_at": now, "after": "", **asdict(found)}
        )
    return found


def collect_due(*, now: datetime) -> None:
    """Go one page further in each round that is due; called every few seconds, by any number of sweepers. Raises OSError.

    Where a round stands is on record, so that a restart goes on there.
    """
    for kind in kinds():
        row, _ = CollectorRound.objects.get_or_create(prefix=kind.prefix, defaults={"began_at": now})
        if row.ended_at is not None:
            if row.began_at > now - ROUND_EVERY:
                continue
            row.began_at, row.ended_at, row.after = now, None, ""
            row.files = row.size = row.deleted_files = row.deleted_size = 0
        page = the_store().list_files(kind.prefix, after=row.after, most=PAGE)
        found = _collect_page(kind, page, now=now, dry_run=False)
        row.files, row.size = row.files + found.files, row.size + found.size
        row.deleted_files += found.deleted_files
        row.deleted_size += found.deleted_size
        if len(page) < PAGE:
            row.ended_at = now
        else:
            row.after = page[-1].key
        row.save()


def _collect_page(kind: Kind, page: list[StoredFile], *, now: datetime, dry_run: bool) -> Collected:
    # The order is the proof: listed first, old enough, and only then asked whether a row needs it. Keys are never used
    # again, so what no row needs after that long is needed by none later.
    old = [file for file in page if file.changed_at <= now - MIN_AGE]
    needed = kind.needed([file.key for file in old]) if old else set()
    unneeded = [file for file in old if file.key not in needed]
    if unneeded and not dry_run:
        the_store().delete_files([file.key for file in unneeded])
        log.info("%d files of %s were deleted, which nothing needs", len(unneeded), kind.prefix)
    return Collected(
        files=len(page),
        size=sum(file.size for file in page),
        deleted_files=len(unneeded),
        deleted_size=sum(file.size for file in unneeded),
    )
