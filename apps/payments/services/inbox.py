"""The payment providers' messages: kept first, answered at once, worked later. A message is a reason to look, never the news itself."""

from datetime import datetime, timedelta

from django.db import transaction

from apps.payments.models import WebhookEvent
from apps.payments.provider import PaymentProvider
from apps.payments.providers.messages import KINDS
from apps.payments.task_names import PaymentTask, announce

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


def announce_due(*, now: datetime) -> int:
    """Announce again what nobody worked in time, the oldest first; return how many. For the sweeper."""
    due = WebhookEvent.objects.filter(processed_at=None, due_at__lte=now).order_by("due_at")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    for event_pk in ids:
        # Before the message: a worker that is quicker than this line puts it off for longer.
        WebhookEvent.objects.filter(pk=event_pk, due_at__lte=now).update(due_at=now + 6 * LOST_AFTER)
        announce(PaymentTask.WORK, event_pk)
    return len(ids)
