"""Celery's queue in a folder, for one machine without Redis: kombu's own, but quick to hear that it should stop."""

from typing import Any

from kombu.transport import filesystem

LISTEN_SECONDS = 0.2  # Celery listens once or twice more after it was told to stop; its own 2 s would make that 4 s


class Transport(filesystem.Transport):  # type: ignore[misc] # the library ships no complete types
    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Deliver what arrives within `timeout`, but within LISTEN_SECONDS at most; raises `socket.timeout` otherwise.

        A worker that hears nothing looks whether it should stop, and listens again.
        """
        super().drain_events(connection, timeout=min(timeout or LISTEN_SECONDS, LISTEN_SECONDS))
