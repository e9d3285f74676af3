"""Two transactions at one moment, in an order that the test decides."""

import time
from collections.abc import Callable
from threading import Thread

from django.db import connection


class Beside:
    """Work in a thread of its own, begun while a transaction of ours is open; it ends after that, having waited for it."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._raised: Exception | None = None
        self._thread = Thread(target=self._run)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as raised:
            self._raised = raised
        finally:
            connection.close()

    def begin(self) -> None:
        """Start it, and return when it waits for a lock that is held here."""
        self._thread.start()
        until = time.monotonic() + 10
        with connection.cursor() as cursor:
            while cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
                assert time.monotonic() < until, "it waited for nothing"
                time.sleep(0.005)

    def outcome(self) -> Exception | None:
        """Wait for its end and return what it raised."""
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self._raised
