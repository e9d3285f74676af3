"""The packs on sale as cards: prices, how many GIFs each makes, which saves most."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.common.money import each_in_money
from apps.engines.offers import Offer, cheapest, dearest, offers
from apps.payments.models import Pack

FIRST_CURRENCY = "usd"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The packs on sale in one currency, the smallest first, and the currencies that there are."""

    currency: str
    currencies: Sequence[str]
    packs: Sequence[Pack]

    @property
    def smallest(self) -> Pack | None:
        return self.packs[0] if self.packs else None


def shelf(*, on: dt.date, preferred: str = "") -> Shelf:
    """Return what is sold today in the preferred currency.

    Where that is not sold in, in dollars or else the first.
    """
    packs = list(Pack.objects.on_sale(on))
    currencies = sorted({pack.currency for pack in packs}, key=lambda one: (one != FIRST_CURRENCY, one))
    currency = preferred if preferred in currencies else next(iter(currencies), "")
    return Shelf(currency, currencies, [pack for pack in packs if pack.currency == currency])


@dataclass(frozen=True, slots=True)
class Makes:
    """How many GIFs of the usual length something is enough for."""

    count: int
    label: str


def makes(credits: int, choice: Sequence[Offer]) -> list[Makes]:
    """Return what a pack makes with the cheapest model and with the dearest one, once where they are the same."""
    both = [cheapest(choice), *([dearest(choice)] if len(choice) > 1 else [])]
    return [
        Makes(credits // (offer.price.credits_per_frame * offer.capabilities.default_frames), offer.model.label)
        for offer in dict.fromkeys(both)
    ]


def pack_cards(packs: Sequence[Pack], *, on: dt.date) -> list[dict[str, Any]]:
    choice = offers(on=on)
    cards = []
    for pack in packs:
        first = packs[0]
        more = pack.credits * first.amount_minor * 100 // (first.credits * pack.amount_minor) - 100
        cards.append(
            {
                "pack": pack,
                "each": each_in_money(pack.amount_minor, pack.credits, pack.currency),
                "makes": makes(pack.credits, choice),
                "more_percent": max(0, more),
                "is_advised": False,
            }
        )
    return cards


def more_is_cheaper(packs: Sequence[Pack]) -> bool:
    """Return whether a credit of each larger pack costs less than one of the smallest."""
    if len(packs) < 2:
        return False
    first, *larger = packs
    return all(pack.amount_minor * first.credits < first.amount_minor * pack.credits for pack in larger)
