"""What of a purchase can still be refunded, and why not."""

from datetime import datetime, timedelta

from apps.common.money import in_money
from apps.payments.models import Purchase, PurchaseState

CHANGE_OF_MIND = timedelta(days=14)
"""The European Union's right of withdrawal, given to everybody while no credit of the pack is spent."""

ARRIVED = "succeeded"
"""Stripe's word for a refund that is done. Any other of those that count means that it is on its way."""


class NotRefundable(Exception):
    """`says` tells the person why. Nothing was changed."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def why_not_refundable(purchase: Purchase, *, now: datetime) -> str:
    """Return why a buyer cannot have this pack refunded by themselves; empty when they can.

    What the bank has comes first, then what went back already. A dispute that was decided for us takes no right away.
    """
    if purchase.state != PurchaseState.PAID or purchase.lot is None or purchase.paid_at is None:
        return "Only a paid pack can be refunded."
    disputes = list(purchase.disputes.all())
    if any(dispute.is_open for dispute in disputes):
        return "Your bank is already disputing this payment, so the bank decides."
    if any(dispute.took_money for dispute in disputes):
        return "Your bank already refunded this payment."
    says = _what_went_back(purchase)
    if says:
        return says
    if now - purchase.paid_at > CHANGE_OF_MIND:
        return f"Returns are possible for {CHANGE_OF_MIND.days} days after purchase."
    if purchase.lot.available < purchase.credits:
        return "Some credits from this pack are used or reserved."
    return ""


def _what_went_back(purchase: Purchase) -> str:
    """Say that a refund is under way or done, and whether it was for all of it; empty when there is none."""
    counting = [refund for refund in purchase.refunds.all() if refund.counts]
    if not counting:
        return ""
    if any(refund.status != ARRIVED for refund in counting):
        return "A refund for this pack is already on its way."
    amount = in_money(sum(refund.amount_minor for refund in counting), purchase.currency)
    if refundable_minor(purchase):
        return f"{amount} of it was already refunded. Email us about the rest."
    return f"This pack was returned, and {amount} was refunded."


def refundable_minor(purchase: Purchase) -> int:
    """Return how much of the price can still be refunded."""
    # Refunds that failed or came back do not count: that money is here.
    asked = sum(refund.amount_minor for refund in purchase.refunds.all() if refund.counts)
    return max(0, purchase.amount_minor - asked)
