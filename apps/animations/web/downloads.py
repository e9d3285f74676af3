"""What the page of an animation offers to take away: a file for each place, video_formats in other formats, and versions."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from apps.animations.copy import format_timeline
from apps.animations.export_copy import (
    format_check,
    format_file_size,
    format_limits,
    format_measured,
    format_remaining,
    format_thinned,
)
from apps.animations.exports.encoding import EXTENSIONS
from apps.animations.exports.spec import PLACES, ExportSpec, digest_of, head_of, spec_of
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export, ExportState, FileSize, Format, FrameState
from apps.animations.selectors import main_export, version_being_made
from apps.imaging.formats.destinations import DESTINATIONS

TWINS = (
    (Format.MP4, "Small and sharp. For phones, slides and websites."),
    (Format.WEBP, "Smaller than a GIF. For websites and newer chat apps."),
    (Format.APNG, "Lossless and large. For stickers."),
)


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


@dataclass(frozen=True, slots=True)
class Version:
    """One GIF of the animation, numbered in the order made. `is_main` is the one that is shown and shared."""

    number: int
    export: Export
    words: str
    url: str
    poster_url: str
    download_url: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Files:
    """All of it, versions newest first; `polling` while one of them is being made.

    `number` is that of the version that is shown, `being_made` of the one that will be (0: none).
    """

    places: list[Download]
    video_formats: list[Download]
    versions: list[Version]
    poster_url: str
    number: int
    being_made: int
    main_pk: uuid.UUID
    polling: bool


def files_of(animation: Animation) -> Files | None:
    """Return what an ended animation offers, from prefetched frames and exports.

    None while there is nothing to make it of.
    """
    main = main_export(animation)
    if main is None or not animation.has_ended:
        return None
    # A file is known by a digest of its spec and its frames: after a correction the old ones no longer match.
    frames = [frame.shown_sha256 for frame in animation.frames.all() if frame.state == FrameState.STORED]
    exports = {export.digest: export for export in animation.exports.all()}
    spec = main_spec(main)
    places = [
        _download(
            animation,
            place.slug,
            name=place.name,
            promise=format_limits(place),
            export=exports.get(digest_of(spec.for_place(place.slug), frames)),
            of=main.frame_count,
        )
        for place in DESTINATIONS
    ]
    video_formats = [
        _download(
            animation,
            kind.value,
            name=kind.label,
            promise=promise,
            export=exports.get(digest_of(spec.in_format(kind), frames)),
        )
        for kind, promise in TWINS
    ]
    # The main file was made smaller to be shared; the full one is offered first.
    if main.was_reduced:
        places.insert(
            0,
            _download(
                animation,
                FileSize.FULL,
                name="Full quality",
                promise=f"Larger and sharper than the {format_file_size(main)} GIF above.".replace(
                    " MB", "\N{NO-BREAK SPACE}MB"
                ),
                export=exports.get(digest_of(spec.in_full(), frames)),
            ),
        )
    versions = _versions(animation, main)
    coming = version_being_made(animation)
    return Files(
        places=places,
        video_formats=video_formats,
        versions=versions,
        poster_url=own_link(main.poster_key, owner=animation.owner_id, filename=_filename(animation, "poster", "jpg")),
        number=next(version.number for version in versions if version.is_main),
        being_made=next((version.number for version in versions if coming and version.export.pk == coming.pk), 0),
        main_pk=main.pk,
        polling=any(one.state == ExportState.PENDING for one in (*places, *video_formats))
        or any(version.export.state == ExportState.PENDING for version in versions),
    )


def main_spec(main: Export) -> ExportSpec:
    """Return what is shown of the frames in every other file: the same as in the one that is shown and shared."""
    return ExportSpec(
        spec_of(main).timeline,
        max_side=main.max_side,
        file_size=main.file_size,
        head=head_of(main.animation),
        tall=main.animation.height / max(1, min(main.animation.width, main.animation.height)),
    )


def wanted_file(main: Export, want: str) -> ExportSpec | None:
    """Return the file that a button asks for, by the slug of a place, `full` or the name of a format; else None."""
    spec = main_spec(main)
    if want in PLACES:
        return spec.for_place(want)
    if want == FileSize.FULL:
        return spec.in_full()
    return spec.in_format(want) if want in [kind.value for kind, _ in TWINS] else None


def figures(files: Files) -> Iterable[Any]:
    """Yield what changes whenever the section would look different."""
    for one in (*files.places, *files.video_formats):
        yield from (one.slug, one.state)
    for version in files.versions:
        yield from (str(version.export.pk), version.export.state, version.is_main)


def _download(
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
        url=own_link(export.key, owner=animation.owner_id, filename=_filename(animation, slug, extension)),
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


def _versions(animation: Animation, main: Export) -> list[Version]:
    return [
        Version(
            number=number,
            export=export,
            words=format_timeline(spec_of(export).timeline),
            url=own_link(export.key, owner=animation.owner_id),
            poster_url=own_link(export.poster_key, owner=animation.owner_id),
            download_url=own_link(
                export.key, owner=animation.owner_id, filename=_filename(animation, f"version-{number}", "gif")
            ),
            is_main=export.pk == main.pk,
        )
        for number, export in reversed(
            list(enumerate((one for one in animation.exports.all() if one.is_version), start=1))
        )
    ]


def _filename(animation: Animation, what: str, extension: str) -> str:
    return f"gifsite-{str(animation.pk)[:8]}-{what}.{extension}"
