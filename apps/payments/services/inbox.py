"""The tills' messages: kept first, answered at once, worked later. A message is a reason to look, never the news itself."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from apps.common.alarms import raise_alarm
from apps.payments.models import Delivery
from apps.payments.provider import Till, TillAway, TillRefused, Touched
from apps.payments.providers.messages import KINDS, WARNING, subject
from apps.payments.providers.registry import till_called
from apps.payments.services.object_refs import find_touched
from apps.payments.services.settle import settle_purchase
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(seconds=5)  # an announcement that no worker took
LONGEST_WAIT = timedelta(hours=1)  # between two tries while the till is away
ENOUGH_TRIES = 80
"""Three days of tries, as long as Stripe itself repeats a message. The reconciler has looked at it 72 times by then."""
BATCH = 20  # announced in one sweep: the workers paint as well, and a till that is away holds each of them up


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
        transaction.on_commit(lambda: announce(PaymentTask.WORK, delivery.pk), robust=True)
    return delivery


def work_delivery(delivery_id: int, *, now: datetime) -> None:
    """Look at what one message is about. Safe to call any number of times, at the same moment too."""
    delivery = Delivery.objects.filter(pk=delivery_id, worked_at=None).first()
    if delivery is None:
        return
    try:
        note = _look(delivery, now=now)
    except (TillAway, TillRefused) as error:
        _put_off(delivery, str(error), now=now)
    except Exception as error:
        # A defect of ours, and the message may be about money: it is kept, and the others are worked meanwhile.
        log.exception("%s could not be worked", delivery)
        _put_off(delivery, repr(error), now=now)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(worked_at=now, note=note[:200])


def announce_due(*, now: datetime) -> int:
    """Announce again what nobody worked in time, the oldest first; return how many. For the sweeper."""
    due = Delivery.objects.filter(worked_at=None, due_at__lte=now).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for delivery_id in ids:
        # Before the message: a worker that is quicker than this line puts it off for longer.
        Delivery.objects.filter(pk=delivery_id, due_at__lte=now).update(due_at=now + 6 * LOST_AFTER)
        announce(PaymentTask.WORK, delivery_id)
    return len(ids)


def _put_off(delivery: Delivery, why: str, *, now: datetime) -> None:
    wait = min(LOST_AFTER * 2 ** min(delivery.tries, 20), LONGEST_WAIT)
    given_up = delivery.tries + 1 >= ENOUGH_TRIES
    Delivery.objects.filter(pk=delivery.pk, worked_at=None).update(
        tries=delivery.tries + 1,
        due_at=now + wait,
        note=why[:200],
        **({"worked_at": now} if given_up else {}),
    )
    if given_up:
        raise_alarm(f"A message of the till was given up: {delivery}", why)
    log.warning("%s waits for %s: %s", delivery, wait, why)


def _look(delivery: Delivery, *, now: datetime) -> str:
    found = find_touched(Touched(*subject(delivery.payload)), till_called(delivery.till))
    if found is None:
        return "about nothing that was sold here"
    purchase = settle_purchase(found.purchase.pk, now=now, session_id=found.session_id)
    if delivery.kind == WARNING:
        raise_alarm(
            f"A bank warns of fraud: purchase {purchase.pk}",
            "Nothing was taken back yet. A refund now saves the fee of a dispute.",
        )
    return str(purchase)
