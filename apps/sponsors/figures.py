"""What came of what a sponsor paid for."""

from dataclasses import dataclass

from django.db.models import Count

from apps.sponsors.models import Sponsor


@dataclass(frozen=True, slots=True)
class Figures:
    promised: int
    seen: int
    followed: int


def figures_of(sponsor: Sponsor) -> Figures:
    """Return how many animations were paid for, how many cards were seen and how many links followed."""
    counted = sponsor.showings.aggregate(promised=Count("pk"), seen=Count("seen_at"), followed=Count("followed_at"))
    return Figures(**counted)
