"""The verbs of the ledger. Each runs inside the caller's transaction when there is one, and commits nothing by halves.

Order of locks, everywhere: accounts by ascending id. Writing a transfer locks its bounded accounts, so whoever writes
several writes them in that order.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from apps.common.compiled import Insert, Select, Slot
from apps.common.units import Credits
from apps.credits.models import Account, Promise, Purpose, Side, Transfer, TransferKind, Unit

# What every paid call needs, so it is compiled once: two holds and a read of three accounts before it, two captures after.
_write = Insert(Transfer, "key", "kind", "debit_id", "credit_id", "unit", "amount", "pending_id", "ref", "cause")
_held_for_three = Select(
    lambda: (
        Transfer.objects.held()
        .filter(ref__in=[Slot(name, Transfer, "ref") for name in ("first", "second", "third")])
        .order_by("debit_id", "id")
    )
)
_three_accounts = Select(
    lambda: Account.objects.filter(code__in=[Slot(name, Account, "code") for name in ("first", "second", "third")])
)

WORDS = {TransferKind.PEND_POST: "post", TransferKind.PEND_VOID: "void"}
"""How the key of a hold's end begins: with one key per hold and end, a hold cannot end the same way twice."""

WELCOME_CREDITS_LAST = timedelta(days=90)  # long enough for a person who signs up before their holiday


class InsufficientCredits(Exception):
    """The person's lots do not hold as much as was asked for. Nothing was held."""

    def __init__(self, *, needed: Credits, available: Credits) -> None:
        super().__init__(f"{needed} credits needed, {available} available")
        self.needed = needed
        self.available = available


class CeilingReached(Exception):
    """A spending limit has no room for this amount. Nothing was held. `code` names the ceiling."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wish:
    """One hold asked for: `amount` credits for the thing called `ref`."""

    ref: str
    amount: Credits


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit for one day: at most `limit` of `unit` may be held and posted under `code`."""

    code: str
    unit: Unit
    limit: int


def house_account(code: str, unit: Unit = Unit.CREDIT) -> Account:
    """The unbounded account of the house called `code`, made on first use. Its balance is a sum, never a stored row."""
    account, _ = Account.objects.get_or_create(
        code=code, defaults={"unit": unit, "purpose": Purpose.HOUSE, "bounded": False}
    )
    return account


def grant_credits(
    *,
    party: uuid.UUID,
    amount: Credits,
    source: str,
    label: str,
    key: str,
    reason: str = "",
    expires_at: datetime | None = None,
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


def hold_credits(*, party: uuid.UUID, wishes: Sequence[Wish], cause: str, now: datetime) -> None:
    """Hold credits for every wish, all or nothing, from the lots that expire first.

    A wish may be held from two lots when one runs out in its middle. Raises InsufficientCredits.
    """
    needed = Credits(sum(wish.amount for wish in wishes))
    if needed == 0:
        return
    with transaction.atomic():
        lots = list(
            Account.objects.lots_of(party)
            .exclude(expires_at__lte=now)
            .select_for_update()
            .order_by("id")  # one order of locks for every caller; the order of spending is decided below
        )
        lots.sort(key=lambda lot: (lot.expires_at is None, lot.expires_at or now, lot.pk))
        room = {lot.pk: lot.available for lot in lots}
        available = Credits(sum(room.values()))
        if available < needed:
            raise InsufficientCredits(needed=needed, available=available)
        income = house_account("income")
        transfers = []
        queue = [lot for lot in lots if room[lot.pk] > 0]
        for wish in wishes:
            missing = wish.amount
            part = 0
            while missing > 0:
                lot = queue[0]
                taken = min(missing, room[lot.pk])
                transfers.append(
                    Transfer(
                        key=f"hold:{wish.ref}:{part}",
                        kind=TransferKind.PEND,
                        debit=lot,
                        credit=income,
                        unit=Unit.CREDIT,
                        amount=taken,
                        ref=wish.ref,
                        cause=cause,
                    )
                )
                part += 1
                missing = Credits(missing - taken)
                room[lot.pk] = Credits(room[lot.pk] - taken)
                if room[lot.pk] == 0:
                    queue.pop(0)
        Transfer.objects.bulk_create(transfers)


def capture_holds(*, refs: Iterable[str]) -> Credits:
    """Post what is held for these refs and return how many credits that was. Nothing held: nothing happens, 0."""
    return settle_holds(capture=refs, release=())[0]


def release_holds(*, refs: Iterable[str]) -> Credits:
    """Give back what is still held for these refs and return how many credits that was."""
    return settle_holds(capture=(), release=refs)[1]


def settle_holds(*, capture: Iterable[str], release: Iterable[str]) -> tuple[Credits, Credits]:
    """Post what is held for some refs and give back what is held for others; return how many credits each was.

    At once, because two rounds would not lock the accounts in one ascending order.
    """
    ends = dict.fromkeys(capture, TransferKind.PEND_POST) | dict.fromkeys(release, TransferKind.PEND_VOID)
    sums = dict.fromkeys((TransferKind.PEND_POST, TransferKind.PEND_VOID), 0)
    with transaction.atomic(savepoint=False):
        holds = _holds_of(list(ends))
        _write.rows(
            [
                {
                    "key": f"{WORDS[ends[hold.ref]]}:{hold.key}",
                    "kind": ends[hold.ref],
                    "debit_id": hold.debit_id,
                    "credit_id": hold.credit_id,
                    "unit": hold.unit,
                    "amount": hold.amount,
                    "pending_id": hold.pk,
                    "ref": hold.ref,
                    "cause": hold.cause,
                }
                for hold in holds
            ]
        )
    for hold in holds:
        if hold.unit == Unit.CREDIT:
            sums[ends[hold.ref]] += hold.amount
    return Credits(sums[TransferKind.PEND_POST]), Credits(sums[TransferKind.PEND_VOID])


def hold_under_ceilings(*, amount: int, ceilings: Sequence[Ceiling], ref: str, cause: str) -> None:
    """Hold `amount` under every ceiling, all or nothing. Raises CeilingReached with one that has no room.

    Then the caller's transaction is to be given up as a whole: no savepoint is set, which every paid call would pay for.
    """
    keys = {f"spend:{ref}:{ceiling.code}": ceiling for ceiling in ceilings}
    with transaction.atomic(savepoint=False):
        _take_under(keys, kind=TransferKind.PEND, amount=amount, ref=ref, cause=cause)


def spend_under_ceiling(*, amount: int, ceiling: Ceiling, key: str, cause: str) -> None:
    """Use up `amount` of a ceiling at once, once per `key`. Raises CeilingReached."""
    if not Transfer.objects.filter(key=key).exists():
        with transaction.atomic():
            _take_under({key: ceiling}, kind=TransferKind.POST, amount=amount, ref="", cause=cause)


def day_of(moment: datetime) -> date:
    """The day a spending limit counts by: UTC, so that it is the same on every host."""
    return moment.date()


def _holds_of(refs: list[str]) -> list[Transfer]:
    """What is held for these refs, in the order in which accounts are locked."""
    if not refs:
        return []
    if len(refs) <= 3:
        return _held_for_three(first=refs[0], second=refs[len(refs) // 2], third=refs[-1])
    return list(Transfer.objects.held().filter(ref__in=refs).order_by("debit_id", "id"))


def _take_under(keys: Mapping[str, Ceiling], *, kind: TransferKind, amount: int, ref: str, cause: str) -> None:
    """Write one transfer per key out of its ceiling, all or nothing. Raises CeilingReached."""
    ceilings = list(keys.values())
    accounts = _ceiling_accounts(ceilings, amount=amount)
    for ceiling in ceilings:
        if accounts[ceiling.code].available < amount:
            raise CeilingReached(ceiling.code)
    try:
        _write.rows(
            [
                {
                    "key": key,
                    "kind": kind,
                    "debit_id": accounts[ceiling.code].pk,
                    "credit_id": accounts[_cost_code(ceiling)].pk,
                    "unit": ceiling.unit,
                    "amount": amount,
                    "pending_id": None,
                    "ref": ref,
                    "cause": cause,
                }
                for key, ceiling in sorted(keys.items(), key=lambda pair: accounts[pair[1].code].pk)
            ]
        )
    except IntegrityError as error:
        if "never_negative" not in str(error):
            raise
        # Somebody took the last room after our look. The widest limit, named last, is the likeliest.
        raise CeilingReached(ceilings[-1].code) from error


def _cost_code(ceiling: Ceiling) -> str:
    return f"cost:{ceiling.unit}"


def _ceiling_accounts(ceilings: Sequence[Ceiling], *, amount: int) -> dict[str, Account]:
    """The accounts of the ceilings and of the costs they pay, by code; made and funded up to the limit when needed.

    A limit that was lowered during its day holds at once: raises CeilingReached when `amount` would go beyond it.
    """
    accounts = _accounts_of(ceilings)
    if all(one.code in accounts and accounts[one.code].credits_posted == one.limit for one in ceilings):
        return accounts
    for ceiling in ceilings:
        house_account(_cost_code(ceiling), ceiling.unit)
        Account.objects.get_or_create(
            code=ceiling.code,
            defaults={"unit": ceiling.unit, "purpose": Purpose.CEILING, "side": Side.CREDIT, "bounded": True},
        )
    list(Account.objects.filter(code__in=[one.code for one in ceilings]).select_for_update().order_by("id"))
    accounts = _accounts_of(ceilings)  # read again under the locks, so that a limit is raised once
    for ceiling in ceilings:
        account = accounts[ceiling.code]
        if account.credits_posted < ceiling.limit:
            Transfer.objects.create(
                key=f"fund:{ceiling.code}:{account.credits_posted}:{ceiling.limit}",
                kind=TransferKind.POST,
                debit=house_account(f"allowed:{ceiling.unit}", ceiling.unit),
                credit=account,
                unit=ceiling.unit,
                amount=ceiling.limit - account.credits_posted,
                reason="the day's limit",
            )
        elif account.debits_posted + account.debits_pending + amount > ceiling.limit:
            raise CeilingReached(ceiling.code)
    return _accounts_of(ceilings)


def _accounts_of(ceilings: Sequence[Ceiling]) -> dict[str, Account]:
    codes = sorted({ceiling.code for ceiling in ceilings} | {_cost_code(ceiling) for ceiling in ceilings})
    if len(codes) <= 3:
        rows = _three_accounts(first=codes[0], second=codes[len(codes) // 2], third=codes[-1])
    else:
        rows = list(Account.objects.filter(code__in=codes))
    return {account.code: account for account in rows}


def rules_are_missing() -> list[str]:
    """Names of the database's rules that are not installed; always empty on a healthy site."""
    from apps.credits.rules import missing

    return missing(connection)
