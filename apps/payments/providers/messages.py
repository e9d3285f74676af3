"""A payment provider's messages: whether one is genuine, which are reasons to look, at which purchase, and what of one is kept."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import stripe

from apps.payments.provider import Forged, Message

TOLERANCE_SECONDS = 300
"""How old a message may be, as Stripe recommends, and how far ahead of ours its clock: more, and it could be replayed."""

KINDS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "radar.early_fraud_warning.created",
    }
)
"""All others are kept and left alone."""

WARNING = "radar.early_fraud_warning.created"

KEPT = frozenset(
    {"id", "object", "amount", "currency", "status", "payment_status", "payment_intent", "charge", "reason", "metadata"}
)
"""What of a message's subject is kept. The rest is a buyer's name and address, which is none of our inbox's business."""


def verified_message(body: bytes, signature: str, *, secrets: Sequence[str], now: datetime) -> Message:
    """Return a message that one of these secrets signed within the tolerance. Raises Forged."""
    for secret in secrets:
        try:
            # Without a tolerance: the library's own lets any future through, with which a message never grows too old.
            stripe.WebhookSignature.verify_header(body, signature, secret)
            signed_at = int(dict(part.split("=", 1) for part in signature.split(",") if "=" in part)["t"])
        except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, KeyError, OverflowError):
            continue
        if abs(now.timestamp() - signed_at) > TOLERANCE_SECONDS:
            raise Forged("signed too long ago, or in the future")
        return _parsed(body)
    raise Forged("no secret of ours made this signature")


def subject(payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return purchase id, session id and payment reference that a message names, each empty when it does not."""
    return names_of(_mapping(_mapping(payload.get("data")).get("object")))


def names_of(about: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return purchase id, session id and payment reference that an object of the provider's names, each empty when it does not."""
    payment = about.get("payment_intent") or ""
    if isinstance(payment, Mapping):  # the provider was asked to put the payment itself there
        metadata, payment = _mapping(payment.get("metadata")), payment.get("id") or ""
    else:
        metadata = _mapping(about.get("metadata"))
    session = about.get("id", "") if about.get("object") == "checkout.session" else ""
    return str(metadata.get("purchase") or ""), str(session), str(payment)


def essence(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of a message: what it is, when it was made, and what it names."""
    about = _mapping(_mapping(payload.get("data")).get("object"))
    kept = {name: value for name, value in about.items() if name in KEPT}
    frame = {name: payload[name] for name in ("id", "type", "created", "livemode", "api_version") if name in payload}
    return {**frame, "data": {"object": kept}}


def _parsed(body: bytes) -> Message:
    try:
        payload = json.loads(body, parse_constant=_no_number, parse_float=_finite)
        return Message(*_storable([str(payload["id"])[:255], str(payload["type"]), essence(payload)]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Forged("signed, but not a message") from error


def _no_number(word: str) -> float:
    """Refuse NaN and Infinity: Python reads them, JSON has no such numbers, and no database keeps them."""
    raise ValueError(f"{word} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large")
    return number


def _storable(value: Any) -> Any:
    """Return the same without what PostgreSQL takes in no text: the character zero, and halves of characters."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode().replace("\0", "")
    if isinstance(value, Mapping):
        return {_storable(name): _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
