"""How much of the store a person uses, and how much they may."""

import math
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from apps.accounts.models import User
from apps.animations.models import Animation, AnimationState, Export


@dataclass(frozen=True, slots=True)
class Usage:
    """What one person keeps: GIFs in the library and in the trash, and bytes of all of it, drafts and photos included."""

    gifs: int
    in_trash: int
    used_bytes: int
    max_gifs: int
    max_bytes: int

    @property
    def kept(self) -> int:
        """Return how many GIFs count, those in the trash too."""
        return self.gifs + self.in_trash

    @property
    def used(self) -> str:
        """Return the bytes as people read them."""
        return in_megabytes(self.used_bytes)

    @property
    def limit(self) -> str:
        """Return the most bytes as people read them."""
        return in_megabytes(self.max_bytes)

    @property
    def is_full(self) -> bool:
        """Return whether nothing more may be started."""
        return self.gifs + self.in_trash >= self.max_gifs or self.used_bytes >= self.max_bytes

    @property
    def percent(self) -> int:
        """Return how full it is, by whichever limit is nearer, from 0 to 100."""
        share = max(self.used_bytes / self.max_bytes, (self.gifs + self.in_trash) / self.max_gifs)
        return min(100, round(100 * share))


def in_megabytes(size: int) -> str:
    """Return bytes as people read them: “120 MB”, “1.5 GB”."""
    megabytes = size / 2**20
    return f"{megabytes / 1024:.1f} GB" if megabytes >= 1000 else f"{math.ceil(megabytes)} MB"


class LibraryFull(Exception):
    """The person keeps as much as they may. Nothing was stored, held or charged."""

    def __init__(self, usage: Usage) -> None:
        super().__init__(f"{usage.used_bytes} bytes in {usage.gifs} GIFs")
        self.usage = usage


def usage_of(owner: User) -> Usage:
    """Return what a person keeps. A photo that several GIFs share counts once."""
    kept = Animation.objects.owned_by(owner).filter(erased_at=None)
    counts = kept.exclude(state=AnimationState.DRAFT).aggregate(
        gifs=Count("pk", filter=Q(deleted_at=None)),
        in_trash=Count("pk", filter=Q(deleted_at__isnull=False)),
        frames=Sum("frames_bytes"),
    )
    photos = kept.filter(photo_deleted_at=None).values("source_key", "source_bytes").distinct()
    return Usage(
        gifs=counts["gifs"],
        in_trash=counts["in_trash"],
        used_bytes=(counts["frames"] or 0)
        + (photos.aggregate(total=Sum("source_bytes"))["total"] or 0)
        + _bytes_of_exports(kept),
        max_gifs=settings.LIBRARY_MAX_GIFS,
        max_bytes=settings.LIBRARY_MAX_BYTES,
    )


def _bytes_of_exports(kept: "QuerySet[Animation]") -> int:
    files = Export.objects.filter(animation__in=kept)
    total = files.aggregate(total=Sum(Coalesce(F("size_bytes"), 0) + Coalesce(F("poster_bytes"), 0)))["total"]
    return total or 0


def largest_libraries(most: int) -> list[tuple[User, Usage]]:
    """Return the people who keep the most bytes, largest first; those in the running are found by each kind of file."""
    kept = Animation.objects.filter(erased_at=None, owner__isnull=False)
    files = Export.objects.filter(animation__in=kept)
    sums = (
        kept.values_list("owner").annotate(total=Sum("frames_bytes")),
        kept.filter(photo_deleted_at=None).values_list("owner").annotate(total=Sum("source_bytes")),
        files.values_list("animation__owner").annotate(total=Sum(Coalesce(F("size_bytes"), 0))),
    )
    owners = {owner for rows in sums for owner, _ in rows.filter(total__gt=0).order_by("-total")[:most]}
    found = [(person, usage_of(person)) for person in User.objects.filter(pk__in=owners)]
    return sorted(found, key=lambda pair: (-pair[1].used_bytes, pair[0].pk))[:most]


def check_library(owner: User) -> None:
    """Raise LibraryFull when a person may keep nothing more."""
    usage = usage_of(owner)
    if usage.is_full:
        raise LibraryFull(usage)
