"""Search for the best quality whose file is small enough."""

import math
from collections.abc import Callable

ENOUGH = 0.97
"""A file that fills this much of its limit is taken: the next three hundredths are less than anyone sees."""

USUAL_SLOPE = -0.35
"""Bytes by price of a bit, both as logarithms, as photos have it; the second try goes by it, later ones by what was seen."""

TRIES = 8
"""Bytes fall so evenly with the price of a bit that two or three tries are the rule; eight end the search on anything."""


def within(max_bytes: int, encode: Callable[[float], bytes], *, low: float, high: float) -> bytes:
    """Return the largest file of at most `max_bytes` that was found; the one at `high`, too large, when there is none.

    `encode` makes a file at a price of a bit, smaller as the price rises. The first try is `low`, the best quality asked
    for. From there the secant method on the logarithms of both finds the price, kept between prices known to give too
    much and too little.
    """
    # All in logarithms of prices and bytes. `lower` is known to give too large a file, or not tried yet.
    lower, upper = math.log(low), math.log(high)
    # Halfway between what is enough and what is allowed, so that a small miss still lands between the two.
    goal = math.log(max_bytes * (1 + ENOUGH) / 2)
    best: bytes | None = None
    at = before = lower
    size_before: float | None = None
    for _ in range(TRIES):
        file = encode(math.exp(at))
        size = math.log(len(file))
        if len(file) <= max_bytes:
            best = file if best is None or len(file) > len(best) else best
            # The best quality fits, or the limit is filled: there is nothing better to find.
            if at <= math.log(low) or len(file) >= ENOUGH * max_bytes:
                return best
            upper = at
        elif at >= math.log(high):
            # Too large even at the lowest quality.
            return file
        else:
            lower = at
        # A slope near zero would throw the next try far off, so it is kept from there.
        slope = USUAL_SLOPE
        if size_before is not None and at != before:
            slope = min(-0.05, (size - size_before) / (at - before))
        before, size_before = at, size
        at += (goal - size) / slope
        # Outside what is known: try the lowest quality while nothing fits, else halve what is left.
        if not lower < at < upper:
            at = upper if best is None else (lower + upper) / 2
    return best if best is not None else encode(math.exp(math.log(high)))
