from datetime import datetime
from typing import Any

from django.dispatch import receiver

from apps.accounts.models import User
from apps.accounts.signals import account_erased, personal_data_requested
from apps.common.signals import sweeping
from apps.credits.findings import verifying
from apps.credits.services.clawback import pay_debts, write_off_expired
from apps.payments.findings import payment_findings
from apps.payments.models import Purchase
from apps.payments.services import audits, duplicates, inbox, refunds_and_disputes, unanswered_refunds


@receiver(sweeping)
def announce_waiting_payments(*, now: datetime, **_: Any) -> None:
    """Announce them and no more: a payment provider that does not answer must hold up no sweep."""
    inbox.announce_due(now=now)
    unanswered_refunds.announce_waiting(now=now)
    duplicates.announce_duplicates(now=now)
    audits.audit_due(now=now)


@receiver(account_erased)
def erase_addresses_of_receipts(*, user: User, **_: Any) -> None:
    """Erase where the provider shows receipts, which name the buyer. Amounts and references stay, as the law asks."""
    Purchase.objects.of(user).update(checkout_url="", receipt_url="", invoice_url="", draft_id=None)


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


@receiver(personal_data_requested)
def tell_purchases(*, user: User, **_: Any) -> dict[str, Any]:
    names = ("id", "credits", "currency", "amount_minor", "provider", "state", "receipt_url", "invoice_url",
             "refunded_minor", "created_at", "paid_at")  # fmt: skip
    return {"purchases": list(Purchase.objects.of(user).order_by("created_at").values(*names))}
