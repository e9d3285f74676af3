from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ = "read", "View your GIFs, balance and statement"
    MAKE = "make", "Make, edit and cancel GIFs (spends credits)"
    PUBLISH = "publish", "Publish GIFs"


EVERY_SCOPE = " ".join(Scope.values)


class ApiToken(models.Model):
    """A bearer token. Only its hash is kept; the token itself is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40, default=EVERY_SCOPE)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_from = models.CharField(max_length=50, blank=True)
    daily_credits = models.PositiveIntegerField(null=True, blank=True)
    spent_on = models.DateField(null=True, blank=True)
    spent_credits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_credits=None) | Q(spent_credits__lte=F("daily_credits")),
                name="token_spends_at_most_its_daily_credits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes.split()

    @property
    def permissions(self) -> str:
        """Return what it may do, for people: "Read, make, publish"."""
        return ", ".join(self.scopes.split()).capitalize()

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now
