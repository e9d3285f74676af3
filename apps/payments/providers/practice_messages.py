"""The practice provider's messages, signed as Stripe signs its own."""

import json
import time
import uuid

import stripe

from apps.payments.models import PracticePayment

SECRET = "practice-messages-are-signed-too"  # noqa: S105 - it guards nothing: practice is for development alone


def signed_message(payment: PracticePayment, kind: str) -> tuple[bytes, str]:
    """Return a message about a practice payment, as Stripe would send it: the body and the signature's header."""
    about = {"metadata": {"purchase": str(payment.purchase_id)}, "payment_intent": str(payment.pk)}
    if kind.startswith("checkout.session."):
        about |= {"object": "checkout.session", "id": str(payment.pk)}
    body = json.dumps({"id": f"evt_{uuid.uuid4().hex}", "type": kind, "data": {"object": about}}).encode()
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, timestamp=int(time.time()))
    return body, header
