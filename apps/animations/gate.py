"""The engine's rate limit, kept by one bucket that all workers share, with a reserve below the vendor's own limit."""

import time

from django.conf import settings
from limits import RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

WINDOW_SECONDS = 10  # the vendor counts per 10 seconds
POLL_SECONDS = 0.05
METERED_ENGINES = frozenset({"stability"})


class EngineGate:
    """Lets calls to a metered engine through no faster than its limit, across every process that shares Redis."""

    def __init__(self, storage_url: str, calls_per_window: int) -> None:
        options = {"wrap_exceptions": True} if storage_url.startswith("redis") else {}
        self._limiter = MovingWindowRateLimiter(storage_from_string(storage_url, **options))
        self._item = RateLimitItemPerSecond(calls_per_window, WINDOW_SECONDS, namespace="engine")

    def wait(self, engine: str, *, patience_seconds: float) -> bool:
        """Take one call's place, waiting up to `patience_seconds` for it. False: no place came free; do not call.

        When the shared bucket itself does not answer, nothing may be called: closed, never open.
        """
        if engine not in METERED_ENGINES:
            return True
        until = time.monotonic() + patience_seconds
        while True:
            try:
                if self._limiter.hit(self._item, engine):
                    return True
            except Exception:  # noqa: BLE001 - whatever the bucket's storage raises means "not known", and that is closed
                return False
            if time.monotonic() >= until:
                return False
            time.sleep(POLL_SECONDS)


def default_gate() -> EngineGate:
    return EngineGate(settings.RATE_LIMIT_STORAGE, settings.ENGINE_CALLS_PER_10_SECONDS)
