"""The site's limits of a day, and how much of each is used."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from apps.common.units import Cents, mills_from_cents
from apps.credits.models import Account


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much of a day's limit is used, in its own unit. `kind` is the first word of its account's code."""

    kind: str
    name: str
    used: int
    limit: int

    @property
    def is_used_up(self) -> bool:
        return self.used >= self.limit

    @property
    def format_used(self) -> str:
        return self._in_words(self.used)

    @property
    def format_limit(self) -> str:
        return self._in_words(self.limit)

    def _in_words(self, amount: int) -> str:
        return f"${amount / 1000:,.2f}" if self.kind == "spend" else f"{amount:,}"


def ceilings(*, now: datetime) -> list[Ceiling]:
    """Return the site's limits of the day, and how much of each is used or held."""
    day = now.date()
    limits = {
        f"spend:site:{day}": ("Site's spending", mills_from_cents(Cents(settings.SITE_DAILY_SPEND_CENTS))),
        f"unknown:{day}": ("Lost responses we paid for", settings.UNKNOWN_DAILY_LIMIT),
        f"free:{day}": ("Free credits", settings.FREE_CREDITS_PER_DAY),
    }
    used = {
        account.code: account.debits_posted + account.debits_pending
        for account in Account.objects.filter(code__in=limits)
    }
    return [Ceiling(code.partition(":")[0], name, used.get(code, 0), limit) for code, (name, limit) in limits.items()]
