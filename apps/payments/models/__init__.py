"""The rows of payments: what people buy, what the provider said about it, and its messages."""

from apps.payments.models.audit import Audit
from apps.payments.models.dispute import DISPUTED, Dispute
from apps.payments.models.pack import Pack, PackQuerySet
from apps.payments.models.practice_payment import PracticePayment
from apps.payments.models.purchase import UNDECIDED, Purchase, PurchaseQuerySet, PurchaseState
from apps.payments.models.refund import ASKED, DISPUTED_TOO, REFUSED, DuplicatePayment, Refund
from apps.payments.models.webhook_event import WebhookEvent

__all__ = [
    "ASKED",
    "DISPUTED",
    "DISPUTED_TOO",
    "REFUSED",
    "UNDECIDED",
    "Audit",
    "Dispute",
    "DuplicatePayment",
    "Pack",
    "PackQuerySet",
    "PracticePayment",
    "Purchase",
    "PurchaseQuerySet",
    "PurchaseState",
    "Refund",
    "WebhookEvent",
]
