"""The work on one message of a provider."""

import logging
from datetime import datetime

from apps.common.alarms import raise_alarm
from apps.payments.models import WebhookEvent
from apps.payments.provider import ObjectRefs, ProviderRefused, ProviderUnavailable
from apps.payments.providers.messages import WARNING, subject
from apps.payments.providers.registry import provider_named
from apps.payments.services.inbox import LONGEST_WAIT, LOST_AFTER, MAX_ATTEMPTS
from apps.payments.services.object_refs import find_purchase
from apps.payments.services.settle import settle_purchase

log = logging.getLogger(__name__)


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
