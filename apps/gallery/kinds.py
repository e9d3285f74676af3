"""Which public files are still needed, asked by the collector."""

from collections.abc import Collection
from pathlib import PurePosixPath

from apps.common.retention import Kind, register
from apps.gallery.models import Publication


def of_live_pages(keys: Collection[str]) -> set[str]:
    """Return which of some keys below public/ belong to a page that is up."""
    slugs = {key: PurePosixPath(key).stem for key in keys}
    live = set(Publication.objects.live().filter(slug__in=set(slugs.values())).values_list("slug", flat=True))
    return {key for key, slug in slugs.items() if slug in live}


def register_kinds() -> None:
    register(
        Kind(
            "public/",
            "Copies of GIFs you publish, which anyone with the link can see",
            "until you unpublish or delete the GIF",
            of_live_pages,
        )
    )
