"""From a pack to an open checkout. The row comes first, so whatever the till does is found again."""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.payments.models import Pack, Purchase, PurchaseState
from apps.payments.registry import open_till
from apps.payments.services.settling import settle_purchase
from apps.payments.tills import Order, Till, TillRefused

log = logging.getLogger(__name__)

SAME_WISH = timedelta(minutes=20)
"""A second click on the same pack within this time leads to the checkout that is open already."""


class NothingOnSale(Exception):  # the house names errors after what happened
    """No till is configured, or the pack is not sold today. Nothing was charged."""


def start_purchase(*, owner: User, pack: Pack, draft_id: uuid.UUID | None, now: datetime) -> Purchase:
    """Open a checkout for one pack and return the purchase with its address. Raises NothingOnSale, TillAway, TillRefused.

    The amount is what the pack says today. A double click gets the same checkout twice.
    """
    till = open_till()
    if till is None or not Pack.objects.on_sale(now.date()).filter(pk=pack.pk).exists():
        raise NothingOnSale
    purchase = _same_wish(owner=owner, pack=pack, draft_id=draft_id, till=till, now=now)
    if purchase.checkout_url:
        # Perhaps it was paid in another tab a moment ago: then this is another wish.
        settled = settle_purchase(purchase.pk, now=now)
        if settled.state == PurchaseState.OPEN:
            return settled
        purchase = _same_wish(owner=owner, pack=pack, draft_id=draft_id, till=till, now=now)
    page = settings.SITE_URL + reverse("purchase", args=[purchase.pk])
    order = Order(
        purchase_id=str(purchase.pk),
        made_at=purchase.created_at,
        label=f"{purchase.credits} credits",
        currency=purchase.currency,
        amount_minor=purchase.amount_minor,
        email=owner.email,
        return_url=f"{page}?back=1",
        cancel_url=settings.SITE_URL + reverse("buy") + (f"?draft={draft_id}" if draft_id else ""),
    )
    try:
        session = till.open_session(order, key=f"checkout:{purchase.pk}")
    except TillRefused:
        # The next click is another purchase: this order will be refused again.
        Purchase.objects.filter(pk=purchase.pk, state=PurchaseState.NEW).update(state=PurchaseState.EXPIRED)
        raise
    Purchase.objects.filter(pk=purchase.pk, state=PurchaseState.NEW).update(
        session_id=session.id, checkout_url=session.url, state=PurchaseState.OPEN
    )
    purchase.refresh_from_db()
    return purchase


def _same_wish(*, owner: User, pack: Pack, draft_id: uuid.UUID | None, till: Till, now: datetime) -> Purchase:
    """The purchase that was begun lately for the same wish, or a new one. Two clicks at one moment find the same."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        begun = Purchase.objects.of(owner).filter(
            pack=pack,
            till=till.name,
            draft_id=draft_id,
            state__in=[PurchaseState.NEW, PurchaseState.OPEN],
            created_at__gte=now - SAME_WISH,
        )
        return begun.order_by("-created_at").first() or Purchase.objects.create(
            owner=owner,
            party=owner.party,
            pack=pack,
            credits=pack.credits,
            currency=pack.currency,
            amount_minor=pack.amount_minor,
            till=till.name,
            draft_id=draft_id,
            created_at=now,
        )
