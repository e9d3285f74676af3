"""A second payment for one purchase: no credits are granted for it, operators hear of it, and it goes back in full.

The row comes first, in the transaction that finds the payment. Its refund has a fixed name at the provider, so it is made once
however often it is asked for, and a payment provider that has forgotten the name is asked for the payment's refunds before.
"""

import logging
from datetime import datetime, timedelta

from apps.common.alarms import raise_alarm
from apps.common.money import in_money
from apps.payments.models import ASKED, DISPUTED_TOO, REFUSED, DuplicatePayment, Purchase
from apps.payments.provider import (
    ANSWER_TAKES,
    MONEY_IS_HERE,
    REFUND_CAME_BACK,
    Payment,
    ProviderRefused,
    ProviderUnavailable,
    Session,
)
from apps.payments.providers.registry import provider_named
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

# Between two requests for the same refund; and how many are announced in one sweep, the rest in the next.
LONGEST_WAIT = timedelta(hours=1)
BATCH = 20

WHAT_TO_DO = {
    ASKED: "It's being refunded in full automatically. Nothing to do unless another alarm follows.",
    REFUSED: "The payment provider refused the refund. We retry with every audit, or you can refund it in the provider's dashboard.",
    DISPUTED_TOO: "It's being disputed, so it can't be refunded. Accept the dispute in the provider's dashboard.",
    **dict.fromkeys(REFUND_CAME_BACK, "The refund was returned to us. Send the money to the buyer another way."),
}


def note_duplicate(*, purchase: Purchase, session: Session, payment: Payment, now: datetime) -> None:
    """Keep a second payment, once. Runs in the caller's transaction, with the purchase locked."""
    # The payment's name is unique, so whoever finds it, and however often, makes one row.
    noted, is_new = DuplicatePayment.objects.get_or_create(
        payment_ref=payment.ref,
        defaults={
            "purchase": purchase,
            "session_id": session.id,
            "amount_minor": payment.amount_minor,
            "currency": payment.currency,
            "due_at": now + ANSWER_TAKES,
            "created_at": now,
        },
    )
    if is_new:
        _tell_operators(noted, ASKED)


def settle_duplicates(*, purchase: Purchase) -> None:
    """Have every second payment of a purchase refunded, and note what the provider says of that. Raises nothing.

    Safe to repeat. What the provider does not answer is asked again by the sweeper, what it refuses by the audit.
    """
    for noted in purchase.duplicates.order_by("id"):
        _settle(noted)


def announce_duplicates(*, now: datetime) -> int:
    """Announce second payments whose refund no provider has answered, less and less often; return how many."""
    waiting = DuplicatePayment.objects.filter(status=ASKED, due_at__lte=now).order_by("due_at")
    found = list(waiting[:BATCH])
    for noted in found:
        wait = min(max(ANSWER_TAKES, now - noted.created_at), LONGEST_WAIT)
        DuplicatePayment.objects.filter(pk=noted.pk).update(due_at=now + wait)
        announce(PaymentTask.DUPLICATE, noted.pk)
    return len(found)


def resend_duplicate(duplicate_id: int) -> None:
    """Ask for the refund of a second payment again whose answer never came. Raises nothing."""
    noted = DuplicatePayment.objects.filter(pk=duplicate_id, status=ASKED).first()
    if noted is not None:
        _settle(noted)


def _settle(noted: DuplicatePayment) -> None:
    try:
        status = _refunded(noted)
    except ProviderUnavailable as away:
        log.warning("%s waits: %s", noted, away)
        return
    except ProviderRefused as refused:
        log.warning("%s: %s", noted, refused)
        status = REFUSED
    # Operators hear of each change once, however often the provider is asked.
    is_news = DuplicatePayment.objects.filter(pk=noted.pk).exclude(status=status).update(status=status)
    if is_news and status in WHAT_TO_DO:
        _tell_operators(noted, status)


def _refunded(noted: DuplicatePayment) -> str:
    """Refund what is left of a second payment; return what its refunds come to. Raises ProviderUnavailable or ProviderRefused."""
    provider = provider_named(noted.purchase.provider)
    payment = provider.payment(noted.payment_ref)
    # What a bank has cannot be refunded, or it would be paid twice.
    if any(dispute.status not in MONEY_IS_HERE for dispute in payment.disputes):
        return DISPUTED_TOO
    # Refunds that came back do not count: that money is here again.
    counting = [refund for refund in payment.refunds if refund.status not in REFUND_CAME_BACK]
    left = payment.amount_minor - sum(refund.amount_minor for refund in counting)
    if left <= 0:
        # All of it went back, by us or in the provider's dashboard; what is still on its way is said first.
        unfinished = [refund.status for refund in counting if refund.status != "succeeded"]
        return unfinished[0] if unfinished else "succeeded"
    for refund in payment.refunds:
        if refund.request_id == noted.refund_request_id and refund.status in REFUND_CAME_BACK:
            return refund.status  # the same way would not lead there a second time
    # Under a fixed name: asked for twice, it is one refund.
    return provider.refund(noted.payment_ref, amount_minor=left, request_id=noted.refund_request_id).status


def _tell_operators(noted: DuplicatePayment, status: str) -> None:
    amount = in_money(noted.amount_minor, noted.currency)
    raise_alarm(
        f"A purchase was paid twice: {noted.purchase_id}",
        f"The second payment of {amount} is {noted.payment_ref}. {WHAT_TO_DO[status]}",
    )
