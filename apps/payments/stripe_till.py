"""Stripe as the till: hosted Checkout in payment mode (docs.stripe.com/payments/checkout, API 2026-10-28.endive).

Which methods buyers see (cards, wallets, stablecoins) is switched in Stripe's dashboard; nothing here names one.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings

from apps.payments.messages import subject
from apps.payments.tills import (
    CHECKOUT_LASTS,
    DisputeRecord,
    Forged,
    Message,
    Order,
    Payment,
    RefundRecord,
    Session,
    SessionStatus,
    TillAway,
    TillRefused,
)

TIMEOUT_SECONDS = 15
"""Stripe answers within two; the library's own 80 s would keep a buyer's page waiting for longer than they do."""

MAX_RETRIES = 2
"""The library repeats dropped connections, conflicts and server faults under the same idempotency key."""

SESSION_PARTS = ["payment_intent", "invoice"]


class StripeTill:
    name = "stripe"

    def open_session(self, order: Order, *, key: str, now: datetime) -> Session:
        metadata = {"purchase": order.purchase_id}
        params: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": order.purchase_id,
            "customer_email": order.email,
            "success_url": order.return_url,
            "cancel_url": order.cancel_url,
            "expires_at": int((now + CHECKOUT_LASTS).timestamp()),
            "metadata": metadata,
            # The session's metadata is not copied to the payment, and refunds and disputes only know the payment.
            "payment_intent_data": {"metadata": metadata, "receipt_email": order.email},
            "invoice_creation": {"enabled": True, "invoice_data": {"metadata": metadata}},
            "automatic_tax": {"enabled": settings.STRIPE_TAX},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": order.currency,
                        "unit_amount": order.amount_minor,
                        "product_data": {"name": order.label},
                        **({"tax_behavior": "inclusive"} if settings.STRIPE_TAX else {}),
                    },
                }
            ],
        }
        with _as_till_errors():
            return _session(_client().v1.checkout.sessions.create(params, {"idempotency_key": key}))  # type: ignore[arg-type] # a plain dict of what the type asks for

    def session(self, session_id: str) -> Session:
        with _as_till_errors():
            return _session(_client().v1.checkout.sessions.retrieve(session_id, {"expand": SESSION_PARTS}))

    def payment(self, payment_ref: str) -> Payment:
        with _as_till_errors():
            client = _client()
            intent = client.v1.payment_intents.retrieve(payment_ref, {"expand": ["latest_charge"]}).to_dict()
            refunds = client.v1.refunds.list({"payment_intent": payment_ref, "limit": 100})
            disputes = client.v1.disputes.list({"payment_intent": payment_ref, "limit": 100})
            return Payment(
                ref=payment_ref,
                purchase_id=(intent.get("metadata") or {}).get("purchase") or "",
                amount_minor=intent["amount"],
                refunds=tuple(_refund(one) for one in refunds.auto_paging_iter()),
                disputes=tuple(
                    DisputeRecord(one.id, one.amount, one.status, one.reason) for one in disputes.auto_paging_iter()
                ),
                receipt_url=_part(intent, "latest_charge", "receipt_url"),
            )

    def refund(self, payment_ref: str, *, amount_minor: int, wish: str) -> RefundRecord:
        params: Any = {
            "payment_intent": payment_ref,
            "amount": amount_minor,
            "reason": "requested_by_customer",
            "metadata": {"wish": wish},
        }
        with _as_till_errors():
            return _refund(_client().v1.refunds.create(params, {"idempotency_key": f"refund:{wish}"}))

    def read_message(self, body: bytes, signature: str, *, now: datetime) -> Message:
        for secret in settings.STRIPE_WEBHOOK_SECRETS:
            try:
                stripe.WebhookSignature.verify_header(
                    body, signature, secret, tolerance=stripe.Webhook.DEFAULT_TOLERANCE
                )
            except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError):
                continue
            return parse_message(body)
        raise Forged("no secret of ours made this signature")

    def touched_since(self, moment: datetime) -> Iterator[str]:
        since: Any = {"created": {"gte": int(moment.timestamp())}, "limit": 100}
        with _as_till_errors():
            client = _client()
            for session in client.v1.checkout.sessions.list(since).auto_paging_iter():
                if session.client_reference_id:
                    yield session.client_reference_id
            for taken in (client.v1.refunds.list(since), client.v1.disputes.list(since)):
                for one in taken.auto_paging_iter():
                    _, _, payment_ref = subject({"data": {"object": one.to_dict()}})
                    if payment_ref:
                        intent = client.v1.payment_intents.retrieve(payment_ref).to_dict()
                        if purchase := (intent.get("metadata") or {}).get("purchase"):
                            yield purchase


def parse_message(body: bytes) -> Message:
    """A message whose signature was checked. Raises Forged when it is none after all."""
    try:
        payload = json.loads(body)
        return Message(str(payload["id"])[:255], str(payload["type"]), payload)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Forged("signed, but not a message") from error


@lru_cache(maxsize=4)
def _client_for(key: str, base: str) -> stripe.StripeClient:
    addresses: Any = {"api": base} if base else {}
    return stripe.StripeClient(
        key,
        base_addresses=addresses,
        max_network_retries=MAX_RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def _client() -> stripe.StripeClient:
    return _client_for(settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL)


def _session(found: Any) -> Session:
    said = found.to_dict()
    intent = said.get("payment_intent")
    ref = intent.get("id", "") if isinstance(intent, dict) else intent or ""
    # After a bank's late no, the payment asks for another method, and the session is as complete as before.
    failed = isinstance(intent, dict) and intent.get("status") in {"requires_payment_method", "canceled"}
    return Session(
        id=said["id"],
        purchase_id=said.get("client_reference_id") or "",
        status=SessionStatus(said["status"]),
        is_paid=said.get("payment_status") in {"paid", "no_payment_required"},
        url=said.get("url") or "",
        payment_ref=ref,
        payment_failed=failed,
        invoice_url=_part(said, "invoice", "hosted_invoice_url"),
    )


def _refund(found: Any) -> RefundRecord:
    said = found.to_dict()
    return RefundRecord(
        said["id"], said["amount"], said.get("status") or "pending", (said.get("metadata") or {}).get("wish") or ""
    )


def _part(said: dict[str, Any], name: str, field: str) -> str:
    """A field of an expanded part; empty when the part was not there or not expanded."""
    part = said.get(name)
    return (part.get(field) or "") if isinstance(part, dict) else ""


@contextmanager
def _as_till_errors() -> Iterator[None]:
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError, stripe.AuthenticationError) as error:
        # A wrong key is the operator's to set right; for the buyer it is the same as no answer.
        raise TillAway(str(error)) from error
    except stripe.StripeError as error:
        raise TillRefused(error.user_message or "The payment service refused this.") from error
