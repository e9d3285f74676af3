"""One function makes a purchase be what the provider says it is. Everybody calls it: messages, return page, reconciler.

It asks the provider for the state of things and never trusts the order or the content of messages; it may be called any
number of times, at the same moment too.

A purchase may have got a second checkout: an answer of the provider's was lost, or said that it failed although it had not.
The first that is found paid is the purchase's own. Another one is closed, and if it was paid as well, its money goes back.
"""

import uuid
from datetime import datetime

from django.db import transaction

from apps.payments.models import Purchase, PurchaseState
from apps.payments.provider import CHECKOUT_LASTS, ProviderUnavailable, Session, SessionStatus
from apps.payments.services.duplicates import note_duplicate, settle_duplicates
from apps.payments.services.purchase_grant import grant_purchase
from apps.payments.services.refunds_and_disputes import freeze_or_thaw, note_payment, settle_ledger_owner
from apps.payments.services.sessions import Said, ask, close_checkout

ROUNDS = 6
"""Looks at the provider before somebody else has to: each new round means that another one changed the purchase meanwhile."""

NEVER_OPENED = CHECKOUT_LASTS * 2
"""After that a purchase without a checkout never gets one: its buyer saw an error, or our process died."""


def settle_purchase(purchase_id: uuid.UUID, *, now: datetime, session_id: str = "") -> Purchase:
    """Make a purchase be what the provider says. Raises Purchase.DoesNotExist, ProviderUnavailable or ProviderRefused.

    `session_id` is a checkout that the purchase does not know: we died after it was opened and before it was noted, or
    it is a second one.
    """
    for _ in range(ROUNDS):
        # The provider is asked without a lock, because that takes seconds. What it says counts only if nobody changed
        # the purchase meanwhile.
        purchase = Purchase.objects.get(pk=purchase_id)
        said = ask(purchase, session_id)
        with transaction.atomic():
            locked = Purchase.objects.select_for_update(no_key=True).get(pk=purchase_id)
            if locked.version == said.version:
                _apply(locked, said, now=now)
                break
    else:
        raise ProviderUnavailable(f"{purchase_id} changed again and again while the provider was asked")
    # After the transaction: what follows locks animations, which come before purchases in the order of locks, or asks
    # the provider again.
    settle_ledger_owner(ledger_owner=locked.ledger_owner, now=now)
    settle_duplicates(purchase=locked)
    # A second checkout that nobody has paid yet is closed, so that it cannot be.
    if said.other is not None and said.other.status == SessionStatus.OPEN:
        close_checkout(locked, said.other)
    return locked


def _apply(purchase: Purchase, said: Said, *, now: datetime) -> None:
    # What changes raises the version, and whoever asked the provider before that asks again.
    before = _fingerprint(purchase)
    session, payment = said.session, said.payment
    has_paid_debt = False
    if session is not None:
        _note_session(purchase, session)
        # Granted once: from then on the purchase has its lot.
        if session.is_paid and purchase.lot is None:
            has_paid_debt = grant_purchase(purchase, payment, now=now)
    elif purchase.state == PurchaseState.NEW and now - purchase.created_at > NEVER_OPENED:
        # So long without a checkout: nobody can pay it any more.
        purchase.state = PurchaseState.EXPIRED
    changed = False
    # After the grant, because refunds and disputes take back from its lot.
    if payment is not None and purchase.lot is not None:
        purchase.receipt_url = payment.receipt_url or purchase.receipt_url
        changed = note_payment(purchase, payment, now=now)
    if has_paid_debt:
        # After everything in the ledger: blocks come after accounts in the order of locks.
        freeze_or_thaw(ledger_owner=purchase.ledger_owner, now=now)
    if said.other is not None and said.other_payment is not None and said.other_payment.ref != purchase.payment_ref:
        note_duplicate(purchase=purchase, session=said.other, payment=said.other_payment, now=now)
    if changed or _fingerprint(purchase) != before:
        purchase.version += 1
    # Also without any change: how often the provider is asked goes by this.
    purchase.looked_at = now
    purchase.save()


def _fingerprint(purchase: Purchase) -> tuple[object, ...]:
    return (
        purchase.state,
        purchase.session_id,
        purchase.payment_ref,
        purchase.lot_id,
        purchase.refunded_minor,
        purchase.receipt_url,
        purchase.invoice_url,
    )


def _note_session(purchase: Purchase, session: Session) -> None:
    # Another checkout is the purchase's own now; the old one's address and payment go with it.
    if purchase.session_id != session.id:
        purchase.session_id, purchase.checkout_url, purchase.payment_ref = session.id, session.url, None
    # What the provider leaves out of this answer is kept from an earlier one.
    purchase.checkout_url = purchase.checkout_url or session.url
    purchase.payment_ref = session.payment_ref or purchase.payment_ref
    purchase.invoice_url = session.invoice_url or purchase.invoice_url
    # Once granted it stays paid, whatever the checkout says later.
    if purchase.lot is None:
        purchase.state = _state_of(session)


def _state_of(session: Session) -> PurchaseState:
    if session.is_paid:
        return PurchaseState.PAID
    if session.status == SessionStatus.EXPIRED:
        return PurchaseState.EXPIRED
    # Complete without being paid: a bank has still to confirm, or has refused.
    if session.status == SessionStatus.COMPLETE:
        return PurchaseState.FAILED if session.payment_failed else PurchaseState.PENDING
    return PurchaseState.OPEN
