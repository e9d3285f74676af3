"""A person's lots and what they owe, locked and looked at together; and whether they may spend at all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.common.compiled import Select, Slot
from apps.common.units import Credits
from apps.credits.models import Account, Origin, Purpose, Side, SpendingBlock, TransferKind, Unit
from apps.credits.services.transfers import account_called, write_transfers

_wallet = Select(
    lambda: (
        Account.objects.wallet_of(Slot("ledger_owner", Account))  # type: ignore[arg-type] # a slot stands where a value will
        .with_something_in_it_or_debt()
        .select_for_update(no_key=True)
    )
)
_blocks = Select(
    lambda: SpendingBlock.objects.filter(ledger_owner=Slot("ledger_owner", SpendingBlock), ended_at=None)[:1]
)


class Frozen(Exception):
    """A bank is asking for a payment of this person back; until that is settled they may not spend. Nothing was held."""


@dataclass(frozen=True, slots=True)
class Wallet:
    """The locked accounts of one person, by ascending id. `debt` is None when they never owed anything."""

    ledger_owner: uuid.UUID
    lots: Sequence[Account]
    debt: Account | None

    @property
    def owed(self) -> Credits:
        return self.debt.owed if self.debt else Credits(0)

    def spendable(self, *, now: datetime) -> list[Account]:
        """Return the lots that are not over and not empty, in the order of spending."""
        alive = [lot for lot in self.lots if lot.available > 0 and (lot.expires_at is None or lot.expires_at > now)]
        # What expires first; then what never does. Of equals, gifts go before what was bought.
        return sorted(
            alive,
            key=lambda lot: (lot.expires_at is None, lot.expires_at or now, lot.origin == Origin.BOUGHT, lot.pk),
        )


def lock_wallet(ledger_owner: uuid.UUID) -> Wallet:
    """Lock all lots of a person that are not empty, and their debt, also when it is paid. Runs in the caller's transaction."""
    accounts = _wallet(ledger_owner=ledger_owner)
    debts = [account for account in accounts if account.purpose == Purpose.DEBT]
    lots = [account for account in accounts if account.purpose == Purpose.LOT]
    return Wallet(ledger_owner, lots, debts[0] if debts else None)


def debt_of(ledger_owner: uuid.UUID) -> Account:
    """Return the account of what a person owes, made when they first do.

    Bounded on the other side: never less than nothing.
    """
    code = f"debt:{ledger_owner}"
    account = account_called(code)
    if account is None:
        account, _ = Account.objects.get_or_create(
            code=code,
            defaults={
                "unit": Unit.CREDIT,
                "purpose": Purpose.DEBT,
                "side": Side.DEBIT,
                "bounded": True,
                "ledger_owner": ledger_owner,
            },
        )
    return account


def pay_debt(wallet: Wallet) -> Credits:
    """Pay what is owed from the credits that were bought, as far as they reach; return how much that was.

    The accounts in hand show it. Gifts are not taken for it: they were given to make GIFs with.
    """
    paid = Credits(0)
    if wallet.debt is None or wallet.owed == 0:
        return paid
    rows = []
    # Only bought credits pay, lot by lot, until the debt or the lots are used up.
    for lot in wallet.lots:
        amount = Credits(min(lot.available, wallet.owed)) if lot.origin == Origin.BOUGHT else Credits(0)
        if amount:
            # What was paid so far is part of the key, so each part has a key of its own and is written once.
            rows.append(
                {
                    "key": f"debt:{wallet.debt.pk}:{wallet.debt.credits_posted}",
                    "kind": TransferKind.POST,
                    "debit_id": lot.pk,
                    "credit_id": wallet.debt.pk,
                    "unit": Unit.CREDIT,
                    "amount": amount,
                    "reason": "For credits that were refunded after they were spent",
                }
            )
            # The database moves the rows; these copies follow, for the caller and for the next turn.
            lot.debits_posted += amount
            wallet.debt.credits_posted += amount
            paid = Credits(paid + amount)
    write_transfers(rows)
    return paid


def is_frozen(ledger_owner: uuid.UUID) -> bool:
    return bool(_blocks(ledger_owner=ledger_owner))


def freeze(*, ledger_owner: uuid.UUID, cause: str, now: datetime) -> bool:
    """Stop a person's spending for `cause`, once; True when this call did it."""
    frozen, is_new = SpendingBlock.objects.get_or_create(
        cause=cause, defaults={"ledger_owner": ledger_owner, "began_at": now}
    )
    # A dispute that was over may come up again: the same block holds once more.
    if not is_new and frozen.ended_at is not None:
        return SpendingBlock.objects.filter(pk=frozen.pk).update(ended_at=None, began_at=now) > 0
    return is_new


def thaw(*, cause: str, now: datetime) -> bool:
    """End the freeze for `cause`; True when this call did it. Other causes keep holding."""
    return SpendingBlock.objects.filter(cause=cause, ended_at=None).update(ended_at=now) > 0
