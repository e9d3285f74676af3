import logging
import uuid

from apps.common.task_queue import QueueUnavailable, TaskName, send_task

log = logging.getLogger(__name__)


class DataExportTask(TaskName):
    MAKE = "data_export.make"


def announce(export_id: uuid.UUID) -> None:
    """Ask a worker to make an archive. The row stays whatever becomes of the message."""
    try:
        send_task(DataExportTask.MAKE, str(export_id))
    except QueueUnavailable as away:
        log.warning("the broker is away, the data export %s waits in its table: %s", export_id, away)
