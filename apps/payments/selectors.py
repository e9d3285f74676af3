"""Reads of purchases, and the proof that what was paid and what was granted are the same."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from apps.common.units import Credits
from apps.credits.balances import Balances
from apps.credits.models import Origin, Transfer, Unit
from apps.credits.selectors import active_freezes, owing_ledger_owners, taken_back_levels
from apps.payments.models import Audit, Dispute, DuplicatePayment, Purchase, PurchaseState, WebhookEvent
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


def payment_findings() -> list[str]:
    """Return everything about purchases that the ledger does not bear out, and the other way round.

    Empty is healthy.
    """
    return [*_grants(), *_levels(), *_freezes(), *_duplicates()]


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


def _grants() -> list[str]:
    """Find paid purchases without exactly one grant of exactly their credits, and grants of bought credits without a purchase."""
    found = []
    grants = {
        grant.key: grant
        for grant in Transfer.objects.filter(
            key__startswith="purchase:", unit=Unit.CREDIT, debit__code="issued:bought"
        ).select_related("credit")
    }
    for purchase in Purchase.objects.filter(state=PurchaseState.PAID).iterator():
        grant = grants.pop(purchase.grant_key, None)
        if grant is None:
            found.append(f"{purchase} has no grant")
        elif grant.amount != purchase.credits:
            found.append(f"{purchase} promised {purchase.credits} credits and granted {grant.amount}")
        elif (grant.credit_id, grant.credit.ledger_owner, grant.credit.origin) != (
            purchase.lot_id,
            purchase.ledger_owner,
            Origin.BOUGHT,
        ):
            found.append(f"{purchase} was granted to somebody or something else")
    return [*found, *(f"the grant {key} has no paid purchase" for key in grants)]


def _levels() -> list[str]:
    """Return the lots of which something else is taken back than their refunds and disputes stand for."""
    found = []
    levels = taken_back_levels()
    paid = Purchase.objects.filter(state=PurchaseState.PAID).prefetch_related("refunds", "disputes")
    for purchase in paid.iterator(chunk_size=1000):
        refunded = sum(refund.amount_minor for refund in purchase.refunds.all() if refund.counts)
        disputed = sum(dispute.amount_minor for dispute in purchase.disputes.all() if dispute.took_money)
        wanted, level = purchase.credits_for(refunded + disputed), levels.pop(purchase.lot_id or 0, 0)
        if level != wanted:
            found.append(f"{purchase}: {level} credits are taken back instead of {wanted}")
        if purchase.refunded_minor != min(refunded, purchase.amount_minor):
            found.append(f"{purchase} says {purchase.refunded_minor} is refunded, its refunds say {refunded}")
    return [
        *found,
        *(f"credits of lot {lot} are taken back without a purchase" for lot, level in levels.items() if level),
    ]


def _freezes() -> list[str]:
    """Find people who are frozen without an open dispute or a lost one with something owed, and those who should be and are not."""
    owing = set(owing_ledger_owners())
    wanted = defaultdict(set)
    for dispute in Dispute.objects.select_related("purchase"):
        if dispute.is_open or (dispute.is_lost and dispute.purchase.ledger_owner in owing):
            wanted[dispute.cause].add(dispute.purchase.ledger_owner)
    blocks = {cause: {ledger_owner} for cause, ledger_owner in active_freezes().items()}
    found = [f"{cause} should freeze its buyer" for cause in sorted(wanted.keys() - blocks.keys())]
    return [*found, *(f"nothing asks for the freeze for {cause}" for cause in sorted(blocks.keys() - wanted.keys()))]


def _duplicates() -> list[str]:
    """Find payments granted for one purchase and sent back as the second payment of another, or of the same."""
    granted = Purchase.objects.filter(payment_ref=OuterRef("payment_ref"))
    both = DuplicatePayment.objects.filter(Exists(granted)).order_by("id")
    return [f"{one} is the payment of a purchase as well" for one in both]
