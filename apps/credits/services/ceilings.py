"""Limits on spending for one day, kept by the ledger: a bounded account holds what may still be spent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from apps.common.compiled import Select, Slot
from apps.credits.models import Account, Purpose, Side, Transfer, TransferKind, Unit
from apps.credits.services.transfers import house_account, write_transfers

# The accounts of a paid call: the person's limit, the site's, and the cost that both are spent on.
_three_accounts = Select(
    lambda: Account.objects.filter(code__in=[Slot(name, Account, "code") for name in ("first", "second", "third")])
)


class CeilingReached(Exception):
    """A spending limit has no room for this amount. Nothing was held. `code` names the ceiling."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit for one day: at most `limit` of `unit` may be held and posted under `code`."""

    code: str
    unit: Unit
    limit: int


def hold_under_ceilings(*, amount: int, ceilings: Sequence[Ceiling], ref: str, group_key: str) -> None:
    """Hold `amount` under every ceiling, all or nothing. Raises CeilingReached with one that has no room.

    Then the caller's transaction is to be given up as a whole: no savepoint is set, which every paid call would pay for.
    """
    keys = {f"spend:{ref}:{ceiling.code}": ceiling for ceiling in ceilings}
    with transaction.atomic(savepoint=False):
        _take_under(keys, kind=TransferKind.PEND, amount=amount, ref=ref, group_key=group_key)


def spend_under_ceiling(*, amount: int, ceiling: Ceiling, key: str, group_key: str) -> None:
    """Use up `amount` of a ceiling at once, once per `key`. Raises CeilingReached."""
    spend_under_ceilings(amount=amount, ceilings=[ceiling], key=key, group_key=group_key)


def spend_under_ceilings(*, amount: int, ceilings: Sequence[Ceiling], key: str, group_key: str) -> None:
    """Use up `amount` of every ceiling at once, all or nothing, once per `key`. Raises CeilingReached."""
    first, *others = ceilings
    # The first transfer has the bare key, so it tells whether this was done before.
    if Transfer.objects.filter(key=key).exists():
        return
    keys = {key: first, **{f"{key}:{ceiling.code}": ceiling for ceiling in others}}
    # A savepoint, unlike above: callers catch CeilingReached and go on with their own transaction.
    with transaction.atomic():
        _take_under(keys, kind=TransferKind.POST, amount=amount, ref="", group_key=group_key)


def day_of(moment: datetime) -> date:
    """Return the day a spending limit counts by: UTC, so that it is the same on every host."""
    return moment.date()


def _take_under(keys: Mapping[str, Ceiling], *, kind: TransferKind, amount: int, ref: str, group_key: str) -> None:
    """Write one transfer per key out of its ceiling, all or nothing. Raises CeilingReached."""
    ceilings = list(keys.values())
    accounts = _ceiling_accounts(ceilings, amount=amount)
    # A look that gives a clear answer in nearly all cases; the database's bound on each account is what decides.
    for ceiling in ceilings:
        if accounts[ceiling.code].available < amount:
            raise CeilingReached(ceiling.code)
    try:
        # Sorted by account: writing locks them, and everybody locks them in this order.
        write_transfers(
            [
                {
                    "key": key,
                    "kind": kind,
                    "debit_id": accounts[ceiling.code].pk,
                    "credit_id": accounts[_cost_code(ceiling)].pk,
                    "unit": ceiling.unit,
                    "amount": amount,
                    "ref": ref,
                    "group_key": group_key,
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
    """Return the accounts of the ceilings and of the costs they pay, by code.

    Made and funded up to the limit when needed.

    A limit that was lowered during its day holds at once: raises CeilingReached when `amount` would go beyond it.
    """
    accounts = _accounts_of(ceilings)
    # Nearly always, and without a lock: all accounts are there and funded with the day's limit.
    if all(one.code in accounts and accounts[one.code].credits_posted == one.limit for one in ceilings):
        return accounts
    # Made before anything is locked, the first time on each day.
    for ceiling in ceilings:
        house_account(_cost_code(ceiling), ceiling.unit)
        Account.objects.get_or_create(
            code=ceiling.code,
            defaults={"unit": ceiling.unit, "purpose": Purpose.CEILING, "side": Side.CREDIT, "bounded": True},
        )
    list(Account.objects.filter(code__in=[one.code for one in ceilings]).select_for_update(no_key=True).order_by("id"))
    accounts = _accounts_of(ceilings)  # read again under the locks, so that a limit is raised once
    for ceiling in ceilings:
        # New, or raised since it was funded: the rest is added, once, because its key names both levels.
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
            # Lowered: what was funded cannot be taken back, so the lower limit is held here.
            raise CeilingReached(ceiling.code)
    return _accounts_of(ceilings)


def _accounts_of(ceilings: Sequence[Ceiling]) -> dict[str, Account]:
    codes = sorted({ceiling.code for ceiling in ceilings} | {_cost_code(ceiling) for ceiling in ceilings})
    if len(codes) <= 3:
        rows = _three_accounts(first=codes[0], second=codes[len(codes) // 2], third=codes[-1])
    else:
        rows = list(Account.objects.filter(code__in=codes))
    return {account.code: account for account in rows}
