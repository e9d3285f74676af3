"""A payment provider for development: it keeps its sessions in a table, signs its messages, and moves no money."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from apps.payments.models import PracticePayment
from apps.payments.provider import (
    REFUND_CAME_BACK,
    DisputeRecord,
    Message,
    ObjectRefs,
    Order,
    Payment,
    ProviderRefused,
    RefundRecord,
    Session,
    SessionStatus,
)
from apps.payments.providers.messages import verified_message
from apps.payments.providers.practice_messages import SECRET


class PracticeProvider:
    name = "practice"

    def open_session(self, order: Order, *, key: str) -> Session:
        payment, _ = PracticePayment.objects.get_or_create(
            key=key,
            defaults={
                "purchase_id": order.purchase_id,
                "label": order.label,
                "currency": order.currency,
                "amount_minor": order.amount_minor,
                "return_url": order.return_url,
                "cancel_url": order.cancel_url,
                "created_at": order.made_at,
            },
        )
        return _session(payment)

    def session(self, session_id: str) -> Session:
        return _session(_found(session_id))

    def sessions_of(self, purchase_id: str, *, since: datetime) -> list[Session]:
        return [_session(one) for one in PracticePayment.objects.filter(purchase_id=purchase_id, created_at__gte=since)]

    def expire_session(self, session_id: str) -> None:
        still_open = PracticePayment.objects.filter(pk=_found(session_id).pk, status=SessionStatus.OPEN)
        if not still_open.update(status=SessionStatus.EXPIRED):
            raise ProviderRefused("This practice checkout is not open.")

    def session_of(self, payment_ref: str) -> Session | None:
        return self.session(payment_ref)

    def payment(self, payment_ref: str) -> Payment:
        found = _found(payment_ref)
        return Payment(
            ref=payment_ref,
            purchase_id=str(found.purchase_id),
            amount_minor=found.amount_minor,
            currency=found.currency,
            refunds=tuple(RefundRecord(**refund) for refund in found.refunds),
            disputes=tuple(DisputeRecord(**dispute) for dispute in found.disputes),
        )

    def refund(self, payment_ref: str, *, amount_minor: int, request_id: str) -> RefundRecord:
        with transaction.atomic():
            payment = _found(payment_ref, lock=True)
            for refund in payment.refunds:
                if refund["request_id"] == request_id:
                    return RefundRecord(**refund)
            gone = sum(one["amount_minor"] for one in payment.refunds if one["status"] not in REFUND_CAME_BACK)
            if amount_minor > payment.amount_minor - gone:
                raise ProviderRefused("That is more than is left of this payment.")
            record = RefundRecord(f"re_{uuid.uuid4().hex}", amount_minor, "succeeded", request_id, payment.currency)
            payment.refunds.append(asdict(record))
            payment.save()
        return record

    def read_message(self, body: bytes, signature: str, *, now: datetime) -> Message:
        return verified_message(body, signature, secrets=[SECRET], now=now)

    def objects_changed_since(self, moment: datetime) -> Iterator[ObjectRefs]:
        for payment in PracticePayment.objects.filter(created_at__gte=moment):
            yield ObjectRefs(str(payment.purchase_id), str(payment.pk), str(payment.pk))


def _found(name: str, *, lock: bool = False) -> PracticePayment:
    rows = PracticePayment.objects.select_for_update(no_key=True) if lock else PracticePayment.objects.all()
    try:
        return rows.get(pk=uuid.UUID(name))
    except (PracticePayment.DoesNotExist, ValueError) as error:
        raise ProviderRefused("There is no such practice payment.") from error


def _session(payment: PracticePayment) -> Session:
    return Session(
        id=str(payment.pk),
        purchase_id=str(payment.purchase_id),
        status=SessionStatus(payment.status),
        is_paid=payment.is_paid,
        url=reverse("practice-checkout", args=[payment.pk]),
        payment_ref=str(payment.pk) if payment.status == SessionStatus.COMPLETE else "",
        payment_failed=payment.payment_failed,
    )
