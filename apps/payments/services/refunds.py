"""Money that goes back from our side. The credits go first: what cannot be taken back is not refunded by mistake."""

import logging
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.credits.services.clawback import lock_to_take_back
from apps.payments.models import ASKED, Purchase, PurchaseState, Refund
from apps.payments.provider import ANSWER_TAKES, ProviderRefused, ProviderUnavailable
from apps.payments.providers.registry import provider_named
from apps.payments.services.refund_rules import NotRefundable, refundable_minor, why_not_refundable
from apps.payments.services.refunds_and_disputes import follow_refunds, settle_ledger_owner

log = logging.getLogger(__name__)


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


def refund_by_staff(*, purchase: Purchase, amount_minor: int, reason: str, staff: User | None, now: datetime) -> Refund:
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
