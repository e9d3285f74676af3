"""Which part of a statement the address asks for."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from apps.credits.statement_index import Kind, Wanted


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for; dates that make no sense are left out."""

    kind: Kind
    since: dt.date | None
    until: dt.date | None
    before: int | None

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            kind=self.kind,
            since=_midnight(self.since) if self.since else None,
            until=_midnight(self.until + dt.timedelta(days=1)) if self.until else None,
        )

    def address(self, **changes: object) -> str:
        """Return this filter as a query, with some of it changed; page one unless a page is named."""
        kept = {"kind": str(self.kind), "from": self.since or "", "to": self.until or "", **changes}
        return urlencode({name: value for name, value in kept.items() if value not in ("", None)})


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)


def filter_of(sent: QueryDict) -> Filter:
    kind, before = sent.get("kind", ""), sent.get("before", "")
    return Filter(
        kind=Kind(kind) if kind in set(Kind) else Kind.ALL,
        since=_date(sent.get("from", "")),
        until=_date(sent.get("to", "")),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def _date(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if dt.date.min < day < dt.date.max else None
