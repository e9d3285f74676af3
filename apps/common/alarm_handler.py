"""The logging handler that turns Django's error records into alarms. Loaded before any model is: see `emit`."""

import logging
import traceback

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

log = logging.getLogger(__name__)


class AlarmHandler(logging.Handler):
    """Collects errors that Django logs, one alarm for each kind of error and address."""

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record. Inside a transaction it waits for the commit; without a database only the log has it."""
        error = record.exc_info[1] if record.exc_info else None
        name = type(error).__name__ if error else record.levelname
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        where = match.route if match else record.name
        text = "".join(traceback.format_exception(error)) if error else record.getMessage()
        from apps.common.alarms import MOST_TEXT, collect

        moment = timezone.now()

        def keep() -> None:
            # The end of a traceback names the line.
            collect(f"{name} at /{where}", text[-MOST_TEXT:], key=f"error\n{name}\n{where}", now=moment)

        try:
            if connection.in_atomic_block:
                transaction.on_commit(keep, robust=True)
            else:
                keep()
        except DatabaseError:
            log.warning("an alarm could not be collected: the database does not answer")
