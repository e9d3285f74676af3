"""What the page of one purchase shows, and the list of them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.animations.create.draft import find_draft
from apps.credits.balances import balances_of
from apps.credits.services.wallets import is_frozen
from apps.payments.models import Purchase, PurchaseState
from apps.payments.provider import CHECKOUT_LASTS
from apps.payments.providers.practice import PracticeProvider
from apps.payments.providers.registry import active_provider
from apps.payments.selectors import waits_for_bank
from apps.payments.services.refund_rules import why_not_refundable
from apps.payments.web.copy import dispute_told, duplicate_told, refund_told, short_state, story

LISTED = 200
"""Purchases on one page. Who bought more often finds the rest in the statement."""


def purchase_context(purchase: Purchase, *, is_asked: bool, now: datetime) -> dict[str, Any]:
    """Return what the page shows. `is_asked`: the provider was asked what became of the purchase, and did not answer."""
    fresh = now - purchase.created_at < CHECKOUT_LASTS
    is_unpaid = purchase.state in (PurchaseState.NEW, PurchaseState.OPEN)
    # The provider's page is open as long as the checkout lasts.
    can_go_on = is_unpaid and fresh and bool(purchase.checkout_url)
    # Also where nobody seems to be paying: the checkout may be open in another tab.
    is_waiting = purchase.state == PurchaseState.PENDING or can_go_on or (is_unpaid and is_asked)
    balances, frozen = balances_of(purchase.ledger_owner, now=now), is_frozen(purchase.ledger_owner)
    told = story(purchase, is_asked=is_asked)
    # Everything that happened to the payment, except what the headline says already.
    parts = [
        *(dispute_told(dispute, purchase) for dispute in purchase.disputes.order_by("id")),
        *(refund_told(refund, purchase) for refund in purchase.refunds.order_by("id")),
        *(duplicate_told(duplicate) for duplicate in purchase.duplicates.order_by("id")),
    ]
    return {
        "purchase": purchase,
        "told": told,
        "notices": [part for part in parts if part != told],
        "is_waiting": is_waiting,
        "is_busy": is_waiting and (is_asked or not is_unpaid),
        "is_paid": purchase.state == PurchaseState.PAID,
        "can_go_on": can_go_on and not is_asked,
        "can_begin_again": purchase.state in (PurchaseState.FAILED, PurchaseState.EXPIRED)
        or (is_unpaid and not is_waiting),
        "can_refund": not why_not_refundable(purchase, now=now),
        "is_practice": purchase.provider == PracticeProvider.name and isinstance(active_provider(), PracticeProvider),
        "short": short_state(purchase),
        "balances": balances,
        "frozen": frozen,
        "waits_for_bank": waits_for_bank(balances, frozen=frozen, ledger_owner=purchase.ledger_owner),
        **_draft(purchase),
    }


def _draft(purchase: Purchase) -> dict[str, str]:
    """Return ways back to the draft that the buyer came from, empty when there is none or it was made meanwhile."""
    kept = None
    if purchase.draft_id and purchase.owner:
        kept = find_draft(owner=purchase.owner, draft_id=purchase.draft_id)
    if kept is None:
        return {"draft_url": "", "buy_url": reverse("buy")}
    return {
        "draft_url": f"{reverse('make')}?draft={kept.pk}",
        "buy_url": f"{reverse('buy')}?draft={kept.pk}",
    }


def purchase_rows(owner: User) -> list[dict[str, Any]]:
    """List purchases, newest first. Checkouts that were never opened are left out: nothing happened."""
    found = (
        Purchase.objects.of(owner)
        .exclude(state=PurchaseState.NEW)
        .prefetch_related("disputes", "duplicates")
        .order_by("-created_at")[:LISTED]
    )
    return [{"purchase": purchase, "short": short_state(purchase)} for purchase in found]
