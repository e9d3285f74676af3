"""What the workers are told about money: look at this. The tables say what there is to do."""

from celery import shared_task
from django.utils import timezone

from apps.payments.services.audits import run_audit
from apps.payments.services.duplicates import resend_duplicate
from apps.payments.services.unanswered_refunds import resend_refund
from apps.payments.services.webhook_events import process_webhook_event
from apps.payments.task_names import PaymentTask


@shared_task(name=PaymentTask.WORK)
def work(event_pk: int) -> None:
    process_webhook_event(event_pk, now=timezone.now())


@shared_task(name=PaymentTask.REFUND)
def refund(refund_id: int) -> None:
    resend_refund(refund_id, now=timezone.now())


@shared_task(name=PaymentTask.DUPLICATE)
def duplicate(duplicate_id: int) -> None:
    resend_duplicate(duplicate_id)


@shared_task(name=PaymentTask.AUDIT)
def audit(audit_id: int) -> None:
    run_audit(audit_id, now=timezone.now())
