"""What the practice provider keeps of a checkout."""

import uuid

from django.db import models
from django.utils import timezone

from apps.payments.provider import SessionStatus


class PracticePayment(models.Model):
    """What a payment provider keeps about one checkout, for the provider in which no money moves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=255, unique=True)
    purchase_id = models.UUIDField()
    label = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    amount_minor = models.PositiveIntegerField()
    return_url = models.TextField()
    cancel_url = models.TextField()
    status = models.CharField(max_length=10, default=SessionStatus.OPEN.value)
    is_paid = models.BooleanField(default=False)
    payment_failed = models.BooleanField(default=False)
    refunds = models.JSONField(default=list)
    disputes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"practice payment {self.pk} ({self.status})"
