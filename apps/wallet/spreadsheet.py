"""The statement as a file for a spreadsheet."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings

from apps.accounts.models import User
from apps.common.money import in_digits
from apps.credits.statements import StatementLine, whole_statement
from apps.wallet.filters import Filter
from apps.wallet.lines import described

COLUMNS = (
    "Time (UTC)",
    "What",
    "Received",
    "Taken back",
    "Held",
    "Charged",
    "Refunded",
    "Owed",
    "Owed before, now paid",
    "Address",
    "Amount",
    "Currency",
)
BOM = "\ufeff"
"""Before the file: without it Excel takes its letters for another alphabet's, and é becomes Ã©."""

AT_ONCE = 200
"""Lines of the file whose GIFs are looked up together."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: spreadsheets run such text as a formula, and prompts are anybody's text."""


def statement_file(user: User, asked: Filter, *, now: dt.datetime) -> Iterator[str]:
    """Yield the lines of the file, each as it is read."""
    writer = csv.writer(_Echo())
    return chain([BOM], (writer.writerow(row) for row in _rows(user, asked, now=now)))


class _Echo:
    """What csv writes to: it hands every line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _rows(user: User, asked: Filter, *, now: dt.datetime) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    for some in _batches(whole_statement(user.ledger_owner, wanted=asked.wanted, now=now)):
        for entry in described(some, owner=user):
            line, money = entry["line"], entry["money"]
            yield (
                f"{line.changed_at:%Y-%m-%d %H:%M:%S}",
                spreadsheet_safe(entry["what"]),
                line.granted,
                line.taken,
                line.held,
                line.charged,
                line.released,
                max(0, line.owed),
                max(0, -line.owed),
                settings.SITE_URL + entry["url"] if entry["url"] else "",
                in_digits(money.amount_minor, money.currency) if money else "",
                money.currency.upper() if money else "",
            )


def spreadsheet_safe(text: str) -> str:
    """Return the text with a mark before what a spreadsheet would take for the beginning of a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def _batches(lines: Iterable[StatementLine]) -> Iterator[list[StatementLine]]:
    some: list[StatementLine] = []
    for line in lines:
        some.append(line)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
