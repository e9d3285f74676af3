"""Where a page of a list ended, as text for an address: a keyset, so page 1000 costs as much as page 1."""

import uuid
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import TypeVar

Row = TypeVar("Row")


def one_page(rows: Iterable[Row], size: int) -> tuple[list[Row], bool]:
    """Return at most `size` of the rows, and whether there are more. The caller asks for one row more than a page has."""
    found = list(rows)
    return found[:size], len(found) > size


def encode_cursor(moment: datetime, pk: uuid.UUID) -> str:
    return f"{moment.isoformat()}_{pk}"


def decode_cursor(text: str) -> tuple[datetime, uuid.UUID] | None:
    """Return the place a cursor names, its moment in UTC.

    None for an empty or damaged one, which means the first page.
    """
    moment, _, pk = text.partition("_")
    try:
        parsed = datetime.fromisoformat(moment)
        # A moment near the ends of time leaves the calendar in another zone: here, or in the database.
        return (parsed.astimezone(UTC), uuid.UUID(pk)) if parsed.tzinfo and MINYEAR < parsed.year < MAXYEAR else None
    except ValueError:
        return None
