"""What the security log holds: one row for everything that lets somebody in, or tried to."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class EventKind(models.TextChoices):
    """What happened, in the words that its person reads."""

    SIGNED_UP = "signed_up", "Account created"
    SIGNED_IN = "signed_in", "Signed in"
    WRONG_PASSWORD = "wrong_password", "Sign-in with a wrong password"
    WRONG_CODE = "wrong_code", "Wrong code entered"
    REFUSED = "refused", "Too many attempts, turned away"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    EMAIL_CHANGED = "email_changed", "Email address changed"
    FACTOR_ADDED = "factor_added", "Second step added"
    FACTOR_REMOVED = "factor_removed", "Second step removed"
    CODES_MADE = "codes_made", "New recovery codes"
    WRONG_FACTOR = "wrong_factor", "Wrong second step"
    FACTOR_RESET = "factor_reset", "Second step removed by an operator"
    CONNECTED = "connected", "Account of another site connected"
    DISCONNECTED = "disconnected", "Account of another site disconnected"
    TOKEN_MADE = "token_made", "API token created"
    TOKEN_REVOKED = "token_revoked", "API token revoked"
    DATA_REQUESTED = "data_requested", "Archive of your data requested"
    CLOSING = "closing", "Account closed"
    REOPENED = "reopened", "Account kept after all"
    BY_OPERATOR = "by_operator", "Changed by an operator"


FAILURES = (EventKind.WRONG_PASSWORD, EventKind.WRONG_CODE, EventKind.WRONG_FACTOR)


class SecurityEvent(models.Model):
    """One thing that happened to an account: what, when, from which network and device. Kept for 90 days.

    `mark` is a keyed hash of the address that was tried, so that tries at unknown addresses are counted without keeping them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="security_events"
    )
    mark = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=20, choices=EventKind)
    at = models.DateTimeField(default=timezone.now)
    network = models.CharField(max_length=50, blank=True)
    device = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        app_label = "accounts"
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="security_event_by_user"),
            models.Index(fields=["at"], name="security_event_by_age"),
            models.Index(fields=["kind", "mark", "at"], name="security_event_by_mark"),
            models.Index(fields=["kind", "network", "at"], name="security_event_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.user_id})"
