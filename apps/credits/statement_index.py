"""Which lines stand on a page of a statement: the newest transfers of a person's accounts, read by their ids.

One short walk down an index per account, until the transfers name a page of lines.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from apps.credits.models import Account, Origin, Purpose, Transfer, TransferKind


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read for one page."""

    lines: int = 50
    """Lines a person reads at once: two screens."""

    transfers: int = 51 * 24
    """Looked at for one page: a GIF of twelve frames moves credits 24 times. Longer GIFs make shorter pages."""

    accounts: int = 12
    """Walked for one page. Who has more sees shorter pages of times when many small gifts came and went."""

    arms: int = 400
    """Joined in one statement; SQLite takes at most 500."""


LIMITS = Limits()


class Kind(StrEnum):
    """Which lines are wanted."""

    ALL = ""
    BOUGHT = "bought"
    CHARGED = "charged"
    GIVEN_BACK = "given-back"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a statement: one kind of line, and transfers from `since` up to before `until`."""

    kind: Kind = Kind.ALL
    since: datetime | None = None
    until: datetime | None = None


class Name(NamedTuple):
    """What makes transfers one line: their group key, or the key of a transfer without one. The other is empty."""

    group_key: str
    key: str


EVERYTHING = Wanted()


def bounds_of(wanted: Wanted) -> tuple[int, int | None]:
    """Return the ids between which the wanted transfers lie, both outside."""

    def first_at(moment: datetime) -> int | None:
        found = Transfer.objects.filter(created_at__gte=moment).order_by("created_at", "id")
        return found.values_list("id", flat=True).first()

    low, until = 0, None
    if wanted.since is not None:
        first = first_at(wanted.since)
        newest = Transfer.objects.order_by("-id").values_list("id", flat=True).first() or 0
        low = newest if first is None else first - 1
    if wanted.until is not None:
        until = first_at(wanted.until)
    return low, until


# Which transfers of which accounts make lines of a kind, and on which side of the accounts they stand.
_TRANSFERS: dict[Kind, TransferKind | None] = {
    Kind.ALL: None,
    Kind.BOUGHT: TransferKind.POST,
    Kind.CHARGED: TransferKind.PEND_POST,
    Kind.GIVEN_BACK: TransferKind.PEND_VOID,
    Kind.FREE: TransferKind.POST,
}
ACCOUNTS: dict[Kind, Q] = {
    Kind.ALL: Q(),
    Kind.BOUGHT: Q(origin=Origin.BOUGHT) | Q(purpose=Purpose.DEBT),
    Kind.CHARGED: Q(purpose=Purpose.LOT, debits_posted__gt=0),
    Kind.GIVEN_BACK: Q(purpose=Purpose.LOT)
    & Q(Exists(Transfer.objects.filter(debit=OuterRef("pk"), kind=TransferKind.PEND_VOID))),
    Kind.FREE: Q(purpose=Purpose.LOT) & ~Q(origin=Origin.BOUGHT),
}
_SIDES: dict[Kind, tuple[str, ...]] = {
    Kind.ALL: ("debit", "credit"),
    Kind.BOUGHT: ("debit", "credit"),
    Kind.CHARGED: ("debit",),
    Kind.GIVEN_BACK: ("debit",),
    Kind.FREE: ("debit", "credit"),
}


def line_names(
    ledger_owner: uuid.UUID, kind: Kind, *, low: int, high: int | None, until: int | None, limits: Limits
) -> tuple[dict[Name, int], int | None]:
    """Return the names of lines with their newest transfer, newest first. And where to go on; None when that is all."""
    accounts, floor = _accounts(ledger_owner, kind, high=high, limits=limits)
    floor = max(floor, low)
    read = _newest(accounts, kind, low=floor, high=high, limits=limits) if accounts else []
    names: dict[Name, int] = {}
    for number, group_key, key in read:
        names.setdefault(Name(group_key, "" if group_key else key), number)
    if high is not None and names:
        # What moved again after this page's beginning stands on an earlier page.
        later = Transfer.objects.filter(
            group_key__in=[name.group_key for name in names if name.group_key], id__gte=high
        )
        if (transfers := _TRANSFERS[kind]) is not None:
            later = later.filter(kind=transfers)
        if until is not None:
            later = later.filter(id__lt=until)
        for group_key in later.values_list("group_key", flat=True).distinct():
            names.pop(Name(group_key, ""), None)
    if len(read) == limits.transfers:
        return names, read[-1][0]
    return names, floor + 1 if floor > low else None


def _accounts(ledger_owner: uuid.UUID, kind: Kind, *, high: int | None, limits: Limits) -> tuple[list[int], int]:
    """Return the accounts that moved last before `high`, and the id down to which no other of the person moved."""
    own = Account.objects.wallet_of(ledger_owner).filter(ACCOUNTS[kind])
    alive: list[int] = []
    if high is not None:
        begun = Exists(Transfer.objects.filter(credit=OuterRef("pk"), id__lt=high))
        still = own.filter(Q(purpose=Purpose.DEBT) | Q(begun), last_transfer__gte=high)
        alive = list(still.values_list("pk", flat=True))
        own = own.filter(last_transfer__lt=high)
    latest = own.filter(last_transfer__gt=0).order_by("-last_transfer").values_list("pk", "last_transfer")
    recent = list(latest[: limits.accounts + 1])
    floor = recent.pop()[1] if len(recent) > limits.accounts else 0
    return [*alive, *(pk for pk, _ in recent)], floor


def _newest(
    accounts: Sequence[int], kind: Kind, *, low: int, high: int | None, limits: Limits
) -> list[tuple[int, str, str]]:
    """Return id, group key and key of the newest transfers, in the order of ids: the database merges the accounts' own indexes.

    Every arm is sorted and bounded by itself, or PostgreSQL would read all of them before it sorts; and the numbers
    stand in the statement, or it would plan once for any numbers and not see how few transfers lie between them.
    """
    between = f"id > {low:d}" + (f" AND id < {high:d}" if high is not None else "")
    if (transfers := _TRANSFERS[kind]) is not None:
        between += f" AND kind = '{transfers.value}'"
    newest = f"ORDER BY id DESC LIMIT {limits.transfers:d}"
    sides = _SIDES[kind]
    # With very many accounts one condition is cheaper than that many sorted arms.
    if len(accounts) * len(sides) > limits.arms:
        own = ", ".join(f"{pk:d}" for pk in accounts)
        either = " OR ".join(f"{side}_id IN ({own})" for side in sides)
        arms = [f"SELECT id, group_key, key FROM credits_transfer WHERE ({either}) AND {between}"]
    else:
        arms = [
            f"SELECT * FROM (SELECT id, group_key, key FROM credits_transfer WHERE {side}_id = {pk:d} AND {between} {newest}) AS arm"
            for pk in accounts
            for side in sides
        ]
    # Each arm brings its newest; of all these, the newest are kept.
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(arms)} {newest}")
        found: list[tuple[int, str, str]] = cursor.fetchall()
    return found
