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
    lower, upper = math.log(low), math.log(high)
    goal = math.log(max_bytes * (1 + ENOUGH) / 2)
    best: bytes | None = None
    at = before = lower
    size_before: float | None = None
    for _ in range(TRIES):
        file = encode(math.exp(at))
        size = math.log(len(file))
        if len(file) <= max_bytes:
            best = file if best is None or len(file) > len(best) else best
            if at <= math.log(low) or len(file) >= ENOUGH * max_bytes:
                return best
            upper = at
        elif at >= math.log(high):
            return file
        else:
            lower = at
        slope = USUAL_SLOPE
        if size_before is not None and at != before:
            slope = min(-0.05, (size - size_before) / (at - before))
        before, size_before = at, size
        at += (goal - size) / slope
        if not lower < at < upper:
            at = upper if best is None else (lower + upper) / 2
    return best if best is not None else encode(math.exp(math.log(high)))
