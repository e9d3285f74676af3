"""What can be painted here today, and at which price: the offered engines' models that have one."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from apps.engines.fallbacks import Fallback, fallbacks_for
from apps.engines.prices import Price, PriceNotFound, price_in
from apps.engines.protocol import Capabilities, Model
from apps.engines.registry import INSTALLED, offered_engines


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
    def gif_credits(self) -> int:
        """Return what a GIF of this engine's usual length costs."""
        return self.price.credits_per_frame * self.capabilities.default_frames

    @property
    def is_default(self) -> bool:
        return self.model.name == self.capabilities.default_model


def offers(*, on: dt.date) -> list[Offer]:
    """Return every model that has a price, in the order in which engines are suggested."""
    return [offer for name in offered_engines() for offer in _offers_of(name, on)]


@lru_cache(maxsize=16)  # rows are never edited, so a day's offers of an engine stay what they are
def _offers_of(engine: str, on: dt.date) -> tuple[Offer, ...]:
    capabilities = INSTALLED[engine].capabilities
    whole, painted = (_priced(engine, on, masked=masked) for masked in (False, True))
    found = []
    for model in capabilities.models:
        if model.name not in whole or (model.takes_mask and model.name not in painted):
            continue
        masked = painted[model.name] if model.takes_mask else None
        found.append(
            Offer(
                engine,
                capabilities,
                model,
                whole[model.name],
                masked,
                fallbacks_for(capabilities, model, masked=False, priced=whole),
                fallbacks_for(capabilities, model, masked=True, priced=painted) if masked else (),
            )
        )
    return tuple(found)


def _priced(engine: str, on: dt.date, *, masked: bool) -> dict[str, Price]:
    """Return the prices of an engine's models on a day by name, without those that have none."""
    found = {}
    for model in INSTALLED[engine].capabilities.models:
        with suppress(PriceNotFound):
            found[model.name] = price_in(INSTALLED[engine].prices, model.name, masked=masked, on=on)
    return found


def cheapest(choice: Sequence[Offer]) -> Offer:
    """Return the one whose frames cost least; of several, the one that is suggested first."""
    return min(choice, key=lambda offer: offer.price.credits_per_frame)


def dearest(choice: Sequence[Offer]) -> Offer:
    return max(choice, key=lambda offer: offer.price.credits_per_frame)


def suggested(choice: Sequence[Offer]) -> Offer:
    """Return what the create page has chosen when somebody opens it."""
    return next((offer for offer in choice if offer.is_default), choice[0])


def cheapest_engine(*, on: dt.date) -> str:
    """Return the engine that free credits of a day are good for."""
    return cheapest(offers(on=on)).engine
