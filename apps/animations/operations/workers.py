"""Worker processes: their names, and those that have ended."""

import os
import socket
from contextlib import suppress
from datetime import datetime, timedelta

from apps.animations.models import Heartbeat

FORGOTTEN_AFTER = timedelta(minutes=10)  # a worker of another machine that gave no sign for so long is not missed


def name_of_worker(queue: str) -> str:
    """Return what this process is called among those that work on a queue."""
    return f"{queue}@{socket.gethostname()}#{os.getpid()}"


def forget_ended_workers(*, now: datetime) -> None:
    """Stop missing workers of this machine whose process has ended, and any that gave no sign for long."""
    here = f"@{socket.gethostname()}#"
    gone = [
        name
        for name, seen_at in Heartbeat.objects.filter(name__contains="@").values_list("name", "seen_at")
        if now - seen_at > FORGOTTEN_AFTER or (here in name and not _is_running(int(name.rpartition("#")[2])))
    ]
    if gone:
        Heartbeat.objects.filter(name__in=gone).delete()


def _is_running(pid: int) -> bool:
    with suppress(PermissionError):  # somebody else's, so it runs
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True
