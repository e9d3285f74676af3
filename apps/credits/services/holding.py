"""Credits of a person that are held, captured or given back."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.common.compiled import Select, Slot
from apps.common.units import Credits
from apps.credits.models import Account, Transfer, TransferKind, Unit
from apps.credits.services.writing import house_account, write_transfers

_held_for_two = Select(
    lambda: (
        Transfer.objects.held()
        .filter(ref__in=[Slot("first", Transfer, "ref"), Slot("last", Transfer, "ref")])
        .order_by("debit_id", "id")
    )
)


class InsufficientCredits(Exception):
    """The person's lots do not hold as much as was asked for. Nothing was held."""

    def __init__(self, *, needed: Credits, available: Credits) -> None:
        super().__init__(f"{needed} credits needed, {available} available")
        self.needed = needed
        self.available = available


@dataclass(frozen=True, slots=True)
class Wish:
    """One hold asked for: `amount` credits for the thing called `ref`."""

    ref: str
    amount: Credits


def hold_credits(*, party: uuid.UUID, wishes: Sequence[Wish], cause: str, now: datetime) -> None:
    """Hold credits for every wish, all or nothing, from the lots that expire first.

    A wish may be held from two lots when one runs out in its middle. Raises InsufficientCredits.
    """
    needed = Credits(sum(wish.amount for wish in wishes))
    if needed == 0:
        return
    with transaction.atomic():
        lots = list(
            Account.objects.lots_of(party)
            .exclude(expires_at__lte=now)
            .select_for_update()
            .order_by("id")  # one order of locks for every caller; the order of spending is decided below
        )
        lots.sort(key=lambda lot: (lot.expires_at is None, lot.expires_at or now, lot.pk))
        room = {lot.pk: lot.available for lot in lots}
        available = Credits(sum(room.values()))
        if available < needed:
            raise InsufficientCredits(needed=needed, available=available)
        income = house_account("income")
        transfers = []
        queue = [lot for lot in lots if room[lot.pk] > 0]
        for wish in wishes:
            missing = wish.amount
            part = 0
            while missing > 0:
                lot = queue[0]
                taken = min(missing, room[lot.pk])
                transfers.append(
                    Transfer(
                        key=f"hold:{wish.ref}:{part}",
                        kind=TransferKind.PEND,
                        debit=lot,
                        credit=income,
                        unit=Unit.CREDIT,
                        amount=taken,
                        ref=wish.ref,
                        cause=cause,
                    )
                )
                part += 1
                missing = Credits(missing - taken)
                room[lot.pk] = Credits(room[lot.pk] - taken)
                if room[lot.pk] == 0:
                    queue.pop(0)
        Transfer.objects.bulk_create(transfers)


def capture_holds(*, refs: Iterable[str]) -> Credits:
    """Post what is held for these refs and return how many credits that was. Nothing held: nothing happens, 0."""
    return _resolve(list(refs), TransferKind.PEND_POST)


def release_holds(*, refs: Iterable[str]) -> Credits:
    """Give back what is still held for these refs and return how many credits that was."""
    return _resolve(list(refs), TransferKind.PEND_VOID)


def _resolve(refs: list[str], kind: TransferKind) -> Credits:
    word = "post" if kind == TransferKind.PEND_POST else "void"
    with transaction.atomic(savepoint=False):
        holds = _holds_of(refs)
        write_transfers(
            [
                {
                    "key": f"{word}:{hold.key}",
                    "kind": kind,
                    "debit_id": hold.debit_id,
                    "credit_id": hold.credit_id,
                    "unit": hold.unit,
                    "amount": hold.amount,
                    "pending_id": hold.pk,
                    "ref": hold.ref,
                    "cause": hold.cause,
                }
                for hold in holds
            ]
        )
    return Credits(sum(hold.amount for hold in holds if hold.unit == Unit.CREDIT))


def _holds_of(refs: list[str]) -> list[Transfer]:
    """What is held for these refs, in the order in which accounts are locked."""
    if not refs:
        return []
    if len(refs) <= 2:
        return _held_for_two(first=refs[0], last=refs[-1])
    return list(Transfer.objects.held().filter(ref__in=refs).order_by("debit_id", "id"))
