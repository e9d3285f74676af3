"""The credits of a paid purchase."""

import logging
from datetime import datetime

from apps.common.units import Credits
from apps.credits.models import Origin
from apps.credits.services.grants import grant_credits
from apps.credits.services.wallets import debt_of, lock_wallet, pay_debt
from apps.payments.models import Purchase
from apps.payments.provider import Payment

log = logging.getLogger(__name__)


def grant_purchase(purchase: Purchase, payment: Payment | None, *, now: datetime) -> bool:
    """Give what was promised when the purchase began, whatever amount or currency the provider shows today.

    True when some of it paid a debt.
    """
    if payment is not None and (payment.refunds or payment.disputes):
        # A part is taken back in this transaction, and the debt that may come of it is made before anything is locked.
        debt_of(purchase.ledger_owner)
    granted = grant_credits(
        ledger_owner=purchase.ledger_owner,
        amount=Credits(purchase.credits),
        source="issued:bought",
        label=f"{purchase.pack.label} pack",
        key=purchase.grant_key,
        origin=Origin.BOUGHT,
        reason=f"Bought: {purchase.credits} credits",
    )
    purchase.lot = granted.credit
    purchase.paid_at = now
    # What the person owes is paid at once, from bought credits such as these.
    paid = pay_debt(lock_wallet(purchase.ledger_owner))
    log.info("%s: %d credits granted", purchase, purchase.credits)
    return paid > 0
