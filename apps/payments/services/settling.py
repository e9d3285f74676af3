"""One function makes a purchase be what the till says it is. Everybody calls it: messages, return page, reconciler.

It asks the till for the state of things and never trusts the order or the content of messages; it may be called any
number of times, at the same moment too.
"""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.animations.services.ending import stop_frozen
from apps.common.alarms import raise_alarm
from apps.common.units import Credits
from apps.credits.models import Origin
from apps.credits.selectors import owed_by
from apps.credits.services.clawing import set_taken_back
from apps.credits.services.granting import grant_credits
from apps.credits.services.wallets import freeze, lock_wallet, pay_debt, thaw
from apps.payments.models import Dispute, Purchase, PurchaseState, Refund
from apps.payments.registry import till_called
from apps.payments.tills import (
    CHECKOUT_LASTS,
    OPEN_DISPUTE,
    DisputeRecord,
    Payment,
    RefundRecord,
    Session,
    SessionStatus,
    Till,
    TillAway,
)

log = logging.getLogger(__name__)

ROUNDS = 6
"""Looks at the till before somebody else has to: each new round means that another one changed the purchase meanwhile."""


NEVER_OPENED = CHECKOUT_LASTS * 2
"""After that a purchase without a checkout never gets one: its buyer saw an error, or our process died."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the till said, and which version of the purchase it was asked about."""

    version: int
    session: Session | None
    payment: Payment | None


def settle_purchase(purchase_id: uuid.UUID, *, now: datetime) -> Purchase:
    """Make a purchase be what the till says. Raises Purchase.DoesNotExist, TillAway or TillRefused."""
    for _ in range(ROUNDS):
        purchase = Purchase.objects.get(pk=purchase_id)
        said = _ask(purchase, till_called(purchase.till))
        with transaction.atomic():
            locked = Purchase.objects.select_for_update().get(pk=purchase_id)
            if locked.version == said.version:
                _apply(locked, said, now=now)
                break
    else:
        raise TillAway(f"{purchase_id} changed again and again while the till was asked")
    # Apart from the ledger's transaction: animations are locked before accounts, everywhere.
    stop_frozen(party=purchase.party, now=now)
    return locked


def _ask(purchase: Purchase, till: Till) -> _Said:
    session = till.session(purchase.session_id) if purchase.session_id else None
    payment_ref = session.payment_ref if session else ""
    paid = session is not None and session.is_paid
    payment = till.payment(payment_ref) if payment_ref and paid else None
    return _Said(purchase.version, session, payment)


def _apply(purchase: Purchase, said: _Said, *, now: datetime) -> None:
    before = _fingerprint(purchase)
    session, payment = said.session, said.payment
    if session is None and now - purchase.created_at > NEVER_OPENED:
        purchase.state = PurchaseState.EXPIRED
    if session is not None:
        if session.payment_ref:
            purchase.payment_ref = session.payment_ref
        purchase.invoice_url = session.invoice_url or purchase.invoice_url
        if purchase.lot is None:
            purchase.state = _state_of(session)
            if session.is_paid:
                _grant(purchase, now=now)
    changed = False
    if payment is not None and purchase.lot is not None:
        purchase.receipt_url = payment.receipt_url or purchase.receipt_url
        changed = _take_back(purchase, payment, now=now)
    if changed or _fingerprint(purchase) != before:
        purchase.version += 1
    purchase.looked_at = now
    purchase.save()


def _fingerprint(purchase: Purchase) -> tuple[object, ...]:
    return (
        purchase.state,
        purchase.payment_ref,
        purchase.lot_id,
        purchase.refunded_minor,
        purchase.receipt_url,
        purchase.invoice_url,
    )


def _state_of(session: Session) -> PurchaseState:
    if session.is_paid:
        return PurchaseState.PAID
    if session.status == SessionStatus.EXPIRED:
        return PurchaseState.EXPIRED
    if session.status == SessionStatus.COMPLETE:
        return PurchaseState.FAILED if session.payment_failed else PurchaseState.PENDING
    return PurchaseState.OPEN


def _grant(purchase: Purchase, *, now: datetime) -> None:
    """Give what was promised when the purchase began, whatever amount or currency the till shows today."""
    granted = grant_credits(
        party=purchase.party,
        amount=Credits(purchase.credits),
        source="issued:bought",
        label=f"{purchase.pack.label} pack",
        key=purchase.grant_key,
        origin=Origin.BOUGHT,
        reason=f"Bought: {purchase.credits} credits",
    )
    purchase.lot = granted.credit
    purchase.paid_at = now
    pay_debt(lock_wallet(purchase.party))
    log.info("%s: %d credits granted", purchase, purchase.credits)


def _take_back(purchase: Purchase, payment: Payment, *, now: datetime) -> bool:
    """Note refunds and disputes, and let the ledger follow; True when anything changed."""
    changed = [_note_refund(purchase, refund) for refund in payment.refunds]
    changed += [_note_dispute(purchase, dispute, now=now) for dispute in payment.disputes]
    return follow_refunds(purchase, now=now) or any(changed)


def follow_refunds(purchase: Purchase, *, now: datetime) -> bool:
    """Take back as many credits of a paid purchase as its refunds and disputes stand for; True when credits moved.

    Runs in the caller's transaction, with the purchase locked; the caller saves it.
    """
    if purchase.lot is None:
        return False
    refunded = sum(refund.amount_minor for refund in purchase.refunds.all() if refund.counts)
    disputed = sum(dispute.amount_minor for dispute in purchase.disputes.all() if dispute.took_money)
    purchase.refunded_minor = min(refunded, purchase.amount_minor)
    level = purchase.credits_for(min(refunded + disputed, purchase.amount_minor))
    reason = "Taken back: the payment is disputed" if disputed else "Taken back: refunded"
    moved = set_taken_back(lot=purchase.lot, level=level, reason=reason)
    thaw_settled(party=purchase.party, now=now)
    return moved.from_lot != 0 or moved.as_debt != 0


def _note_refund(purchase: Purchase, record: RefundRecord) -> bool:
    noted = Refund.objects.filter(till_id=record.id).first()
    if noted is None and record.wish:  # ours, and the till's answer to us is still on its way
        noted = Refund.objects.filter(purchase=purchase, wish=record.wish, till_id=None).first()
    if noted is None:
        Refund.objects.create(
            purchase=purchase, till_id=record.id, amount_minor=record.amount_minor, status=record.status
        )
        return True
    if (noted.till_id, noted.status) == (record.id, record.status):
        return False
    Refund.objects.filter(pk=noted.pk).update(till_id=record.id, status=record.status)
    return True


def _note_dispute(purchase: Purchase, record: DisputeRecord, *, now: datetime) -> bool:
    dispute, is_new = Dispute.objects.get_or_create(
        till_id=record.id,
        defaults={
            "purchase": purchase,
            "amount_minor": record.amount_minor,
            "status": record.status,
            "reason": record.reason[:80],
        },
    )
    if record.is_open:
        freeze(party=purchase.party, cause=dispute.cause, now=now)
    if is_new:
        raise_alarm(
            f"A payment is disputed: {purchase.pk}",
            f"{record.status}, {record.reason or 'no reason given'}. The buyer may not spend until it is decided. Answer "
            f"at the till in time: {record.id}.",
        )
        return True
    if dispute.status == record.status:
        return False
    Dispute.objects.filter(pk=dispute.pk).update(status=record.status)
    return True


def thaw_settled(*, party: uuid.UUID, now: datetime) -> None:
    """Let a person spend again once no bank is asking any more and nothing of a lost dispute is owed."""
    if owed_by(party) > 0:
        return
    for dispute in Dispute.objects.filter(purchase__party=party).exclude(status__in=OPEN_DISPUTE):
        thaw(cause=dispute.cause, now=now)
