"""Credits that are taken back, because their payment was: from the lot what is unspent, and the rest becomes a debt.

How much of a lot is taken back is a level that is set, not a step that is made: the same level may be set any number of
times and in any order of events, and a level that falls gives back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Purpose, Transfer, TransferKind, Unit
from apps.credits.services.transfers import house_account, write_transfers
from apps.credits.services.wallets import debt_of, lock_wallet, pay_debt

BREAKAGE_AFTER = timedelta(days=7)
"""How long an expired lot is kept, so that credits that come back from a stopped GIF are seen to come back."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What one change of the level moved: `from_lot` and `as_debt` are negative when credits were given back."""

    from_lot: Credits
    as_debt: Credits


NOTHING = TakenBack(Credits(0), Credits(0))


def lock_to_take_back(lot: Account) -> tuple[Account, Account]:
    """Lock a bought lot and what its person owes, in the order of locks, and return both as they are now.

    Runs in the caller's transaction, which has locked no other account before.
    """
    if lot.ledger_owner is None:
        raise ValueError(f"{lot} is nobody's lot")
    # Made before anything is locked: somebody who makes it at the same moment is waited for here.
    debt = debt_of(lot.ledger_owner)
    accounts = Account.objects.filter(pk__in=[lot.pk, debt.pk]).order_by("id").select_for_update(no_key=True)
    locked = {one.pk: one for one in accounts}
    return locked[lot.pk], locked[debt.pk]


def set_taken_back(*, lot: Account, level: Credits, reason: str) -> TakenBack:
    """Make sure that exactly `level` credits of a bought lot are taken back, and say what had to move for it.

    Whoever calls keeps others from setting the level of the same lot meanwhile.

    Giving back first wipes out what the person owes, then fills the lot.
    """
    if taken_back(lot) == level:
        return NOTHING  # as almost always; nobody becomes a debtor of nothing
    with transaction.atomic():
        lot, debt = lock_to_take_back(lot)
        refunded = house_account("refunded")
        # Read again under the locks: somebody else may have moved the level since.
        so_far, turns = _taken_back(lot, refunded)
        missing = level - so_far
        if missing == 0:
            return NOTHING
        # First what is unspent in the lot; what that lacks becomes a debt.
        if missing > 0:
            from_lot = min(lot.available, missing)
            moves = [(lot, refunded, from_lot), (debt, refunded, missing - from_lot)]
        else:
            # Back the same way: the debt first, so that nobody owes while they get credits.
            off_debt = min(debt.owed, -missing)
            moves = [(refunded, debt, off_debt), (refunded, lot, -missing - off_debt)]
        # The number of earlier moves is part of the key: a level may come back to where it was.
        write_transfers(
            [
                {
                    "key": f"taken:{lot.pk}:{turns}:{part}",
                    "kind": TransferKind.POST,
                    "debit_id": debit.pk,
                    "credit_id": credit.pk,
                    "unit": Unit.CREDIT,
                    "amount": amount,
                    "ref": _ref(lot),
                    "reason": reason,
                }
                for part, (debit, credit, amount) in enumerate(moves)
                if amount
            ]
        )
    # In terms of the lot and the debt: negative where something was given back.
    if missing > 0:
        return TakenBack(Credits(from_lot), Credits(missing - from_lot))
    return TakenBack(Credits(off_debt + missing), Credits(-off_debt))


def taken_back(lot: Account) -> Credits:
    """Return how many credits of a lot are taken back now, from it and as a debt together."""
    level, _ = _taken_back(lot, house_account("refunded"))
    return Credits(level)


def pay_debts(*, limit: int = 200) -> int:
    """Let people who owe credits pay with bought ones that came back to them since; return how many paid something."""
    # Listed without locks; each wallet is looked at again once it is locked.
    owing = Account.objects.filter(purpose=Purpose.DEBT).with_something_in_it().values("ledger_owner")
    able = Account.objects.filter(
        purpose=Purpose.LOT, origin=Origin.BOUGHT, ledger_owner__in=owing
    ).with_something_in_it()
    paid = 0
    for ledger_owner in list(able.values_list("ledger_owner", flat=True).distinct()[:limit]):
        if ledger_owner is not None:
            with transaction.atomic():
                paid += pay_debt(lock_wallet(ledger_owner)) > 0
    return paid


def write_off_expired(*, now: datetime, limit: int = 200) -> int:
    """Take what is left out of lots that are over for some days, so that the statement says so; return how many."""
    # Some days after they expired, because a stopped GIF may still give credits back to them.
    over = Account.objects.filter(purpose=Purpose.LOT, expires_at__lte=now - BREAKAGE_AFTER).with_something_in_it()
    lots = 0
    for lot_id in list(over.order_by("id").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            # Read again under the lock: holds may have ended since.
            lot = Account.objects.select_for_update(no_key=True).get(pk=lot_id)
            if lot.available:
                # What has left the lot so far is part of the key: what comes back later is written off once more.
                write_transfers(
                    [
                        {
                            "key": f"expired:{lot.pk}:{lot.debits_posted}",
                            "kind": TransferKind.POST,
                            "debit_id": lot.pk,
                            "credit_id": house_account("expired").pk,
                            "unit": Unit.CREDIT,
                            "amount": lot.available,
                            "reason": f"{lot.label}: not used in time",
                        }
                    ]
                )
                lots += 1
    return lots


def _ref(lot: Account) -> str:
    return f"taken:{lot.pk}"


def _taken_back(lot: Account, refunded: Account) -> tuple[int, int]:
    """Return the level of a lot, and how many transfers made it. The ledger itself remembers it."""
    # Transfers to `refunded` took back, those from it gave back.
    moved = list(Transfer.objects.filter(ref=_ref(lot)).values_list("credit_id", "amount"))
    return sum(amount if credit == refunded.pk else -amount for credit, amount in moved), len(moved)
