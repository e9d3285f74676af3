"""The free credits of a day, when somebody comes to make something."""

from datetime import datetime

from django.conf import settings

from apps.accounts.identity import is_throwaway, person_mark
from apps.accounts.models import User
from apps.credits.services.free import grant_daily
from apps.engines.offers import cheapest_engine


def give_daily_credits(*, owner: User, now: datetime, network: str = "") -> None:
    """Give today's free credits if there are any, once however often this is called. None to throw-away addresses.

    `network` is a keyed hash of where the person comes from; empty, no limit per network counts.
    """
    if settings.DAILY_FREE_CREDITS == 0 or is_throwaway(owner.email):
        return
    grant_daily(
        ledger_owner=owner.ledger_owner,
        person_mark=person_mark(owner.email),
        engine=cheapest_engine(on=now.date()),
        now=now,
        network=network,
    )
