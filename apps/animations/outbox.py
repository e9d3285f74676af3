"""The outbox: messages are rows first and messages second, so losing every message loses nothing."""

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from apps.animations.models import MessageKind, OutboxMessage
from apps.animations.task_names import AnimationTask
from apps.common.compiled import Delete, Insert, Slot
from apps.common.connections import hand_back_connections
from apps.common.task_queue import QueueUnavailable, send_task

log = logging.getLogger(__name__)

MESSAGE_COUNTS_AS_LOST = timedelta(
    seconds=5
)  # a healthy worker picks up within milliseconds; a lost message waits this
BROKER_REST_SECONDS = (
    5.0  # after a failed publication nobody waits for the broker for this long: the sweeper sends later
)

_write_message = Insert(OutboxMessage, "kind", "ref", "due_at", unique=["kind", "ref"], replace=["due_at"])
_remove_message = Delete(
    lambda: OutboxMessage.objects.filter(kind=Slot("kind", OutboxMessage), ref=Slot("ref", OutboxMessage))
)

TASKS = {
    MessageKind.STEP: AnimationTask.STEP,
    MessageKind.ENCODE: AnimationTask.ENCODE,
    MessageKind.CORRECT: AnimationTask.CORRECT,
}

_broker_rests_until = 0.0


@dataclass
class KeptMessage:
    """The message that a thread did not send because it looks at that itself next."""

    kind: MessageKind
    ref: uuid.UUID
    came: bool = False


class _ThisThread(threading.local):
    keeps: KeptMessage | None = None


_this_thread = _ThisThread()


def enqueue(kind: MessageKind, ref: uuid.UUID, *, now: datetime) -> None:
    """Write that somebody should look at `ref`, and send the message once the caller's transaction has committed."""
    _write_message(kind=kind, ref=ref, due_at=now + MESSAGE_COUNTS_AS_LOST)
    transaction.on_commit(lambda: _send_or_keep(kind, ref), robust=True)


def ack(kind: MessageKind, ref: uuid.UUID) -> None:
    """Say that this look has begun. Runs in the transaction that does what the message asked for."""
    _remove_message(kind=kind, ref=ref)


def claim_message(kind: MessageKind, ref: uuid.UUID, *, now: datetime, until: datetime) -> bool:
    """Say that a look has begun that may take until then, so that no other message is sent for it meanwhile.

    False when somebody else has begun one that is to take longer than a message. Without a message nobody has.
    """
    messages = OutboxMessage.objects.filter(kind=kind, ref=ref)
    free = messages.filter(due_at__lte=now + MESSAGE_COUNTS_AS_LOST)
    return bool(free.update(due_at=until)) or not messages.exists()


@contextmanager
def keep_for_this_thread(kind: MessageKind, ref: uuid.UUID) -> Iterator[KeptMessage]:
    """Send no message about `ref` from this thread meanwhile, but say whether one was due: the caller looks at it next.

    The row is written all the same, so that a caller that dies is made up for by the sweeper.
    """
    kept = _this_thread.keeps = KeptMessage(kind, ref)
    try:
        yield kept
    finally:
        _this_thread.keeps = None


def _send_or_keep(kind: MessageKind, ref: uuid.UUID) -> None:
    kept = _this_thread.keeps
    if kept is not None and (kept.kind, kept.ref) == (kind, ref):
        kept.came = True
    else:
        send_message(kind, ref)


def send_message(kind: MessageKind, ref: uuid.UUID) -> bool:
    """Put a message into the broker. False, and no error, when the broker is away: the row stays and is sent later."""
    global _broker_rests_until  # noqa: PLW0603 - one clock per process, so that a dead broker costs one time-out, not one per request
    if time.monotonic() < _broker_rests_until:
        return False
    hand_back_connections()
    try:
        send_task(TASKS[kind], str(ref))
    except QueueUnavailable as away:
        _broker_rests_until = time.monotonic() + BROKER_REST_SECONDS
        log.warning("the broker is away, messages wait in the table: %s", away)
        return False
    return True


def resend_due_messages(*, now: datetime, limit: int = 500) -> int:
    """Send again what nobody looked at in time, and return how many."""
    due = list(OutboxMessage.objects.filter(due_at__lte=now).order_by("due_at")[:limit])
    sent = 0
    for message in due:
        # Guarded by the old time, so that two sweepers do not both send it.
        if OutboxMessage.objects.filter(pk=message.pk, due_at=message.due_at).update(
            due_at=now + MESSAGE_COUNTS_AS_LOST
        ):
            sent += send_message(MessageKind(message.kind), message.ref)
    return sent
