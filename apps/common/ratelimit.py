"""How often one account or one address may do a thing. Counters live in Redis or memory, so no money depends on them."""

import math
import time
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from apps.common.addresses import limit_address


class TooOften(Exception):
    """The limit is reached. `retry_after_seconds` is when the next try may succeed; nothing was done or charged."""

    def __init__(self, *, what: str, retry_after_seconds: int) -> None:
        super().__init__(f"{what}: again in {retry_after_seconds} s")
        self.what = what
        self.retry_after_seconds = retry_after_seconds

    @property
    def sentence(self) -> str:
        minutes = math.ceil(self.retry_after_seconds / 60)
        wait = f"{self.retry_after_seconds} seconds" if self.retry_after_seconds < 90 else f"{minutes} minutes"
        return f"That was too often for a short time. Nothing was charged. Please try again in {wait}."


@cache
def _limiter(storage_url: str) -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(storage_from_string(storage_url))


@cache
def _item(rule: str) -> RateLimitItem:
    return parse(rule)


def check_rate(request: HttpRequest, what: str) -> None:
    """Count one try of `what` for the account and the address of a request. Raises TooOften.

    When the counters' store does not answer, the request goes on: these limits protect patience, not money.
    """
    if not settings.RATE_LIMITS_ENABLED:
        return
    rules = settings.RATE_LIMITS[what]
    who = {"address": limit_address(request)}
    if request.user.is_authenticated:
        who["user"] = str(request.user.pk)
    limiter = _limiter(settings.RATE_LIMIT_STORAGE)
    for kind, name in who.items():
        item = _item(rules[kind])
        try:
            if limiter.hit(item, what, kind, name):
                continue
            reset = limiter.get_window_stats(item, what, kind, name).reset_time
        except Exception:  # noqa: BLE001 - whatever the counters' store raises: see above
            return
        raise TooOften(what=what, retry_after_seconds=max(1, math.ceil(reset - time.time())))
