"""Reads of sponsors: what they paid for and what came of it."""

from datetime import datetime

from django.conf import settings

from apps.animations.models import Animation
from apps.common.units import Credits
from apps.credits.models import Account, Unit
from apps.credits.services.ceilings import Ceiling, day_of
from apps.engines.quotes import quote
from apps.sponsors.askers import Asker
from apps.sponsors.models import Sponsor


def ceilings_of(sponsor: Sponsor, asker: Asker, *, now: datetime) -> list[Ceiling]:
    """Return what one GIF counts under today.

    The sponsor's limit per person, and the site's per network for all sponsors.
    """
    day = day_of(now)
    limits = [Ceiling(f"sponsored:{sponsor.pk}:{asker.mark}:{day}", Unit.CALL, sponsor.per_person_per_day)]
    if asker.network:
        limit = settings.SPONSORED_PER_NETWORK_PER_DAY
        limits.append(Ceiling(f"sponsored-net:{asker.network}:{day}", Unit.CALL, limit))
    return limits


def has_room(sponsor: Sponsor, asker: Asker, *, now: datetime) -> bool:
    """Return whether neither the person nor their network had today's number already."""
    ceilings = ceilings_of(sponsor, asker, now=now)
    used = {one.code: one.debits_posted for one in Account.objects.filter(code__in=[each.code for each in ceilings])}
    return all(used.get(each.code, 0) < each.limit for each in ceilings)


def price_of(draft: Animation, *, now: datetime) -> Credits:
    """Return what the animation of a draft would cost today. Raises PriceNotFound."""
    masked = bool(draft.mask_key)
    quoted = quote(engine=draft.engine, model=draft.model, masked=masked, frames=draft.frame_count, on=now.date())
    return quoted.credits
