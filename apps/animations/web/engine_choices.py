"""The styles that are offered, their prices, and which of them may step in for another."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from apps.animations.create.recipe import DEFAULT_COLOR_STABILIZATION
from apps.credits.balances import Balances
from apps.engines.fallbacks import Fallback
from apps.engines.offers import Offer, offers
from apps.engines.protocol import ReadsPrompts
from apps.engines.registry import get_engine


def engine_choices(*, on: date, chosen: str, balances: Balances | None = None) -> list[dict[str, Any]]:
    """Return every model of every offered engine with its price, the chosen or else the first one checked.

    `spendable` is what somebody can spend on this engine; None without `balances`.
    """
    choices = [_choice(offer, balances) for offer in offers(on=on)]
    # A choice that is no longer offered falls back to the default, so that something is always checked.
    wanted = next((choice for choice in choices if choice["value"] == chosen), None)
    (wanted or next((choice for choice in choices if choice["default"]), choices[0]))["checked"] = True
    return choices


def _choice(offer: Offer, balances: Balances | None) -> dict[str, Any]:
    """Return one choice. Plain values throughout: they are shown by a template and read by a script."""
    model, strength = offer.model, offer.model.strength
    return {
        "value": f"{offer.engine}/{model.name}",
        "engine": offer.capabilities.label,
        "label": model.label,
        "blurb": model.blurb,
        "is_ai": offer.capabilities.is_ai,
        "strength": None
        if strength is None
        else {
            "low": strength.low,
            "high": strength.high,
            "default": strength.default,
            "step": strength.step,
        },
        "takes_mask": model.takes_mask,
        "paints_from": offer.capabilities.paints_from,
        "previews": offer.capabilities.previews,
        "has_reactions": isinstance(get_engine(offer.engine), ReadsPrompts),
        "drifts": offer.capabilities.drifts,
        "color_stabilization": DEFAULT_COLOR_STABILIZATION,
        "takes_negative_prompt": model.takes_negative_prompt,
        "credits_per_frame": int(offer.price.credits_per_frame),
        "masked_credits_per_frame": int(offer.masked.credits_per_frame) if offer.masked else None,
        "fallbacks": _in_words(offer.fallbacks),
        "masked_fallbacks": _in_words(offer.masked_fallbacks),
        "default": offer.is_default,
        "frames": offer.capabilities.default_frames,
        "fps": offer.capabilities.default_fps,
        "price_date": offer.price.effective_from.isoformat(),
        "typical_seconds": model.typical_seconds,
        "size": {
            "good_side": offer.capabilities.size_rule.good_side,
            "max_side": offer.capabilities.size_rule.max_side,
            "max_pixels": offer.capabilities.size_rule.max_pixels,
        },
        "spendable": int(balances.spendable(offer.engine)) if balances else None,
        "checked": False,
    }


def _in_words(fallbacks: Sequence[Fallback]) -> list[dict[str, Any]]:
    return [
        {
            "value": one.model.name,
            "label": one.model.label,
            "credits_per_frame": int(one.price.credits_per_frame),
            "takes_negative_prompt": one.model.takes_negative_prompt,
        }
        for one in fallbacks
    ]


def offered_fallbacks(choices: list[dict[str, Any]], *, masked: bool, chosen: str) -> list[dict[str, Any]]:
    """Return what may step in.

    For the checked choice first, and then for any other, because without script the list stays.
    """
    key = "masked_fallbacks" if masked else "fallbacks"
    found: dict[str, dict[str, Any]] = {}
    for choice in sorted(choices, key=lambda choice: not choice["checked"]):
        for fallback in choice[key]:
            fits = choice["checked"]
            found.setdefault(fallback["value"], {**fallback, "fits": fits, "selected": fallback["value"] == chosen})
    return sorted(found.values(), key=lambda one: (not one["fits"], -one["credits_per_frame"]))


def paid_is_off(*, on: date) -> bool:
    """Return whether styles that cost the house something are offered and a spending limit of zero holds them up."""
    limits = (settings.SITE_DAILY_SPEND_CENTS, settings.USER_DAILY_SPEND_CENTS)
    return 0 in limits and any(offer.price.cost_mills for offer in offers(on=on))
