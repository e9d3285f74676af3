"""From a pack to an open checkout. The row comes first, so whatever the provider does is found again."""

import logging
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from apps.accounts.models import User
from apps.payments.models import Pack, Purchase, PurchaseState
from apps.payments.provider import CHECKOUT_LASTS, PaymentProvider, Session, SessionStatus
from apps.payments.providers.registry import active_provider
from apps.payments.services.sessions import close_checkout, open_session
from apps.payments.services.settle import settle_purchase

log = logging.getLogger(__name__)

SAME_WISH = timedelta(minutes=20)
"""A second click on the same pack within this time leads to the checkout that is open already."""


class NothingOnSale(Exception):
    """No provider is configured, or the pack is not sold today. Nothing was charged."""


def start_purchase(*, owner: User, pack: Pack, draft_id: uuid.UUID | None, now: datetime) -> Purchase:
    """Open a checkout for one pack and return the purchase with its address. Raises NothingOnSale, ProviderUnavailable, ProviderRefused.

    The amount is what the pack says today. A double click gets the same checkout twice. After a failure the next call
    repeats the request under the same key while nobody knows what became of it, and under a new one once the provider said
    that it failed.
    """
    provider = active_provider()
    if provider is None or not Pack.objects.on_sale(now.date()).filter(pk=pack.pk).exists():
        raise NothingOnSale
    # One that was begun lately is gone on with, so that two clicks do not open two checkouts.
    purchase = _same_purchase(owner=owner, pack=pack, draft_id=draft_id, provider=provider, now=now)
    if purchase.checkout_url:
        # Perhaps it was paid in another tab a moment ago: then this is another purchase.
        found: Purchase | None = settle_purchase(purchase.pk, now=now)
    else:
        # A request that failed may have opened a checkout all the same.
        found = _found_at_provider(purchase, provider, now=now) if purchase.checkout_attempt else None
    if found is not None:
        # Open: the buyer goes there. Otherwise it is decided, and this click begins another purchase.
        if found.state == PurchaseState.OPEN:
            return found
        purchase = _same_purchase(owner=owner, pack=pack, draft_id=draft_id, provider=provider, now=now)
    # Before another one is opened: what is open and forgotten should not be paid beside it.
    _close_forgotten(owner=owner, pack=pack, provider=provider, now=now)
    session = open_session(purchase, provider, email=owner.email)
    # The guarded UPDATE: of two clicks that were both answered, one has its checkout noted.
    is_noted = Purchase.objects.filter(pk=purchase.pk, state=PurchaseState.NEW).update(
        session_id=session.id, checkout_url=session.url, state=PurchaseState.OPEN
    )
    purchase.refresh_from_db()
    if not is_noted and purchase.session_id != session.id:
        # Another click was answered first, under another key: ours is closed, and theirs is the one that is paid.
        return settle_purchase(purchase.pk, now=now, session_id=session.id)
    return purchase


def _found_at_provider(purchase: Purchase, provider: PaymentProvider, *, now: datetime) -> Purchase | None:
    """Settle a purchase with the checkouts that the provider has for it in spite of having failed; None when it has none.

    The first is the purchase's own: one that was paid, or may be, before one that is open. Open ones but for that are closed.
    """
    settled = None
    for session in sorted(provider.sessions_of(str(purchase.pk), since=purchase.created_at), key=_comes_first):
        settled = settle_purchase(purchase.pk, now=now, session_id=session.id)
    return settled


def _comes_first(session: Session) -> tuple[bool, int]:
    # Paid ones first, then those that a bank may still confirm, then open ones.
    order = [SessionStatus.COMPLETE, SessionStatus.OPEN, SessionStatus.EXPIRED]
    return not session.is_paid, order.index(session.status)


def _close_forgotten(*, owner: User, pack: Pack, provider: PaymentProvider, now: datetime) -> None:
    """Close what earlier tries for the same pack may have opened without our hearing of it.

    They are too old to be gone on with. Nobody has their address now, but whoever compares us with the provider would find it.
    """
    # Younger ones are still gone on with; older ones have run out at the provider by themselves.
    tried = Purchase.objects.of(owner).filter(pack=pack, provider=provider.name, state=PurchaseState.NEW)
    for purchase in tried.filter(created_at__gte=now - CHECKOUT_LASTS, created_at__lt=now - SAME_WISH):
        for session in provider.sessions_of(str(purchase.pk), since=purchase.created_at):
            if session.status == SessionStatus.OPEN:
                close_checkout(purchase, session)
            # Open or not, the purchase hears of it: it may have been paid.
            settle_purchase(purchase.pk, now=now, session_id=session.id)


def _same_purchase(
    *, owner: User, pack: Pack, draft_id: uuid.UUID | None, provider: PaymentProvider, now: datetime
) -> Purchase:
    """Return the purchase that was begun lately for the same pack, or a new one.

    Two clicks at one moment find the same.
    """
    with transaction.atomic():
        # Two clicks of one person take turns here.
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        begun = Purchase.objects.of(owner).filter(
            pack=pack,
            provider=provider.name,
            draft_id=draft_id,
            state__in=[PurchaseState.NEW, PurchaseState.OPEN],
            created_at__gte=now - SAME_WISH,
        )
        # Credits and price are copied: what was promised does not change with the pack.
        return begun.order_by("-created_at").first() or Purchase.objects.create(
            owner=owner,
            ledger_owner=owner.ledger_owner,
            pack=pack,
            credits=pack.credits,
            currency=pack.currency,
            amount_minor=pack.amount_minor,
            provider=provider.name,
            draft_id=draft_id,
            created_at=now,
        )
