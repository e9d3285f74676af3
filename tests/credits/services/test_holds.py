"""Holds to the last credit: which lots pay, in which order, and how many end at once."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from apps.common.units import Credits
from apps.credits.models import Account, Origin, Transfer
from apps.credits.selectors import balance_of
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, InsufficientCredits, hold_credits, settle_holds

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 31, 13, 20, tzinfo=UTC)


@pytest.fixture
def owner() -> uuid.UUID:
    return uuid.uuid4()


def give(owner: uuid.UUID, amount: int, label: str, **fields: object) -> Account:
    return grant_credits(
        ledger_owner=owner, amount=Credits(amount), source="issued:test", label=label, key=f"{owner}:{label}", **fields
    ).credit


def hold(owner: uuid.UUID, *amounts: int, engine: str = "") -> list[tuple[str, str, int]]:
    """Hold these amounts for things called 0, 1, …; return which lot pays how much of which, in order."""
    hold_credits(
        ledger_owner=owner,
        hold_requests=[HoldRequest(str(number), Credits(amount)) for number, amount in enumerate(amounts)],
        group_key="g",
        now=NOW,
        engine=engine,
    )
    return list(Transfer.objects.held().order_by("id").values_list("ref", "debit__label", "amount"))


def test_what_expires_first_is_spent_first_then_gifts_then_what_was_bought(owner):
    give(owner, 1, "bought", origin=Origin.BOUGHT)
    give(owner, 1, "gift")
    give(owner, 1, "in two days", expires_at=NOW + timedelta(days=2))
    give(owner, 1, "in one day", expires_at=NOW + timedelta(days=1))
    give(owner, 1, "bought, in three days", expires_at=NOW + timedelta(days=3), origin=Origin.BOUGHT)
    assert [label for _, label, _ in hold(owner, 5)] == [
        "in one day",
        "in two days",
        "bought, in three days",
        "gift",
        "bought",
    ]


def test_a_lot_that_ends_at_this_moment_is_over(owner):
    give(owner, 5, "over", expires_at=NOW)
    give(owner, 5, "alive", expires_at=NOW + timedelta(seconds=1))
    assert hold(owner, 1) == [("0", "alive", 1)]


def test_lots_for_another_engine_are_left_out(owner):
    give(owner, 5, "for another", only_engine="other")
    give(owner, 1, "for this", only_engine="sketch")
    give(owner, 1, "for all")
    assert hold(owner, 2, engine="sketch") == [("0", "for this", 1), ("0", "for all", 1)]


def test_credits_are_held_to_the_last_one_and_one_more_is_refused_with_both_figures(owner):
    give(owner, 1, "a")
    give(owner, 2, "b")
    with pytest.raises(InsufficientCredits, match="^4 credits needed, 3 available$") as short, transaction.atomic():
        hold(owner, 4)
    assert (short.value.needed, short.value.available) == (4, 3)
    assert hold(owner, 1, 1, 1) == [("0", "a", 1), ("1", "b", 1), ("2", "b", 1)]
    assert balance_of(owner, now=NOW).available == 0


def test_a_request_over_three_lots_is_held_in_numbered_parts(owner):
    for label, amount in (("a", 2), ("b", 3), ("c", 4)):
        give(owner, amount, label)
    assert hold(owner, 1, 7) == [("0", "a", 1), ("1", "a", 1), ("1", "b", 3), ("1", "c", 3)]
    keys = Transfer.objects.filter(ref="1").order_by("id").values_list("key", flat=True)
    assert list(keys) == ["hold:1:0", "hold:1:1", "hold:1:2"]


def test_nothing_asked_for_holds_nothing_and_needs_nothing(owner):
    assert hold(owner) == hold(owner, 0, 0) == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_any_number_of_holds_ends_at_once_each_as_it_was_told(owner, count):
    give(owner, 15, "a")
    hold(owner, *range(1, count + 1))
    refs = [str(number) for number in range(count)]
    captured = sum(range(1, count + 1, 2))
    released = sum(range(2, count + 1, 2))
    assert settle_holds(capture=refs[::2], release=refs[1::2]) == (captured, released)
    assert not Transfer.objects.held().exists()
    assert balance_of(owner, now=NOW).available == 15 - captured
    assert settle_holds(capture=refs, release=()) == (0, 0)
    assert settle_holds(capture=(), release=()) == (0, 0)
