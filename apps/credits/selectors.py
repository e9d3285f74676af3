"""Reads of the ledger: balances, receipts, and the proof that everything adds up."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import connection
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.dispatch import Signal

from apps.common.units import Credits
from apps.credits import rules
from apps.credits.models import Account, PendingGrant, Purpose, Side, SpendingBlock, Transfer, TransferKind, Unit

verifying = Signal()
"""Sent by `findings`; receivers get `deep: bool` and return a list of sentences, one per thing that does not add up."""


@dataclass(frozen=True, slots=True)
class Balance:
    available: Credits
    held: Credits


def balance_of(ledger_owner: uuid.UUID, *, now: datetime) -> Balance:
    """Return what a person can spend now, and what is held for animations that are not finished."""
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    sums = Account.objects.lots_of(ledger_owner).aggregate(
        posted=Sum("credits_posted", default=0, filter=alive),
        spent=Sum("debits_posted", default=0, filter=alive),
        held_alive=Sum("debits_pending", default=0, filter=alive),
        # What a GIF holds is held to its end, also when the lot is over by then.
        held=Sum("debits_pending", default=0),
    )
    return Balance(
        available=Credits(sums["posted"] - sums["spent"] - sums["held_alive"]),
        held=Credits(sums["held"]),
    )


def owed_by(ledger_owner: uuid.UUID) -> Credits:
    """Return the credits that were spent and whose payment was then taken back."""
    debt = Account.objects.filter(purpose=Purpose.DEBT, ledger_owner=ledger_owner).first()
    return debt.owed if debt else Credits(0)


def owing_ledger_owners() -> list[uuid.UUID]:
    """Return who owes credits. A healthy site has few."""
    debts = Account.objects.filter(purpose=Purpose.DEBT, debits_posted__gt=F("credits_posted"))
    return [ledger_owner for ledger_owner in debts.values_list("ledger_owner", flat=True) if ledger_owner is not None]


def taken_back_levels() -> dict[int, Credits]:
    """Return how many credits are taken back now, by the id of their lot.

    Lots of which nothing ever was are left out.
    """
    to_the_house = Case(When(credit__code="refunded", then=F("amount")), default=-F("amount"))
    rows = Transfer.objects.filter(ref__startswith="taken:").values("ref").annotate(level=Sum(to_the_house))
    return {int(row["ref"].removeprefix("taken:")): Credits(int(row["level"])) for row in rows.order_by()}


def active_freezes() -> dict[str, uuid.UUID]:
    """Return who may not spend now, by the cause."""
    return dict(SpendingBlock.objects.filter(ended_at=None).values_list("cause", "ledger_owner"))


def frozen_ledger_owners() -> list[uuid.UUID]:
    """Return who may not spend now. A healthy site has few."""
    return list(SpendingBlock.objects.filter(ended_at=None).values_list("ledger_owner", flat=True).distinct())


def has_pending_grant(ledger_owner: uuid.UUID) -> bool:
    """Return whether welcome credits are on their way, because the day's free credits were used up."""
    return PendingGrant.objects.filter(ledger_owner=ledger_owner).exists()


def welcomed_as_somebody_else(*, ledger_owner: uuid.UUID, person_mark: str) -> bool:
    """Return whether the person's welcome credits went to another account of theirs."""
    granted = Transfer.objects.filter(key=f"welcome:{person_mark}").select_related("credit").first()
    return granted is not None and granted.credit.ledger_owner != ledger_owner


def _amount(*kinds: TransferKind, **conditions: object) -> Sum:
    return Sum(Case(When(kind__in=kinds, then=F("amount")), default=Value(0)), filter=Q(**conditions), default=0)


@dataclass(frozen=True, slots=True)
class Receipt:
    held: Credits
    charged: Credits
    released: Credits

    @classmethod
    def of(cls, parts: Iterable[Self]) -> Self:
        """Return one receipt for all of these."""
        rows = list(parts)
        return cls(
            held=Credits(sum(row.held for row in rows)),
            charged=Credits(sum(row.charged for row in rows)),
            released=Credits(sum(row.released for row in rows)),
        )


def receipt_for(group_key: str) -> Receipt:
    """Return what one group of transfers has cost so far: still held, charged for good, given back."""
    sums = Transfer.objects.filter(group_key=group_key, unit=Unit.CREDIT).aggregate(
        held=_amount(TransferKind.PEND),
        charged=_amount(TransferKind.PEND_POST),
        released=_amount(TransferKind.PEND_VOID),
    )
    return Receipt(
        held=Credits(int(sums["held"] - sums["charged"] - sums["released"])),
        charged=Credits(int(sums["charged"])),
        released=Credits(int(sums["released"])),
    )


def frame_receipts(group_key: str) -> dict[str, Receipt]:
    """Return what each thing that was held in one group has cost so far, by its `ref`."""
    rows = (
        Transfer.objects.filter(group_key=group_key, unit=Unit.CREDIT)
        .values("ref")
        .annotate(
            held=_amount(TransferKind.PEND),
            charged=_amount(TransferKind.PEND_POST),
            released=_amount(TransferKind.PEND_VOID),
        )
        .order_by()
    )
    return {
        row["ref"]: Receipt(
            held=Credits(int(row["held"] - row["charged"] - row["released"])),
            charged=Credits(int(row["charged"])),
            released=Credits(int(row["released"])),
        )
        for row in rows
    }


def open_hold_refs(prefix: str) -> Iterator[str]:
    """Return refs that begin with `prefix` and still hold something."""
    return Transfer.objects.held().filter(ref__startswith=prefix).values_list("ref", flat=True).distinct().iterator()


def rules_are_missing() -> list[str]:
    """Return names of the database's rules that are not installed; always empty on a healthy site."""
    return rules.missing(connection)


def findings(*, deep: bool) -> list[str]:
    """Return everything in the ledger, and in those that registered with `verifying`, that does not add up.

    Empty is healthy.
    """
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
    """Return bounded accounts whose stored sums differ from the sums of their transfers."""

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

    # Two passes over all transfers, one for each side, instead of a query for each account.
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
        # The database refuses these; they are looked for in case its rules were ever off.
        if account.side == Side.CREDIT and account.available < 0:
            found.append(f"account {account.code} is overdrawn")
        if account.side == Side.DEBIT and account.owed < 0:
            found.append(f"account {account.code} is paid more than was owed")
    return found
