"""Reads of the ledger: balances, receipts, debts and freezes."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Case, F, Q, Sum, Value, When

from apps.common.units import Credits
from apps.credits.models import Account, PendingGrant, Purpose, SpendingBlock, Transfer, TransferKind, Unit


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


def taken_back_steps(lots: set[int]) -> dict[int, list[tuple[str, int, int]]]:
    """Return every change of how much of these lots is taken back: its key, and the level before and after it."""
    rows = Transfer.objects.filter(ref__in=[f"taken:{lot}" for lot in lots]).order_by("id")
    steps: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for key, ref, amount, code in rows.values_list("key", "ref", "amount", "credit__code"):
        own = steps[int(ref.removeprefix("taken:"))]
        before = own[-1][2] if own else 0
        own.append((key, before, before + (amount if code == "refunded" else -amount)))
    return steps


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


def amount_of(*kinds: TransferKind, **conditions: object) -> Sum:
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
        held=amount_of(TransferKind.PEND),
        charged=amount_of(TransferKind.PEND_POST),
        released=amount_of(TransferKind.PEND_VOID),
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
            held=amount_of(TransferKind.PEND),
            charged=amount_of(TransferKind.PEND_POST),
            released=amount_of(TransferKind.PEND_VOID),
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
