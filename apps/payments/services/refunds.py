"""Money that goes back from our side. The credits go first: what cannot be taken back is not refunded by mistake."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.common.alarms import raise_alarm
from apps.common.money import in_money
from apps.credits.services.clawback import lock_to_take_back
from apps.payments.models import ASKED, Purchase, PurchaseState, Refund
from apps.payments.provider import ANSWER_TAKES, ProviderRefused, ProviderUnavailable
from apps.payments.providers.registry import provider_named
from apps.payments.services.refunds_and_disputes import follow_refunds, settle_ledger_owner
from apps.payments.services.settle import settle_purchase
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

CHANGE_OF_MIND = timedelta(days=14)
"""The European Union's right of withdrawal, given to everybody while no credit of the pack is spent."""

# Between two requests for the same refund; and how many are announced in one sweep, the rest in the next.
LONGEST_WAIT = timedelta(hours=1)
BATCH = 20

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


def refund_own(*, purchase: Purchase, now: datetime) -> Refund:
    """Give a buyer the whole price of an untouched pack back. Raises NotRefundable, ProviderUnavailable or ProviderRefused."""
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update(no_key=True).get(pk=purchase.pk)
        if purchase.lot is not None:
            # Before it is looked at: a hold at this moment would make a debt of what is given back.
            purchase.lot, _ = lock_to_take_back(purchase.lot)
        says = why_not_refundable(purchase, now=now)
        if says:
            raise NotRefundable(says)
        # On record, and the credits gone, before the provider is asked: a crash in between leaves a refund that is
        # asked for again, and never money that was sent while the credits could still be spent.
        refund = Refund.objects.create(
            purchase=purchase,
            amount_minor=purchase.amount_minor,
            reason="changed their mind",
            asked_by=purchase.owner,
            created_at=now,
            due_at=now + ANSWER_TAKES,
        )
        _follow(purchase, now=now)
    # With nothing locked, because the provider takes seconds.
    return send_refund(refund, now=now)


def refund_by_staff(*, purchase: Purchase, amount_minor: int, reason: str, staff: User, now: datetime) -> Refund:
    """Give back a part of the price or all of it, for a reason. Spent credits become a debt. Raises as `refund_own`."""
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update(no_key=True).get(pk=purchase.pk)
        if purchase.state != PurchaseState.PAID:
            raise NotRefundable("Only a paid pack can be refunded.")
        if not reason.strip():
            raise NotRefundable("Say why: the reason is kept.")
        # The bank has it, and a refund would pay it a second time.
        if any(dispute.took_money for dispute in purchase.disputes.all()):
            raise NotRefundable("The bank has this money already: the dispute decides.")
        if not 0 < amount_minor <= refundable_minor(purchase):
            raise NotRefundable(f"At most {refundable_minor(purchase)} can still be refunded.")
        refund = Refund.objects.create(
            purchase=purchase,
            amount_minor=amount_minor,
            reason=reason.strip()[:200],
            asked_by=staff,
            created_at=now,
            due_at=now + ANSWER_TAKES,
        )
        _follow(purchase, now=now)
    return send_refund(refund, now=now)


def send_refund(refund: Refund, *, now: datetime) -> Refund:
    """Ask the provider to send the money. Safe to repeat: the provider knows the refund by its name.

    A payment provider that is away is asked again later; one that refuses gives the credits back, and ProviderRefused is raised.
    """
    purchase = refund.purchase
    try:
        record = provider_named(purchase.provider).refund(
            purchase.payment_ref or "", amount_minor=refund.amount_minor, request_id=str(refund.request_id)
        )
    except ProviderUnavailable as away:
        # Nobody knows whether it was made. The row waits, and the sweeper announces it again.
        log.warning("%s waits: %s", refund, away)
        return refund
    except ProviderRefused:
        # No money goes, so the refund counts no more and its credits come back.
        _note(refund, status="failed", provider_id=None, now=now)
        raise
    _note(refund, status=record.status, provider_id=record.id, now=now)
    refund.refresh_from_db()
    return refund


def announce_waiting(*, now: datetime) -> int:
    """Announce refunds that no provider has answered, less and less often; return how many. For the sweeper."""
    waiting = Refund.objects.filter(status=ASKED, due_at__lte=now).order_by("due_at")
    refunds = list(waiting[:BATCH])
    for refund in refunds:
        # As long again as the refund is old, so a provider that is away for long is asked ever more seldom.
        wait = min(max(ANSWER_TAKES, now - refund.created_at), LONGEST_WAIT)
        Refund.objects.filter(pk=refund.pk).update(due_at=now + wait)
        announce(PaymentTask.REFUND, refund.pk)
    return len(refunds)


def resend_refund(refund_id: int, *, now: datetime) -> Refund | None:
    """Ask for a refund again whose answer never came; None when there is nothing to ask. Raises nothing.

    First the provider is asked what it has: it forgets after a day that it knew the refund, and would pay a second time.
    """
    refund = Refund.objects.filter(pk=refund_id, status=ASKED).select_related("purchase").first()
    if refund is None:
        return None
    try:
        # May find the refund at the provider: then it is noted there, and nothing is sent.
        settle_purchase(refund.purchase_id, now=now)
        refund.refresh_from_db()
        return send_refund(refund, now=now) if refund.status == ASKED else refund
    except ProviderUnavailable as away:
        log.warning("%s waits: %s", refund, away)
    except ProviderRefused as refused:
        raise_alarm(f"A refund was refused: purchase {refund.purchase_id}", str(refused))
    refund.refresh_from_db()
    return refund


def _note(refund: Refund, *, status: str, provider_id: str | None, now: datetime) -> None:
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update(no_key=True).get(pk=refund.purchase_id)
        # A message about it was quicker than this answer, and made a row for it.
        if provider_id and Refund.objects.filter(provider_id=provider_id).exclude(pk=refund.pk).exists():
            log.error("%s: %s is noted already", refund, provider_id)
        else:
            # What the provider told us since by another way is newer than this answer.
            Refund.objects.filter(pk=refund.pk, status=ASKED).update(status=status, provider_id=provider_id)
        _follow(purchase, now=now)
    settle_ledger_owner(ledger_owner=purchase.ledger_owner, now=now)


def _follow(purchase: Purchase, *, now: datetime) -> None:
    follow_refunds(purchase, now=now)
    # Whoever asked the provider before this has to ask again.
    purchase.version += 1
    purchase.save()
