"""What is for sale."""

from datetime import date

from django.db import models
from django.db.models import F, Q


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
