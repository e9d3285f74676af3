"""What frames cost on the engines that are installed."""

import datetime as dt

from apps.common.units import Credits
from apps.engines.prices import Price, PriceNotFound, price_in
from apps.engines.protocol import Quote
from apps.engines.registry import INSTALLED

MAX_QUOTED_FRAMES = 1_000
"""Far above any animation; it keeps a slip in a form from becoming a quote that overflows a ledger column."""


def price_for(engine: str, model: str, *, masked: bool, on: dt.date) -> Price:
    """Return the price row that is in force on the day `on`. Raises PriceNotFound when there is none."""
    if engine not in INSTALLED:
        raise PriceNotFound(f"no engine is called {engine}")
    return price_in(INSTALLED[engine].prices, model, masked=masked, on=on)


def quote(*, engine: str, model: str, masked: bool, frames: int, on: dt.date) -> Quote:
    """Return what `frames` frames cost by the prices of the day `on`; a charge may never exceed it.

    Raises PriceNotFound, and ValueError unless `frames` is between 1 and MAX_QUOTED_FRAMES.
    """
    if not 1 <= frames <= MAX_QUOTED_FRAMES:
        raise ValueError(f"{frames} frames cannot be quoted")
    price = price_for(engine, model, masked=masked, on=on)
    return Quote(
        price_id=price.id,
        frames=frames,
        credits_per_frame=price.credits_per_frame,
        credits=Credits(price.credits_per_frame * frames),
    )
