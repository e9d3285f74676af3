"""Reads of sponsors: what they paid for and what came of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from apps.animations.models import Animation
from apps.common.units import Credits
from apps.credits.models import Account
from apps.engines.prices import quote
from apps.sponsors.models import Sponsor


@dataclass(frozen=True, slots=True)
class Figures:
    promised: int
    seen: int
    followed: int


def figures_of(sponsor: Sponsor) -> Figures:
    """How many animations were paid for, how many cards were seen and how many links followed."""
    counted = sponsor.showings.aggregate(promised=Count("pk"), seen=Count("seen_at"), followed=Count("followed_at"))
    return Figures(**counted)


def sponsored_today(sponsor: Sponsor, party: uuid.UUID, *, now: datetime) -> int:
    """How many animations of a person a sponsor pays for today already."""
    account = Account.objects.filter(code=showing_code(sponsor, party, now=now)).first()
    return account.debits_posted if account else 0


def showing_code(sponsor: Sponsor, party: uuid.UUID, *, now: datetime) -> str:
    """The ledger's name for what a sponsor pays for one person on one day."""
    return f"sponsored:{sponsor.pk}:{party}:{now.date()}"


def price_of(draft: Animation, *, now: datetime) -> Credits:
    """What the animation of a draft would cost today. Raises PriceNotFound."""
    masked = bool(draft.mask_key)
    quoted = quote(engine=draft.engine, model=draft.model, masked=masked, frames=draft.frame_count, on=now.date())
    return quoted.credits
