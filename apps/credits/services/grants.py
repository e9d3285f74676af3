"""Credits that are given: as one new lot each, once per key."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Purpose, Side, Transfer, TransferKind, Unit
from apps.credits.services.transfers import house_account


def grant_credits(
    *,
    ledger_owner: uuid.UUID,
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
    # The usual answer to a repeated call, without a transaction.
    existing = Transfer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    try:
        # Lot and transfer together: when somebody else was first with this key, the new lot is undone as well.
        with transaction.atomic():
            lot = Account.objects.create(
                code=f"lot:{uuid.uuid4()}",
                unit=Unit.CREDIT,
                purpose=Purpose.LOT,
                side=Side.CREDIT,
                bounded=True,
                ledger_owner=ledger_owner,
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
