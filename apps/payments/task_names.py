import logging

from apps.common.task_queue import QueueUnavailable, TaskName, send_task

log = logging.getLogger(__name__)


class PaymentTask(TaskName):
    WORK = "payments.work"
    REFUND = "payments.refund"
    DUPLICATE = "payments.duplicate"
    AUDIT = "payments.audit"


def announce(task: PaymentTask, ref: int) -> None:
    """Ask a worker to look at a row soon. The row stays whatever becomes of the message."""
    try:
        send_task(task, ref)
    except QueueUnavailable as away:
        log.warning("the broker is away, %s %s waits in its table: %s", task, ref, away)
