"""What people buy, and what the provider said about it."""

import contextlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.common.units import Credits
from apps.credits.models import Account
from apps.payments.models.pack import Pack


class PurchaseState(models.TextChoices):
    NEW = "new", "being prepared"
    OPEN = "open", "waiting for the buyer"
    PENDING = "pending", "waiting for the bank"
    PAID = "paid", "paid"
    FAILED = "failed", "the payment did not go through"
    EXPIRED = "expired", "given up"


UNDECIDED = (PurchaseState.NEW, PurchaseState.OPEN, PurchaseState.PENDING)
"""Purchases that may still be paid without anything more of ours."""


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def of(self, owner: User) -> "PurchaseQuerySet":
        return self.filter(owner=owner)

    def named(self, *, purchase_id: str = "", session_id: str = "", payment_ref: str = "") -> "Purchase | None":
        """Return the purchase that goes by one of these names, empty ones left out; None when there is none."""
        known = Q(pk=None)
        with contextlib.suppress(ValueError):
            known |= Q(pk=uuid.UUID(purchase_id))
        if session_id:
            known |= Q(session_id=session_id)
        if payment_ref:
            known |= Q(payment_ref=payment_ref)
        return self.filter(known).first()

    def unsettled(self) -> "PurchaseQuerySet":
        return self.filter(state__in=UNDECIDED)


class Purchase(models.Model):
    """One pack wanted by one person. What was promised is copied from the pack; the rest is what the provider says about it.

    `version` grows with every change, so that what was read from the provider before a change is not written over it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="purchases")
    ledger_owner = models.UUIDField()
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="purchases")
    credits = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    amount_minor = models.PositiveIntegerField()
    provider = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=PurchaseState, default=PurchaseState.NEW)
    checkout_attempt = models.PositiveSmallIntegerField(default=0)  # grows when the provider failed to open a checkout
    session_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    payment_ref = models.CharField(max_length=255, null=True, blank=True, unique=True)
    checkout_url = models.TextField(blank=True)
    receipt_url = models.TextField(blank=True)
    invoice_url = models.TextField(blank=True)
    draft_id = models.UUIDField(null=True, blank=True)  # the draft on the create page that the buyer came from
    lot = models.OneToOneField(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="purchase")
    refunded_minor = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    paid_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paid_purchase_has_its_lot", condition=Q(state=PurchaseState.PAID) ^ Q(lot__isnull=True)
            ),
            models.CheckConstraint(name="purchase_state_is_known", condition=Q(state__in=PurchaseState.values)),
            models.CheckConstraint(
                name="refunded_at_most_what_was_paid", condition=Q(refunded_minor__lte=F("amount_minor"))
            ),
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="purchase_by_owner")]

    def __str__(self) -> str:
        return f"purchase {self.pk} ({self.state})"

    @property
    def checkout_key(self) -> str:
        """Return the idempotency key under which the next checkout is opened.

        The same until the provider has said that it failed.
        """
        return f"checkout:{self.pk}" + (f":{self.checkout_attempt}" if self.checkout_attempt else "")

    @property
    def grant_key(self) -> str:
        return f"purchase:{self.pk}"

    def credits_for(self, minor: int) -> Credits:
        """Return how many of the credits stand for this part of the price, rounded down; all of it is all of them."""
        minor = min(minor, self.amount_minor)
        return Credits(self.credits * minor // self.amount_minor)

    def money_for(self, level: int) -> int:
        """Return the money that so many credits taken back stand for.

        Exact where a credit costs no more than the smallest unit.

        Elsewhere several amounts take the same credits: then it is the sum of refunds that does, or the smallest amount.
        """
        if level <= 0 or level >= self.credits:
            return self.amount_minor if level > 0 else 0
        refunded = sorted(self.refunds.all(), key=lambda refund: refund.pk)
        amount_minor = 0
        for refund in refunded:
            amount_minor += refund.amount_minor
            if self.credits_for(amount_minor) == level:
                return amount_minor
        return -(-level * self.amount_minor // self.credits)
