"""What the workers are told about archives: look at this. The table says what there is to do."""

import uuid

from celery import shared_task
from django.utils import timezone

from apps.data_export.services import WORK_LASTS, make_data_export
from apps.data_export.task_names import DataExportTask

SECONDS = int(WORK_LASTS.total_seconds()) - 60


@shared_task(name=DataExportTask.MAKE, soft_time_limit=SECONDS, time_limit=SECONDS + 30)
def make(export_id: str) -> None:
    make_data_export(export_id=uuid.UUID(export_id), now=timezone.now())
