"""Whether the workers hear: a message through the broker to each queue, answered by a row, and each worker's own sign."""

import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from apps.animations.models import Heartbeat
from apps.animations.operations.workers import name_of_worker
from apps.animations.task_names import AnimationTask
from apps.common.task_queue import QueueUnavailable, send_task

log = logging.getLogger(__name__)

SWEEPER = "sweeper"
BROKER = "broker"
QUEUES = ("frames", "pixels")
# How often each queue is asked for a sign of life, and each worker gives one.
HEARTBEAT_EVERY = timedelta(seconds=10)
STALE_AFTER = timedelta(seconds=50)  # five unanswered pulses: not a busy worker any more, and seen within the minute

_asked_at: datetime | None = None


def note_heartbeat(name: str, *, now: datetime) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, seen_at=now)], update_conflicts=True, unique_fields=["name"], update_fields=["seen_at"]
    )


def send_heartbeats(*, now: datetime) -> None:
    """Send each queue a message whose only work is to say that it arrived. Unheard ones expire by themselves."""
    global _asked_at  # noqa: PLW0603 - one clock per process; two sweepers ask twice, which is harmless
    if _asked_at is not None and now - _asked_at < HEARTBEAT_EVERY:
        return
    _asked_at = now
    for queue in QUEUES:
        try:
            send_task(AnimationTask.HEARTBEAT, queue, queue=queue, expires_seconds=HEARTBEAT_EVERY.total_seconds() * 2)
        except QueueUnavailable as away:
            log.warning("the broker is away, no pulse was sent: %s", away)
            return
    note_heartbeat(BROKER, now=now)


def stale_components(*, now: datetime) -> list[str]:
    """Return parts of the site that have not proved lately that they work, sorted. Empty on a healthy site.

    Queues and broker are asked by the sweeper: while that one gives no sign, nothing can be said of them.
    """
    seen = dict(Heartbeat.objects.values_list("name", "seen_at"))
    asked_at = seen.get(SWEEPER)
    if asked_at is None or now - asked_at > STALE_AFTER:
        return [SWEEPER]
    return sorted(name for name in (BROKER, *QUEUES) if name not in seen or asked_at - seen[name] > STALE_AFTER)


def stale_workers(*, now: datetime) -> list[str]:
    """Return the workers that gave no sign lately, sorted, whether or not others do their work meanwhile."""
    silent = Heartbeat.objects.filter(name__contains="@", seen_at__lt=now - STALE_AFTER)
    return sorted(silent.values_list("name", flat=True))


def start_heartbeat(queue: str) -> threading.Thread:
    """Let this worker process give a sign of its own, every ten seconds for as long as it lives."""
    thread = threading.Thread(target=_beat, args=(name_of_worker(queue),), name="heart", daemon=True)
    thread.start()
    return thread


def _beat(name: str) -> None:
    while True:
        try:
            close_old_connections()
            note_heartbeat(name, now=timezone.now())
        except DatabaseError as away:
            log.warning("no sign of %s could be written: %s", name, away)
        finally:
            connections.close_all()
        time.sleep(HEARTBEAT_EVERY.total_seconds())
