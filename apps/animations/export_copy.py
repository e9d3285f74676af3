"""What people read about a file: its figures, the limits of its destination, and what was given up to keep them."""

from collections.abc import Mapping
from typing import Any

from apps.animations.copy import LOOP_SENTENCES
from apps.animations.exports.spec import PLACES
from apps.animations.models import (
    Export,
    FileSize,
)
from apps.imaging.formats.checks import STILL
from apps.imaging.formats.destinations import Destination


def format_check(check: Mapping[str, Any], destination: str) -> str:
    """Return what was measured on a finished file against a limit of the place it was made for."""
    place = PLACES.get(destination)
    name = place.name if place else "This place"
    what, found, allowed = (str(check[part]) for part in ("what", "measured", "allowed"))
    if what == "all frames together":
        return f"All frames together have {found} pixels. {name} takes up to {allowed}."
    if what == "the loop":
        return f"It {found}." if found == allowed else LOOP_SENTENCES[found].format(name=name)
    if found == STILL:
        return f"It is {STILL}. {name} takes what lasts up to {allowed}."
    is_exact = what == "the format" or (what == "the picture" and place is not None and place.square is not None)
    return f"{what[0].upper()}{what[1:]} is {found}. {name} takes {'' if is_exact else 'up to '}{allowed}."


def format_frame_count(count: int, *, of: int | None = None) -> str:
    """Return how many frames a file has.

    "1 frame", "12 frames"; with more in what it was made `of`, "17 of 184 frames".
    """
    if of is not None and count < of:
        return f"{count} of {of} frames"
    return f"{count} frame" if count == 1 else f"{count} frames"


def format_thinned(count: int, *, of: int) -> str:
    """Say in a sentence that frames were left out to make a file fit."""
    return f"It shows {count} of the {of} frames, at the same total length."


def format_measured(check: Mapping[str, Any], export: Export, *, of: int | None = None) -> str:
    """Return what was found of a finished file, in a word or two; `of` is how many frames there were to take."""
    match check["what"]:
        case "the file":
            return format_size(export.size_bytes or 0)
        case "the number of frames":
            return format_frame_count(int(check["measured"]), of=of)
        case "all frames together":
            return f"{check['measured']} pixels"
        case _:
            return str(check["measured"])


def format_file_size(export: Export) -> str:
    """Return what a GIF was made to fit, as in "the 1 MB GIF"; empty for full quality."""
    return {FileSize.ONE_MB: "1 MB", FileSize.TWO_MB: "2 MB"}.get(FileSize(export.file_size), "")


def format_remaining(export: Export, *, of: int | None = None) -> str:
    """Return what was measured on a finished file and stands against no limit.

    Its sides, its frames, how long it lasts.

    `of` is how many frames there were to take.
    """
    checked = {check["what"] for check in export.checks}
    figures = {
        "the picture": f"{export.width} × {export.height}",
        "the number of frames": format_frame_count(export.frame_count or 0, of=of),
        "one showing": STILL if export.frame_count == 1 else f"{(export.duration_ms or 0) / 1000:.2g} s",
    }
    return ", ".join(words for what, words in figures.items() if what not in checked)


def format_limits(place: Destination) -> str:
    """Return what a place takes, before a file is made for it. Lines break after a comma, never before a unit."""
    parts: list[str] = ["WebP" if place.kind == "WEBP" else place.kind]
    if place.square:
        parts.append(f"{place.square} × {place.square}")
    elif place.max_width and place.max_height:
        parts.append(f"up to {place.max_width} × {place.max_height}")
    parts.append(f"up to {format_limit(place.max_bytes)}")
    if place.max_seconds:
        parts.append(f"up to {place.max_seconds:g} s")
    return ", ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)


def format_size(size: int) -> str:
    """Return a file's size: "127 KB", "1.9 MB"; never more than there is."""
    kilobyte, megabyte = 1_000, 1_000_000
    return f"{size / megabyte:.3g} MB" if size >= megabyte else f"{max(1, size // kilobyte)} KB"


def format_limit(most: int) -> str:
    """Return a limit in bytes as platforms write it, whether they count in thousands or in 1024s: "128 KB", "10 MB"."""
    kilobyte = 1024 if most % 1024 == 0 else 1000
    return f"{most / kilobyte**2:.3g} MB" if most >= kilobyte**2 else f"{round(most / kilobyte)} KB"
