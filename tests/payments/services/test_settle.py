"""One purchase made to be what the provider says: what is noted of its checkout, when it is given up, what is a change."""

from datetime import timedelta
from itertools import pairwise

import pytest

from apps.payments.models import Purchase
from apps.payments.provider import CHECKOUT_LASTS
from apps.payments.services.settle import settle_purchase
from tests.factories.accounts import make_person
from tests.payments.shop import open_another, standing

pytestmark = pytest.mark.django_db(transaction=True)


def settle(purchase: Purchase, *, seconds: float = 0, session_id: str = "") -> Purchase:
    """Settle it so many seconds after it was made; return it as the database has it."""
    settle_purchase(purchase.pk, now=purchase.created_at + timedelta(seconds=seconds), session_id=session_id)
    return Purchase.objects.get(pk=purchase.pk)


def test_a_purchase_is_granted_when_it_is_paid_and_never_again(shop):
    alice = make_person("alice")
    wanted = shop.want(alice)
    settled = settle(wanted, seconds=5)
    assert (settled.state, settled.lot, settled.looked_at) == ("open", None, wanted.created_at + timedelta(seconds=5))
    address = settled.checkout_url
    assert address
    payment = shop.pay(wanted)
    for seconds in (10, 20):
        settled = settle(wanted, seconds=seconds)
        assert (settled.state, settled.payment_ref, settled.checkout_url) == ("paid", payment, address)
        assert settled.paid_at == wanted.created_at + timedelta(seconds=10)
        assert settled.looked_at == wanted.created_at + timedelta(seconds=seconds)
        assert standing(alice.ledger_owner) == (500, 0, False)
    assert (settled.lot.label, settled.receipt_url != "", settled.lot.available) == ("Test pack", True, 500)


def test_a_look_that_finds_nothing_new_leaves_the_version(shop):
    wanted = shop.want()
    versions = [settle(wanted).version for _ in range(2)]
    shop.pay(wanted)
    versions += [settle(wanted).version for _ in range(2)]
    shop.fake.refund(settle(wanted).payment_ref, 100)
    versions += [settle(wanted).version for _ in range(2)]
    assert [later - earlier > 0 for earlier, later in pairwise(versions)] == [
        False,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(("seconds", "state"), [(0, "new"), (1, "expired")])
def test_a_purchase_without_a_checkout_is_given_up_after_twice_the_time_that_one_lasts(shop, seconds, state):
    wanted = shop.want()
    Purchase.objects.filter(pk=wanted.pk).update(state="new", session_id=None, checkout_url="")
    assert settle(wanted, seconds=2 * CHECKOUT_LASTS.total_seconds() + seconds).state == state


def test_a_checkout_that_the_purchase_does_not_know_becomes_its_own(shop):
    wanted = shop.want()
    session, address = wanted.session_id, wanted.checkout_url
    Purchase.objects.filter(pk=wanted.pk).update(state="new", session_id=None, checkout_url="")
    settled = settle(wanted, session_id=session)
    assert (settled.state, settled.session_id, settled.checkout_url) == ("open", session, address)


def test_a_checkout_of_somebody_else_changes_nothing(shop):
    wanted = shop.want()
    strange = shop.want(make_person("bob"))
    shop.pay(strange)
    settled = settle(wanted, session_id=strange.session_id)
    assert (settled.state, settled.session_id, settled.lot) == ("open", wanted.session_id, None)


def test_a_second_checkout_that_is_open_is_closed_and_the_first_stays_open(shop):
    wanted = shop.want()
    second = open_another(wanted)
    settled = settle(wanted, session_id=second)
    assert (settled.session_id, settled.state) == (wanted.session_id, "open")
    assert [shop.fake.sessions[name]["status"] for name in (wanted.session_id, second)] == ["open", "expired"]


def test_a_second_checkout_that_was_paid_alone_is_taken_for_the_first(shop):
    alice = make_person("alice")
    wanted = shop.want(alice)
    second = open_another(wanted)
    payment = shop.fake.pay(second)["id"]
    settled = settle(wanted, session_id=second)
    assert (settled.session_id, settled.payment_ref, settled.state) == (second, payment, "paid")
    assert standing(alice.ledger_owner) == (500, 0, False)
    assert shop.fake.sessions[wanted.session_id]["status"] == "expired"


def test_a_second_checkout_that_was_paid_as_well_is_no_second_grant_and_its_money_goes_back(shop):
    alice = make_person("alice")
    wanted = shop.want(alice)
    second = open_another(wanted)
    first = shop.pay(wanted)
    again = shop.fake.pay(second)["id"]
    settled = settle(wanted, session_id=second)
    assert (settled.session_id, settled.payment_ref, standing(alice.ledger_owner)) == (
        wanted.session_id,
        first,
        (500, 0, False),
    )
    assert [(one["payment_intent"], one["amount"]) for one in shop.fake.refunds.values()] == [(again, 500)]
