"""What a frame costs: dated rows that are never edited. A new price is a new row, so that an old quote stays explained."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from apps.common.units import Credits, Mills
from apps.engines.protocol import Quote

MAX_QUOTED_FRAMES = 1_000
"""Far above any animation; it keeps a slip in a form from becoming a quote that overflows a ledger column."""


ANY_MODEL = "*"
"""In a row of an engine whose price does not depend on the model."""


class PriceNotFound(LookupError):
    """No price row covers this engine, model and day. Nothing may be painted for which there is no price."""


@dataclass(frozen=True, slots=True)
class Price:
    """One frame's price from `effective_from` on, until a later row for the same engine, model and mask.

    `vendor_tenths` are tenths of a vendor credit; `cost_mills` is what they cost the house; `credits_per_frame` is what
    the customer pays.
    """

    id: str
    engine: str
    model: str
    masked: bool
    effective_from: dt.date
    vendor_tenths: int
    cost_mills: Mills
    credits_per_frame: Credits


def _rows() -> Iterator[Price]:
    # Stability's list of 1 August 2025. A vendor credit is one US cent, so a tenth of one is one mill.
    since = dt.date(2025, 8, 1)
    stability = (
        ("sd3.5-flash", 25, 4),
        ("sd3.5-medium", 35, 5),
        ("sd3.5-large-turbo", 40, 6),
        ("sd3.5-large", 65, 9),
        ("ultra", 80, 11),
        ("structure", 50, 7),
    )
    for model, tenths, credits_per_frame in stability:
        yield _row("stability", model, since, tenths=tenths, credits_per_frame=credits_per_frame)
        # With a mask every model is painted by the inpainting endpoint, at its price.
        yield _row("stability", model, since, masked=True, tenths=50, credits_per_frame=7)
    # No vendor is paid for these. One credit a frame pays for our own machines and makes a runaway end.
    for masked in (False, True):
        yield _row("sdapi", ANY_MODEL, since, masked=masked, tenths=0, credits_per_frame=1)
        yield _row("sketch", ANY_MODEL, since, masked=masked, tenths=0, credits_per_frame=1)


def _row(
    engine: str,
    model: str,
    since: dt.date,
    *,
    masked: bool = False,
    tenths: int,
    credits_per_frame: int,
) -> Price:
    return Price(
        id="/".join([engine, model, *(["masked"] if masked else []), since.isoformat()]),
        engine=engine,
        model=model,
        masked=masked,
        effective_from=since,
        vendor_tenths=tenths,
        cost_mills=Mills(tenths),
        credits_per_frame=Credits(credits_per_frame),
    )


PRICES: tuple[Price, ...] = tuple(_rows())


def price_for(engine: str, model: str, *, masked: bool, on: dt.date, prices: tuple[Price, ...] = PRICES) -> Price:
    """The latest row that is in force on the day `on`. Raises PriceNotFound when there is none."""
    in_force = [
        price
        for price in prices
        if price.engine == engine
        and price.model in {model, ANY_MODEL}
        and price.masked == masked
        and price.effective_from <= on
    ]
    if not in_force:
        raise PriceNotFound(f"{engine}/{model}, {'with' if masked else 'without'} a mask, on {on.isoformat()}")
    return max(in_force, key=lambda price: price.effective_from)


def quote(*, engine: str, model: str, masked: bool, frames: int, on: dt.date) -> Quote:
    """What `frames` frames cost by the prices of the day `on`; a charge may never exceed it.

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
