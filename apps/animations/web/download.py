"""One thing to take away: a file for a place or in a format, with what was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.animations.export_copy import format_check, format_measured, format_remaining, format_thinned
from apps.animations.exports.encoding import EXTENSIONS
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export, Format
from apps.animations.web.versions import file_name


@dataclass(frozen=True, slots=True)
class Tick:
    """One limit of a place: what was found, in a word or two, and as a sentence."""

    passed: bool
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Download:
    """One thing to take away. `state` is "" while nobody asked for it."""

    slug: str
    name: str
    promise: str
    state: str = ""
    url: str = ""
    fits: bool | None = None
    failure: str = ""
    rest: str = ""
    ticks: tuple[Tick, ...] = ()
    export: Export | None = None


def download_of(
    animation: Animation, slug: str, *, name: str, promise: str, export: Export | None, of: int | None = None
) -> Download:
    """Return one row of the list.

    `of` is how many frames the GIF has that is shown, where fewer of them may have been taken.
    """
    if export is None:
        return Download(slug, name, promise)
    ticks = tuple(
        Tick(check["passed"], format_measured(check, export, of=of), _sentence(check, export, of))
        for check in export.checks
    )
    extension = EXTENSIONS[Format(export.format)]
    return Download(
        slug=slug,
        name=name,
        promise=promise,
        state=export.state,
        url=own_link(export.key, owner=animation.owner_id, filename=file_name(animation, slug, extension)),
        fits=export.fits,
        failure=export.failure,
        rest=format_remaining(export, of=of),
        ticks=ticks,
        export=export,
    )


def _sentence(check: Mapping[str, Any], export: Export, of: int | None) -> str:
    sentence = format_check(check, export.destination)
    if check["what"] == "the number of frames" and of is not None and (export.frame_count or 0) < of:
        return f"{sentence} {format_thinned(export.frame_count or 0, of=of)}"
    return sentence
