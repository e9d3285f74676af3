"""In which order frames are shown, for how long, and how often."""

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, get_args

Loop = Literal["forward", "ping-pong", "reverse", "once"]

LOOPS: tuple[Loop, ...] = get_args(Loop)

DELAY_UNIT_MS = 10
"""GIF counts time in hundredths of a second."""

MIN_DELAY_MS = 20
"""Browsers slow a frame of 10 ms or less down to 100 ms; 20 ms is the shortest that all of them show as it is."""

MAX_DELAY_MS = 655_350
"""GIF stores a delay in 16 bits."""


def order_frames(count: int, loop: Loop) -> tuple[int, ...]:
    """Return the indices of the `count` frames in the order shown. Ping-pong repeats neither end.

    Raises ValueError for a loop of another name or a negative count.
    """
    if count < 0:
        raise ValueError(f"{count} frames")
    forward = tuple(range(count))
    match loop:
        case "forward" | "once":
            return forward
        case "ping-pong":
            return forward + forward[-2:0:-1]
        case "reverse":
            return forward[::-1]
    raise ValueError(f"no loop is called {loop!r}")


def frame_delays_ms(fps: float, count: int) -> tuple[int, ...]:
    """Return `count` delays in milliseconds, each a multiple of 10 and at least 20.

    Rounding is carried forward: after any number of frames, the sum is within 5 ms of the exact time. Rates above 50
    frames a second cannot be stored and count as 50. Raises ValueError for a rate that is not positive, or so low that
    a delay does not fit.
    """
    if not (math.isfinite(fps) and fps > 0):
        raise ValueError(f"{fps} frames a second")
    # Fractions, so that the rounding of many frames is the same everywhere.
    exact = max(Fraction(1000) / Fraction(fps), Fraction(MIN_DELAY_MS))
    if exact > MAX_DELAY_MS:
        raise ValueError(f"{fps} frames a second are too few: a frame lasts at most {MAX_DELAY_MS} ms")
    # Each end is rounded by itself, and delays are what lies between: errors do not add up.
    ends = [math.floor(exact * n / DELAY_UNIT_MS + Fraction(1, 2)) * DELAY_UNIT_MS for n in range(count + 1)]
    return tuple(end - start for start, end in itertools.pairwise(ends))


def check_delays(delays_ms: Sequence[int]) -> None:
    """Raise ValueError unless every delay can be stored in a GIF and is shown as stored."""
    for delay in delays_ms:
        if delay % DELAY_UNIT_MS or not MIN_DELAY_MS <= delay <= MAX_DELAY_MS:
            raise ValueError(
                f"a delay of {delay} ms: multiples of 10 from {MIN_DELAY_MS} to {MAX_DELAY_MS} are possible"
            )


def loop_count(loop: Loop) -> int | None:
    """Return how often a GIF repeats: 0 for ever, None for a single showing. Raises ValueError for another name."""
    if loop not in LOOPS:
        raise ValueError(f"no loop is called {loop!r}")
    return None if loop == "once" else 0
