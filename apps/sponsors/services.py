"""A sponsor is found, pays like anybody else, and is told what came of it."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.animations.create.draft import picture_of, recipe_of
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation
from apps.common.units import Credits
from apps.credits.balances import balances_of
from apps.credits.models import Origin
from apps.credits.selectors import balance_of
from apps.credits.services.ceilings import CeilingReached, spend_under_ceilings
from apps.credits.services.grants import grant_credits
from apps.credits.services.wallets import is_frozen
from apps.sponsors.askers import Asker
from apps.sponsors.models import Impression, Sponsor
from apps.sponsors.selectors import ceilings_of, has_room, price_of


class NoSponsor(Exception):
    """Nobody pays for this one now. Nothing was held."""


class NotNeeded(Exception):
    """The person has the credits for it themselves. Nothing was held."""


def find_sponsor(*, asker: Asker, draft: Animation, now: datetime) -> Sponsor | None:
    """Return who would pay for a draft: of several, who waits longest for their turn.

    Nobody for whom an address of a day stands.

    Raises PriceNotFound.
    """
    if asker.is_throwaway or is_frozen(asker.owner.ledger_owner) or can_pay(asker.owner, draft, now=now):
        return None
    price = price_of(draft, now=now)
    willing = (
        Sponsor.objects.active_on(now.date())
        .filter(max_frames__gte=draft.frame_count, max_credits__gte=price, per_person_per_day__gt=0)
        .annotate(last=Max("showings__promised_at"))
        .order_by("last", "pk")
    )
    for sponsor in willing:
        if has_room(sponsor, asker, now=now) and balance_of(sponsor.ledger_owner, now=now).available >= price:
            return sponsor
    return None


def can_pay(owner: User, draft: Animation, *, now: datetime) -> bool:
    """Return whether somebody has the credits for a draft. Raises PriceNotFound."""
    return balances_of(owner.ledger_owner, now=now).spendable(draft.engine) >= price_of(draft, now=now)


def start_sponsored(*, asker: Asker, draft: Animation, now: datetime) -> Animation:
    """Start what a draft says at the cost of whoever sponsors it now, all or nothing.

    Raises NotNeeded when the person has credits enough by now; NoSponsor when nobody pays or the day's are used up (the
    ledger counts them, so two tabs do not get one more); and what `submit_animation` raises. Then nothing was held.
    """
    owner = asker.owner
    # A sponsor pays only for those who cannot.
    if can_pay(owner, draft, now=now):
        raise NotNeeded
    sponsor = find_sponsor(asker=asker, draft=draft, now=now)
    if sponsor is None:
        raise NoSponsor
    # Started first, then counted: where the day's are used up, the start is undone with its holds.
    with transaction.atomic():
        animation = submit_animation(
            owner=owner,
            request_key=draft.request_key,
            picture=picture_of(draft),
            recipe=recipe_of(draft),
            price_shown=None,
            now=now,
            payer=sponsor.ledger_owner,
        )
        if animation.payer != sponsor.ledger_owner:
            return animation  # the same draft was started before, in another tab
        ceilings = ceilings_of(sponsor, asker, now=now)
        try:
            spend_under_ceilings(amount=1, ceilings=ceilings, key=f"sponsored:{animation.pk}", group_key="")
        except CeilingReached as reached:
            raise NoSponsor(sponsor.name) from reached
        Impression.objects.get_or_create(animation=animation, defaults={"sponsor": sponsor, "promised_at": now})
    return animation


def note_seen(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that the card was put on a page. Returns whether that was the first time."""
    return Impression.objects.filter(animation_id=animation_id, seen_at=None).update(seen_at=now) > 0


def note_followed(animation_id: uuid.UUID, *, now: datetime) -> bool:
    """Note that the card's link was followed. Returns whether that was the first time."""
    return Impression.objects.filter(animation_id=animation_id, followed_at=None).update(followed_at=now) > 0


@transaction.atomic
def fund(*, sponsor: Sponsor, amount: Credits, reason: str) -> None:
    """Give a sponsor credits to spend on others, which their invoice was paid for."""
    grant_credits(
        ledger_owner=sponsor.ledger_owner,
        amount=amount,
        source="issued:sponsor",
        label=f"Sponsor: {sponsor.name}",
        key=f"sponsor:{sponsor.pk}:{uuid.uuid4()}",
        origin=Origin.BOUGHT,
        reason=reason,
    )
