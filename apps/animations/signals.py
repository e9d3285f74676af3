from dataclasses import dataclass
from uuid import UUID

from django.dispatch import Signal

from apps.animations.models import Animation


@dataclass(frozen=True, slots=True)
class PublicLink:
    """What the page of an animation shows of an animation's public page, told by whoever publishes."""

    slug: str
    export_id: UUID
    title: str
    url: str
    gif_url: str


public_links_requested = Signal()
"""Sent with `animations`, a list; a receiver returns a dict from animation ids to PublicLink for those it published."""

animation_deleted = Signal()
"""Sent with `animation` and `now` in the transaction that moves it to the trash; its public page goes with it."""

animation_restored = Signal()
"""Sent with `animation`, `deleted_at` and `now` after it was taken out of the trash."""

animation_erased = Signal()
"""Sent with `animation` and `now` in the transaction that erases it: whoever keeps words about it erases them too."""

taken_down_requested = Signal()
"""Sent with `animations`; a receiver returns the ids of those whose public page went with them into the trash."""


def taken_down_with(animations: list[Animation]) -> set[UUID]:
    """Return which of some animations in the trash had a public page, which comes back with them."""
    found: set[UUID] = set()
    for _, answer in taken_down_requested.send(sender=Animation, animations=animations):
        found.update(answer or ())  # type: ignore[arg-type] # signals are typed as returning text
    return found


def public_links(animations: list[Animation]) -> dict[UUID, PublicLink]:
    """Return the public faces of these animations, whoever knows them: one question for a whole list."""
    faces: dict[UUID, PublicLink] = {}
    for _, answer in public_links_requested.send(sender=Animation, animations=animations):
        faces.update(answer or {})  # type: ignore[arg-type] # signals are typed as returning text
    return faces
