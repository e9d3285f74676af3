"""Which archives are still needed, asked by the collector."""

from collections.abc import Collection

from apps.common.retention import Kind, register
from apps.data_export.models import DataExport


def of_archives(keys: Collection[str]) -> set[str]:
    """Return which of some keys below data-exports/ are an archive that may still be downloaded."""
    return set(DataExport.objects.filter(key__in=keys).values_list("key", flat=True))


def register_kinds() -> None:
    """Put archives under the collector."""
    register(Kind("data-exports/", "Archives of your data that you asked for", "24 hours", of_archives))
