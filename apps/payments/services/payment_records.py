"""Refunds and disputes noted as the provider tells them."""

import uuid
from collections.abc import Iterable

from apps.common.alarms import raise_alarm
from apps.payments.models import Dispute, Purchase, Refund
from apps.payments.provider import DisputeRecord, RefundRecord


def note_refund(purchase: Purchase, record: RefundRecord) -> bool:
    noted = Refund.objects.filter(provider_id=record.id).first()
    if noted is None:  # ours perhaps, and the provider's answer to us is still on its way
        request_id = _uuids([record.request_id])
        noted = Refund.objects.filter(purchase=purchase, request_id__in=request_id, provider_id=None).first()
    if noted is None:
        # Made in the provider's own dashboard: it counts as one of ours does.
        Refund.objects.create(
            purchase=purchase,
            provider_id=record.id,
            amount_minor=_share(purchase, record.amount_minor, record.currency),
            status=record.status,
        )
        return True
    if (noted.provider_id, noted.status) == (record.id, record.status):
        return False
    Refund.objects.filter(pk=noted.pk).update(provider_id=record.id, status=record.status)
    return True


def note_dispute(purchase: Purchase, record: DisputeRecord) -> bool:
    amount_minor = _share(purchase, record.amount_minor, record.currency)
    dispute, is_new = Dispute.objects.get_or_create(
        provider_id=record.id,
        defaults={
            "purchase": purchase,
            "amount_minor": amount_minor,
            "status": record.status,
            "reason": record.reason[:80],
        },
    )
    # Once per dispute, because somebody has to answer the bank in time.
    if is_new:
        raise_alarm(
            f"A payment is disputed: {purchase.pk}",
            f"{record.status}, {record.reason or 'no reason given'}. While a bank may decide, and as long as a lost one "
            f"is owed, the buyer may not spend. Answer at the provider in time: {record.id}.",
        )
        return True
    if (dispute.status, dispute.amount_minor) == (record.status, amount_minor):
        return False
    Dispute.objects.filter(pk=dispute.pk).update(status=record.status, amount_minor=amount_minor)
    return True


def _share(purchase: Purchase, amount_minor: int, currency: str) -> int:
    """Return an amount in the purchase's currency.

    One in another cannot be compared, so it stands for the whole price.
    """
    return amount_minor if currency in ("", purchase.currency) else purchase.amount_minor


def _uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    """Return those of the texts that are ids; others were not written by us."""
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
