"""How transfers are written: the one statement for all of them, and the house's side of each.

The verbs of the ledger, in the rooms beside this one, run inside the caller's transaction when there is one, and commit
nothing by halves. Order of locks, everywhere: accounts by ascending id. Writing a transfer locks its bounded accounts,
so whoever writes several writes them in that order.
"""

from apps.common.compiled import Insert
from apps.credits.models import Account, Purpose, Transfer, Unit

write_transfers = Insert(
    Transfer, "key", "kind", "debit_id", "credit_id", "unit", "amount", "pending_id", "ref", "cause"
).rows


def house_account(code: str, unit: Unit = Unit.CREDIT) -> Account:
    """The unbounded account of the house called `code`, made on first use. Its balance is a sum, never a stored row."""
    account, _ = Account.objects.get_or_create(
        code=code, defaults={"unit": unit, "purpose": Purpose.HOUSE, "bounded": False}
    )
    return account
