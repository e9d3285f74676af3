"""What a paid purchase's refunds and disputes mean for credits: how many are taken back, and who may not spend."""

import uuid
from datetime import datetime

from django.db import transaction

from apps.animations.rendering.end import stop_frozen
from apps.credits.selectors import frozen_ledger_owners, owed_by, owing_ledger_owners
from apps.credits.services.clawback import set_taken_back
from apps.credits.services.wallets import freeze, lock_wallet, pay_debt, thaw
from apps.payments.models import DISPUTED, Dispute, Purchase
from apps.payments.provider import LOST, Payment
from apps.payments.services.payment_records import note_dispute, note_refund


def note_payment(purchase: Purchase, payment: Payment, *, now: datetime) -> bool:
    """Note the refunds and disputes of a payment and let the ledger follow; True when anything changed.

    Runs in the caller's transaction, with the purchase locked; the caller saves it.
    """
    changed = [note_refund(purchase, refund) for refund in payment.refunds]
    changed += [note_dispute(purchase, dispute) for dispute in payment.disputes]
    return follow_refunds(purchase, now=now) or any(changed)


def follow_refunds(purchase: Purchase, *, now: datetime) -> bool:
    """Take back as many credits of a paid purchase as its refunds and disputes stand for; True when credits moved.

    Runs in the caller's transaction, with the purchase locked; the caller saves it.
    """
    if purchase.lot is None:
        return False
    # What is taken back follows from all of them together, so it does not matter which was heard of first.
    disputes = list(purchase.disputes.all())
    refunded = sum(refund.amount_minor for refund in purchase.refunds.all() if refund.counts)
    disputed = sum(dispute.amount_minor for dispute in disputes if dispute.took_money)
    purchase.refunded_minor = min(refunded, purchase.amount_minor)
    reason = DISPUTED if disputed else "Taken back: refunded"
    moved = set_taken_back(lot=purchase.lot, level=purchase.credits_for(refunded + disputed), reason=reason)
    # After the ledger: blocks come after accounts in the order of locks.
    if disputes:
        freeze_or_thaw(ledger_owner=purchase.ledger_owner, now=now)
    return moved.from_lot != 0 or moved.as_debt != 0


def freeze_or_thaw(*, ledger_owner: uuid.UUID, now: datetime) -> None:
    """Block spending while a bank asks for a payment, and after it got it until what was spent of it is paid.

    The same disputes and debts give the same answer in whatever order they came to be.
    """
    owes = owed_by(ledger_owner) > 0
    # In one order: the blocks of a person are rows, and two purchases of theirs may be settled at one moment.
    for dispute in Dispute.objects.filter(purchase__ledger_owner=ledger_owner).order_by("id"):
        if dispute.is_open or (dispute.is_lost and owes):
            freeze(ledger_owner=ledger_owner, cause=dispute.cause, now=now)
        else:
            thaw(cause=dispute.cause, now=now)


def settle_ledger_owner(*, ledger_owner: uuid.UUID, now: datetime) -> None:
    """Stop what a person may not go on with, and let what comes back from it pay their debt.

    Apart from the transaction that took credits back: animations are locked before accounts, everywhere.
    """
    # What is stopped gives its holds back, and those may pay the debt below.
    stop_frozen(ledger_owner=ledger_owner, now=now)
    if owed_by(ledger_owner) > 0:
        with transaction.atomic():
            pay_debt(lock_wallet(ledger_owner))
            freeze_or_thaw(ledger_owner=ledger_owner, now=now)


def settle_parties(*, now: datetime) -> None:
    """Look again at everybody who is frozen or should be: a crash may have come between two steps. Few on a healthy site."""
    lost = Dispute.objects.filter(status=LOST, purchase__ledger_owner__in=owing_ledger_owners())
    # Those who are blocked, and those who owe for a lost dispute and may not be blocked yet.
    for ledger_owner in {*frozen_ledger_owners(), *lost.values_list("purchase__ledger_owner", flat=True)}:
        with transaction.atomic():
            freeze_or_thaw(ledger_owner=ledger_owner, now=now)
        settle_ledger_owner(ledger_owner=ledger_owner, now=now)
