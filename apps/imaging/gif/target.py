"""Search for the best quality whose file is small enough."""

import math
from collections.abc import Callable

ENOUGH = 0.97
"""A file that fills this much of its limit is taken: the next three hundredths are less than anyone sees."""

TRIES = 8
"""Bytes fall so evenly with the price of a bit that two or three tries are the rule; eight end the search on anything."""


def within(max_bytes: int, encode: Callable[[float], bytes], *, low: float, high: float) -> bytes | None:
    """Return the largest file of at most `max_bytes` that was found, or None when there is none even at `high`.

    `encode` makes a file at a price of a bit, smaller as the price rises. The first try is `low`, the best quality asked
    for. The secant method on the logarithms of both finds the price, kept between prices known to give too much and
    too little.
    """
    best: bytes | None = None
    too_large = (math.log(low), 0.0)
    small_enough = (math.log(high), 0.0)
    known: list[tuple[float, float]] = []
    goal = math.log(max_bytes * (1 + ENOUGH) / 2)
    at = math.log(low)
    for _ in range(TRIES):
        file = encode(math.exp(at))
        size = math.log(len(file))
        known.append((at, size))
        if len(file) <= max_bytes:
            if best is None or len(file) > len(best):
                best = file
            if len(known) == 1 or len(file) >= ENOUGH * max_bytes:
                return best
            small_enough = (at, size)
        else:
            if at >= math.log(high):
                return None
            too_large = (at, size)
        slope = -0.35  # of bytes by price, both as logarithms: what one doubling saves on photos
        if len(known) > 1 and known[-1][0] != known[-2][0]:
            slope = min(-0.05, (known[-1][1] - known[-2][1]) / (known[-1][0] - known[-2][0]))
        at += (goal - size) / slope
        if not too_large[0] < at < small_enough[0]:
            unknown = best is None
            at = small_enough[0] if unknown else (too_large[0] + small_enough[0]) / 2
    return best
