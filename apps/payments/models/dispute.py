"""Payments that a bank asks for."""

from django.db import models
from django.utils import timezone

from apps.payments.models.purchase import Purchase
from apps.payments.provider import DECIDED_DISPUTE, LOST, MONEY_IS_HERE

DISPUTED = "Taken back: the payment is disputed"
"""What the statement says of credits that a bank's question took."""


class Dispute(models.Model):
    """A bank that asks for a payment back, as the provider last said."""

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="disputes")
    provider_id = models.CharField(max_length=255, unique=True)
    amount_minor = models.PositiveIntegerField()
    status = models.CharField(max_length=40)
    reason = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"dispute {self.provider_id} ({self.status})"

    @property
    def cause(self) -> str:
        """Return what the ledger calls the freeze for it."""
        return f"dispute:{self.provider_id}"

    @property
    def took_money(self) -> bool:
        return self.status not in MONEY_IS_HERE

    @property
    def is_open(self) -> bool:
        """Return whether a bank may still decide."""
        return self.status not in DECIDED_DISPUTE

    @property
    def is_lost(self) -> bool:
        return self.status == LOST
