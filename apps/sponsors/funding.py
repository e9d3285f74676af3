"""Credits that a sponsor may spend on others."""

import uuid

from django.db import transaction

from apps.common.units import Credits
from apps.credits.models import Origin
from apps.credits.services.grants import grant_credits
from apps.sponsors.models import Sponsor


@transaction.atomic
def fund(*, sponsor: Sponsor, amount: Credits, reason: str) -> None:
    """Give a sponsor credits to spend on others, which their invoice was paid for."""
    grant_credits(
        ledger_owner=sponsor.ledger_owner,
        amount=amount,
        source="issued:sponsor",
        label=f"Sponsor: {sponsor.name}",
        key=f"sponsor:{sponsor.pk}:{uuid.uuid4()}",
        origin=Origin.BOUGHT,
        reason=reason,
    )
