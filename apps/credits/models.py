import uuid

from django.db import models
from django.db.models import Case, F, Q, When
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
    DEBT = "debt", "credits that were spent and then paid back"


class Origin(models.TextChoices):
    """Where the credits of a lot came from, which decides the order of spending and what a debt may be paid from."""

    WELCOME = "welcome", "welcome credits"
    DAILY = "daily", "free credits of a day"
    STAFF = "staff", "a gift"
    BOUGHT = "bought", "bought"


class AccountQuerySet(models.QuerySet["Account"]):
    def lots_of(self, ledger_owner: uuid.UUID) -> "AccountQuerySet":
        return self.filter(purpose=Purpose.LOT, ledger_owner=ledger_owner)

    def wallet_of(self, ledger_owner: uuid.UUID) -> "AccountQuerySet":
        """Return the lots of a person and what they owe, in the order of locks."""
        return self.filter(purpose__in=[Purpose.LOT, Purpose.DEBT], ledger_owner=ledger_owner).order_by("id")

    def with_something_in_it(self) -> "AccountQuerySet":
        """Return lots with credits to take and debts with something owed.

        An old person has hundreds of emptied ones.
        """
        return self.filter(
            Q(purpose=Purpose.LOT, credits_posted__gt=F("debits_posted") + F("debits_pending"))
            | Q(purpose=Purpose.DEBT, debits_posted__gt=F("credits_posted"))
        )

    def with_something_in_it_or_debt(self) -> "AccountQuerySet":
        """Return the same and every debt, also one that is paid.

        What is taken back in the same transaction may add to it.
        """
        return self.with_something_in_it() | self.filter(purpose=Purpose.DEBT)

    def in_spending_order(self) -> "AccountQuerySet":
        """Order by what is spent first: what expires first, and gifts before what was paid for."""
        paid_for = Case(When(origin=Origin.BOUGHT, then=1), default=0)
        return self.order_by(F("expires_at").asc(nulls_last=True), paid_for, "id")


class Account(models.Model):
    """One side of every transfer. Balances exist on bounded accounts only and are moved by a database trigger."""

    code = models.CharField(max_length=120, unique=True)
    unit = models.CharField(max_length=8, choices=Unit)
    purpose = models.CharField(max_length=8, choices=Purpose)
    side = models.CharField(max_length=1, choices=Side, default=Side.CREDIT)
    bounded = models.BooleanField()
    ledger_owner = models.UUIDField(null=True, blank=True)  # a person's pseudonym, never the person
    label = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, blank=True)
    only_engine = models.CharField(max_length=40, blank=True)  # free credits may be good for one engine alone
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
                name="lot_has_an_owner_and_is_bounded",
                condition=~Q(purpose__in=[Purpose.LOT, Purpose.DEBT]) | Q(ledger_owner__isnull=False, bounded=True),
            ),
        ]
        indexes = [models.Index(fields=["ledger_owner", "purpose"], name="account_by_ledger_owner")]

    def __str__(self) -> str:
        return self.code

    @property
    def available(self) -> Credits:
        """Return what may still be taken: posted in, minus posted out, minus held. Meaningful on bounded accounts."""
        return Credits(self.credits_posted - self.debits_posted - self.debits_pending)

    @property
    def owed(self) -> Credits:
        """Return what is still owed on a debt."""
        return Credits(self.debits_posted - self.credits_posted)


class TransferKind(models.TextChoices):
    POST = "post", "moved"
    PEND = "pend", "held"
    PEND_POST = "pend_post", "captured"
    PEND_VOID = "pend_void", "released"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def held(self) -> "TransferQuerySet":
        """Return pending transfers that are neither captured nor released yet."""
        return self.filter(kind=TransferKind.PEND, resolution__isnull=True)


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
    group_key = models.CharField(max_length=100, blank=True, db_index=True)  # what a group of transfers is for
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
            # Few transfers are of these kinds, and a statement of them alone must not read through all others.
            models.Index(
                fields=["debit", "kind", "-id"],
                name="transfer_of_rare_kinds",
                condition=Q(kind__in=["post", "pend_void"]),
            ),
            models.Index(fields=["created_at", "id"], name="transfer_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit} ({self.key})"


class PendingGrant(models.Model):
    """Welcome credits that a person has coming: free credits were used up when they proved their address."""

    ledger_owner = models.UUIDField()
    person_mark = models.CharField(max_length=100, unique=True)
    network = models.CharField(max_length=64, blank=True)  # a keyed hash of where they came from
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"promised to {self.ledger_owner} since {self.made_at:%Y-%m-%d %H:%M}"


class SpendingBlock(models.Model):
    """Why a person may not spend for now: a bank is asking for their payment back. Ended when the question is settled."""

    ledger_owner = models.UUIDField(db_index=True)
    cause = models.CharField(max_length=100, unique=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.ledger_owner} frozen for {self.cause} since {self.began_at:%Y-%m-%d %H:%M}"
