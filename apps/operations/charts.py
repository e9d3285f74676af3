"""A chart of one figure over some days."""

from collections.abc import Sequence

from apps.common.bar_chart import BarChart, bar_chart, in_words


def by_day(
    title: str, values: Sequence[float], labels: Sequence[tuple[str, str]], unit: str, *, tone: str = "accent"
) -> BarChart:
    most = max(range(len(values)), key=values.__getitem__)
    summary = f"{in_words(sum(values), unit)} in {len(values)} days."
    if any(values):
        summary += f" Highest: {in_words(values[most], unit)} on {labels[most][0]}."
    return bar_chart(title, values, labels=labels, unit=unit, summary=summary, tone=tone)
