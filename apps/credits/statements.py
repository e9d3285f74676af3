"""What happened to a person's credits, newest first. A page of it costs the same however long the ledger has grown.

The newest transfers of a person's accounts are read by their ids, one short walk down an index per account, until they
name a page of lines; only these lines are added up.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Sum, Value, When

from apps.common.units import Credits
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


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement, or everything that happened to a person's credits in one group (an animation).

    `key` names a movement outside any group. `taken` left the lots for good outside any group (refunded, not used in time);
    `owed` is what a debt grew by, negative when it was paid. `newest` is the place of the line in the statement.
    """

    group_key: str
    key: str
    reason: str
    began_at: datetime
    changed_at: datetime
    granted: Credits
    taken: Credits
    owed: Credits
    held: Credits
    charged: Credits
    released: Credits
    newest: int

    @property
    def change(self) -> int:
        """Return what the line did to the credits one can spend. All lines together are the balance."""
        return self.granted - self.taken - self.charged - self.held


class Name(NamedTuple):
    """What makes transfers one line: their group key, or the key of a transfer without one. The other is empty."""

    group_key: str
    key: str


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Some lines, and the `before` of the page after them; None when there is none."""

    lines: Sequence[StatementLine]
    next_before: int | None


EVERYTHING = Wanted()


def statement_page(
    ledger_owner: uuid.UUID, *, wanted: Wanted = EVERYTHING, before: int | None = None, limits: Limits = LIMITS
) -> StatementPage:
    """Return a page of lines, newest first, holds and their ends gathered under what caused them."""
    low, until = _bounds(wanted)
    high = min((bound for bound in (before, until) if bound is not None), default=None)
    while True:
        names, rest = _names(ledger_owner, wanted.kind, low=low, high=high, until=until, limits=limits)
        shown = list(names.items())[: limits.lines]
        following = shown[-1][1] if len(names) > len(shown) else rest
        if shown or following is None:
            return StatementPage(_lines(ledger_owner, dict(shown)), following)
        high = following


def statement_lines(
    ledger_owner: uuid.UUID, *, wanted: Wanted = EVERYTHING, limits: Limits = LIMITS
) -> Iterator[StatementLine]:
    """Yield all of it, page by page."""
    before: int | None = None
    while True:
        page = statement_page(ledger_owner, wanted=wanted, before=before, limits=limits)
        yield from page.lines
        before = page.next_before
        if before is None:
            return


def expired_lines(ledger_owner: uuid.UUID, *, wanted: Wanted = EVERYTHING, now: datetime) -> list[StatementLine]:
    """Return a line for each lot that is over and whose rest is not written off yet, so that lines and balance agree.

    The ledger moves that rest some days later; until then these lines stand before all others.
    """
    if wanted.kind in (Kind.CHARGED, Kind.GIVEN_BACK):
        return []
    over = (
        Account.objects.lots_of(ledger_owner).filter(_ACCOUNTS[wanted.kind], expires_at__lte=now).with_something_in_it()
    )
    if wanted.since is not None:
        over = over.filter(expires_at__gte=wanted.since)
    if wanted.until is not None:
        over = over.filter(expires_at__lt=wanted.until)
    return [_expired(lot, lot.expires_at) for lot in over.order_by("-expires_at", "-id") if lot.expires_at]


def whole_statement(
    ledger_owner: uuid.UUID, *, wanted: Wanted = EVERYTHING, now: datetime, limits: Limits = LIMITS
) -> Iterator[StatementLine]:
    """Yield all of it, with what is over and not written off yet.

    The changes of its lines add up to the balance of `now`.
    """
    yield from expired_lines(ledger_owner, wanted=wanted, now=now)
    yield from statement_lines(ledger_owner, wanted=wanted, limits=limits)


def _expired(lot: Account, since: datetime) -> StatementLine:
    nothing = Credits(0)
    return StatementLine(
        group_key="",
        key=f"over:{lot.pk}",
        reason=f"{lot.label}: expired, not written off yet",
        began_at=since,
        changed_at=since,
        granted=nothing,
        taken=lot.available,
        owed=nothing,
        held=nothing,
        charged=nothing,
        released=nothing,
        newest=0,
    )


def _bounds(wanted: Wanted) -> tuple[int, int | None]:
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
_ACCOUNTS: dict[Kind, Q] = {
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


def _names(
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
    own = Account.objects.wallet_of(ledger_owner).filter(_ACCOUNTS[kind])
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


def _amount(*conditions: Q) -> Sum:
    return Sum(Case(*(When(condition, then=F("amount")) for condition in conditions), default=Value(0)))


def _lines(ledger_owner: uuid.UUID, names: dict[Name, int]) -> list[StatementLine]:
    """Return these lines added up, in their order."""
    if not names:
        return []
    # A line is a group of transfers, or a transfer that belongs to none.
    post = Q(kind=TransferKind.POST)
    rows = (
        Transfer.objects.filter(
            Q(group_key__in=[name.group_key for name in names if name.group_key])
            | Q(key__in=[name.key for name in names if name.key])
        )
        .filter(Q(debit__ledger_owner=ledger_owner) | Q(credit__ledger_owner=ledger_owner))
        # Added up in the database: an animation may have a hundred transfers.
        .annotate(line=Case(When(group_key="", then=F("key")), default=F("group_key")))
        .values("line")
        .annotate(
            began_at=Min("created_at"),
            changed_at=Max("created_at"),
            why=Max("reason"),
            about=Max("group_key"),
            granted=_amount(post & Q(credit__purpose=Purpose.LOT)),
            taken=_amount(post & Q(debit__purpose=Purpose.LOT)),
            lent=_amount(post & Q(debit__purpose=Purpose.DEBT)),
            repaid=_amount(post & Q(credit__purpose=Purpose.DEBT)),
            pended=_amount(Q(kind=TransferKind.PEND)),
            charged=_amount(Q(kind=TransferKind.PEND_POST)),
            released=_amount(Q(kind=TransferKind.PEND_VOID)),
        )
        .order_by()
    )
    # Sorted at the end, because the database returns groups in any order.
    found = {Name(row["about"], "" if row["about"] else row["line"]): row for row in rows}
    lines = [_line(found[name], newest) for name, newest in names.items() if name in found]
    return sorted(lines, key=lambda line: -line.newest)


def _line(row: Mapping[str, Any], newest: int) -> StatementLine:
    sums = {name: int(row[name]) for name in ("granted", "taken", "lent", "repaid", "pended", "charged", "released")}
    return StatementLine(
        group_key=row["about"],
        key="" if row["about"] else row["line"],
        reason=row["why"],
        began_at=row["began_at"],
        changed_at=row["changed_at"],
        granted=Credits(sums["granted"]),
        taken=Credits(sums["taken"]),
        owed=Credits(sums["lent"] - sums["repaid"]),
        held=Credits(sums["pended"] - sums["charged"] - sums["released"]),
        charged=Credits(sums["charged"]),
        released=Credits(sums["released"]),
        newest=newest,
    )
