"""The tills' messages: kept first, answered at once, worked later. A message is a reason to look, never the news itself."""

import logging
from datetime import datetime, timedelta

from celery.exceptions import OperationalError as CeleryError
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError

from apps.common.alarms import raise_alarm
from apps.payments.messages import KINDS, WARNING, subject
from apps.payments.models import Delivery, Purchase
from apps.payments.registry import till_called
from apps.payments.services.settling import settle_purchase
from apps.payments.tasks import work
from apps.payments.tills import Till, TillAway, TillRefused

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(seconds=5)  # a hint to a worker that nobody took
LONGEST_WAIT = timedelta(hours=1)  # between two tries while the till is away
BATCH = 100


def receive(*, till: Till, body: bytes, signature: str, now: datetime) -> Delivery:
    """Keep one message, once however often it comes, and have it worked soon. Raises Forged."""
    message = till.read_message(body, signature, now=now)
    delivery, is_new = Delivery.objects.get_or_create(
        event_id=message.id,
        defaults={
            "till": till.name,
            "kind": message.kind[:80],
            "payload": message.payload,
            "received_at": now,
            "due_at": now + LOST_AFTER,
            **({} if message.kind in KINDS else {"worked_at": now, "note": "not of interest"}),
        },
    )
    if is_new and delivery.worked_at is None:
        transaction.on_commit(lambda: announce(delivery), robust=True)
    return delivery


def announce(delivery: Delivery) -> None:
    """Ask a worker to look at a message soon. The row stays whatever becomes of the hint."""
    try:
        work.apply_async((delivery.pk,))
    except (BrokerError, CeleryError, OSError) as error:
        log.warning("the broker is away, a delivery waits in the table: %s", error)


def work_delivery(delivery_id: int, *, now: datetime) -> None:
    """Look at what one message is about. Safe to call any number of times, at the same moment too."""
    delivery = Delivery.objects.filter(pk=delivery_id, worked_at=None).first()
    if delivery is None:
        return
    try:
        note = _look(delivery, now=now)
    except (TillAway, TillRefused) as error:
        wait = min(LOST_AFTER * 2**delivery.tries, LONGEST_WAIT)
        Delivery.objects.filter(pk=delivery.pk, worked_at=None).update(
            tries=delivery.tries + 1, due_at=now + wait, note=str(error)[:200]
        )
        log.warning("%s waits for %s: %s", delivery, wait, error)
        return
    Delivery.objects.filter(pk=delivery.pk).update(worked_at=now, note=note[:200])


def work_due(*, now: datetime) -> int:
    """Messages that nobody worked in time, the oldest first; return how many were looked at."""
    due = Delivery.objects.filter(worked_at=None, due_at__lte=now).order_by("due_at").values_list("pk", flat=True)
    ids = list(due[:BATCH])
    for delivery_id in ids:
        work_delivery(delivery_id, now=now)
    return len(ids)


def _look(delivery: Delivery, *, now: datetime) -> str:
    purchase = _purchase_of(delivery)
    if purchase is None:
        return "about nothing that was sold here"
    if delivery.kind == WARNING:
        raise_alarm(
            f"A bank warns of fraud: purchase {purchase.pk}",
            "Nothing was taken back yet. A refund now saves the fee of a dispute.",
        )
    return str(settle_purchase(purchase.pk, now=now))


def _purchase_of(delivery: Delivery) -> Purchase | None:
    """The purchase a message is about: by what it names, or by what the till says about the payment it names."""
    purchase_id, session_id, payment_ref = subject(delivery.payload)
    found = Purchase.objects.named(purchase_id=purchase_id, session_id=session_id, payment_ref=payment_ref)
    if found is None and payment_ref:
        # A refund may be heard of before the payment: the payment knows what was bought.
        said = till_called(delivery.till).payment(payment_ref)
        found = Purchase.objects.named(purchase_id=said.purchase_id)
    return found
