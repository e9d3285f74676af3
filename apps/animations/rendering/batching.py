"""Whether a worker's thread may go on with the chain that it has in hand, or must let others have their turn.

A message a frame costs a worker as much processor time as the frame's own step. So a thread paints some frames of a chain in
a row, as long as nobody waits for a thread. Whoever waits, waits for one call at most, as if each frame were a message.
"""

from typing import Any

from celery.concurrency.thread import TaskPool
from celery.worker import state

FRAMES_IN_A_ROW = 8  # then the chain goes through the broker, where a worker that has less to do may take it

_threads = 0  # of this process that may go on


def begin(pool: Any) -> None:
    """Let the threads of this worker go on. Other pools count their requests in another process, so they may not."""
    global _threads  # noqa: PLW0603 - a process is one worker
    _threads = pool.limit if isinstance(pool, TaskPool) else 0


def end() -> None:
    """Let every chain be handed back after the call that is under way, because this worker is told to stop."""
    global _threads  # noqa: PLW0603 - as above
    _threads = 0


def may_continue() -> bool:
    """Return whether every request that this worker has received is already in a thread's hands."""
    return len(state.reserved_requests) <= _threads
