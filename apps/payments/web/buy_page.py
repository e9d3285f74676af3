"""What the page of packs shows: prices, how many GIFs each pack makes, and which one is enough."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from apps.accounts.models import User
from apps.animations.create.draft import find_draft
from apps.animations.create.recipe import DEFAULT_FRAMES
from apps.animations.models import Animation
from apps.common.money import each_in_money
from apps.credits.balances import Balances, balances_of, is_frozen
from apps.credits.models import Origin
from apps.engines.offers import Offer, cheapest, dearest, offers
from apps.engines.prices import PriceNotFound
from apps.engines.quotes import price_for
from apps.payments.models import Pack
from apps.payments.providers.registry import active_provider
from apps.payments.selectors import on_their_way, waits_for_bank
from apps.payments.web.forms import HERE, Errand

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


def shelf(*, on: dt.date, wish: str = "") -> Shelf:
    """Return what is sold today in the currency of the wish.

    Where that is not sold in, in dollars or else the first.
    """
    packs = list(Pack.objects.on_sale(on))
    currencies = sorted({pack.currency for pack in packs}, key=lambda one: (one != FIRST_CURRENCY, one))
    currency = wish if wish in currencies else next(iter(currencies), "")
    return Shelf(currency, currencies, [pack for pack in packs if pack.currency == currency])


@dataclass(frozen=True, slots=True)
class Makes:
    """How many GIFs of the usual length something is enough for."""

    count: int
    label: str


def makes(credits: int, choice: Sequence[Offer]) -> list[Makes]:
    """With the cheapest model and with the dearest one, once where they are the same."""
    both = [cheapest(choice), *([dearest(choice)] if len(choice) > 1 else [])]
    return [
        Makes(credits // (offer.price.credits_per_frame * DEFAULT_FRAMES), offer.model.label)
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


def missing_for(draft: Animation, balances: Balances, *, on: dt.date) -> int | None:
    """Return how many credits the draft costs more than can be spent on it; None when it has no price today."""
    try:
        price = price_for(draft.engine, draft.model, masked=bool(draft.mask_key), on=on)
    except PriceNotFound:
        return None
    return max(0, price.credits_per_frame * draft.frame_count - balances.spendable(draft.engine))


def draft_of(user: User, errand: Errand) -> Animation | None:
    return find_draft(owner=user, draft_id=errand.draft_id) if errand.draft_id else None


def draft_url(errand: Errand, draft: Animation | None) -> str:
    """Return the way back to the draft that somebody came from; empty when they came from none."""
    if draft is not None:
        return f"{reverse('make')}?draft={draft.pk}"
    return reverse("make") if errand.draft == HERE else ""


def buy_context(*, user: User, errand: Errand, now: datetime) -> dict[str, Any]:
    on = now.date()
    sold = shelf(on=on, wish=errand.currency)
    balances, frozen = balances_of(user.ledger_owner, now=now), is_frozen(user.ledger_owner)
    draft = draft_of(user, errand)
    need: int | None = errand.need
    if draft is not None:
        need = missing_for(draft, balances, on=on)
    # What is bought pays what is owed first, so a pack has to be enough for both.
    unpaid = max(0, balances.owed - sum(lot.available for lot in balances.lots if lot.origin == Origin.BOUGHT))
    sent = {"need": errand.need, "draft": errand.draft}
    cards = pack_cards(sold.packs, on=on)
    if need:
        enough = [card for card in cards if card["pack"].credits >= need + unpaid]
        if enough:
            enough[0]["is_advised"] = True
    return {
        "is_open": active_provider() is not None and bool(sold.packs),
        "is_practice": getattr(active_provider(), "name", "") == "practice",
        "shelf": sold,
        "currencies": [
            {
                "code": code,
                "query": urlencode({name: value for name, value in sent.items() if value} | {"currency": code}),
            }
            for code in sold.currencies
        ],
        "cards": cards,
        "on_their_way": on_their_way(user.ledger_owner, now=now),
        "need": need or 0,
        "has_enough": draft is not None and need == 0,
        "owed": balances.owed,
        "frozen": frozen,
        "waits_for_bank": waits_for_bank(balances, frozen=frozen, ledger_owner=user.ledger_owner),
        "draft": errand.draft if draft is not None or errand.draft == HERE else "",
        "kept_draft": draft,
        "draft_url": draft_url(errand, draft),
        "frames": DEFAULT_FRAMES,
    }
