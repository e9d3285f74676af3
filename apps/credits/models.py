import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from apps.common.units import Credits
from apps.credits.fields import WholeAmountField


class Unit(models.TextChoices):
    CREDIT = "credit", "credit"
    MILL = "mill", "thousandth of a US dollar"
    CALL = "call", "call to an engine"


class Side(models.TextChoices):
    """Which side of an account grows it: a bounded account may never be worth less than nothing on that side."""

    CREDIT = "C", "credit"
    DEBIT = "D", "debit"


class Purpose(models.TextChoices):
    LOT = "lot", "credits of one grant"
    HOUSE = "house", "a sum of the house: issued, income, cost"
    CEILING = "ceiling", "a limit on spending"


class AccountQuerySet(models.QuerySet["Account"]):
    def lots_of(self, party: uuid.UUID) -> "AccountQuerySet":
        return self.filter(purpose=Purpose.LOT, party=party)

    def in_spending_order(self) -> "AccountQuerySet":
        """What expires first is spent first; what never expires comes last."""
        return self.order_by(F("expires_at").asc(nulls_last=True), "id")


class Account(models.Model):
    """One side of every transfer. Balances exist on bounded accounts only and are moved by a database trigger."""

    code = models.CharField(max_length=120, unique=True)
    unit = models.CharField(max_length=8, choices=Unit)
    purpose = models.CharField(max_length=8, choices=Purpose)
    side = models.CharField(max_length=1, choices=Side, default=Side.CREDIT)
    bounded = models.BooleanField()
    party = models.UUIDField(null=True, blank=True)  # a person's pseudonym, never the person
    label = models.CharField(max_length=120, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    debits_pending = models.BigIntegerField(default=0)
    debits_posted = models.BigIntegerField(default=0)
    credits_pending = models.BigIntegerField(default=0)
    credits_posted = models.BigIntegerField(default=0)
    last_transfer = models.BigIntegerField(default=0)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bounded_account_never_negative",
                condition=Q(bounded=False)
                | Q(side=Side.CREDIT, credits_posted__gte=F("debits_posted") + F("debits_pending"))
                | Q(side=Side.DEBIT, debits_posted__gte=F("credits_posted") + F("credits_pending")),
            ),
            models.CheckConstraint(
                name="account_sums_never_negative",
                condition=Q(debits_pending__gte=0, debits_posted__gte=0, credits_pending__gte=0, credits_posted__gte=0),
            ),
            models.CheckConstraint(name="account_side_is_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="lot_has_a_party_and_is_bounded",
                condition=~Q(purpose=Purpose.LOT) | Q(party__isnull=False, bounded=True),
            ),
        ]
        indexes = [models.Index(fields=["party", "purpose"], name="account_by_party")]

    def __str__(self) -> str:
        return self.code

    @property
    def available(self) -> Credits:
        """What may still be taken: posted in, minus posted out, minus held. Meaningful on bounded accounts."""
        return Credits(self.credits_posted - self.debits_posted - self.debits_pending)


class TransferKind(models.TextChoices):
    POST = "post", "moved"
    PEND = "pend", "held"
    PEND_POST = "pend_post", "captured"
    PEND_VOID = "pend_void", "released"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def held(self) -> "TransferQuerySet":
        """Pending transfers that are neither captured nor released yet."""
        return self.filter(kind=TransferKind.PEND, resolution__isnull=True)

    def for_refs(self, refs: list[str]) -> "TransferQuerySet":
        return self.filter(ref__in=refs)


class Transfer(models.Model):
    """One immutable movement. Corrections are new transfers; the database refuses UPDATE and DELETE."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=TransferKind)
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(max_length=8, choices=Unit)
    amount = WholeAmountField()
    pending = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="resolution")
    reason = models.CharField(max_length=200, blank=True)
    ref = models.CharField(max_length=100, blank=True, db_index=True)  # what one hold is for
    cause = models.CharField(max_length=100, blank=True, db_index=True)  # what a group of transfers is for
    created_at = models.DateTimeField(db_default=Now())

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfer_amount_is_positive", condition=Q(amount__gt=0, amount__lt=1_000_000_000_000_000)
            ),
            models.CheckConstraint(name="transfer_kind_is_known", condition=Q(kind__in=TransferKind.values)),
            models.CheckConstraint(name="transfer_joins_two_accounts", condition=~Q(debit=F("credit"))),
            models.CheckConstraint(
                name="only_a_resolution_names_its_hold",
                condition=Q(kind__in=[TransferKind.PEND_POST, TransferKind.PEND_VOID], pending__isnull=False)
                | Q(kind__in=[TransferKind.POST, TransferKind.PEND], pending__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["debit", "-id"], name="transfer_by_debit"),
            models.Index(fields=["credit", "-id"], name="transfer_by_credit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit} ({self.key})"


class Promise(models.Model):
    """Welcome credits that a person has coming: the day's free credits were used up when they proved their address."""

    party = models.UUIDField()
    person_mark = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"promised to {self.party} since {self.made_at:%Y-%m-%d %H:%M}"
