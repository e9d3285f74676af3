"""Keeping and forgetting which addresses mail doesn't reach."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.common.control_characters import strip_control_characters
from apps.mail.models import UndeliveredKind, UndeliveredMail

KEPT = timedelta(days=90)
"""How long an address stays on the list after the last mail that didn't arrive."""


def note_undelivered(*, address: str, kind: UndeliveredKind, detail: str) -> None:
    """Write down that mail to an address didn't arrive. Addresses are compared in lower case, as sign-in compares them."""
    now = timezone.now()
    said = " ".join(strip_control_characters(detail).split())[:300]
    with transaction.atomic():
        row, is_new = UndeliveredMail.objects.get_or_create(
            address=address.lower()[:254], defaults={"kind": kind, "detail": said, "first_at": now, "last_at": now}
        )
        if not is_new:
            UndeliveredMail.objects.filter(pk=row.pk).update(kind=kind, detail=said, last_at=now, times=F("times") + 1)


def undelivered_to(address: str) -> "QuerySet[UndeliveredMail]":
    """Return what is known of an address, none or one row."""
    return UndeliveredMail.objects.filter(address=address.lower())


def forget_addresses(addresses: Collection[str]) -> None:
    """Forget what is known of addresses: their account is erased, or its person uses another one."""
    UndeliveredMail.objects.filter(address__in=[address.lower() for address in addresses]).delete()


def forget_old(*, now: datetime) -> int:
    """Forget addresses that nothing bounced from for KEPT; returns how many."""
    return UndeliveredMail.objects.filter(last_at__lt=now - KEPT).delete()[0]
