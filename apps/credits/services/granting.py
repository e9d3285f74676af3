"""Credits that are given: as one new lot each, once per key."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Promise, Purpose, Side, Transfer, TransferKind, Unit
from apps.credits.services.ceilings import Ceiling, CeilingReached, day_of, spend_under_ceiling
from apps.credits.services.writing import house_account

WELCOME_CREDITS_LAST = timedelta(days=90)  # long enough for a person who signs up before their holiday


def grant_credits(
    *,
    party: uuid.UUID,
    amount: Credits,
    source: str,
    label: str,
    key: str,
    origin: Origin = Origin.STAFF,
    reason: str = "",
    expires_at: datetime | None = None,
    only_engine: str = "",
) -> Transfer:
    """Give credits as one new lot, once per `key`: a second call with the same key returns the first transfer.

    `source` names the house account that issues them (`issued:welcome`, `issued:staff`).
    """
    existing = Transfer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            lot = Account.objects.create(
                code=f"lot:{uuid.uuid4()}",
                unit=Unit.CREDIT,
                purpose=Purpose.LOT,
                side=Side.CREDIT,
                bounded=True,
                party=party,
                label=label,
                origin=origin,
                only_engine=only_engine,
                expires_at=expires_at,
            )
            return Transfer.objects.create(
                key=key,
                kind=TransferKind.POST,
                debit=house_account(source),
                credit=lot,
                unit=Unit.CREDIT,
                amount=amount,
                reason=reason or label,
            )
    except IntegrityError:
        # Somebody else granted the same key between our look and our insert: theirs is the grant.
        return Transfer.objects.get(key=key)


def grant_welcome(*, party: uuid.UUID, person_mark: str, now: datetime) -> Transfer | None:
    """Give the welcome credits once per verified person. `person_mark` stays the same when the person comes back.

    None when there are none to give, or when the day's free credits are used up: then they are promised, and
    `keep_promises` gives them when there is room again.
    """
    amount, key = Credits(settings.WELCOME_CREDITS), f"welcome:{person_mark}"
    if amount == 0:
        return None
    existing = Transfer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    ceiling = Ceiling(f"free:{day_of(now)}", Unit.CREDIT, settings.FREE_CREDITS_PER_DAY)
    with transaction.atomic():
        try:
            spend_under_ceiling(amount=amount, ceiling=ceiling, key=f"free:{key}", cause="")
        except CeilingReached:
            Promise.objects.get_or_create(person_mark=person_mark, defaults={"party": party})
            return None
        Promise.objects.filter(person_mark=person_mark).delete()
        return grant_credits(
            party=party,
            amount=amount,
            source="issued:welcome",
            label="Welcome credits",
            key=key,
            origin=Origin.WELCOME,
            expires_at=now + WELCOME_CREDITS_LAST,
        )


def keep_promises(*, now: datetime, limit: int = 100) -> int:
    """Give the welcome credits that were promised, the oldest promise first, while there is room; return how many."""
    kept = 0
    for promise in Promise.objects.order_by("made_at", "id")[:limit]:
        if grant_welcome(party=promise.party, person_mark=promise.person_mark, now=now) is None:
            break
        kept += 1
    return kept
