"""Refunds that no provider has answered yet: announced, and asked for again."""

import logging
from datetime import datetime, timedelta

from apps.common.alarms import raise_alarm
from apps.payments.models import ASKED, Refund
from apps.payments.provider import ANSWER_TAKES, ProviderRefused, ProviderUnavailable
from apps.payments.services.refunds import send_refund
from apps.payments.services.settle import settle_purchase
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

# Between two requests for the same refund; and how many are announced in one sweep, the rest in the next.
LONGEST_WAIT = timedelta(hours=1)
BATCH = 20


def announce_waiting(*, now: datetime) -> int:
    """Announce refunds that no provider has answered, less and less often; return how many. For the sweeper."""
    waiting = Refund.objects.filter(status=ASKED, due_at__lte=now).order_by("due_at")
    refunds = list(waiting[:BATCH])
    for refund in refunds:
        # As long again as the refund is old, so a provider that is away for long is asked ever more seldom.
        wait = min(max(ANSWER_TAKES, now - refund.created_at), LONGEST_WAIT)
        Refund.objects.filter(pk=refund.pk).update(due_at=now + wait)
        announce(PaymentTask.REFUND, refund.pk)
    return len(refunds)


def resend_refund(refund_id: int, *, now: datetime) -> Refund | None:
    """Ask for a refund again whose answer never came; None when there is nothing to ask. Raises nothing.

    First the provider is asked what it has: it forgets after a day that it knew the refund, and would pay a second time.
    """
    refund = Refund.objects.filter(pk=refund_id, status=ASKED).select_related("purchase").first()
    if refund is None:
        return None
    try:
        # May find the refund at the provider: then it is noted there, and nothing is sent.
        settle_purchase(refund.purchase_id, now=now)
        refund.refresh_from_db()
        return send_refund(refund, now=now) if refund.status == ASKED else refund
    except ProviderUnavailable as away:
        log.warning("%s waits: %s", refund, away)
    except ProviderRefused as refused:
        raise_alarm(f"A refund was refused: purchase {refund.purchase_id}", str(refused))
    refund.refresh_from_db()
    return refund
