"""What a buyer, a bank and the provider do, played in development: the row changes, and a signed message says so.

Everything after that is the real way: the inbox, the workers, one function that settles a purchase.
"""

import json
import time
import uuid
from datetime import datetime

import stripe
from django.db import transaction

from apps.payments.models import PracticePayment, WebhookEvent
from apps.payments.provider import DECIDED_DISPUTE, SessionStatus
from apps.payments.providers.practice import PracticeProvider
from apps.payments.providers.practice_messages import SECRET, signed_message
from apps.payments.services.inbox import receive


class NotNow(Exception):
    """That cannot happen to this payment in its state. Nothing changed."""


def _deliver(payment: PracticePayment, kind: str, *, now: datetime) -> None:
    body, signature = signed_message(payment, kind)
    receive(provider=PracticeProvider(), body=body, signature=signature, now=now)


def pay_by_card(payment: PracticePayment, *, now: datetime) -> None:
    _complete(payment, is_paid=True)
    _deliver(payment, "checkout.session.completed", now=now)


def pay_by_bank(payment: PracticePayment, *, now: datetime) -> None:
    """Finish the checkout while the money is still on its way."""
    _complete(payment, is_paid=False)
    _deliver(payment, "checkout.session.completed", now=now)


def _complete(payment: PracticePayment, *, is_paid: bool) -> None:
    done = PracticePayment.objects.filter(pk=payment.pk, status=SessionStatus.OPEN).update(
        status=SessionStatus.COMPLETE, is_paid=is_paid
    )
    if not done:
        raise NotNow


def let_expire(payment: PracticePayment, *, now: datetime) -> None:
    if not PracticePayment.objects.filter(pk=payment.pk, status=SessionStatus.OPEN).update(
        status=SessionStatus.EXPIRED
    ):
        raise NotNow
    _deliver(payment, "checkout.session.expired", now=now)


def answer_of_the_bank(payment: PracticePayment, *, is_yes: bool, now: datetime) -> None:
    waiting = PracticePayment.objects.filter(
        pk=payment.pk, status=SessionStatus.COMPLETE, is_paid=False, payment_failed=False
    )
    if not waiting.update(is_paid=is_yes, payment_failed=not is_yes):
        raise NotNow
    word = "succeeded" if is_yes else "failed"
    _deliver(payment, f"checkout.session.async_payment_{word}", now=now)


def refund_at_provider(payment: PracticePayment, *, amount_minor: int, now: datetime) -> None:
    """Refund as somebody does in the provider's own dashboard: nobody here asked for it."""
    with transaction.atomic():
        row = PracticePayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
        gone = sum(refund["amount_minor"] for refund in row.refunds)
        if not row.is_paid or not 0 < amount_minor <= row.amount_minor - gone:
            raise NotNow
        row.refunds.append(
            {"id": f"re_{uuid.uuid4().hex}", "amount_minor": amount_minor, "status": "succeeded", "request_id": ""}
        )
        row.save()
    _deliver(payment, "charge.refunded", now=now)


def open_dispute(payment: PracticePayment, *, now: datetime) -> None:
    with transaction.atomic():
        row = PracticePayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
        if not row.is_paid or row.disputes:
            raise NotNow
        row.disputes.append(
            {
                "id": f"dp_{uuid.uuid4().hex}",
                "amount_minor": row.amount_minor,
                "status": "needs_response",
                "reason": "fraudulent",
            }
        )
        row.save()
    _deliver(payment, "charge.dispute.created", now=now)


def close_dispute(payment: PracticePayment, *, is_won: bool, now: datetime) -> None:
    with transaction.atomic():
        row = PracticePayment.objects.select_for_update(no_key=True).get(pk=payment.pk)
        waiting = [dispute for dispute in row.disputes if dispute["status"] not in DECIDED_DISPUTE]
        if not waiting:
            raise NotNow
        waiting[0]["status"] = "won" if is_won else "lost"
        row.save()
    _deliver(payment, "charge.dispute.closed", now=now)


def replay_last(payment: PracticePayment, *, now: datetime) -> None:
    """Send the newest message once more, signed afresh, as a payment provider does whose first try was not answered."""
    last = (
        WebhookEvent.objects.filter(
            provider=PracticeProvider.name, payload__data__object__metadata__purchase=str(payment.purchase_id)
        )
        .order_by("-pk")
        .first()
    )
    if last is None:
        raise NotNow
    body = json.dumps(last.payload)
    signature = stripe.WebhookSignature.generate_signature_header(body, SECRET, timestamp=int(time.time()))
    receive(provider=PracticeProvider(), body=body.encode(), signature=signature, now=now)
