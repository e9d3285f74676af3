"""Money on its way back: refunds, and second payments that are returned."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.payments.models.purchase import Purchase
from apps.payments.provider import REFUND_CAME_BACK

ASKED = "asked"
"""The status of a refund that the provider has not answered yet: the credits are taken back already."""


class Refund(models.Model):
    """Money on its way back to a buyer, as the provider last said. Ours have `asked_by`; others began at the provider."""

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="refunds")
    request_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # what the provider repeats to us
    provider_id = models.CharField(
        max_length=255, null=True, blank=True, unique=True
    )  # none until the provider has answered
    amount_minor = models.PositiveIntegerField()
    status = models.CharField(max_length=20, default=ASKED)
    due_at = models.DateTimeField(default=timezone.now)  # when it is asked for again if the provider has not answered
    reason = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"refund of {self.amount_minor} for {self.purchase_id} ({self.status})"

    @property
    def counts(self) -> bool:
        """Return whether the money left us or may still do so."""
        return self.status not in REFUND_CAME_BACK


REFUSED = "refused"
"""The status of a second payment whose refund the provider does not take."""

DISPUTED_TOO = "disputed"
"""… and of one that a bank asks for, or has taken back already."""


class DuplicatePayment(models.Model):
    """A second payment for one purchase, made in a second checkout. It is never granted and goes back in full.

    `status` is what the provider last said of its refund.
    """

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="duplicates")
    session_id = models.CharField(max_length=255)
    payment_ref = models.CharField(max_length=255, unique=True)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20, default=ASKED)
    due_at = models.DateTimeField(
        default=timezone.now
    )  # when the refund is asked for again if the provider has not answered
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="duplicate_waiting", condition=Q(status=ASKED))]

    def __str__(self) -> str:
        return f"second payment {self.payment_ref} of {self.purchase_id} ({self.status})"

    @property
    def refund_request_id(self) -> str:
        """Return what its one refund is called at the provider, whoever asks for it and however often."""
        return f"duplicate:{self.payment_ref}"
