"""Limits of a day: how many at once, of which units, and what is noted when one is raised or used up."""

import pytest
from django.db import IntegrityError, transaction

from apps.credits.findings import findings
from apps.credits.models import Account, Transfer, Unit
from apps.credits.services.ceilings import (
    Ceiling,
    CeilingReached,
    hold_under_ceilings,
    spend_under_ceiling,
    spend_under_ceilings,
)
from tests.credits.beside import Beside

pytestmark = pytest.mark.django_db


def used(code: str) -> tuple[int, int, int]:
    """The limit, what is spent and what is held."""
    account = Account.objects.get(code=code)
    return account.credits_posted, account.debits_posted, account.debits_pending


def test_a_limit_that_is_raised_allows_the_new_amount_and_no_more():
    for limit in (100, 170):
        hold_under_ceilings(amount=10, ceilings=[Ceiling("site", Unit.MILL, limit)], ref=f"r{limit}", group_key="")
    assert used("site") == (170, 0, 20)


@pytest.mark.parametrize(
    "ceilings",
    [
        [Ceiling("a", Unit.MILL, 5)],
        [Ceiling("a", Unit.MILL, 5), Ceiling("b", Unit.MILL, 5)],
        [Ceiling("a", Unit.CALL, 5), Ceiling("b", Unit.MILL, 5)],
        [Ceiling("a", Unit.MILL, 5), Ceiling("b", Unit.MILL, 5), Ceiling("c", Unit.MILL, 5)],
    ],
)
def test_an_amount_is_held_and_spent_under_every_limit_whatever_their_number_and_units(ceilings):
    for number in range(2):
        hold_under_ceilings(amount=1, ceilings=ceilings, ref=f"r{number}", group_key="")
    spend_under_ceilings(amount=3, ceilings=ceilings, key="k", group_key="")
    assert [used(each.code) for each in ceilings] == [(5, 3, 2)] * len(ceilings)
    with pytest.raises(CeilingReached), transaction.atomic():
        hold_under_ceilings(amount=1, ceilings=ceilings, ref="more", group_key="")
    assert findings(deep=False) == []


def test_what_is_spent_once_under_a_key_is_not_spent_again():
    for _ in range(2):
        spend_under_ceiling(amount=2, ceiling=Ceiling("a", Unit.CALL, 3), key="k", group_key="g")
    assert used("a") == (3, 2, 0)
    assert list(Transfer.objects.filter(group_key="g").values_list("key", "amount")) == [("k", 2)]


def test_the_limit_without_room_is_named():
    ceilings = [Ceiling("user", Unit.MILL, 2), Ceiling("site", Unit.MILL, 9)]
    with pytest.raises(CeilingReached, match="^user$") as reached, transaction.atomic():
        hold_under_ceilings(amount=3, ceilings=ceilings, ref="a", group_key="")
    assert reached.value.code == "user"


def hold(ref: str, amount: int, *, site: int = 100) -> None:
    ceilings = [Ceiling("user", Unit.MILL, 1000), Ceiling("site", Unit.MILL, site)]
    with transaction.atomic():
        hold_under_ceilings(amount=amount, ceilings=ceilings, ref=ref, group_key="")


@pytest.mark.usefixtures("committed")
def test_who_loses_the_last_room_to_somebody_else_is_told_which_limit_it_was_and_holds_nothing():
    hold("made", 1)
    second = Beside(lambda: hold("second", 60))
    with transaction.atomic():
        hold("first", 60)
        second.begin()
    assert str(second.outcome()) == "site"
    assert (used("site"), used("user")) == ((100, 0, 61), (1000, 0, 61))


@pytest.mark.usefixtures("committed")
def test_a_limit_that_two_calls_raise_at_once_is_raised_once_and_holds_both():
    hold("made", 1)
    second = Beside(lambda: hold("second", 60, site=170))
    with transaction.atomic():
        hold("first", 60, site=170)
        second.begin()
    assert second.outcome() is None
    assert used("site") == (170, 0, 121)


def test_another_refusal_of_the_ledger_is_not_taken_for_a_limit():
    hold("same", 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold("same", 1)
