"""Which pictures of sponsors are still needed, asked by the collector."""

from collections.abc import Collection

from apps.common.retention import Kind, register
from apps.sponsors.models import Sponsor


def of_sponsors(keys: Collection[str]) -> set[str]:
    """Return which of some keys below sponsors/ are the picture of a sponsor."""
    return set(Sponsor.objects.filter(picture_key__in=keys).values_list("picture_key", flat=True))


def register_kinds() -> None:
    register(
        Kind("sponsors/", "Pictures that sponsors gave us", "as long as the sponsor's offer uses them", of_sponsors)
    )
