"""Bars of a bar_chart, as the numbers that an SVG is written with. No script, and readable by eye and by machine."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP = 48  # units from one bar to the next; a phone shows fourteen of them at about 24 pixels
BAR_WIDTH = 34
TOP, BASE = 6, 110  # rows of the drawing between which the bars stand; the days are written below


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    middle: float
    label: str
    short: str
    says: str
    below: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    title: str
    summary: str
    tone: str
    bars: Sequence[Bar]
    width: int
    base: float
    limit: float | None = None
    bar_width: int = BAR_WIDTH


def bar_chart(
    title: str,
    values: Sequence[float],
    *,
    labels: Sequence[tuple[str, str]],
    unit: str,
    summary: str,
    tone: str = "accent",
    limit: float | None = None,
    reach: float = 0.0,
) -> BarChart:
    """Return one bar for each value, above zero or below. `labels` are a long and a short name for each.

    `summary` says in words what the drawing shows; at `limit`, a value, a line is drawn across. The drawing reaches at
    least up to `reach`, so that what is next to nothing looks like it.
    """
    # The line of zero is always on the drawing, and so is the limit.
    highest, lowest = max([0.0, *values, limit or 0.0, reach]), min([0.0, *values])
    span = (highest - lowest) or 1.0
    # Drawn from the top: y grows downwards.
    zero = BASE - (BASE - TOP) * (-lowest / span)
    bars = []
    for index, (value, (label, short)) in enumerate(zip(values, labels, strict=True)):
        # A bar hangs below the line of zero or stands on it.
        height = abs(value) / span * (BASE - TOP)
        x = index * STEP + (STEP - BAR_WIDTH) / 2
        bars.append(
            Bar(
                x=round(x, 1),
                y=round(zero if value < 0 else zero - height, 1),
                height=round(height, 1),
                middle=index * STEP + STEP / 2,
                label=label,
                short=short,
                says=in_words(value, unit),
                below=value < 0,
            )
        )
    line = None if limit is None else round(zero - limit / span * (BASE - TOP), 1)
    return BarChart(title, summary, tone, bars, STEP * len(values), round(zero, 1), line)


def in_words(value: float, unit: str) -> str:
    """Return a value with its unit: "$1.50", "1 call", "1,200 credits", "4.20 off"."""
    if unit == "$":
        return f"{'-' if value < 0 else ''}${abs(value):,.2f}"
    words = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    return f"{words} {unit.removesuffix('s') if value == 1 else unit}"
