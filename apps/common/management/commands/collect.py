from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.common.retention import MIN_AGE, Collected, collect, kinds


class Command(BaseCommand):
    help = "Go through all stored files and delete those that nothing needs. The sweeper does the same every six hours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be deleted, and delete nothing")
        parser.add_argument("--prefix", default="", help="one kind of file alone, such as sources/")

    def handle(self, *, dry_run: bool, prefix: str, **_: Any) -> None:
        chosen = [kind for kind in kinds() if prefix.rstrip("/") in ("", kind.prefix.rstrip("/"))]
        if not chosen:
            names = ", ".join(kind.prefix for kind in kinds())
            raise CommandError(f"There are no files called {prefix!r}. The kinds are: {names}.")
        deleted = "to delete" if dry_run else "deleted"
        self.stdout.write(f"{'':12} {'files':>9} {'bytes':>15} {deleted:>10} {'bytes':>15}")
        total = Collected()
        for kind in chosen:
            try:
                found = collect(kind, now=timezone.now(), dry_run=dry_run)
            except OSError as away:
                raise CommandError(f"The store did not answer, so nothing more was deleted: {away}") from away
            total += found
            self._line(kind.prefix, found)
        self._line("all", total)
        hours = MIN_AGE // timedelta(hours=1)
        self.stdout.write(f"A file that nothing needs is deleted {hours} hours after it was written, not before.")

    def _line(self, name: str, found: Collected) -> None:
        self.stdout.write(
            f"{name:12} {found.files:>9,} {found.size:>15,} {found.deleted_files:>10,} {found.deleted_size:>15,}"
        )
