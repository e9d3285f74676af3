"""What the page of an animation shows frame by frame: the pictures, how far each is off, what was corrected."""

from dataclasses import dataclass

from apps.animations.copy import format_deviation, format_outside
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Frame
from apps.animations.rendering.mask_corrections import has_failed, is_being_corrected, is_correctable
from apps.common.bar_chart import BarChart, bar_chart

SEEN_BY_EVERYBODY = 7.0  # CIE76 units that the drawing reaches up to at least


@dataclass(frozen=True, slots=True)
class Row:
    """One painted frame. `painted_url` leads to the picture as generated, "" where that is what is shown."""

    position: int
    url: str
    painted_url: str
    drift: dict[str, float] | None
    mask_url: str
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ByFrame:
    """All painted frames; no plot while none is measured, and `outside` only says something of a masked animation.

    `masks` is what there is to say and do about their masks, None without any.
    """

    rows: list[Row]
    chart: BarChart | None
    outside: str
    masks: "Masks | None"


@dataclass(frozen=True, slots=True)
class Masks:
    correctable: bool
    being_corrected: bool
    failed: bool
    corrected: bool


def by_frame_of(animation: Animation, frames: list[Frame]) -> ByFrame | None:
    """Return the stored ones of an animation's frames, None without any."""
    corrected = set(animation.mask_corrections.values_list("position", flat=True)) if animation.mask_key else set()
    rows = [
        Row(
            position=frame.position,
            url=own_link(frame.shown_key, owner=animation.owner_id),
            painted_url=own_link(frame.painted_key, owner=animation.owner_id) if frame.painted_key else "",
            drift=frame.drift,
            mask_url=own_link(frame.shown_mask_key or animation.mask_key, owner=animation.owner_id)
            if animation.mask_key
            else "",
            is_corrected=frame.position in corrected,
        )
        for frame in frames
        if frame.image_key
    ]
    if not rows:
        return None
    outside = [frame.shown_differing_outside for frame in frames if frame.shown_differing_outside is not None]
    masks = _masks(animation, corrected=bool(corrected)) if animation.mask_key else None
    untouched = format_outside(outside, has_moved=animation.mask_follows or bool(corrected))
    return ByFrame(rows, _chart(rows, animation.stop_off_by), untouched, masks)


def _masks(animation: Animation, *, corrected: bool) -> Masks:
    return Masks(
        correctable=is_correctable(animation),
        being_corrected=corrected and is_being_corrected(animation),
        failed=corrected and has_failed(animation),
        corrected=corrected,
    )


def _chart(rows: list[Row], limit: float | None) -> BarChart | None:
    measured = [(row.position, row.drift["off_by"]) for row in rows if row.drift]
    if not measured:
        return None
    return bar_chart(
        "Color drift by frame",
        [off_by for _, off_by in measured],
        labels=[(f"Frame {position}", str(position)) for position, _ in measured],
        unit="off",
        summary=format_deviation(measured, limit),
        limit=limit,
        reach=SEEN_BY_EVERYBODY,
    )
