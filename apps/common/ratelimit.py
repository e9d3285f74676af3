"""How often one account or one address may do a thing. Counters live in Redis or memory, so no money depends on them."""

import logging
import math
import time
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from apps.common.addresses import limit_address

OWN_MEMORY = "memory://"
STORE_SECONDS = 1.0  # a counter is a fraction of a millisecond away; a store that needs longer would hold up every page
MINUTE = 60
SPOKEN_AS_SECONDS = 90  # up to here people understand seconds, and "2 minutes" would be up to half a minute too much

logger = logging.getLogger(__name__)


class TooOften(Exception):
    """The limit is reached. `retry_after_seconds` is when the next try may succeed; nothing was done or charged."""

    def __init__(self, *, what: str, retry_after_seconds: int) -> None:
        super().__init__(f"{what}: again in {retry_after_seconds} s")
        self.what = what
        self.retry_after_seconds = retry_after_seconds

    @property
    def sentence(self) -> str:
        if self.retry_after_seconds == 1:
            wait = "a second"
        elif self.retry_after_seconds <= SPOKEN_AS_SECONDS:
            wait = f"{self.retry_after_seconds} seconds"
        else:
            wait = f"{math.ceil(self.retry_after_seconds / MINUTE)} minutes"
        return f"That was tried too often in a short time. Nothing was charged. Please try again in {wait}."


@cache
def _limiter(storage_url: str) -> MovingWindowRateLimiter:
    patience: dict[str, Any] = (
        {}
        if storage_url == OWN_MEMORY
        else {"socket_connect_timeout": STORE_SECONDS, "socket_timeout": STORE_SECONDS, "wrap_exceptions": True}
    )
    return MovingWindowRateLimiter(storage_from_string(storage_url, **patience))


@cache
def _item(rule: str) -> RateLimitItem:
    return parse(rule)


def check_rate(request: HttpRequest, what: str, *, account: str = "") -> None:
    """Count one try of `what` for the address of a request, then for its account. Raises TooOften.

    The account is who is signed in; before that, whatever `account` names. When the counters' store does not answer,
    this process counts in its own memory: with several processes a limit is then that many times as wide, but it holds.
    """
    if not settings.RATE_LIMITS_ENABLED:
        return
    who = {"address": limit_address(request)}
    if request.user.is_authenticated:
        who["account"] = str(request.user.pk)
    elif account:
        who["account"] = account
    try:
        _count(settings.RATE_LIMIT_STORAGE, what, who)
    except StorageError as silent:
        logger.warning("The rate limits' store does not answer (%s); counting in memory.", silent)
        _count(OWN_MEMORY, what, who)


def _count(storage_url: str, what: str, who: dict[str, str]) -> None:
    limiter = _limiter(storage_url)
    for kind, name in who.items():
        item = _item(settings.RATE_LIMITS[what][kind])
        if not limiter.hit(item, what, kind, name):
            reset = limiter.get_window_stats(item, what, kind, name).reset_time
            raise TooOften(what=what, retry_after_seconds=max(1, math.ceil(reset - time.time())))
