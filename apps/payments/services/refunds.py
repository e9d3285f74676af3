"""Money that goes back from our side. The credits go first: what cannot be taken back is not refunded by mistake."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.common.alarms import raise_alarm
from apps.payments.models import ASKED, Purchase, PurchaseState, Refund
from apps.payments.registry import till_called
from apps.payments.services.settling import follow_refunds
from apps.payments.tills import TillAway, TillRefused

log = logging.getLogger(__name__)

CHANGE_OF_MIND = timedelta(days=14)
"""The European Union's right of withdrawal, given to everybody while no credit of the pack is spent."""


class NotRefundable(Exception):  # the house names errors after what happened
    """`says` tells the person why. Nothing was changed."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def why_not_refundable(purchase: Purchase, *, now: datetime) -> str:
    """Why a buyer cannot have this pack refunded by themselves; empty when they can."""
    if purchase.state != PurchaseState.PAID or purchase.lot is None or purchase.paid_at is None:
        return "Only a paid pack can be refunded."
    if any(refund.counts for refund in purchase.refunds.all()):
        return "A refund of this pack is already on its way."
    if purchase.disputes.exists():
        return "Your bank is asking for this payment already."
    if now - purchase.paid_at > CHANGE_OF_MIND:
        return f"That is possible for {CHANGE_OF_MIND.days} days after buying."
    if purchase.lot.available < purchase.credits:
        return "Credits of this pack have been used or are held."
    return ""


def refund_own(*, purchase: Purchase, now: datetime) -> Refund:
    """Give a buyer the whole price of an untouched pack back. Raises NotRefundable, TillAway or TillRefused."""
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
        says = why_not_refundable(purchase, now=now)
        if says:
            raise NotRefundable(says)
        wish = Refund.objects.create(
            purchase=purchase,
            amount_minor=purchase.amount_minor,
            reason="changed their mind",
            asked_by=purchase.owner,
            created_at=now,
        )
        _follow(purchase, now=now)
    return send_refund(wish, now=now)


def refund_by_staff(*, purchase: Purchase, amount_minor: int, reason: str, staff: User, now: datetime) -> Refund:
    """Give back a part of the price or all of it, for a reason. Spent credits become a debt. Raises as `refund_own`."""
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
        if purchase.state != PurchaseState.PAID:
            raise NotRefundable("Only a paid pack can be refunded.")
        if not reason.strip():
            raise NotRefundable("Say why: the reason is kept.")
        asked = sum(refund.amount_minor for refund in purchase.refunds.all() if refund.counts)
        if not 0 < amount_minor <= purchase.amount_minor - asked:
            raise NotRefundable(f"At most {purchase.amount_minor - asked} can still be refunded.")
        wish = Refund.objects.create(
            purchase=purchase, amount_minor=amount_minor, reason=reason.strip()[:200], asked_by=staff, created_at=now
        )
        _follow(purchase, now=now)
    return send_refund(wish, now=now)


def send_refund(wish: Refund, *, now: datetime) -> Refund:
    """Ask the till to send the money. Safe to repeat: the till knows the wish by its name.

    A till that is away is asked again later; one that refuses gives the credits back, and TillRefused is raised.
    """
    purchase = wish.purchase
    try:
        record = till_called(purchase.till).refund(
            purchase.payment_ref or "", amount_minor=wish.amount_minor, wish=str(wish.wish)
        )
    except TillAway as away:
        log.warning("%s waits: %s", wish, away)
        return wish
    except TillRefused:
        _note(wish, status="failed", till_id=None, now=now)
        raise
    _note(wish, status=record.status, till_id=record.id, now=now)
    wish.refresh_from_db()
    return wish


def send_waiting(*, now: datetime, limit: int = 50) -> int:
    """Ask for the refunds again that no till has answered; return how many are answered now."""
    waiting = Refund.objects.filter(status=ASKED, created_at__lte=now - timedelta(seconds=30)).order_by("created_at")
    answered = 0
    for wish in list(waiting[:limit]):
        try:
            answered += send_refund(wish, now=now).status != ASKED
        except TillRefused as refused:
            raise_alarm(f"A refund was refused: purchase {wish.purchase_id}", refused.says)
    return answered


def _note(wish: Refund, *, status: str, till_id: str | None, now: datetime) -> None:
    with transaction.atomic():
        purchase = Purchase.objects.select_for_update().get(pk=wish.purchase_id)
        # What the till told us since by another way is newer than this answer.
        Refund.objects.filter(pk=wish.pk, status=ASKED).update(status=status, till_id=till_id)
        _follow(purchase, now=now)


def _follow(purchase: Purchase, *, now: datetime) -> None:
    follow_refunds(purchase, now=now)
    purchase.version += 1
    purchase.save()
