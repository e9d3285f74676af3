"""Whose turn it is to pay for a draft."""

from datetime import datetime

from django.db.models import Max

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.credits.balances import balances_of
from apps.credits.selectors import balance_of
from apps.credits.services.wallets import is_frozen
from apps.sponsors.askers import Asker
from apps.sponsors.models import Sponsor
from apps.sponsors.selectors import has_room, price_of


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
