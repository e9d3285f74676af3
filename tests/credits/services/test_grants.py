"""A gift: one lot, once per key, with its reason."""

import uuid

import pytest

from apps.common.units import Credits
from apps.credits.models import Account
from apps.credits.services.grants import grant_credits
from apps.credits.services.transfers import house_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("reason", "noted"), [("for the talk", "for the talk"), ("", "A gift")])
def test_a_gift_notes_its_reason_or_else_its_label(reason, noted):
    given = grant_credits(
        ledger_owner=uuid.uuid4(), amount=Credits(3), source="issued:x", label="A gift", key="k", reason=reason
    )
    assert (given.reason, given.amount, given.debit) == (noted, 3, house_account("issued:x"))
    assert (given.credit.label, Account.objects.get(pk=given.credit.pk).available) == ("A gift", 3)


def test_the_second_gift_of_a_key_is_the_first_one():
    first, second = (
        grant_credits(ledger_owner=uuid.uuid4(), amount=Credits(3), source="issued:x", label="A gift", key="k")
        for _ in range(2)
    )
    assert first == second
    assert Account.objects.exclude(ledger_owner=None).count() == 1


def test_an_account_of_the_house_is_made_once_and_bounded_by_nothing():
    assert house_account("x") == house_account("x")
    assert house_account("x").bounded is False
