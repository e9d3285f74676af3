"""The limits of a destination, each with what was measured against it."""

from dataclasses import dataclass

from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.measure import Measured

STILL = "a still picture"
"""What is said of one frame where others are told how long they last."""

WITHOUT_END = "repeats forever"
ONCE = "plays once"


@dataclass(frozen=True)
class Check:
    """One limit and what was measured against it, as text for people."""

    what: str
    passed: bool
    measured: str
    allowed: str


def check(measured: Measured, destination: Destination) -> tuple[Check, ...]:
    """Return every limit of a destination with what was measured against it."""
    # One row for each limit that the place has.
    still = measured.frames == 1 and destination.still_bytes is not None
    most = destination.still_bytes if still and destination.still_bytes else destination.max_bytes
    checks = [
        Check("the format", measured.kind == destination.kind, measured.kind, destination.kind),
        Check(
            "the file",
            measured.size_bytes <= most,
            f"{measured.size_bytes:,} bytes",
            f"{most:,}",
        ),
    ]
    # Limits that the place does not name are not checked.
    sides = f"{measured.width} × {measured.height}"
    if destination.square:
        side = destination.square
        checks.append(
            Check("the picture", (measured.width, measured.height) == (side, side), sides, f"{side} × {side}")
        )
    if destination.max_width and destination.max_height:
        within = measured.width <= destination.max_width and measured.height <= destination.max_height
        checks.append(Check("the picture", within, sides, f"{destination.max_width} × {destination.max_height}"))
    if destination.max_frames:
        few = measured.frames <= destination.max_frames
        checks.append(Check("the number of frames", few, str(measured.frames), str(destination.max_frames)))
    if destination.max_seconds:
        short = measured.seconds <= destination.max_seconds
        lasts = STILL if measured.frames == 1 else f"{measured.seconds:.2f} s"
        checks.append(Check("one showing", short, lasts, f"{destination.max_seconds:g} s"))
    if destination.loops:
        shown = STILL if measured.frames == 1 else (WITHOUT_END if measured.repeats else ONCE)
        checks.append(Check("the loop", measured.repeats, shown, WITHOUT_END))
    if destination.max_pixels:
        total = measured.width * measured.height * measured.frames
        checks.append(
            Check("all frames together", total <= destination.max_pixels, f"{total:,}", f"{destination.max_pixels:,}")
        )
    return tuple(checks)
