from datetime import datetime
from typing import Any

from django.dispatch import receiver

from apps.common.signals import sweeping
from apps.mail.services import forget_old


@receiver(sweeping)
def forget_in_a_sweep(*, now: datetime, **_: Any) -> None:
    forget_old(now=now)
