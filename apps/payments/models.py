"""What people buy, what the provider said about it, and the provider's messages as they came in."""

import contextlib
import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.common.units import Credits
from apps.credits.models import Account
from apps.payments.provider import DECIDED_DISPUTE, LOST, MONEY_IS_HERE, REFUND_CAME_BACK, SessionStatus


class PackQuerySet(models.QuerySet["Pack"]):
    def on_sale(self, day: date) -> "PackQuerySet":
        """Return what is sold on a day, unless it was stopped since, whatever the day."""
        sold = self.filter(Q(until=None) | Q(until__gte=day), since__lte=day, stopped_at=None)
        return sold.order_by("currency", "amount_minor")


class Pack(models.Model):
    """Credits at a price, for some days. Never edited: a new price is a new row, so that an old purchase stays explained."""

    label = models.CharField(max_length=40)
    credits = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, help_text="ISO 4217, in small letters as Stripe writes it")
    amount_minor = models.PositiveIntegerField(help_text="cents; whole units where a currency has none")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="the last day; empty: until further notice")
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pack_holds_something",
                condition=Q(credits__gt=0, amount_minor__gt=0),
                violation_error_message="A pack holds credits and has a price.",
            ),
            models.CheckConstraint(
                name="pack_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                name="pack_currency_is_small",
                condition=Q(currency__regex=r"^[a-z]{3}$"),
                violation_error_message="A currency is written as three small letters: usd.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.credits} credits"


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


class Audit(models.Model):
    """When purchases were last compared with what the provider says, and what had to be healed."""

    provider = models.CharField(max_length=10)
    began_at = models.DateTimeField(default=timezone.now)
    findings = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "-began_at"], name="audit_by_age")]

    def __str__(self) -> str:
        return f"audit of {self.provider} at {self.began_at:%Y-%m-%d %H:%M}"


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
