"""What the pricing page shows: what a GIF costs on each engine, in credits and in money, and where the money goes."""

import datetime as dt
from typing import Any

from django.conf import settings

from apps.common.money import in_money
from apps.engines.offers import Offer, cheapest, offers
from apps.payments.models import Pack
from apps.payments.packs import more_is_cheaper, pack_cards, shelf
from apps.payments.providers.registry import active_provider

MILLS_PER_CENT = 10


def pricing_context(*, on: dt.date, currency: str) -> dict[str, Any]:
    choice = offers(on=on)
    sold = shelf(on=on, preferred=currency)
    engines: dict[str, dict[str, Any]] = {}
    for offer in choice:
        group = engines.setdefault(
            offer.engine,
            {
                "label": offer.capabilities.label,
                "is_ai": offer.capabilities.is_ai,
                "frames": offer.capabilities.default_frames,
                "models": [],
                "has_vendor": False,
            },
        )
        group["models"].append(_row(offer, sold.smallest))
        group["has_vendor"] = group["has_vendor"] or offer.price.cost_mills > 0
    return {
        "engines": list(engines.values()),
        "shelf": sold,
        "cards": pack_cards(sold.packs, on=on),
        "more_is_cheaper": more_is_cheaper(sold.packs),
        "is_open": active_provider() is not None and bool(sold.packs),
        "welcome_credits": settings.WELCOME_CREDITS,
        "daily_credits": settings.DAILY_FREE_CREDITS,
        "daily_engine": cheapest(choice).capabilities.label,
    }


def _row(offer: Offer, smallest: Pack | None) -> dict[str, Any]:
    """Return one model. Its share for the vendor is told in dollars alone: vendors' prices are in dollars."""
    per_frame = offer.price.credits_per_frame
    gif_credits = per_frame * offer.capabilities.default_frames
    row: dict[str, Any] = {
        "label": offer.model.label,
        "blurb": offer.model.blurb,
        "credits_per_frame": per_frame,
        "masked_credits_per_frame": offer.masked.credits_per_frame if offer.masked else None,
        "gif_credits": gif_credits,
        "gif_money": "",
        "vendor_dollars": f"${offer.price.cost_mills / 1000:.3f}" if offer.price.cost_mills else "",
        "vendor_percent": None,
        "since": offer.price.effective_from,
        "typical_seconds": offer.model.typical_seconds,
    }
    if smallest is not None:
        row["gif_money"] = in_money(round(gif_credits * smallest.amount_minor / smallest.credits), smallest.currency)
        if smallest.currency == "usd":
            paid_mills = per_frame * smallest.amount_minor * MILLS_PER_CENT / smallest.credits
            row["vendor_percent"] = round(100 * offer.price.cost_mills / paid_mills)
    return row
