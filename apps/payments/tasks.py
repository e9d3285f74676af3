"""What the workers are told about money: look at this message. The table says what there is to do."""

from celery import shared_task


@shared_task(name="payments.work")  # type: ignore[untyped-decorator] # Celery ships no types
def work(delivery_id: int) -> None:
    from django.utils import timezone

    from apps.payments.services.inbox import work_delivery

    work_delivery(delivery_id, now=timezone.now())
