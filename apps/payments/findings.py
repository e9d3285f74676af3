"""The proof that what was paid and what was granted are the same."""

from collections import defaultdict

from django.db.models import Exists, OuterRef

from apps.credits.models import Origin, Transfer, Unit
from apps.credits.selectors import active_freezes, owing_ledger_owners, taken_back_levels
from apps.payments.models import Dispute, DuplicatePayment, Purchase, PurchaseState


def payment_findings() -> list[str]:
    """Return everything about purchases that the ledger does not bear out, and the other way round.

    Empty is healthy.
    """
    return [*_grants(), *_levels(), *_freezes(), *_duplicates()]


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
