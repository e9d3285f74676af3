"""Credits for nothing: the welcome to a new person and a few every day, out of a budget that the ledger itself bounds.

Whoever farms them needs a new mailbox, a new network and the patience of a day for each handful; all of it is counted
in the ledger, so restarting a cache gives nothing away.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, PendingGrant, Transfer, Unit
from apps.credits.services.ceilings import Ceiling, CeilingReached, day_of, spend_under_ceilings
from apps.credits.services.grants import grant_credits

WELCOME_CREDITS_LAST = timedelta(days=90)  # long enough for a person who signs up before their holiday


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who proved an address. `mark` stays the same when the person comes back with the same mailbox.

    `network` is a keyed hash of where they came from, empty when that is unknown; `is_throwaway` says that the address
    is one of a day.
    """

    ledger_owner: uuid.UUID
    mark: str
    network: str = ""
    is_throwaway: bool = False


def grant_welcome(newcomer: Newcomer, *, now: datetime) -> Transfer | None:
    """Give the welcome credits once per verified person; none to throw-away addresses.

    None when there are none to give, or when the free credits of the day or of the newcomer's network are used up: then
    they are promised, and `keep_promises` gives them when there is room again.
    """
    amount, key = Credits(settings.WELCOME_CREDITS), f"welcome:{newcomer.mark}"
    if amount == 0 or newcomer.is_throwaway:
        return None
    # Once per mailbox: the mark stays the same when somebody comes back with another account.
    existing = Transfer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    # Under the site's budget and, where it is known, the share of the network.
    ceilings = [_budget(now)]
    if newcomer.network:
        limit = amount * settings.WELCOMES_PER_NETWORK_PER_DAY
        ceilings.append(Ceiling(f"free:net:{newcomer.network}:{day_of(now)}", Unit.CREDIT, limit))
    # Budget and credits in one transaction: neither is used up without the other.
    with transaction.atomic():
        try:
            spend_under_ceilings(amount=amount, ceilings=ceilings, key=f"free:{key}", group_key="")
        except CeilingReached:
            # No room today. A promise that was made before only gets a new date, and keeps its place in line.
            PendingGrant.objects.update_or_create(
                person_mark=newcomer.mark,
                defaults={"due_at": _tomorrow(now)},
                create_defaults={
                    "ledger_owner": newcomer.ledger_owner,
                    "network": newcomer.network,
                    "due_at": _tomorrow(now),
                },
            )
            return None
        # The promise ends in the transaction that keeps it.
        PendingGrant.objects.filter(person_mark=newcomer.mark).delete()
        return grant_credits(
            ledger_owner=newcomer.ledger_owner,
            amount=amount,
            source="issued:welcome",
            label="Welcome credits",
            key=key,
            origin=Origin.WELCOME,
            expires_at=now + WELCOME_CREDITS_LAST,
        )


def keep_promises(*, now: datetime, limit: int = 100) -> int:
    """Give the welcome credits that were promised, the oldest pending first, while there is room; return how many."""
    kept = 0
    for pending in PendingGrant.objects.filter(due_at__lte=now).order_by("made_at", "id")[:limit]:
        # Under the limits of today; a promise that finds no room is put off by another day.
        newcomer = Newcomer(pending.ledger_owner, pending.person_mark, pending.network)
        kept += grant_welcome(newcomer, now=now) is not None
    return kept


class UsedUp(StrEnum):
    """Whose free credits of the day are given away."""

    SITE = "site"
    NETWORK = "network"


def grant_daily(
    *, ledger_owner: uuid.UUID, person_mark: str, engine: str, now: datetime, network: str = ""
) -> Transfer | None:
    """Give the free credits of a day, good for one engine and until midnight, once per person and day.

    `network` is a keyed hash of where they come from, empty when that is unknown. None when there are none to give, or
    when the day's budget or the network's share is used up: who comes earlier tomorrow gets theirs.
    """
    amount, key = Credits(settings.DAILY_FREE_CREDITS), f"daily:{day_of(now)}:{person_mark}"
    if amount == 0:
        return None
    # Once per person and day: the key holds their mark and not their account.
    existing = Transfer.objects.filter(key=key).first()
    if existing is not None:
        return existing
    try:
        # Undone as a whole where there is no room, and asked again by the next visit.
        with transaction.atomic():
            spend_under_ceilings(amount=amount, ceilings=_daily_ceilings(network, now), key=f"free:{key}", group_key="")
            return grant_credits(
                ledger_owner=ledger_owner,
                amount=amount,
                source="issued:daily",
                label="Free today",
                key=key,
                origin=Origin.DAILY,
                only_engine=engine,
                expires_at=_tomorrow(now),
            )
    except CeilingReached:
        return None


def daily_used_up(*, person_mark: str, network: str, now: datetime) -> UsedUp | None:
    """Return why a person gets no free credits of the day; None when they have had theirs or when there is room."""
    amount = settings.DAILY_FREE_CREDITS
    if amount == 0 or Transfer.objects.filter(key=f"daily:{day_of(now)}:{person_mark}").exists():
        return None
    ceilings = _daily_ceilings(network, now)
    used = {one.code: one.debits_posted for one in Account.objects.filter(code__in=[each.code for each in ceilings])}
    full = [used.get(each.code, 0) + amount > each.limit for each in ceilings]
    if full[0]:
        return UsedUp.SITE
    return UsedUp.NETWORK if any(full) else None


def _daily_ceilings(network: str, now: datetime) -> list[Ceiling]:
    """Return the site's budget, then the share of one network where it is known."""
    if not network:
        return [_budget(now)]
    limit = settings.DAILY_FREE_CREDITS * settings.DAILY_FREE_PER_NETWORK_PER_DAY
    return [_budget(now), Ceiling(f"free-daily:net:{network}:{day_of(now)}", Unit.CREDIT, limit)]


def _budget(now: datetime) -> Ceiling:
    return Ceiling(f"free:{day_of(now)}", Unit.CREDIT, settings.FREE_CREDITS_PER_DAY)


def _tomorrow(now: datetime) -> datetime:
    """Return the next midnight by which days are counted."""
    return datetime.combine(day_of(now) + timedelta(days=1), time.min, tzinfo=now.tzinfo)
