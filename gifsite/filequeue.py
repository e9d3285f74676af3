"""The broker of a site without Redis: one file per message in a folder, for the processes of one machine.

kombu's transport of that name writes into a file that readers already see: a reader that is quick takes it empty, and
the worker ends. Here a message appears under its name only when it is whole, and a worker is quick to hear that it
should stop.
"""

import contextlib
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

LISTEN_SECONDS = 0.2  # Celery listens once or twice more after it was told to stop; its own 2 s would make that 4 s


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override] # kombu's two bases name it differently
        folder = Path(self.data_folder_out)
        # Fixed width, so that names sort by age; the parts before the queue hold no dot.
        name = f"{time.time_ns():020}_{uuid.uuid4().hex}"
        partial = folder / f"{name}.partial"
        partial.write_text(dumps(payload), encoding="utf-8")
        partial.rename(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of a queue. Raises queue.Empty."""
        for name in sorted(os.listdir(self.data_folder_in)):  # noqa: PTH208 - names alone, a hundred times a second
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            message = Path(self.data_folder_in, name)
            taken = message.with_suffix(".taken")
            with contextlib.suppress(FileNotFoundError):  # somebody else was first
                message.rename(taken)
                payload = taken.read_text(encoding="utf-8")
                taken.unlink()
                return loads(payload)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel

    def drain_events(self, connection: Any, timeout: float | None = None, **options: Any) -> None:
        """Deliver what arrives within `timeout`, but within LISTEN_SECONDS at most; raises `socket.timeout` otherwise.

        A worker that hears nothing looks whether it should stop, and listens again.
        """
        super().drain_events(connection, timeout=min(timeout or LISTEN_SECONDS, LISTEN_SECONDS), **options)
