"""How transfers are written: the one statement for all of them, and the house's side of each.

The verbs of the ledger, in the rooms beside this one, run inside the caller's transaction when there is one, and commit
nothing by halves. Order of locks, everywhere: what people have and owe, limits by count, limits in money, each by
ascending id (docs/reliability.md). Writing a transfer locks its bounded accounts, so whoever writes several writes
them in that order, and at the end of the transaction.
"""

from collections.abc import Mapping, Sequence

from apps.common.compiled import Insert, Select, Slot
from apps.credits.models import Account, Purpose, Transfer, Unit

_OPTIONAL: Mapping[str, object] = {"pending_id": None, "ref": "", "group_key": "", "reason": ""}

_write = Insert(
    Transfer, "key", "kind", "debit_id", "credit_id", "unit", "amount", "pending_id", "ref", "group_key", "reason"
)


_called = Select(lambda: Account.objects.filter(code=Slot("code", Account)))


def account_called(code: str) -> Account | None:
    return _called.first(code=code)


def write_transfers(rows: Sequence[Mapping[str, object]]) -> None:
    """Write these transfers in this order, in one statement. Raises IntegrityError when the ledger's law forbids one."""
    _write.rows([{**_OPTIONAL, **row} for row in rows])


def house_account(code: str, unit: Unit = Unit.CREDIT) -> Account:
    """Return the unbounded account of the house called `code`, made on first use.

    Its balance is a sum, never a stored row.
    """
    account = account_called(code)
    if account is None:
        account, _ = Account.objects.get_or_create(
            code=code, defaults={"unit": unit, "purpose": Purpose.HOUSE, "bounded": False}
        )
    return account
