"""Whether the workers hear: a message through the broker to each queue, answered by a row."""

import logging
from datetime import datetime, timedelta

from celery.exceptions import OperationalError as CeleryError
from kombu.exceptions import OperationalError as BrokerError

from apps.animations.models import Heartbeat
from apps.animations.tasks import pulse

log = logging.getLogger(__name__)

SWEEPER = "sweeper"
QUEUES = ("frames", "pixels")
PULSE_EVERY = timedelta(seconds=10)
DEAF_AFTER = timedelta(seconds=60)  # six unanswered pulses: not a busy worker any more

_asked_at: datetime | None = None


def note_heartbeat(name: str, *, now: datetime) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["seen_at"]
    )


def ask_for_pulses(*, now: datetime) -> None:
    """Send each queue a message whose only work is to say that it arrived. Unheard ones expire by themselves."""
    global _asked_at  # noqa: PLW0603 - one clock per process; two sweepers ask twice, which is harmless
    if _asked_at is not None and now - _asked_at < PULSE_EVERY:
        return
    _asked_at = now
    for queue in QUEUES:
        try:
            pulse.apply_async((queue,), queue=queue, expires=PULSE_EVERY.total_seconds() * 2)
        except (BrokerError, CeleryError, OSError) as error:
            log.warning("the broker is away, no pulse was sent: %s", error)
            return


def deaf_parts(*, now: datetime) -> list[str]:
    """Parts of the site that have not proved lately that they work, sorted. Empty on a healthy site."""
    seen = dict(Heartbeat.objects.values_list("name", "seen_at"))
    return sorted(name for name in (SWEEPER, *QUEUES) if name not in seen or now - seen[name] > DEAF_AFTER)
