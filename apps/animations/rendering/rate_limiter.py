"""The engine's rate limit, kept by one bucket that all workers share, with a reserve below the vendor's own limit."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from limits import RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from apps.engines.registry import INSTALLED

log = logging.getLogger(__name__)

WINDOW_SECONDS = 10  # the vendor counts per 10 seconds
POLL_SECONDS = 0.05
WAIT_SECONDS = 5.0  # a thread that waits longer for its place makes room for another animation
PATIENCE_SECONDS = 0.5  # for the bucket's storage: a place is taken while rows are locked
REST_SECONDS = 2.0  # after it did not answer nobody asks it for so long


class RateLimiter:
    """Lets calls to a metered engine through no faster than its limit, across every process that shares Redis.

    When the shared bucket itself does not answer, nothing may be called: closed, never open.
    """

    def __init__(self, storage_url: str, calls_per_window: int, *, wait_seconds: float = WAIT_SECONDS) -> None:
        patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        options = {"wrap_exceptions": True, **patience} if storage_url.startswith("redis") else {}
        self._limiter = MovingWindowRateLimiter(storage_from_string(storage_url, **options))
        self._item = RateLimitItemPerSecond(calls_per_window, WINDOW_SECONDS, namespace="engine")
        self._rests_until = 0.0
        self.wait_seconds = wait_seconds

    def acquire(self, engine: str) -> bool:
        """Take one call's place. False: there is none now; do not call. Only for a call that is certain to be made."""
        return not INSTALLED[engine].is_metered or self._ask(self._limiter.hit, engine)

    def wait_for_capacity(self, engine: str, *, until: float) -> bool:
        """Wait until there is a place, at most until a `time.monotonic()` value. It is not taken: `acquire` it."""
        while time.monotonic() < until:
            if self._ask(self._limiter.test, engine):
                return True
            time.sleep(POLL_SECONDS)
        return False

    def _ask(self, question: Callable[..., bool], engine: str) -> bool:
        # For a moment after a failure nobody asks, or every thread would hold its locks for the storage's timeout.
        if time.monotonic() < self._rests_until:
            return False
        try:
            return question(self._item, engine)
        except Exception as error:  # noqa: BLE001 - whatever the bucket's storage raises means "not known", and that is closed
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("the bucket of calls does not answer, so none is made: %s", error)
            return False


def default_rate_limiter() -> RateLimiter:
    return RateLimiter(settings.RATE_LIMIT_STORAGE, settings.ENGINE_CALLS_PER_10_SECONDS)
