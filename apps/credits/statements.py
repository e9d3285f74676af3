"""What happened to a person's credits, newest first. A page of it costs the same however long the ledger has grown.

The transfers of a page are named by `statement_index`; only these lines are added up.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Max, Min, Q, Sum, Value, When

from apps.common.units import Credits
from apps.credits.models import Account, Purpose, Transfer, TransferKind
from apps.credits.statement_index import ACCOUNTS, EVERYTHING, LIMITS, Kind, Limits, Name, Wanted, bounds_of, line_names


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


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Some lines, and the `before` of the page after them; None when there is none."""

    lines: Sequence[StatementLine]
    next_before: int | None


def statement_page(
    ledger_owner: uuid.UUID, *, wanted: Wanted = EVERYTHING, before: int | None = None, limits: Limits = LIMITS
) -> StatementPage:
    """Return a page of lines, newest first, holds and their ends gathered under what caused them."""
    low, until = bounds_of(wanted)
    high = min((bound for bound in (before, until) if bound is not None), default=None)
    while True:
        names, rest = line_names(ledger_owner, wanted.kind, low=low, high=high, until=until, limits=limits)
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
        Account.objects.lots_of(ledger_owner).filter(ACCOUNTS[wanted.kind], expires_at__lte=now).with_something_in_it()
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
