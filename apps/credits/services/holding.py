"""Credits of a person that are held, captured or given back."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.common.compiled import Select, Slot
from apps.common.units import Credits
from apps.credits.models import Account, Transfer, TransferKind, Unit
from apps.credits.services.wallets import Frozen, is_frozen, lock_wallet, pay_debt
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


def hold_credits(*, party: uuid.UUID, wishes: Sequence[Wish], cause: str, now: datetime, engine: str = "") -> None:
    """Hold credits for every wish, all or nothing: what expires first is spent first, gifts before what was paid for.

    A wish may be held from two lots when one runs out in its middle. Lots that are good for another engine alone are
    left out. What the person owes is paid first. Raises InsufficientCredits or Frozen.
    """
    needed = Credits(sum(wish.amount for wish in wishes))
    if needed == 0:
        return
    with transaction.atomic():
        if is_frozen(party):
            raise Frozen(str(party))
        wallet = lock_wallet(party)
        pay_debt(wallet)
        lots = [lot for lot in wallet.spendable(now=now) if lot.only_engine in ("", engine)]
        available = Credits(sum(lot.available for lot in lots))
        if available < needed:
            raise InsufficientCredits(needed=needed, available=available)
        income = house_account("income")
        write_transfers(
            [
                {
                    "key": f"hold:{wish.ref}:{part}",
                    "kind": TransferKind.PEND,
                    "debit_id": lot.pk,
                    "credit_id": income.pk,
                    "unit": Unit.CREDIT,
                    "amount": amount,
                    "ref": wish.ref,
                    "cause": cause,
                }
                for wish, part, lot, amount in _shares(wishes, lots)
            ]
        )


def _shares(wishes: Sequence[Wish], lots: Sequence[Account]) -> Iterator[tuple[Wish, int, Account, Credits]]:
    """Which lot pays how much of which wish, with the number of the part. The lots hold enough."""
    remaining = iter(lots)
    lot = next(remaining)
    room = lot.available
    for wish in wishes:
        missing, part = wish.amount, 0
        while missing > 0:
            while room == 0:
                lot = next(remaining)
                room = lot.available
            taken = Credits(min(missing, room))
            yield wish, part, lot, taken
            missing, room, part = Credits(missing - taken), Credits(room - taken), part + 1


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
