"""What a frame costs: dated rows that are never edited. A new price is a new row, so that an old quote stays explained."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from apps.common.units import Credits, Mills

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


def price_row(
    engine: str,
    model: str,
    since: dt.date,
    *,
    masked: bool = False,
    tenths: int,
    credits_per_frame: int,
) -> Price:
    """Return the row of one model from the day `since` on. `tenths` are tenths of a vendor credit, of which one is one mill."""
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


def own_prices(engine: str, since: dt.date) -> tuple[Price, ...]:
    """Return the rows of an engine that no vendor is paid for: one credit a frame, whatever the model.

    It pays for our own machines and makes a runaway end.
    """
    return tuple(
        price_row(engine, ANY_MODEL, since, masked=masked, tenths=0, credits_per_frame=1) for masked in (False, True)
    )


def price_in(prices: Iterable[Price], model: str, *, masked: bool, on: dt.date) -> Price:
    """Return the latest of one engine's rows that is in force for a model on the day `on`.

    Raises PriceNotFound when there is none.
    """
    in_force = [
        price
        for price in prices
        if price.model in {model, ANY_MODEL} and price.masked == masked and price.effective_from <= on
    ]
    if not in_force:
        raise PriceNotFound(f"{model}, {'with' if masked else 'without'} a mask, on {on.isoformat()}")
    return max(in_force, key=lambda price: price.effective_from)
