"""Which messages of a till are reasons to look, and at which purchase."""

from collections.abc import Mapping
from typing import Any

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


def subject(payload: Mapping[str, Any]) -> tuple[str, str, str]:
    """Purchase id, session id and payment reference that a message names, each empty when it does not."""
    about = (payload.get("data") or {}).get("object") or {}
    metadata = about.get("metadata") or {}
    session = about.get("id", "") if about.get("object") == "checkout.session" else ""
    payment = about.get("payment_intent") or ""
    return (
        str(metadata.get("purchase") or ""),
        str(session),
        str(payment if isinstance(payment, str) else payment.get("id", "")),
    )
