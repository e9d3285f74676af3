"""Sends tasks by name, so that nobody who sends one has to import it."""

from enum import StrEnum

from celery import current_app
from celery.exceptions import OperationalError as CeleryError
from kombu.exceptions import OperationalError as BrokerError


class TaskName(StrEnum):
    """The tasks of an app are the members of its own subclass; a test holds these against what is registered."""


class QueueUnavailable(Exception):
    """The broker did not take the message. Whoever sent it has a row that says the same, so nothing is lost."""


def send_task(
    name: TaskName, ref: str | int, *, queue: str | None = None, expires_seconds: float | None = None
) -> None:
    """Put a message about `ref` into the queue of this task, or into `queue`. Raises QueueUnavailable."""
    try:
        current_app.send_task(name.value, (ref,), queue=queue, expires=expires_seconds)
    except (BrokerError, CeleryError, OSError) as error:
        raise QueueUnavailable(str(error)) from error
