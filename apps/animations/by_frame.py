"""What the page of an animation shows frame by frame: the pictures, how far each is off, what was corrected."""

from dataclasses import dataclass

from apps.animations import media
from apps.animations.models import Animation, Frame
from apps.animations.wording import off_in_words, outside_in_words
from apps.common.plots import Plot, plot


@dataclass(frozen=True, slots=True)
class Row:
    """One painted frame. `painted_url` leads to the picture as the engine sent it, "" where that is what is shown."""

    position: int
    url: str
    painted_url: str
    drift: dict[str, float] | None


@dataclass(frozen=True, slots=True)
class ByFrame:
    """All painted frames; no plot while none is measured, and `outside` only says something of a masked animation."""

    rows: list[Row]
    plot: Plot | None
    outside: str


def by_frame_of(animation: Animation, frames: list[Frame]) -> ByFrame | None:
    """The stored ones of an animation's frames, None without any."""
    rows = [
        Row(
            position=frame.position,
            url=media.link(frame.image_key),
            painted_url=media.link(frame.painted_key) if frame.painted_key else "",
            drift=frame.drift,
        )
        for frame in frames
        if frame.image_key
    ]
    if not rows:
        return None
    outside = [frame.differing_outside for frame in frames if frame.differing_outside is not None]
    return ByFrame(rows, _plot(rows, animation.stop_off_by), outside_in_words(outside))


def _plot(rows: list[Row], limit: float | None) -> Plot | None:
    measured = [(row.position, row.drift["off_by"]) for row in rows if row.drift]
    if not measured:
        return None
    return plot(
        "How far the colors are off",
        [off_by for _, off_by in measured],
        labels=[(f"Frame {position}", str(position)) for position, _ in measured],
        unit="off",
        summary=off_in_words(measured, limit),
        limit=limit,
    )
