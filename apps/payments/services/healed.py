"""A purchase that was healed, and purchases in words to compare before and after."""

from dataclasses import dataclass

from apps.credits.selectors import owed_by
from apps.payments.models import Dispute, DuplicatePayment, Purchase, Refund


@dataclass(frozen=True, slots=True)
class Healed:
    """A purchase that was not what the provider says, and what it became. `is_late`: money moved and no message came of it."""

    name: str
    was: str
    became: str
    is_late: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.was}, now {self.became}"


def in_a_line(purchase: Purchase) -> str:
    """Return everything that matters about a purchase, in a line."""
    refunds = sorted(Refund.objects.filter(purchase=purchase).values_list("status", "amount_minor"))
    disputes = sorted(Dispute.objects.filter(purchase=purchase).values_list("status", "amount_minor"))
    parts = [purchase.state, *(f"refund {amount} {status}" for status, amount in refunds)]
    parts += [f"dispute {amount} {status}" for status, amount in disputes]
    duplicates = sorted(DuplicatePayment.objects.filter(purchase=purchase).values_list("status", "amount_minor"))
    parts += [f"second payment {amount} {status}" for status, amount in duplicates]
    owed = owed_by(purchase.ledger_owner)
    return ", ".join([*parts, *([f"{owed} credits owed"] if owed else [])])
