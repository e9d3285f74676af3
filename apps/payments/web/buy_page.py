"""What the page of packs shows: prices, how many GIFs each pack makes, and which one is enough."""

import datetime as dt
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from apps.accounts.models import User
from apps.animations.create.draft import find_draft
from apps.animations.models import Animation
from apps.credits.balances import Balances, balances_of
from apps.credits.models import Origin
from apps.credits.services.wallets import is_frozen
from apps.engines.prices import PriceNotFound
from apps.engines.quotes import price_for
from apps.payments.packs import pack_cards, shelf
from apps.payments.providers.registry import active_provider
from apps.payments.selectors import on_their_way, waits_for_bank
from apps.payments.web.forms import HERE, Errand


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
    sold = shelf(on=on, preferred=errand.currency)
    balances, frozen = balances_of(user.ledger_owner, now=now), is_frozen(user.ledger_owner)
    draft = draft_of(user, errand)
    # A draft knows best what is missing, because prices and balances may have changed since the address was made.
    need: int | None = errand.need
    if draft is not None:
        need = missing_for(draft, balances, on=on)
    # What is bought pays what is owed first, so a pack has to be enough for both.
    unpaid = max(0, balances.owed - sum(lot.available for lot in balances.lots if lot.origin == Origin.BOUGHT))
    # Where one came from stays in the address when the currency is changed.
    sent = {"need": errand.need, "draft": errand.draft}
    cards = pack_cards(sold.packs, on=on)
    # The smallest pack that is enough is advised.
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
    }
