"""Where sponsors appear on pages of other rooms: the offer beside a draft, and the card beside a GIF in the making."""

from typing import Any

from django import template
from django.utils import timezone

from apps.accounts.identity import network_mark
from apps.animations.media_links import link
from apps.animations.models import Animation
from apps.engines.prices import PriceNotFound
from apps.sponsors import impressions, turns
from apps.sponsors.askers import asker_of
from apps.sponsors.models import Impression

register = template.Library()


@register.inclusion_tag("sponsors/offer.html", takes_context=True)
def sponsor_offer(context: dict[str, Any], draft: Animation | None) -> dict[str, Any]:
    """Show a button that starts the draft at a sponsor's cost; nothing when nobody would pay for it."""
    if draft is None:
        return {}
    asker = asker_of(draft.owner, network=network_mark(context["request"]))
    try:
        sponsor = turns.find_sponsor(asker=asker, draft=draft, now=timezone.now())
    except PriceNotFound:
        return {}
    return {"sponsor": sponsor, "draft": draft}


@register.inclusion_tag("sponsors/card.html", takes_context=True)
def sponsor_card(context: dict[str, Any], animation: Animation) -> dict[str, Any]:
    """Show the card of who pays for an animation; nothing when its owner does. It counts as seen once."""
    if animation.payer is None:
        return {}
    impression = Impression.objects.select_related("sponsor").filter(animation=animation).first()
    if impression is None:
        return {}
    if impression.seen_at is None and context["request"].method == "GET":
        impressions.note_seen(animation.pk, now=timezone.now())
    sponsor = impression.sponsor
    return {"sponsor": sponsor, "animation": animation, "picture": link(sponsor.picture_key)}
