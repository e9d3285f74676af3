"""Stripe as the provider: hosted Checkout in payment mode (docs.stripe.com/payments/checkout, API 2026-10-28.endive).

Which methods buyers see (cards, wallets, stablecoins) is switched in Stripe's dashboard; nothing here names one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings

from apps.common.connections import hand_back_connections
from apps.payments.provider import (
    CHECKOUT_LASTS,
    DisputeRecord,
    Message,
    ObjectRefs,
    Order,
    Payment,
    ProviderFailed,
    ProviderRefused,
    ProviderUnavailable,
    RefundRecord,
    Session,
    SessionStatus,
)
from apps.payments.providers.messages import names_of, verified_message

TIMEOUT_SECONDS = 15
"""Stripe answers within two; the library's own 80 s would keep a buyer's page waiting for longer than they do."""

MAX_RETRIES = 2
"""The library repeats dropped connections, conflicts and server faults under the same idempotency key."""

NO = "The payment service refused this."

SESSION_PARTS = ["payment_intent", "invoice"]

CLOCKS_DIFFER = timedelta(minutes=5)
"""By how much Stripe's clock may be behind ours when its lists are asked for what was made since some moment."""

CONFLICT = 409
"""The request that used the key first may still be running, so what became of it is not known."""

PAGE = 100
"""Rows Stripe gives at once, at most."""

CHANGES = [
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "refund.updated",
    "refund.failed",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
]
"""Events about things that may have begun long before: a bank takes months to decide."""


class StripeProvider:
    name = "stripe"

    def open_session(self, order: Order, *, key: str) -> Session:
        metadata = {"purchase": order.purchase_id}
        params: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": order.purchase_id,
            "customer_email": order.email,
            "success_url": order.return_url,
            "cancel_url": order.cancel_url,
            # Counted from the order and not from now: under one key, a repeated request has to say the same.
            "expires_at": int((order.made_at + CHECKOUT_LASTS).timestamp()),
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
        with _as_provider_errors():
            return _session(_client().v1.checkout.sessions.create(params, {"idempotency_key": key}))  # type: ignore[arg-type] # a plain dict of what the type asks for

    def session(self, session_id: str) -> Session:
        with _as_provider_errors():
            return _session(_client().v1.checkout.sessions.retrieve(session_id, {"expand": SESSION_PARTS}))

    def sessions_of(self, purchase_id: str, *, since: datetime) -> list[Session]:
        created: Any = {"gte": int((since - CLOCKS_DIFFER).timestamp())}
        with _as_provider_errors():
            found = _client().v1.checkout.sessions.list({"created": created, "limit": PAGE})
            return [_session(one) for one in found.auto_paging_iter() if one.client_reference_id == purchase_id]

    def expire_session(self, session_id: str) -> None:
        with _as_provider_errors():
            _client().v1.checkout.sessions.expire(session_id)

    def session_of(self, payment_ref: str) -> Session | None:
        with _as_provider_errors():
            found = _client().v1.checkout.sessions.list(
                {"payment_intent": payment_ref, "limit": 1, "expand": [f"data.{part}" for part in SESSION_PARTS]}
            )
            return _session(found.data[0]) if found.data else None

    def payment(self, payment_ref: str) -> Payment:
        with _as_provider_errors():
            client = _client()
            intent = client.v1.payment_intents.retrieve(payment_ref, {"expand": ["latest_charge"]}).to_dict()
            refunds = client.v1.refunds.list({"payment_intent": payment_ref, "limit": PAGE})
            disputes = client.v1.disputes.list({"payment_intent": payment_ref, "limit": PAGE})
            return Payment(
                ref=payment_ref,
                purchase_id=(intent.get("metadata") or {}).get("purchase") or "",
                amount_minor=intent["amount"],
                currency=intent["currency"],
                refunds=tuple(_refund(one) for one in refunds.auto_paging_iter()),
                disputes=tuple(_dispute(one) for one in disputes.auto_paging_iter()),
                receipt_url=_part(intent, "latest_charge", "receipt_url"),
            )

    def refund(self, payment_ref: str, *, amount_minor: int, request_id: str) -> RefundRecord:
        params: Any = {
            "payment_intent": payment_ref,
            "amount": amount_minor,
            "reason": "requested_by_customer",
            "metadata": {"request_id": request_id},
        }
        with _as_provider_errors():
            return _refund(_client().v1.refunds.create(params, {"idempotency_key": f"refund:{request_id}"}))

    def read_message(self, body: bytes, signature: str, *, now: datetime) -> Message:
        return verified_message(body, signature, secrets=settings.STRIPE_WEBHOOK_SECRETS, now=now)

    def objects_changed_since(self, moment: datetime) -> Iterator[ObjectRefs]:
        since: Any = {"created": {"gte": int(moment.timestamp())}, "limit": PAGE}
        with_payment: Any = {**since, "expand": ["data.payment_intent"]}
        with _as_provider_errors():
            client = _client().v1
            for lists in (
                client.checkout.sessions.list(since),
                client.refunds.list(with_payment),
                client.disputes.list(with_payment),
            ):
                for one in lists.auto_paging_iter():
                    yield ObjectRefs(*names_of(one.to_dict()))
            changes: Any = {**since, "types": CHANGES}
            for event in client.events.list(changes).auto_paging_iter():
                yield ObjectRefs(*names_of(event.to_dict()["data"]["object"]))


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
    """Return the client for the next call: whoever asks for it waits for Stripe at once."""
    hand_back_connections()
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
    request_id = (said.get("metadata") or {}).get("request_id") or ""
    return RefundRecord(said["id"], said["amount"], said.get("status") or "pending", request_id, said["currency"])


def _dispute(found: Any) -> DisputeRecord:
    said = found.to_dict()
    return DisputeRecord(said["id"], said["amount"], said["status"], said.get("reason") or "", said["currency"])


def _part(said: dict[str, Any], name: str, field: str) -> str:
    """Return a field of an expanded part; empty when the part was not there or not expanded."""
    part = said.get(name)
    return (part.get(field) or "") if isinstance(part, dict) else ""


@contextmanager
def _as_provider_errors() -> Iterator[None]:
    try:
        yield
    except stripe.IdempotencyError as error:
        # The key belongs to another request, so it can never lead to this one.
        raise ProviderFailed(str(error)) from error
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError, stripe.AuthenticationError) as error:
        # A wrong key is the operator's to set right; for the buyer it is the same as no answer.
        raise (ProviderFailed if _is_definite(error) else ProviderUnavailable)(str(error)) from error
    except stripe.CardError as error:
        raise ProviderRefused(error.user_message or NO, detail=str(error)) from error
    except stripe.StripeError as error:
        raise ProviderRefused(NO, detail=str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderUnavailable(f"an answer that is not understood: {error!r}") from error


def _is_definite(error: stripe.StripeError) -> bool:
    """Return whether this is Stripe's own word that the request failed.

    A cut connection or a proxy's page says nothing.
    """
    said = error.json_body.get("error") if isinstance(error.json_body, dict) else None
    return isinstance(said, dict) and "type" in said and error.http_status != CONFLICT
