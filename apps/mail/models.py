"""Addresses that mail doesn't reach."""

from django.db import models
from django.utils import timezone


class UndeliveredKind(models.TextChoices):
    REFUSED = "refused", "Refused by our mail server"
    BOUNCED = "bounced", "Bounced"


class UndeliveredMail(models.Model):
    """Mail to one address that didn't arrive, however often. `detail` is what the last mail server said."""

    address = models.CharField(max_length=254, unique=True)
    kind = models.CharField(max_length=20, choices=UndeliveredKind)
    detail = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["-last_at", "-id"], name="undelivered_by_age"),)

    def __str__(self) -> str:
        return f"{self.address} ({self.times})"
