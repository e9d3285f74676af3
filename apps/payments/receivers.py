from datetime import datetime
from typing import Any

from django.dispatch import receiver

from apps.common.signals import sweeping
from apps.credits.findings import verifying
from apps.credits.services.clawback import pay_debts, write_off_expired
from apps.payments.findings import payment_findings
from apps.payments.services import audits, duplicates, inbox, refunds_and_disputes, unanswered_refunds


@receiver(sweeping)
def announce_waiting_payments(*, now: datetime, **_: Any) -> None:
    """Announce them and no more: a payment provider that does not answer must hold up no sweep."""
    inbox.announce_due(now=now)
    unanswered_refunds.announce_waiting(now=now)
    duplicates.announce_duplicates(now=now)
    audits.audit_due(now=now)


@receiver(sweeping)
def look_after_wallets(*, now: datetime, **_: Any) -> None:
    pay_debts()
    write_off_expired(now=now)


@receiver(sweeping)
def look_after_freezes(*, now: datetime, **_: Any) -> None:
    refunds_and_disputes.settle_parties(now=now)


@receiver(verifying)
def verify_payments(**_: Any) -> list[str]:
    return payment_findings()
