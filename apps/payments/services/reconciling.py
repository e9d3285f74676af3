"""What messages missed: purchases that the till touched lately are looked at again, and what that changes is an alarm."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.common.alarms import raise_alarm
from apps.credits.selectors import owed_by
from apps.payments.models import Audit, Dispute, Purchase, Refund
from apps.payments.registry import open_till
from apps.payments.services.settling import settle_purchase
from apps.payments.tills import TillAway, TillRefused

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(hours=72)
"""As long as Stripe itself repeats a message."""

EVERY = timedelta(hours=1)

SILENT = "the till did not answer"

YOUNG = timedelta(minutes=10)
"""A message may be that late without anything being wrong: healed, but no alarm."""


@dataclass(frozen=True, slots=True)
class Healed:
    """A purchase that was not what the till says, and what it became."""

    purchase: Purchase
    was: str
    became: str
    is_late: bool

    def __str__(self) -> str:
        return f"{self.purchase.pk}: {self.was}, now {self.became}"


def reconcile_till(*, now: datetime) -> list[Healed]:
    """Look at every purchase that the till or we touched within LOOKS_BACK. Raises TillAway when the till is silent.

    What had to be healed although its message had time to come is an alarm.
    """
    till = open_till()
    if till is None:
        return []
    since = now - LOOKS_BACK
    ids = set(till.touched_since(since))
    ids |= {
        str(pk)
        for pk in Purchase.objects.unsettled()
        .filter(till=till.name, created_at__gte=since)
        .values_list("pk", flat=True)
    }
    healed = [found for purchase_id in sorted(ids) if (found := _look(purchase_id, now=now))]
    late = [str(found) for found in healed if found.is_late]
    if late:
        raise_alarm(f"{len(late)} purchases were not what the till says", "\n".join(late))
    return healed


def audit_due(*, now: datetime) -> None:
    """Compare with the till once an hour. For the sweeper: a till that is away is asked again in ten minutes."""
    till = open_till()
    if till is None:
        return
    last = Audit.objects.filter(till=till.name).order_by("-began_at").first()
    if last is not None and now - last.began_at < (EVERY if last.findings != SILENT else YOUNG):
        return
    audit = Audit.objects.create(till=till.name, began_at=now)  # first, so that two sweepers do not both look
    try:
        findings = "\n".join(str(found) for found in reconcile_till(now=now))
    except (TillAway, TillRefused) as error:
        log.warning("the till could not be audited: %s", error)
        findings = SILENT
    Audit.objects.filter(pk=audit.pk).update(findings=findings)


def _look(purchase_id: str, *, now: datetime) -> Healed | None:
    purchase = Purchase.objects.named(purchase_id=purchase_id)
    if purchase is None:
        log.error("the till knows a purchase that we do not: %s", purchase_id)
        raise_alarm("The till knows a purchase that we do not", purchase_id)
        return None
    was, touched = _words(purchase), purchase.looked_at or purchase.created_at
    try:
        settled = settle_purchase(purchase.pk, now=now)
    except (TillAway, TillRefused):
        log.exception("%s could not be looked at", purchase)
        return None
    became = _words(settled)
    return None if became == was else Healed(settled, was, became, is_late=now - touched > YOUNG)


def _words(purchase: Purchase) -> str:
    """Everything that matters about a purchase, in a line."""
    refunds = sorted(Refund.objects.filter(purchase=purchase).values_list("status", "amount_minor"))
    disputes = sorted(Dispute.objects.filter(purchase=purchase).values_list("status", "amount_minor"))
    parts = [purchase.state, *(f"refund {amount} {status}" for status, amount in refunds)]
    parts += [f"dispute {amount} {status}" for status, amount in disputes]
    owed = owed_by(purchase.party)
    return ", ".join([*parts, *([f"{owed} credits owed"] if owed else [])])
