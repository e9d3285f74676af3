"""Which purchase the till means, by whatever names it gives."""

from dataclasses import dataclass

from apps.payments.models import Purchase
from apps.payments.tills import Till, Touched


@dataclass(frozen=True, slots=True)
class Found:
    """`session_id` is a checkout for a purchase that does not know its own; empty when it does, or when none is known."""

    purchase: Purchase
    session_id: str


def find_touched(names: Touched, till: Till) -> Found | None:
    """The purchase that goes by these names; the till is asked when they are not enough. Raises TillAway, TillRefused."""
    purchase = Purchase.objects.named(
        purchase_id=names.purchase_id, session_id=names.session_id, payment_ref=names.payment_ref
    )
    if purchase is None and names.payment_ref and not names.purchase_id:
        # A refund may be heard of before the payment: the payment knows what was bought.
        purchase = Purchase.objects.named(purchase_id=till.payment(names.payment_ref).purchase_id)
    if purchase is None:
        return None
    session_id = names.session_id
    if purchase.session_id is None and not session_id and names.payment_ref:
        session = till.session_of(names.payment_ref)
        session_id = session.id if session else ""
    return Found(purchase, "" if purchase.session_id else session_id)
