"""Which purchase the provider means, by whatever names it gives."""

from dataclasses import dataclass

from apps.payments.models import Purchase
from apps.payments.provider import ObjectRefs, PaymentProvider


@dataclass(frozen=True, slots=True)
class Found:
    """`session_id` is a checkout that the purchase does not know: its own, or a second one. Empty when there is none."""

    purchase: Purchase
    session_id: str


def find_purchase(names: ObjectRefs, provider: PaymentProvider) -> Found | None:
    """Return the purchase that goes by these names; the provider is asked when they are not enough.

    Raises ProviderUnavailable, ProviderRefused.
    """
    purchase = Purchase.objects.named(
        purchase_id=names.purchase_id, session_id=names.session_id, payment_ref=names.payment_ref
    )
    if purchase is None and names.payment_ref and not names.purchase_id:
        # A refund may be heard of before the payment, or be of a second one: the payment knows what was bought.
        purchase = Purchase.objects.named(purchase_id=provider.payment(names.payment_ref).purchase_id)
    if purchase is None:
        return None
    session_id = names.session_id
    # A payment that the purchase does not know may be that of a second checkout.
    if not session_id and names.payment_ref and not _knows_payment(purchase, names.payment_ref):
        session = provider.session_of(names.payment_ref)
        session_id = session.id if session else ""
    return Found(purchase, "" if session_id == purchase.session_id else session_id)


def _knows_payment(purchase: Purchase, ref: str) -> bool:
    return purchase.payment_ref == ref or purchase.duplicates.filter(payment_ref=ref).exists()
