"""The payment providers' messages: kept first, answered at once, worked later. A message is a reason to look, never the news itself."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from apps.common.alarms import raise_alarm
from apps.payments.models import WebhookEvent
from apps.payments.provider import ObjectRefs, PaymentProvider, ProviderRefused, ProviderUnavailable
from apps.payments.providers.messages import KINDS, WARNING, subject
from apps.payments.providers.registry import provider_named
from apps.payments.services.object_refs import find_purchase
from apps.payments.services.settle import settle_purchase
from apps.payments.task_names import PaymentTask, announce

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(seconds=5)  # an announcement that no worker took
LONGEST_WAIT = timedelta(hours=1)  # between two attempts while the provider is away
MAX_ATTEMPTS = 80
"""Three days of attempts, as long as Stripe itself repeats a message. The reconciler has looked at it 72 times by then."""
BATCH = (
    20  # announced in one sweep: the workers paint as well, and a payment provider that is away holds each of them up
)


def receive(*, provider: PaymentProvider, body: bytes, signature: str, now: datetime) -> WebhookEvent:
    """Keep one message, once however often it comes, and have it worked soon. Raises Forged."""
    message = provider.read_message(body, signature, now=now)
    # The event's id is unique. What is of no interest is kept, too, but never worked.
    event, is_new = WebhookEvent.objects.get_or_create(
        event_id=message.id,
        defaults={
            "provider": provider.name,
            "kind": message.kind[:80],
            "payload": message.payload,
            "received_at": now,
            "due_at": now + LOST_AFTER,
            **({} if message.kind in KINDS else {"processed_at": now, "note": "not of interest"}),
        },
    )
    # After the commit: a worker could otherwise look for the row before it is there.
    if is_new and event.processed_at is None:
        transaction.on_commit(lambda: announce(PaymentTask.WORK, event.pk), robust=True)
    return event


def process_webhook_event(event_pk: int, *, now: datetime) -> None:
    """Look at what one message is about. Safe to call any number of times, at the same moment too."""
    event = WebhookEvent.objects.filter(pk=event_pk, processed_at=None).first()
    if event is None:
        return
    try:
        note = _look(event, now=now)
    except (ProviderUnavailable, ProviderRefused) as error:
        _put_off(event, str(error), now=now)
    except Exception as error:
        # A defect of ours, and the message may be about money: it is kept, and the others are worked meanwhile.
        log.exception("%s could not be worked", event)
        _put_off(event, repr(error), now=now)
    else:
        WebhookEvent.objects.filter(pk=event.pk).update(processed_at=now, note=note[:200])


def announce_due(*, now: datetime) -> int:
    """Announce again what nobody worked in time, the oldest first; return how many. For the sweeper."""
    due = WebhookEvent.objects.filter(processed_at=None, due_at__lte=now).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for event_pk in ids:
        # Before the message: a worker that is quicker than this line puts it off for longer.
        WebhookEvent.objects.filter(pk=event_pk, due_at__lte=now).update(due_at=now + 6 * LOST_AFTER)
        announce(PaymentTask.WORK, event_pk)
    return len(ids)


def _put_off(event: WebhookEvent, why: str, *, now: datetime) -> None:
    # From seconds, for a provider that is away for a moment, to an hour, for one that is away for long.
    wait = min(LOST_AFTER * 2 ** min(event.attempts, 20), LONGEST_WAIT)
    # Marked as worked, so that nobody looks again; the hourly comparison with the provider still does.
    given_up = event.attempts + 1 >= MAX_ATTEMPTS
    WebhookEvent.objects.filter(pk=event.pk, processed_at=None).update(
        attempts=event.attempts + 1,
        due_at=now + wait,
        note=why[:200],
        **({"processed_at": now} if given_up else {}),
    )
    if given_up:
        raise_alarm(f"A message of the provider was given up: {event}", why)
    log.warning("%s waits for %s: %s", event, wait, why)


def _look(event: WebhookEvent, *, now: datetime) -> str:
    found = find_purchase(ObjectRefs(*subject(event.payload)), provider_named(event.provider))
    if found is None:
        return "about nothing that was sold here"
    purchase = settle_purchase(found.purchase.pk, now=now, session_id=found.session_id)
    if event.kind == WARNING:
        raise_alarm(
            f"A bank warns of fraud: purchase {purchase.pk}",
            "Nothing was taken back yet. A refund now saves the fee of a dispute.",
        )
    return str(purchase)
