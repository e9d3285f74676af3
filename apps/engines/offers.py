"""What can be painted here today, and at which price: the offered engines' models that have one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from apps.engines.fallbacks import Fallback, fallbacks_for
from apps.engines.prices import Price, PriceNotFound, price_for
from apps.engines.protocol import Capabilities, Model
from apps.engines.registry import offered_engines


@dataclass(frozen=True, slots=True)
class Offer:
    """One model of one engine. `masked` is its price with a mask; None where it takes none.

    `fallbacks` may step in for it and cost less, and `masked_fallbacks` where a part is painted.
    """

    engine: str
    capabilities: Capabilities
    model: Model
    price: Price
    masked: Price | None
    fallbacks: tuple[Fallback, ...]
    masked_fallbacks: tuple[Fallback, ...]

    @property
    def is_default(self) -> bool:
        return self.model.name == self.capabilities.default_model


def offers(*, on: dt.date) -> list[Offer]:
    """Every model that has a price, in the order in which engines are suggested."""
    found = []
    for engine in offered_engines().values():
        name, capabilities = engine.name, engine.capabilities
        for model in capabilities.models:
            try:
                price = price_for(name, model.name, masked=False, on=on)
                masked = price_for(name, model.name, masked=True, on=on) if model.takes_mask else None
            except PriceNotFound:
                continue
            whole = fallbacks_for(name, capabilities, model, masked=False, on=on)
            painted = fallbacks_for(name, capabilities, model, masked=True, on=on) if masked else ()
            found.append(Offer(name, capabilities, model, price, masked, whole, painted))
    return found


def cheapest(choice: Sequence[Offer]) -> Offer:
    """The one whose frames cost least; of several, the one that is suggested first."""
    return min(choice, key=lambda offer: offer.price.credits_per_frame)


def dearest(choice: Sequence[Offer]) -> Offer:
    return max(choice, key=lambda offer: offer.price.credits_per_frame)


def suggested(choice: Sequence[Offer]) -> Offer:
    """What the studio has chosen when somebody opens it."""
    return next((offer for offer in choice if offer.is_default), choice[0])


def cheapest_engine(*, on: dt.date) -> str:
    """The engine that free credits of a day are good for."""
    return cheapest(offers(on=on)).engine
