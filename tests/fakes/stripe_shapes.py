"""Stripe's objects as its API writes them, as far as anybody here reads them."""

import secrets
from typing import Any

API_VERSION = "2026-10-28.endive"
Thing = dict[str, Any]


def new_id(prefix: str) -> str:
    return f"{prefix}_test_{secrets.token_hex(12)}"


def session(params: Thing, *, created: int, url: str) -> Thing:
    line = params["line_items"][0]["price_data"]
    amount = int(line["unit_amount"]) * int(params["line_items"][0].get("quantity", 1))
    made = new_id("cs")
    return {
        "id": made,
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "automatic_tax": {"enabled": params.get("automatic_tax", {}).get("enabled") == "true", "status": None},
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": created,
        "currency": line["currency"],
        "customer_email": params.get("customer_email"),
        "expires_at": int(params.get("expires_at", created + 24 * 3600)),
        "invoice": None,
        "livemode": False,
        "metadata": params.get("metadata") or {},
        "mode": params["mode"],
        "payment_intent": None,
        "payment_status": "unpaid",
        "status": "open",
        "success_url": params.get("success_url"),
        "ui_mode": "hosted_page",
        "url": f"{url}/c/pay/{made}",
    }


def intent(found: Thing, *, created: int, metadata: Thing, email: str | None) -> Thing:
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": found["amount_total"],
        "amount_received": 0,
        "created": created,
        "currency": found["currency"],
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "receipt_email": email,
        "status": "requires_payment_method",
    }


def charge(paid: Thing, *, created: int) -> Thing:
    made = new_id("ch")
    return {
        "id": made,
        "object": "charge",
        "amount": paid["amount"],
        "amount_refunded": 0,
        "captured": True,
        "created": created,
        "currency": paid["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": dict(paid["metadata"]),
        "paid": True,
        "payment_intent": paid["id"],
        "receipt_url": f"https://pay.stripe.example/receipts/{made}",
        "refunded": False,
        "status": "succeeded",
    }


def invoice(found: Thing, *, created: int) -> Thing:
    made = new_id("in")
    return {
        "id": made,
        "object": "invoice",
        "created": created,
        "currency": found["currency"],
        "hosted_invoice_url": f"https://invoice.stripe.example/i/{made}",
        "invoice_pdf": f"https://invoice.stripe.example/i/{made}/pdf",
        "livemode": False,
        "status": "paid",
        "total": found["amount_total"],
    }


def refund(paid: Thing, *, amount: int, status: str, created: int, metadata: Thing, reason: str | None) -> Thing:
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "charge": paid["latest_charge"],
        "created": created,
        "currency": paid["currency"],
        "metadata": metadata,
        "payment_intent": paid["id"],
        "reason": reason,
        "status": status,
    }


def dispute(paid: Thing, *, amount: int, currency: str, status: str, reason: str, created: int) -> Thing:
    return {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "charge": paid["latest_charge"],
        "created": created,
        "currency": currency,
        "is_charge_refundable": status.startswith("warning"),
        "livemode": False,
        "metadata": {},
        "payment_intent": paid["id"],
        "reason": reason,
        "status": status,
    }


def warning(paid: Thing, *, created: int) -> Thing:
    return {
        "id": new_id("issfr"),
        "object": "radar.early_fraud_warning",
        "actionable": True,
        "charge": paid["latest_charge"],
        "created": created,
        "fraud_type": "unauthorized_use_of_card",
        "livemode": False,
        "payment_intent": paid["id"],
    }


def event(kind: str, about: Thing, *, created: int) -> Thing:
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": created,
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def listing(path: str, data: list[Thing], *, has_more: bool) -> Thing:
    return {"object": "list", "url": path, "has_more": has_more, "data": data}


def error(kind: str, message: str, **more: Any) -> Thing:
    return {"error": {"type": kind, "message": message, **more}}
