"""A sponsor is found, pays like anybody else, and is told what came of it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.animations.services.studio import picture_of, recipe_of, start_animation
from apps.common.units import Credits
from apps.credits.models import Origin, Unit
from apps.credits.selectors import balance_of
from apps.credits.services.ceilings import Ceiling, CeilingReached, spend_under_ceiling
from apps.credits.services.granting import grant_credits
from apps.credits.services.wallets import is_frozen
from apps.sponsors.models import Showing, Sponsor
from apps.sponsors.selectors import price_of, showing_code, sponsored_today


class NoSponsor(Exception):  # the house names errors after what happened
    """Nobody pays for this one now. Nothing was held."""


def find_sponsor(*, party: uuid.UUID, frames: int, price: Credits, now: datetime) -> Sponsor | None:
    """Who would pay for an animation of this length and price: of several, who waits longest for their turn."""
    if is_frozen(party):
        return None
    willing = (
        Sponsor.objects.active_on(now.date())
        .filter(max_frames__gte=frames, per_person_per_day__gt=0)
        .annotate(last=Max("showings__promised_at"))
        .order_by("last", "pk")
    )
    for sponsor in willing:
        if sponsored_today(sponsor, party, now=now) >= sponsor.per_person_per_day:
            continue
        if balance_of(sponsor.party, now=now).available >= price:
            return sponsor
    return None


def start_sponsored(*, owner: User, draft: Animation, now: datetime) -> Animation:
    """Start what a draft says at the cost of whoever sponsors it now, all or nothing.

    Raises NoSponsor when nobody does or the day's are used up (the ledger counts them, so two tabs do not get one
    more), and what `start_animation` raises; then nothing was held.
    """
    price = price_of(draft, now=now)
    sponsor = find_sponsor(party=owner.party, frames=draft.frame_count, price=price, now=now)
    if sponsor is None:
        raise NoSponsor
    with transaction.atomic():
        animation = start_animation(
            owner=owner,
            request_key=draft.request_key,
            picture=picture_of(draft),
            recipe=recipe_of(draft),
            price_shown=None,
            now=now,
            payer=sponsor.party,
        )
        if animation.payer != sponsor.party:
            return animation  # the same draft was started before, in another tab
        ceiling = Ceiling(showing_code(sponsor, owner.party, now=now), Unit.CALL, sponsor.per_person_per_day)
        try:
            spend_under_ceiling(amount=1, ceiling=ceiling, key=f"sponsored:{animation.pk}", cause="")
        except CeilingReached as reached:
            raise NoSponsor(sponsor.name) from reached
        Showing.objects.get_or_create(animation=animation, defaults={"sponsor": sponsor, "promised_at": now})
    return animation


def note_seen(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """The card was put on a page; True the first time."""
    return Showing.objects.filter(animation_id=animation_id, seen_at=None).update(seen_at=now) > 0


def note_followed(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """The card's link was followed; True the first time."""
    return Showing.objects.filter(animation_id=animation_id, followed_at=None).update(followed_at=now) > 0


@transaction.atomic
def fund(*, sponsor: Sponsor, amount: Credits, reason: str) -> None:
    """Give a sponsor credits to spend on others, which their invoice was paid for."""
    grant_credits(
        party=sponsor.party,
        amount=amount,
        source="issued:sponsor",
        label=f"Sponsor: {sponsor.name}",
        key=f"sponsor:{sponsor.pk}:{uuid.uuid4()}",
        origin=Origin.BOUGHT,
        reason=reason,
    )
