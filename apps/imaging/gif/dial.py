"""The quality dial: 1 to 100, as people know it from JPEG."""

import math

DEFAULT_QUALITY = 60
"""The knee of the curve on the benchmark's sequences: down to here ten steps save a fifth of the bytes for about one point
of SSIMULACRA2, below it for two and more."""

_HALVING = 10
"""So many steps of the dial double the price of a bit; each costs or saves roughly a seventh of the bytes."""

_AT_BEST = 0.25
"""Price of a bit at 100, in squared luma levels: there the palette is what limits, and half of it saves nothing one can see."""


def price_of_bit(quality: int) -> float:
    """Return how much weighted squared error a bit may cost. Raises ValueError for a quality outside 1 to 100."""
    if not 1 <= quality <= 100:
        raise ValueError(f"quality {quality}: it goes from 1 to 100")
    return _AT_BEST * math.exp2((100 - quality) / _HALVING)
