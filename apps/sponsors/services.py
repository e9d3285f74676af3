"""A sponsor is found, pays like anybody else, and is told what came of it."""

from datetime import datetime

from django.db import transaction

from apps.animations.create.draft import picture_of, recipe_of
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation
from apps.credits.services.ceilings import CeilingReached, spend_under_ceilings
from apps.sponsors.askers import Asker
from apps.sponsors.models import Impression
from apps.sponsors.selectors import ceilings_of
from apps.sponsors.turns import can_pay, find_sponsor


class NoSponsor(Exception):
    """Nobody pays for this one now. Nothing was held."""


class NotNeeded(Exception):
    """The person has the credits for it themselves. Nothing was held."""


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
