"""The provider's messages as they came in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class WebhookEvent(models.Model):
    """One message of a payment provider: kept before anything is done about it, and once however often it comes."""

    provider = models.CharField(max_length=10)
    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField(default=timezone.now)
    processed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(default=timezone.now)  # when the sweeper looks at it if nobody has
    attempts = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="webhook_event_unprocessed", condition=Q(processed_at=None)),
            models.Index(fields=["-received_at"], name="webhook_event_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.event_id})"
