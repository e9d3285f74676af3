"""Reads of the ledger: balances, statements, and the proof that everything adds up."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models
from django.db.models import Case, Count, F, Max, Min, Q, Sum, Value, When
from django.dispatch import Signal

from apps.common.units import Credits
from apps.credits import rules
from apps.credits.models import Account, Freeze, Promise, Purpose, Side, Transfer, TransferKind, Unit

STATEMENT_PAGE = 50
"""Lines a person reads at once: two screens."""

verifying = Signal()
"""Sent by `findings`; receivers get `deep: bool` and return a list of sentences, one per thing that does not add up."""


@dataclass(frozen=True, slots=True)
class Balance:
    available: Credits
    held: Credits


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One grant, or everything that happened to a person's credits for one cause (an animation)."""

    cause: str
    reason: str
    began_at: datetime
    changed_at: datetime
    granted: Credits
    held: Credits
    charged: Credits
    released: Credits
    newest: int


def balance_of(party: uuid.UUID, *, now: datetime) -> Balance:
    """What a person can spend now, and what is held for animations that are not finished."""
    sums = (
        Account.objects.lots_of(party)
        .exclude(expires_at__lte=now)
        .aggregate(
            posted=Sum("credits_posted", default=0),
            spent=Sum("debits_posted", default=0),
            held=Sum("debits_pending", default=0),
        )
    )
    return Balance(
        available=Credits(sums["posted"] - sums["spent"] - sums["held"]),
        held=Credits(sums["held"]),
    )


def owed_by(party: uuid.UUID) -> Credits:
    """Credits that were spent and whose payment was then taken back."""
    debt = Account.objects.filter(purpose=Purpose.DEBT, party=party).first()
    return debt.owed if debt else Credits(0)


def owing_parties() -> list[uuid.UUID]:
    """Who owes credits. A healthy site has few."""
    debts = Account.objects.filter(purpose=Purpose.DEBT, debits_posted__gt=F("credits_posted"))
    return [party for party in debts.values_list("party", flat=True) if party is not None]


def taken_back_levels() -> dict[int, Credits]:
    """How many credits are taken back now, by the id of their lot; lots of which nothing ever was are left out."""
    to_the_house = Case(When(credit__code="refunded", then=F("amount")), default=-F("amount"))
    rows = Transfer.objects.filter(ref__startswith="taken:").values("ref").annotate(level=Sum(to_the_house))
    return {int(row["ref"].removeprefix("taken:")): Credits(int(row["level"])) for row in rows.order_by()}


def active_freezes() -> dict[str, uuid.UUID]:
    """Who may not spend now, by the cause."""
    return dict(Freeze.objects.filter(ended_at=None).values_list("cause", "party"))


def frozen_parties() -> list[uuid.UUID]:
    """Who may not spend now. A healthy site has few."""
    return list(Freeze.objects.filter(ended_at=None).values_list("party", flat=True).distinct())


def has_promise(party: uuid.UUID) -> bool:
    """Whether welcome credits are on their way, because the day's free credits were used up."""
    return Promise.objects.filter(party=party).exists()


def welcomed_as_somebody_else(*, party: uuid.UUID, person_mark: str) -> bool:
    """Whether the person's welcome credits went to another account of theirs."""
    granted = Transfer.objects.filter(key=f"welcome:{person_mark}").select_related("credit").first()
    return granted is not None and granted.credit.party != party


def lots_of(party: uuid.UUID) -> models.QuerySet[Account]:
    return Account.objects.lots_of(party).in_spending_order()


def _amount(*kinds: TransferKind, **conditions: object) -> Sum:
    return Sum(Case(When(kind__in=kinds, then=F("amount")), default=Value(0)), filter=Q(**conditions), default=0)


def statement(party: uuid.UUID, *, before: int | None = None) -> list[StatementLine]:
    """A person's movements, newest first, holds and their ends gathered under what caused them.

    A page of them, and one more that tells whether another page follows.

    `before` is the `newest` of the last line of the page before (a keyset, so page 1000 costs as much as page 1).
    """
    lots = Account.objects.lots_of(party).values("pk")
    rows = (
        Transfer.objects.filter(Q(debit__in=lots) | Q(credit__in=lots), unit=Unit.CREDIT)
        .annotate(line=Case(When(cause="", then=F("key")), default=F("cause")))
        .values("line")
        .annotate(
            newest=Max("id"),
            began_at=Min("created_at"),
            changed_at=Max("created_at"),
            why=Max("reason"),
            causes=Max("cause"),
            granted=Sum(Case(When(kind=TransferKind.POST, credit__in=lots, then=F("amount")), default=0)),
            held=_amount(TransferKind.PEND),
            charged=_amount(TransferKind.PEND_POST),
            released=_amount(TransferKind.PEND_VOID),
        )
        .order_by("-newest")
    )
    if before is not None:
        rows = rows.filter(newest__lt=before)
    return [
        StatementLine(
            cause=row["causes"],
            reason=row["why"],
            began_at=row["began_at"],
            changed_at=row["changed_at"],
            granted=Credits(int(row["granted"])),
            held=Credits(int(row["held"] - row["charged"] - row["released"])),
            charged=Credits(int(row["charged"])),
            released=Credits(int(row["released"])),
            newest=row["newest"],
        )
        for row in rows[: STATEMENT_PAGE + 1]
    ]


@dataclass(frozen=True, slots=True)
class Receipt:
    held: Credits
    charged: Credits
    released: Credits


def receipt_for(cause: str) -> Receipt:
    """What one cause has cost so far: still held, charged for good, given back."""
    sums = Transfer.objects.filter(cause=cause, unit=Unit.CREDIT).aggregate(
        held=_amount(TransferKind.PEND),
        charged=_amount(TransferKind.PEND_POST),
        released=_amount(TransferKind.PEND_VOID),
    )
    return Receipt(
        held=Credits(int(sums["held"] - sums["charged"] - sums["released"])),
        charged=Credits(int(sums["charged"])),
        released=Credits(int(sums["released"])),
    )


def open_hold_refs(prefix: str) -> Iterator[str]:
    """Refs that begin with `prefix` and still hold something."""
    return Transfer.objects.held().filter(ref__startswith=prefix).values_list("ref", flat=True).distinct().iterator()


def rules_are_missing() -> list[str]:
    """Names of the database's rules that are not installed; always empty on a healthy site."""
    return rules.missing(connection)


def findings(*, deep: bool) -> list[str]:
    """Everything in the ledger, and in those that registered with `verifying`, that does not add up. Empty is healthy."""
    found = [f"the database rule {name} is missing" for name in rules_are_missing()]
    found += _drift()
    doubled = (
        Transfer.objects.exclude(pending=None)
        .values("pending")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .values_list("pending", flat=True)
    )
    found += [f"hold {pending} was resolved more than once" for pending in doubled]
    for _, answer in verifying.send(sender=Transfer, deep=deep):
        found += answer or []
    return found


def _drift() -> list[str]:
    """Bounded accounts whose stored sums differ from the sums of their transfers."""

    def side(column: str) -> dict[int, tuple[int, int]]:
        rows = (
            Transfer.objects.filter(**{f"{column}__bounded": True})
            .values(column)
            .annotate(
                pended=_amount(TransferKind.PEND),
                ended=_amount(TransferKind.PEND_POST, TransferKind.PEND_VOID),
                posted=_amount(TransferKind.POST, TransferKind.PEND_POST),
            )
        )
        return {row[column]: (int(row["pended"] - row["ended"]), int(row["posted"])) for row in rows}

    debits, credits = side("debit"), side("credit")
    found = []
    for account in Account.objects.filter(bounded=True).iterator():
        stored = (
            (account.debits_pending, account.debits_posted),
            (account.credits_pending, account.credits_posted),
        )
        summed = (debits.get(account.pk, (0, 0)), credits.get(account.pk, (0, 0)))
        if stored != summed:
            found.append(f"account {account.code} stores {stored} but its transfers sum to {summed}")
        if account.side == Side.CREDIT and account.available < 0:
            found.append(f"account {account.code} is overdrawn")
        if account.side == Side.DEBIT and account.owed < 0:
            found.append(f"account {account.code} is paid more than was owed")
    return found
