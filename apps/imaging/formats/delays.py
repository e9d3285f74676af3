"""How long each frame is shown, when some are left out or all are played faster."""

from collections.abc import Sequence

from apps.imaging.effects.timeline import DELAY_UNIT_MS, MIN_DELAY_MS

FASTEST = 2.0
"""An animation that lasts too long is played up to twice as fast; beyond that it is another animation."""


def thinned(delays_ms: Sequence[int], every: int) -> list[int]:
    """Return the delays of every n-th frame, each shown for as long as the ones it stands for."""
    return [sum(delays_ms[start : start + every]) for start in range(0, len(delays_ms), every)]


def hurried(delays_ms: Sequence[int], max_seconds: float | None) -> list[int]:
    """Return delays that last at most `max_seconds` in all, if playing up to `FASTEST` times as fast is enough."""
    total = sum(delays_ms)
    if not max_seconds or total <= 1000 * max_seconds:
        return list(delays_ms)
    # Cut down to GIF's unit and never below what browsers show as it is.
    speed = min(FASTEST, total / (1000 * max_seconds))
    return [max(MIN_DELAY_MS, int(delay / speed) // DELAY_UNIT_MS * DELAY_UNIT_MS) for delay in delays_ms]
