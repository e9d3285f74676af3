"""Limits of the rate limiter's library: one for each rule, and one limiter for each place that keeps counters."""

from functools import cache
from typing import Any

from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

OWN_MEMORY = "memory://"
STORE_SECONDS = 1.0  # a counter is a fraction of a millisecond away; a store that needs longer would hold up every page


@cache
def limiter_in(storage_url: str) -> MovingWindowRateLimiter:
    patience: dict[str, Any] = (
        {}
        if storage_url == OWN_MEMORY
        else {"socket_connect_timeout": STORE_SECONDS, "socket_timeout": STORE_SECONDS, "wrap_exceptions": True}
    )
    return MovingWindowRateLimiter(storage_from_string(storage_url, **patience))


@cache
def item_of(rule: str) -> RateLimitItem:
    return parse(rule)


@cache
def times(rule: str, factor: float) -> RateLimitItem:
    """Return the same window for so many times as many tries, and for one at least."""
    item = parse(rule)
    return type(item)(max(1, round(item.amount * factor)), item.multiples)
