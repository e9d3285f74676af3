"""Packs that are taken off sale."""

from collections.abc import Iterable
from datetime import datetime

from apps.payments.models import Pack


def stop_selling(*, packs: Iterable[Pack], now: datetime) -> int:
    """Take packs off sale from this moment on, for good; return how many were not yet.

    What was bought stays as it was, and a checkout that is open already can be paid until it closes.
    """
    return Pack.objects.filter(pk__in=[pack.pk for pack in packs], stopped_at=None).update(stopped_at=now)
