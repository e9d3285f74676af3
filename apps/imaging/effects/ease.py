"""How a movement begins and ends."""

from typing import Literal, get_args

Ease = Literal["linear", "in", "out", "in-out", "overshoot"]

EASES: tuple[Ease, ...] = get_args(Ease)

_OVERSHOOT = 1.70158
"""Penner's constant: the movement goes a tenth too far before it settles."""


def eased(progress: float, ease: Ease) -> float:
    """Return how far a movement has come after a part of its time, both 0–1; both ends are exact.

    "in" begins slowly, "out" ends slowly, "in-out" does both; "overshoot" ends slowly after going about 0.1 too far,
    the only one that leaves 0–1. Cubic curves after Robert Penner (*Programming Macromedia Flash MX*, 2002). Raises
    ValueError for a progress outside 0–1 or an ease of another name.
    """
    if not 0 <= progress <= 1:
        raise ValueError(f"a progress of {progress}")
    rest = 1 - progress
    match ease:
        case "linear":
            return progress
        case "in":
            return progress**3
        case "out":
            return 1 - rest**3
        case "in-out":
            return 4 * progress**3 if progress < 0.5 else 1 - 4 * rest**3
        case "overshoot":
            return 1 - (_OVERSHOOT + 1) * rest**3 + _OVERSHOOT * rest**2
    raise ValueError(f"no ease is called {ease!r}")
