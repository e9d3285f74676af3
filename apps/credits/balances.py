"""What a person has now: lots with something in them, what is held of them, what is owed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Purpose


@dataclass(frozen=True, slots=True)
class Balances:
    """A person's lots that are not over and not empty, in the order of spending, what they owe, and what GIFs hold."""

    lots: Sequence[Account]
    owed: Credits
    held: Credits

    @property
    def available(self) -> Credits:
        return Credits(sum(lot.available for lot in self.lots))

    def spendable(self, engine: str) -> Credits:
        """Return what a GIF on this engine may cost.

        Without lots for another one, and after bought credits paid what is owed.
        """
        good = [lot for lot in self.lots if lot.only_engine in ("", engine)]
        bought = sum(lot.available for lot in good if lot.origin == Origin.BOUGHT)
        return Credits(sum(lot.available for lot in good) - min(bought, self.owed))

    @property
    def gifts_of_the_day(self) -> list[Account]:
        return [lot for lot in self.lots if lot.origin == Origin.DAILY and lot.available > 0]


def balances_of(ledger_owner: uuid.UUID, *, now: datetime) -> Balances:
    """Return balances from the stored sums alone, in one query. Emptied lots are left out, however many a person has had."""
    holding = Q(purpose=Purpose.LOT, credits_posted__gt=F("debits_posted"))
    owing = Q(purpose=Purpose.DEBT, debits_posted__gt=F("credits_posted"))
    over = Q(expires_at__lte=now, debits_pending=0)  # one that is over and still holds something is read for that
    found = Account.objects.filter(holding | owing, ledger_owner=ledger_owner).exclude(over).in_spending_order()
    accounts = list(found)
    lots = [account for account in accounts if account.purpose == Purpose.LOT]
    return Balances(
        lots=[lot for lot in lots if lot.expires_at is None or lot.expires_at > now],
        owed=Credits(sum(account.owed for account in accounts if account.purpose == Purpose.DEBT)),
        held=Credits(sum(lot.debits_pending for lot in lots)),
    )
