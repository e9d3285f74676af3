"""The database itself says no. Raw SQL on purpose: these rules hold whatever the application does."""

import uuid
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from apps.common.units import Credits
from apps.credits.findings import findings
from apps.credits.models import Account, Purpose, Side, Transfer, TransferKind, Unit
from apps.credits.rules import install, missing, remove
from apps.credits.selectors import balance_of, has_pending_grant
from apps.credits.services.ceilings import Ceiling, CeilingReached, hold_under_ceilings
from apps.credits.services.free import Newcomer, grant_welcome, keep_promises
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, capture_holds, hold_credits, release_holds
from apps.credits.services.transfers import house_account

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def lot(credits: int) -> Account:
    ledger_owner = uuid.uuid4()
    transfer = grant_credits(
        ledger_owner=ledger_owner, amount=Credits(credits), source="issued:test", label="Test", key=f"t:{ledger_owner}"
    )
    return transfer.credit


def refused(sql: str, *parameters: object) -> str:
    """The database's refusal of a statement."""
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(caught.value)


def insert(
    debit: Account,
    credit: Account,
    amount: object,
    *,
    kind: str = "post",
    pending: int | None = None,
    unit: str = "credit",
    key: str | None = None,
) -> tuple[str, list[object]]:
    sql = "INSERT INTO credits_transfer (key, kind, debit_id, credit_id, unit, amount, pending_id, reason, ref, group_key) VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', '')"
    return sql, [key or uuid.uuid4().hex, kind, debit.pk, credit.pk, unit, amount, pending]


def refused_insert(*args: object, **kwargs: object) -> str:
    sql, parameters = insert(*args, **kwargs)
    return refused(sql, *parameters)


def test_an_update_of_a_transfer_is_refused():
    lot(5)
    assert "append-only" in refused("UPDATE credits_transfer SET amount = 50")


def test_a_delete_of_a_transfer_is_refused():
    lot(5)
    assert "append-only" in refused("DELETE FROM credits_transfer")


def test_a_delete_of_an_account_is_refused():
    account = lot(5)
    assert "never deleted" in refused("DELETE FROM credits_account WHERE id = %s", account.pk)


def test_a_truncate_is_refused_on_postgresql():
    if connection.vendor != "postgresql":
        return  # SQLite has no TRUNCATE; its DELETE is refused above
    assert "append-only" in refused("TRUNCATE credits_transfer CASCADE")


def test_an_overdraft_is_refused():
    assert "bounded_account_never_negative" in refused_insert(lot(5), house_account("income"), 6)


def test_a_hold_beyond_what_other_holds_left_is_refused():
    account = lot(5)
    sql, parameters = insert(account, house_account("income"), 3, kind="pend")
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    assert "bounded_account_never_negative" in refused_insert(account, house_account("income"), 3, kind="pend")


@pytest.mark.parametrize("amount", [1.5, 0.1, 2.999999])
def test_an_amount_with_a_fraction_is_refused(amount):
    assert "whole number" in refused_insert(lot(5), house_account("income"), amount)


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_that_is_not_positive_is_refused(amount):
    assert "transfer_amount_is_positive" in refused_insert(lot(5), house_account("income"), amount)


def test_the_same_key_twice_is_refused():
    account = lot(5)
    sql, parameters = insert(account, house_account("income"), 1, key="twice")
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    assert "unique" in refused_insert(account, house_account("income"), 1, key="twice").lower()


def held(account: Account, amount: int) -> Transfer:
    return Transfer.objects.create(
        key=uuid.uuid4().hex,
        kind=TransferKind.PEND,
        debit=account,
        credit=house_account("income"),
        unit=Unit.CREDIT,
        amount=amount,
    )


def test_a_second_resolution_is_refused():
    account = lot(5)
    hold = held(account, 2)
    sql, parameters = insert(account, hold.credit, 2, kind="pend_post", pending=hold.pk)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    assert "unique" in refused_insert(account, hold.credit, 2, kind="pend_void", pending=hold.pk).lower()


@pytest.mark.parametrize("amount", [1, 3])
def test_a_resolution_of_another_amount_is_refused(amount):
    account = lot(5)
    hold = held(account, 2)
    assert "repeats its hold" in refused_insert(account, hold.credit, amount, kind="pend_post", pending=hold.pk)


def test_a_resolution_of_something_that_is_no_hold_is_refused():
    account = lot(5)
    grant = Transfer.objects.get(credit=account)
    assert "repeats its hold" in refused_insert(grant.debit, account, 5, kind="pend_post", pending=grant.pk)


def test_a_transfer_between_units_is_refused():
    assert "unit" in refused_insert(lot(5), house_account("cost:mill", Unit.MILL), 1)


def test_a_transfer_of_an_account_to_itself_is_refused():
    account = lot(5)
    # The trigger counts two accounts of the unit and finds one; transfer_joins_two_accounts says the same to schemas.
    assert "both accounts" in refused_insert(account, account, 1)


@pytest.mark.parametrize(
    "column", ["credits_posted", "debits_posted", "debits_pending", "credits_pending", "last_transfer"]
)
def test_a_balance_edited_by_hand_is_refused(column):
    account = lot(5)
    refusal = refused(f"UPDATE credits_account SET {column} = {column} + 1 WHERE id = %s", account.pk)
    assert "balances move by transfers only" in refusal


def test_a_balance_forged_with_the_newest_transfer_is_refused():
    account = lot(5)
    lot(3)
    newest = Transfer.objects.order_by("-id").first()
    refusal = refused(
        "UPDATE credits_account SET credits_posted = credits_posted + 3, last_transfer = %s WHERE id = %s",
        newest.pk,
        account.pk,
    )
    assert "balances move by transfers only" in refusal


@pytest.mark.parametrize(
    ("column", "value"), [("bounded", False), ("side", "D"), ("unit", "mill"), ("code", "x"), ("purpose", "house")]
)
def test_a_change_of_what_an_account_is_is_refused(column, value):
    account = lot(5)
    assert "never changes" in refused(f"UPDATE credits_account SET {column} = %s WHERE id = %s", value, account.pk)


def test_an_account_that_does_not_start_at_zero_is_refused():
    with pytest.raises(Error, match="starts at zero"), transaction.atomic():
        Account.objects.create(
            code="rich", unit=Unit.CREDIT, purpose=Purpose.HOUSE, side=Side.CREDIT, bounded=True, credits_posted=5
        )


def test_a_lot_without_an_owner_is_refused():
    with pytest.raises(Error, match="lot_has_an_owner_and_is_bounded"), transaction.atomic():
        Account.objects.create(code="nobody", unit=Unit.CREDIT, purpose=Purpose.LOT, bounded=True)


def test_a_resolution_without_its_hold_is_refused():
    assert "only_a_resolution_names_its_hold" in refused_insert(lot(5), house_account("income"), 1, kind="pend_post")


def test_unknown_kinds_and_sides_are_refused():
    # Which of transfer_kind_is_known and only_a_resolution_names_its_hold speaks first is the database's choice.
    assert "transfer_kind_is_known" in ", ".join(c.name for c in Transfer._meta.constraints)
    assert "violates" in (no := refused_insert(lot(5), house_account("income"), 1, kind="gift")) or "CHECK" in no
    with pytest.raises(Error, match="account_side_is_known"), transaction.atomic():
        Account.objects.create(code="sideways", unit=Unit.CREDIT, purpose=Purpose.HOUSE, side="X", bounded=False)


def test_sums_never_go_below_zero_even_on_unbounded_accounts():
    with pytest.raises(Error, match="account_sums_never_negative|starts at zero"), transaction.atomic():
        Account.objects.create(code="below", unit=Unit.CREDIT, purpose=Purpose.HOUSE, bounded=False, debits_posted=-1)


def test_rules_are_all_there_and_installing_again_changes_nothing():
    assert missing(connection) == []
    install(connection)
    assert missing(connection) == []


def test_verify_reports_rules_that_are_gone():
    try:
        remove(connection)
        assert len(missing(connection)) == len(findings(deep=False)) > 0
    finally:
        install(connection)


def test_holds_take_the_lot_that_expires_first_and_split_when_it_runs_out():
    ledger_owner = uuid.uuid4()
    now = timezone.now()
    grant_credits(ledger_owner=ledger_owner, amount=Credits(10), source="issued:test", label="Bought", key="b")
    grant_credits(
        ledger_owner=ledger_owner,
        amount=Credits(3),
        source="issued:test",
        label="Free",
        key="f",
        expires_at=now + timedelta(days=1),
    )
    hold_credits(
        ledger_owner=ledger_owner,
        hold_requests=[HoldRequest("thing:1", Credits(2)), HoldRequest("thing:2", Credits(2))],
        group_key="c",
        now=now,
    )
    parts = list(Transfer.objects.held().order_by("id").values_list("ref", "debit__label", "amount"))
    assert parts == [("thing:1", "Free", 2), ("thing:2", "Free", 1), ("thing:2", "Bought", 1)]
    assert capture_holds(refs=["thing:2"]) == 2
    assert release_holds(refs=["thing:1"]) == 2
    assert release_holds(refs=["thing:1"]) == 0
    assert balance_of(ledger_owner, now=now).available == 11
    assert findings(deep=False) == []


def test_a_ceiling_without_room_holds_nothing():
    ceilings = [Ceiling("user", Unit.MILL, 100), Ceiling("site", Unit.MILL, 50)]
    hold_under_ceilings(amount=40, ceilings=ceilings, ref="a", group_key="")
    with pytest.raises(CeilingReached) as reached, transaction.atomic():
        hold_under_ceilings(amount=40, ceilings=ceilings, ref="b", group_key="")
    assert reached.value.code == "site"
    assert Account.objects.get(code="user").debits_pending == 40
    raised = [ceilings[0], Ceiling("site", Unit.MILL, 90)]
    hold_under_ceilings(amount=40, ceilings=raised, ref="c", group_key="")
    assert Account.objects.get(code="site").debits_pending == 80


def test_welcome_credits_beyond_the_day_s_budget_are_promised_and_given_the_next_day(settings):
    settings.WELCOME_CREDITS, settings.FREE_CREDITS_PER_DAY = 40, 100
    now = timezone.now().replace(hour=12)
    people = [uuid.uuid4() for _ in range(4)]
    given = [grant_welcome(Newcomer(ledger_owner, str(ledger_owner)), now=now) for ledger_owner in people]
    assert [grant is not None for grant in given] == [True, True, False, False]
    assert [balance_of(ledger_owner, now=now).available for ledger_owner in people] == [40, 40, 0, 0]
    assert [has_pending_grant(ledger_owner) for ledger_owner in people] == [False, False, True, True]
    assert keep_promises(now=now) == 0
    tomorrow = now + timedelta(days=1)
    assert (keep_promises(now=tomorrow), keep_promises(now=tomorrow)) == (2, 0)
    assert [balance_of(ledger_owner, now=tomorrow).available for ledger_owner in people] == [40] * 4
    assert [has_pending_grant(ledger_owner) for ledger_owner in people] == [False] * 4
    assert grant_welcome(Newcomer(people[2], str(people[2])), now=tomorrow) is not None
    assert balance_of(people[2], now=tomorrow).available == 40
    assert findings(deep=False) == []


def test_a_limit_lowered_during_its_day_holds_at_once_and_a_raised_one_too():
    hold_under_ceilings(amount=60, ceilings=[Ceiling("site", Unit.MILL, 100)], ref="a", group_key="")
    with pytest.raises(CeilingReached), transaction.atomic():
        hold_under_ceilings(amount=20, ceilings=[Ceiling("site", Unit.MILL, 70)], ref="b", group_key="")
    hold_under_ceilings(amount=10, ceilings=[Ceiling("site", Unit.MILL, 70)], ref="c", group_key="")
    hold_under_ceilings(amount=100, ceilings=[Ceiling("site", Unit.MILL, 170)], ref="d", group_key="")
    with pytest.raises(CeilingReached), transaction.atomic():
        hold_under_ceilings(amount=1, ceilings=[Ceiling("site", Unit.MILL, 170)], ref="e", group_key="")
    with pytest.raises(CeilingReached), transaction.atomic():
        hold_under_ceilings(amount=1, ceilings=[Ceiling("closed", Unit.MILL, 0)], ref="f", group_key="")
