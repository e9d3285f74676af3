"""The quality dial: 1 to 100, as people know it from JPEG."""

import math

DEFAULT_QUALITY = 60
"""The knee of the curve on the benchmark's sequences: from 80 down to here ten steps save a sixth of the bytes for about one
point of SSIMULACRA2, from here to 40 a fifth for three to four."""

_HALVING = 10
"""So many steps of the dial double the price of a bit."""

_AT_BEST = 0.25
"""Price of a bit at 100, in squared luma levels: there the palette is what limits, and half of it saves nothing one can see."""


def price_of_bit(quality: int) -> float:
    """Return how much weighted squared error a bit may cost. Raises ValueError for a quality outside 1 to 100."""
    if not 1 <= quality <= 100:
        raise ValueError(f"quality {quality}: it goes from 1 to 100")
    return _AT_BEST * math.exp2((100 - quality) / _HALVING)


def diffusion(price: float) -> float:
    """Return how much of an error is passed on to pixels not yet painted, at a price of a bit.

    0.75 where bits count: 0.9 costs 17 % more bytes at equal SSIMULACRA2, 0.5 costs 4 %. Where they hardly do, less noise
    is better than truer means: 0.6 saves 6 % of the bytes there.
    """
    return min(0.75, max(0.6, 0.65 + 0.1 * math.log2(price) / 3))
