"""What messages missed: purchases that the provider touched lately are looked at again, and what that changes is an alarm."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from apps.common.alarms import raise_alarm
from apps.payments.models import ASKED, Dispute, DuplicatePayment, Purchase, Refund
from apps.payments.provider import DECIDED_DISPUTE, ObjectRefs, PaymentProvider, ProviderRefused
from apps.payments.providers.registry import active_provider
from apps.payments.services.healed import Healed, in_a_line
from apps.payments.services.object_refs import Found, find_purchase
from apps.payments.services.settle import settle_purchase

log = logging.getLogger(__name__)

LOOKS_BACK = timedelta(hours=72)
"""As long as Stripe itself repeats a message."""

YOUNG = timedelta(minutes=10)
"""A message may be that late without anything being wrong: healed, but no alarm."""

GIVEN_UP = timedelta(days=30)
"""A bank transfer takes days; a purchase that nothing was heard of for a month is not looked at any more."""

OPEN_REFUNDS = (ASKED, "pending", "requires_action")


def reconcile_payments(*, now: datetime) -> list[Healed]:
    """Look at every purchase that the provider touched within LOOKS_BACK, and at those of ours that wait for something.

    What had to be healed although its message had time to come is an alarm. Raises ProviderUnavailable when the provider is silent.
    """
    provider = active_provider()
    if provider is None:
        return []
    # By purchase, then by a checkout that it does not know ("" for none), so each is looked at once.
    found: dict[str, dict[str, Found]] = {str(one.pk): {"": Found(one, "")} for one in _waiting(provider, now=now)}
    strangers = []
    for names in dict.fromkeys(provider.objects_changed_since(now - LOOKS_BACK)):
        known = find_purchase(names, provider) if names.purchase_id or names.payment_ref else None
        if known is not None:
            found.setdefault(str(known.purchase.pk), {})[known.session_id] = known
        elif names.purchase_id:
            # It names a purchase in our own words, and there is none here.
            strangers.append(_stranger(names))
    healed = [one for _, each in sorted(found.items()) for one in _look_at_all(each, now=now)] + strangers
    # Healed in time is no news: a message may take some minutes.
    late = [str(one) for one in healed if one.is_late]
    if late:
        raise_alarm(f"{len(late)} purchases were not what the provider says", "\n".join(late))
    return healed


def _waiting(provider: PaymentProvider, *, now: datetime) -> list[Purchase]:
    """Return purchases of ours that wait for the provider: not settled, being refunded, disputed, or paid twice."""
    # Refunds and disputes count however old they are; unsettled purchases and second payments for a month.
    unreturned = DuplicatePayment.objects.exclude(status="succeeded").filter(created_at__gte=now - GIVEN_UP)
    waiting = Purchase.objects.filter(provider=provider.name).filter(
        Q(pk__in=Purchase.objects.unsettled().filter(created_at__gte=now - GIVEN_UP).values("pk"))
        | Q(pk__in=Refund.objects.filter(status__in=OPEN_REFUNDS).values("purchase"))
        | Q(pk__in=Dispute.objects.exclude(status__in=DECIDED_DISPUTE).values("purchase"))
        | Q(pk__in=unreturned.values("purchase"))
    )
    return list(waiting)


def _stranger(names: ObjectRefs) -> Healed:
    log.error("the provider knows a purchase that we do not: %s", names)
    return Healed(names.purchase_id, "known to the provider", "unknown here", is_late=True)


def _look_at_all(found: dict[str, Found], *, now: datetime) -> list[Healed]:
    """Look at one purchase, once for each checkout of it that it does not know."""
    names = [name for name in found if name] or [""]
    return [one for name in names if (one := _look(found[name], now=now))]


def _look(found: Found, *, now: datetime) -> Healed | None:
    purchase = found.purchase
    # Compared in words, before and after: the same words go into the alarm.
    was, touched = in_a_line(purchase), purchase.looked_at or purchase.created_at
    try:
        settled = settle_purchase(purchase.pk, now=now, session_id=found.session_id)
    except ProviderRefused:
        log.exception("%s could not be looked at", purchase)
        return None
    became = in_a_line(settled)
    if became == was:
        return None
    # An abandoned checkout that ran out is nothing that anybody has to hear of.
    is_late = settled.lot_id is not None and now - touched > YOUNG
    return Healed(str(purchase.pk), was, became, is_late)
