"""What the page of an animation offers to take away: a file for each place, video_formats in other formats, and versions."""

import uuid
from dataclasses import dataclass

from apps.animations.export_copy import format_file_size, format_limits
from apps.animations.exports.spec import PLACES, ExportSpec, digest_of, head_of, spec_of
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export, ExportState, FileSize, Format, FrameState
from apps.animations.selectors import main_export, version_being_made
from apps.animations.web.download import Download, download_of
from apps.animations.web.versions import Version, file_name, versions_of
from apps.imaging.formats.destinations import DESTINATIONS

TWINS = (
    (Format.MP4, "Small and sharp. For phones, slides and websites."),
    (Format.WEBP, "Smaller than a GIF. For websites and newer chat apps."),
    (Format.APNG, "Lossless and large. For stickers."),
)


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
        download_of(
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
        download_of(
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
            download_of(
                animation,
                FileSize.FULL,
                name="Full quality",
                promise=f"Larger and sharper than the {format_file_size(main)} GIF above.".replace(
                    " MB", "\N{NO-BREAK SPACE}MB"
                ),
                export=exports.get(digest_of(spec.in_full(), frames)),
            ),
        )
    versions = versions_of(animation, main)
    coming = version_being_made(animation)
    return Files(
        places=places,
        video_formats=video_formats,
        versions=versions,
        poster_url=own_link(main.poster_key, owner=animation.owner_id, filename=file_name(animation, "poster", "jpg")),
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
