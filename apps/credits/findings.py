"""The proof that everything in the ledger adds up."""

from django.db import connection
from django.db.models import Count
from django.dispatch import Signal

from apps.credits import rules
from apps.credits.models import Account, Side, Transfer, TransferKind
from apps.credits.selectors import amount_of

verifying = Signal()
"""Sent by `findings`; receivers get `deep: bool` and return a list of sentences, one per thing that does not add up."""


def rules_are_missing() -> list[str]:
    """Return names of the database's rules that are not installed; always empty on a healthy site."""
    return rules.missing(connection)


def findings(*, deep: bool) -> list[str]:
    """Return everything in the ledger, and in those that registered with `verifying`, that does not add up.

    Empty is healthy.
    """
    found = [f"the database rule {name} is missing" for name in rules_are_missing()]
    found += _drift()
    doubled = (
        Transfer.objects.exclude(pending=None)
        .values("pending")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
        .values_list("pending", flat=True)
    )
    found += [f"hold {pending} was resolved more than once" for pending in doubled]
    for _, answer in verifying.send(sender=Transfer, deep=deep):
        found += answer or []
    return found


def _drift() -> list[str]:
    """Return bounded accounts whose stored sums differ from the sums of their transfers."""

    def side(column: str) -> dict[int, tuple[int, int]]:
        rows = (
            Transfer.objects.filter(**{f"{column}__bounded": True})
            .values(column)
            .annotate(
                pended=amount_of(TransferKind.PEND),
                ended=amount_of(TransferKind.PEND_POST, TransferKind.PEND_VOID),
                posted=amount_of(TransferKind.POST, TransferKind.PEND_POST),
            )
        )
        return {row[column]: (int(row["pended"] - row["ended"]), int(row["posted"])) for row in rows}

    # Two passes over all transfers, one for each side, instead of a query for each account.
    debits, credits = side("debit"), side("credit")
    found = []
    for account in Account.objects.filter(bounded=True).iterator():
        stored = (
            (account.debits_pending, account.debits_posted),
            (account.credits_pending, account.credits_posted),
        )
        summed = (debits.get(account.pk, (0, 0)), credits.get(account.pk, (0, 0)))
        if stored != summed:
            found.append(f"account {account.code} stores {stored} but its transfers sum to {summed}")
        # The database refuses these; they are looked for in case its rules were ever off.
        if account.side == Side.CREDIT and account.available < 0:
            found.append(f"account {account.code} is overdrawn")
        if account.side == Side.DEBIT and account.owed < 0:
            found.append(f"account {account.code} is paid more than was owed")
    return found
