"""Reads of purchases."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.common.units import Credits
from apps.credits.balances import Balances
from apps.payments.models import Audit, Dispute, Purchase, PurchaseState, WebhookEvent
from apps.payments.provider import DECIDED_DISPUTE
from apps.payments.providers.registry import active_provider

STUCK_AFTER = timedelta(minutes=15)
"""A message that no worker has come to the end of for so long means that workers or provider have been away."""

BANKS_TAKE = timedelta(days=30)
"""A transfer between banks takes days; one of which nothing was heard for a month is nothing to wait for."""


@dataclass(frozen=True, slots=True)
class OnTheirWay:
    """What somebody paid and their bank has not confirmed yet, the newest first; false when there is nothing."""

    purchases: Sequence[Purchase]

    def __bool__(self) -> bool:
        return bool(self.purchases)

    @property
    def credits(self) -> Credits:
        return Credits(sum(purchase.credits for purchase in self.purchases))

    @property
    def only(self) -> Purchase | None:
        return self.purchases[0] if len(self.purchases) == 1 else None


def on_their_way(ledger_owner: uuid.UUID, *, now: datetime) -> OnTheirWay:
    """Return credits of a person that a bank has still to confirm."""
    pending = Purchase.objects.filter(
        ledger_owner=ledger_owner, state=PurchaseState.PENDING, created_at__gt=now - BANKS_TAKE
    )
    return OnTheirWay(list(pending.order_by("-created_at")))


def waits_for_bank(balances: Balances, *, frozen: bool, ledger_owner: uuid.UUID) -> bool:
    """Return whether a frozen person waits for a bank.

    One who only owes what a lost dispute stood for can buy and go on.
    """
    if not frozen or balances.owed == 0:
        return frozen
    return Dispute.objects.filter(purchase__ledger_owner=ledger_owner).exclude(status__in=DECIDED_DISPUTE).exists()


def stuck_webhook_events(*, now: datetime) -> int:
    """Return messages that wait for longer than any hiccup explains."""
    return WebhookEvent.objects.filter(processed_at=None, received_at__lte=now - STUCK_AFTER).count()


def last_audit() -> Audit | None:
    """Return when purchases were last compared with what the provider says."""
    provider = active_provider()
    return Audit.objects.filter(provider=provider.name).order_by("-began_at").first() if provider else None
