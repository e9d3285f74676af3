"""The provider's checkouts of a purchase: opened, asked about, and closed."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from apps.payments.models import Purchase, PurchaseState
from apps.payments.provider import Order, Payment, PaymentProvider, ProviderFailed, ProviderRefused, Session
from apps.payments.providers.registry import provider_named

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What the provider said, and which version of the purchase it was asked about. `other` is a second checkout."""

    version: int
    session: Session | None
    payment: Payment | None
    other: Session | None = None
    other_payment: Payment | None = None


def open_session(purchase: Purchase, provider: PaymentProvider, *, email: str) -> Session:
    """Open a checkout for a purchase. Raises ProviderUnavailable, ProviderFailed or ProviderRefused."""
    page = settings.SITE_URL + reverse("purchase", args=[purchase.pk])
    order = Order(
        purchase_id=str(purchase.pk),
        made_at=purchase.created_at,
        label=f"{purchase.credits} credits",
        currency=purchase.currency,
        amount_minor=purchase.amount_minor,
        email=email,
        return_url=f"{page}?back=1",
        cancel_url=settings.SITE_URL + reverse("buy") + (f"?draft={purchase.draft_id}" if purchase.draft_id else ""),
    )
    ours = Purchase.objects.filter(pk=purchase.pk, state=PurchaseState.NEW)
    try:
        return provider.open_session(order, key=purchase.checkout_key)
    except ProviderFailed:
        # The provider repeats that answer for a day, so the next click needs another key. Two clicks that fail make one step.
        ours.filter(checkout_attempt=purchase.checkout_attempt).update(checkout_attempt=F("checkout_attempt") + 1)
        raise
    except ProviderRefused:
        # The next click is another purchase: this order will be refused again.
        ours.update(state=PurchaseState.EXPIRED)
        raise


def close_checkout(purchase: Purchase, session: Session) -> None:
    """Keep a checkout from being paid. Raises ProviderUnavailable. One that was paid at this moment is heard of by its own message."""
    try:
        provider_named(purchase.provider).expire_session(session.id)
    except ProviderRefused as refused:
        log.warning("%s of %s is not open any more: %s", session.id, purchase, refused)


def ask(purchase: Purchase, session_id: str) -> Said:
    """Ask the provider about a purchase's checkout, and about another one that was named."""
    provider = provider_named(purchase.provider)
    session = _session_called(purchase.session_id or session_id, purchase, provider)
    # Another checkout than the purchase's own was named: both are looked at.
    other = None
    if purchase.session_id and session_id and session_id != purchase.session_id:
        other = _session_called(session_id, purchase, provider)
    # Nothing was granted yet and only the second was paid: then that is the purchase's own.
    if other and other.is_paid and purchase.lot_id is None and not (session and session.is_paid):
        session, other = other, session
    return Said(purchase.version, session, _payment_in(session, provider), other, _payment_in(other, provider))


def _session_called(name: str, purchase: Purchase, provider: PaymentProvider) -> Session | None:
    session = provider.session(name) if name else None
    # The name comes from outside and may be that of somebody else's checkout.
    if session is not None and session.purchase_id != str(purchase.pk):
        log.error("%s is not a checkout of %s", name, purchase)
        return None
    return session


def _payment_in(session: Session | None, provider: PaymentProvider) -> Payment | None:
    return provider.payment(session.payment_ref) if session and session.is_paid and session.payment_ref else None
