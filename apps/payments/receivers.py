from datetime import datetime
from typing import Any

from django.dispatch import receiver

from apps.animations.services.ending import stop_frozen
from apps.common.signals import sweeping
from apps.credits.selectors import frozen_parties
from apps.credits.services.clawing import pay_debts, write_off_expired
from apps.payments.services.inbox import work_due
from apps.payments.services.reconciling import audit_due
from apps.payments.services.refunds import send_waiting


@receiver(sweeping)
def look_after_money(*, now: datetime, **_: Any) -> None:
    work_due(now=now)
    send_waiting(now=now)
    pay_debts()
    write_off_expired(now=now)
    for party in frozen_parties():
        stop_frozen(party=party, now=now)
    audit_due(now=now)
