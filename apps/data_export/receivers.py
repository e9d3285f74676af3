from datetime import datetime
from typing import Any

from django.dispatch import receiver

from apps.accounts.models import User
from apps.accounts.signals import account_erased
from apps.common.signals import sweeping
from apps.data_export.models import DataExport
from apps.data_export.services import forget, look_after


@receiver(sweeping)
def look_after_archives(*, now: datetime, **_: Any) -> None:
    look_after(now=now)


@receiver(account_erased)
def forget_archives(*, user: User, **_: Any) -> None:
    forget(DataExport.objects.filter(owner=user))
