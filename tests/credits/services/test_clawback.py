"""What one change of the level of a lot moved, what pays a debt, and what is left of an expired lot."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Transfer
from apps.credits.selectors import owed_by
from apps.credits.services.clawback import (
    TakenBack,
    lock_to_take_back,
    pay_debts,
    set_taken_back,
    taken_back,
    write_off_expired,
)
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, capture_holds, hold_credits
from apps.credits.services.transfers import house_account
from apps.credits.services.wallets import Wallet, debt_of, lock_wallet, pay_debt

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 31, 13, 20, tzinfo=UTC)


@pytest.fixture
def owner() -> uuid.UUID:
    return uuid.uuid4()


def give(owner: uuid.UUID, amount: int, label: str, *, origin: Origin = Origin.BOUGHT, **fields: object) -> Account:
    key = f"{owner}:{label}"
    return grant_credits(
        ledger_owner=owner, amount=Credits(amount), source="issued:test", label=label, key=key, origin=origin, **fields
    ).credit


def spend(owner: uuid.UUID, amount: int) -> None:
    hold_credits(ledger_owner=owner, hold_requests=[HoldRequest(f"x:{owner}", Credits(amount))], group_key="", now=NOW)
    capture_holds(refs=[f"x:{owner}"])


def pay(owner: uuid.UUID) -> int:
    with transaction.atomic():
        return pay_debt(lock_wallet(owner))


def level(lot: Account, credits: int) -> tuple[int, int]:
    moved = set_taken_back(lot=Account.objects.get(pk=lot.pk), level=Credits(credits), reason="r")
    assert taken_back(lot) == credits
    return moved.from_lot, moved.as_debt


def test_a_level_that_rises_takes_from_the_lot_and_then_as_debt_and_one_that_falls_gives_back_the_other_way_round(
    owner,
):
    lot = give(owner, 10, "a")
    spend(owner, 6)
    assert [level(lot, credits) for credits in (1, 1, 6, 10, 9, 5, 0)] == [
        (1, 0),
        (0, 0),
        (3, 2),
        (0, 4),
        (0, -1),
        (0, -4),
        (-4, -1),
    ]
    assert (Account.objects.get(pk=lot.pk).available, owed_by(owner)) == (4, 0)


def test_a_level_that_is_set_already_makes_nobody_a_debtor(owner):
    assert set_taken_back(lot=give(owner, 1, "a"), level=Credits(0), reason="r") == TakenBack(Credits(0), Credits(0))
    assert not Account.objects.filter(code__startswith="debt:").exists()


def test_what_belongs_to_nobody_is_not_taken_back():
    with pytest.raises(ValueError, match="is nobody's lot"):
        lock_to_take_back(house_account("income"))


def test_a_debt_is_paid_with_bought_credits_as_far_as_they_reach_and_said_how_much(owner):
    spent = give(owner, 5, "spent")
    spend(owner, 5)
    level(spent, 5)
    assert (owed_by(owner), pay(owner)) == (5, 0)
    give(owner, 3, "gift", origin=Origin.STAFF)
    assert pay(owner) == 0, "gifts are for making GIFs"
    give(owner, 1, "one")
    give(owner, 3, "three")
    assert (pay(owner), owed_by(owner)) == (4, 1)
    rest = give(owner, 9, "nine")
    assert (pay(owner), owed_by(owner), Account.objects.get(pk=rest.pk).available) == (1, 0, 8)
    assert pay(owner) == 0


def test_only_those_who_paid_something_are_counted(owner):
    people = [uuid.uuid4() for _ in range(3)]
    for person in people:
        spent = give(person, 1, "spent")
        spend(person, 1)
        level(spent, 1)
    assert pay_debts() == 0
    for person in people[:2]:
        give(person, 1, "one")
    give(people[2], 1, "gift", origin=Origin.STAFF)
    give(owner, 1, "owes nothing")
    assert (pay_debts(), pay_debts()) == (2, 0)
    assert [owed_by(person) for person in people] == [0, 0, 1]


def test_who_never_owed_has_no_debt_and_pays_nothing(owner):
    lot = give(owner, 1, "a")
    wallet = lock_wallet(owner)
    assert (wallet.lots, wallet.debt, wallet.owed, pay_debt(wallet)) == ([lot], None, 0, 0)
    assert Wallet(owner, [lot], debt_of(owner)).owed == 0


def test_what_is_left_of_a_lot_is_written_off_seven_days_after_its_end_and_only_once(owner):
    ended = give(owner, 4, "ended", expires_at=NOW)
    give(owner, 4, "endless")
    day = timedelta(days=1)
    empty = give(owner, 1, "empty", expires_at=NOW + day / 2)
    spend(owner, 1)
    assert Account.objects.get(pk=empty.pk).available == 0
    assert write_off_expired(now=NOW + 7 * day - timedelta(seconds=1)) == 0
    assert [write_off_expired(now=NOW + 9 * day) for _ in range(2)] == [1, 0]
    written_off = Transfer.objects.get(credit__code="expired")
    assert (written_off.debit, written_off.amount, written_off.reason) == (ended, 4, "ended: not used in time")


def test_a_lot_is_written_off_at_the_very_moment(owner):
    give(owner, 1, "ended", expires_at=NOW)
    assert write_off_expired(now=NOW + timedelta(days=7)) == 1
