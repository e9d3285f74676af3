"""Credits of a person that are held, captured or given back."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.common.compiled import Select, Slot
from apps.common.units import Credits
from apps.credits.models import Account, Transfer, TransferKind, Unit
from apps.credits.services.transfers import house_account, write_transfers
from apps.credits.services.wallets import Frozen, is_frozen, lock_wallet, pay_debt

_held_for_three = Select(
    lambda: (
        Transfer.objects.held()
        .filter(ref__in=[Slot(name, Transfer, "ref") for name in ("first", "second", "third")])
        .order_by("unit", "debit_id", "id")
    )
)


WORDS = {TransferKind.PEND_POST: "post", TransferKind.PEND_VOID: "void"}
"""How the key of a hold's end begins: with one key per hold and end, a hold cannot end the same way twice."""


class InsufficientCredits(Exception):
    """The person's lots do not hold as much as was asked for. Nothing was held."""

    def __init__(self, *, needed: Credits, available: Credits) -> None:
        super().__init__(f"{needed} credits needed, {available} available")
        self.needed = needed
        self.available = available


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """One hold asked for: `amount` credits for the thing called `ref`."""

    ref: str
    amount: Credits


def hold_credits(
    *, ledger_owner: uuid.UUID, hold_requests: Sequence[HoldRequest], group_key: str, now: datetime, engine: str = ""
) -> None:
    """Hold credits for every request, all or nothing: what expires first is spent first, gifts before what was paid for.

    A request may be held from two lots when one runs out in its middle. Lots that are good for another engine alone are
    left out. What the person owes is paid first. Raises InsufficientCredits or Frozen.
    """
    needed = Credits(sum(request.amount for request in hold_requests))
    if needed == 0:
        return
    with transaction.atomic():
        if is_frozen(ledger_owner):
            raise Frozen(str(ledger_owner))
        # All that the person has and owes is locked at once: two starts at one moment take turns.
        wallet = lock_wallet(ledger_owner)
        # Before anything is looked at, so that what is available is what is left after the debt.
        pay_debt(wallet)
        lots = [lot for lot in wallet.spendable(now=now) if lot.only_engine in ("", engine)]
        available = Credits(sum(lot.available for lot in lots))
        if available < needed:
            raise InsufficientCredits(needed=needed, available=available)
        # A hold moves nothing yet. It names where the credits go when it is captured.
        income = house_account("income")
        # In the order of spending: the lots are locked already, so the order of writing is free.
        write_transfers(
            [
                {
                    "key": f"hold:{request.ref}:{part}",
                    "kind": TransferKind.PEND,
                    "debit_id": lot.pk,
                    "credit_id": income.pk,
                    "unit": Unit.CREDIT,
                    "amount": amount,
                    "ref": request.ref,
                    "group_key": group_key,
                }
                for request, part, lot, amount in _shares(hold_requests, lots)
            ]
        )


def _shares(
    hold_requests: Sequence[HoldRequest], lots: Sequence[Account]
) -> Iterator[tuple[HoldRequest, int, Account, Credits]]:
    """Yield which lot pays how much of which request, with the number of the part. The lots hold enough."""
    remaining = iter(lots)
    lot = next(remaining)
    room = lot.available
    for request in hold_requests:
        missing, part = request.amount, 0
        while missing > 0:
            # The lot is used up; the next one pays the rest of this request.
            while room == 0:
                lot = next(remaining)
                room = lot.available
            taken = Credits(min(missing, room))
            yield request, part, lot, taken
            missing, room, part = Credits(missing - taken), Credits(room - taken), part + 1


def capture_holds(*, refs: Iterable[str]) -> Credits:
    """Post what is held for these refs and return how many credits that was. Nothing held: nothing happens, 0."""
    return settle_holds(capture=refs, release=())[0]


def release_holds(*, refs: Iterable[str]) -> Credits:
    """Give back what is still held for these refs and return how many credits that was."""
    return settle_holds(capture=(), release=refs)[1]


def settle_holds(*, capture: Iterable[str], release: Iterable[str]) -> tuple[Credits, Credits]:
    """Post what is held for some refs and give back what is held for others; return how many credits each was.

    At once, because two rounds would not lock the accounts in one ascending order.
    """
    # How each hold ends, by its ref, so that all are written in one pass.
    ends = dict.fromkeys(capture, TransferKind.PEND_POST) | dict.fromkeys(release, TransferKind.PEND_VOID)
    sums = dict.fromkeys((TransferKind.PEND_POST, TransferKind.PEND_VOID), 0)
    with transaction.atomic(savepoint=False):
        holds = _holds_of(list(ends))
        # The end repeats its hold to the letter, and its key is made of the hold's: a second end like it is refused.
        write_transfers(
            [
                {
                    "key": f"{WORDS[ends[hold.ref]]}:{hold.key}",
                    "kind": ends[hold.ref],
                    "debit_id": hold.debit_id,
                    "credit_id": hold.credit_id,
                    "unit": hold.unit,
                    "amount": hold.amount,
                    "pending_id": hold.pk,
                    "ref": hold.ref,
                    "group_key": hold.group_key,
                }
                for hold in holds
            ]
        )
    # The same refs hold money under the day's limits; only credits are counted here.
    for hold in holds:
        if hold.unit == Unit.CREDIT:
            sums[ends[hold.ref]] += hold.amount
    return Credits(sums[TransferKind.PEND_POST]), Credits(sums[TransferKind.PEND_VOID])


def _holds_of(refs: list[str]) -> list[Transfer]:
    """Return what is held for these refs, in the order in which accounts are locked.

    Credits before limits in money, then by id.
    """
    if not refs:
        return []
    # As many as a settled frame has: one kept statement. A ref that stands in it twice finds the same rows.
    if len(refs) <= 3:
        return _held_for_three(first=refs[0], second=refs[len(refs) // 2], third=refs[-1])
    return list(Transfer.objects.held().filter(ref__in=refs).order_by("unit", "debit_id", "id"))
