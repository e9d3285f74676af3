"""What lines of a statement were in money: the ledger knows credits alone, and purchases know their price.

How much of a pack is taken back is a level in the ledger, so a line that changes the level stands for the difference of
two sums of money.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Q

from apps.accounts.models import User
from apps.credits.models import Transfer
from apps.credits.statements import StatementLine
from apps.payments.models import Purchase

TAKEN = re.compile(r"taken:(\d+):")
"""How the ledger begins the key of credits that were taken back: with the lot they came from."""

GRANT = "purchase:"


@dataclass(frozen=True, slots=True)
class MoneyMoved:
    """`amount_minor` was paid for a purchase with this line; what is below zero went back to the buyer."""

    purchase: uuid.UUID
    amount_minor: int
    currency: str


def money_moved(lines: Sequence[StatementLine], *, owner: User) -> dict[str, MoneyMoved]:
    """Return the money behind lines about purchases of their owner, by the line's key. In four queries at most."""
    lots = {line.key: int(found[1]) for line in lines if (found := TAKEN.match(line.key))}
    bought = [line.key.removeprefix(GRANT) for line in lines if line.key.startswith(GRANT)]
    if not lots and not bought:
        return {}
    own = Purchase.objects.of(owner).filter(Q(pk__in=bought) | Q(lot__in=set(lots.values())))
    purchases = list(own.prefetch_related("refunds") if lots else own)
    wanted = {line.key for line in lines}
    moved = {
        purchase.grant_key: MoneyMoved(purchase.pk, purchase.amount_minor, purchase.currency)
        for purchase in purchases
        if purchase.grant_key in wanted
    }
    by_lot = {purchase.lot_id: purchase for purchase in purchases}
    for lot, steps in (_steps(set(lots.values())) if lots else {}).items():
        if (about := by_lot.get(lot)) is None:
            continue
        for key, before, after in steps:
            back = _money_of(about, after) - _money_of(about, before)
            moved[key] = MoneyMoved(about.pk, -back, about.currency)
    return moved


def _steps(lots: set[int]) -> dict[int, list[tuple[str, int, int]]]:
    """Return every change of how much of these lots is taken back: its key, and the level before and after it."""
    rows = Transfer.objects.filter(ref__in=[f"taken:{lot}" for lot in lots]).order_by("id")
    steps: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for key, ref, amount, code in rows.values_list("key", "ref", "amount", "credit__code"):
        own = steps[int(ref.removeprefix("taken:"))]
        before = own[-1][2] if own else 0
        own.append((key, before, before + (amount if code == "refunded" else -amount)))
    return steps


def _money_of(purchase: Purchase, level: int) -> int:
    """Return the money that so many credits taken back stand for.

    Exact where a credit costs no more than the smallest unit.

    Elsewhere several amounts take the same credits: then it is the sum of refunds that does, or the smallest amount.
    """
    if level <= 0 or level >= purchase.credits:
        return purchase.amount_minor if level > 0 else 0
    refunded = sorted(purchase.refunds.all(), key=lambda refund: refund.pk)
    for amount_minor in accumulate(refund.amount_minor for refund in refunded):
        if purchase.credits_for(amount_minor) == level:
            return amount_minor
    return -(-level * purchase.amount_minor // purchase.credits)
