"""How often one account or one address may do a thing. Counters live in Redis or memory, so no money depends on them."""

import logging
import math
import time

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem
from limits.errors import StorageError

from apps.common.addresses import limit_address, network_address
from apps.common.limiters import OWN_MEMORY, item_of, limiter_in, times

MINUTE = 60
NETWORK_SHARE = 10
"""A network (/24, /48) may do as much as ten addresses: a campus, and not a bot with a block of addresses."""

SLOWER = 5
"""How many times fewer tries each network has for an account that is being tried from everywhere."""

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
        return f"Too many requests. Nothing was charged. Try again in {wait}."


def check_rate(request: HttpRequest, what: str, *, account: str = "", browser: str = "", count: bool = True) -> None:
    """Count one try of `what` for where a request comes from and for its account. Raises TooOften.

    The account is who is signed in; before that, whatever `account` names. Then tries are counted for the account and the
    network together, so nobody can use up somebody else's from elsewhere. When an account is tried from everywhere, each
    network is slowed down, and none is locked out. A `browser` that the account is known in counts by itself alone.

    Without `count` it is only looked at; `count_failure` counts then what went wrong. When the counters' store does not
    answer, this process counts in its own memory: with several processes a limit is then that many times as wide, but it
    holds.
    """
    if not settings.RATE_LIMITS_ENABLED:
        return
    counters = _Counters(request, what, account, browser)
    try:
        counters.check(settings.RATE_LIMIT_STORAGE, count=count)
    except StorageError as silent:
        logger.warning("The rate limits' store does not answer (%s); counting in memory.", silent)
        counters.check(OWN_MEMORY, count=count)


def count_failure(request: HttpRequest, what: str, *, account: str = "", browser: str = "") -> None:
    """Count a try that `check_rate` only looked at, now that it has failed. Raises nothing."""
    try:
        check_rate(request, what, account=account, browser=browser)
    except TooOften:
        return


class _Counters:
    """The windows that one try belongs to, each with its rule and the words that name it."""

    def __init__(self, request: HttpRequest, what: str, account: str, browser: str) -> None:
        self.what, self.rules = what, settings.RATE_LIMITS[what]
        self.everywhere: tuple[str, ...] = ()
        address = ("address", limit_address(request))
        network = ("network", network_address(request))
        self.windows: list[tuple[RateLimitItem, tuple[str, ...]]] = [
            (item_of(self.rules["address"]), address),
            (times(self.rules["address"], NETWORK_SHARE), network),
        ]
        if request.user.is_authenticated:
            self.windows.append((item_of(self.rules["account"]), ("account", str(request.user.pk))))
        elif account and browser:
            self.windows = [(item_of(self.rules["account"]), ("browser", account, browser))]
        elif account:
            self.everywhere = ("everywhere", account)
            self.windows.append((item_of(self.rules["account"]), ("account", account, network[1])))

    def check(self, storage_url: str, *, count: bool) -> None:
        limiter = limiter_in(storage_url)
        enough = limiter.hit if count else limiter.test
        windows = self.windows
        everywhere = self.rules.get("everywhere") if self.everywhere else None
        if everywhere and not enough(item_of(everywhere), self.what, *self.everywhere):
            slowed = times(self.rules["account"], 1 / SLOWER)
            windows = [*windows[:-1], (slowed, ("slowed", *windows[-1][1]))]
        for item, names in windows:
            if not enough(item, self.what, *names):
                reset = limiter.get_window_stats(item, self.what, *names).reset_time
                raise TooOften(what=self.what, retry_after_seconds=max(1, math.ceil(reset - time.time())))
