"""The GIFs of an animation, numbered in the order made."""

from dataclasses import dataclass

from apps.animations.copy import format_timeline
from apps.animations.exports.spec import spec_of
from apps.animations.media_links import own_link
from apps.animations.models import Animation, Export


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


def versions_of(animation: Animation, main: Export) -> list[Version]:
    return [
        Version(
            number=number,
            export=export,
            words=format_timeline(spec_of(export).timeline),
            url=own_link(export.key, owner=animation.owner_id),
            poster_url=own_link(export.poster_key, owner=animation.owner_id),
            download_url=own_link(
                export.key, owner=animation.owner_id, filename=file_name(animation, f"version-{number}", "gif")
            ),
            is_main=export.pk == main.pk,
        )
        for number, export in reversed(
            list(enumerate((one for one in animation.exports.all() if one.is_version), start=1))
        )
    ]


def file_name(animation: Animation, what: str, extension: str) -> str:
    return f"gifsite-{str(animation.pk)[:8]}-{what}.{extension}"
