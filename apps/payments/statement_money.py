"""What lines of a statement were in money: the ledger knows credits alone, and purchases know their price.

How much of a pack is taken back is a level in the ledger, so a line that changes the level stands for the difference of
two sums of money.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from apps.accounts.models import User
from apps.common.money import in_money
from apps.credits.selectors import taken_back_steps
from apps.credits.statements import StatementLine
from apps.payments.models import DISPUTED, Purchase

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
    for lot, steps in (taken_back_steps(set(lots.values())) if lots else {}).items():
        if (about := by_lot.get(lot)) is None:
            continue
        for key, before, after in steps:
            back = about.money_for(after) - about.money_for(before)
            moved[key] = MoneyMoved(about.pk, -back, about.currency)
    return moved


def paid_words(line: StatementLine, money: MoneyMoved) -> str:
    """Return what a line was in money, in words: paid, refunded, with a bank, or returned to us."""
    amount = in_money(abs(money.amount_minor), money.currency)
    if money.amount_minor < 0 and line.reason == DISPUTED:
        return f"{amount} with your bank"
    if money.amount_minor < 0:
        return f"{amount} was refunded"
    return f"{amount} was returned to us" if line.key.startswith("taken:") else f"{amount} paid"
