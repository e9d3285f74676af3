"""What the workers are told about money: look at this. The tables say what there is to do."""

import logging

from celery import Task, shared_task
from celery.exceptions import OperationalError as CeleryError
from kombu.exceptions import OperationalError as BrokerError

log = logging.getLogger(__name__)


@shared_task(name="payments.work")  # type: ignore[untyped-decorator] # Celery ships no types
def work(delivery_id: int) -> None:
    from django.utils import timezone

    from apps.payments.services.inbox import work_delivery

    work_delivery(delivery_id, now=timezone.now())


@shared_task(name="payments.refund")  # type: ignore[untyped-decorator] # Celery ships no types
def refund(refund_id: int) -> None:
    from django.utils import timezone

    from apps.payments.services.refunds import resend_refund

    resend_refund(refund_id, now=timezone.now())


@shared_task(name="payments.duplicate")  # type: ignore[untyped-decorator] # Celery ships no types
def duplicate(duplicate_id: int) -> None:
    from apps.payments.services.duplicates import resend_duplicate

    resend_duplicate(duplicate_id)


@shared_task(name="payments.audit")  # type: ignore[untyped-decorator] # Celery ships no types
def audit(audit_id: int) -> None:
    from django.utils import timezone

    from apps.payments.services.reconciling import audit_till

    audit_till(audit_id, now=timezone.now())


def announce(task: Task, ref: int) -> None:
    """Ask a worker to look at a row soon. The row stays whatever becomes of the hint."""
    try:
        task.apply_async((ref,))
    except (BrokerError, CeleryError, OSError) as error:
        log.warning("the broker is away, %s %s waits in its table: %s", task.name, ref, error)
