"""Under which key a checkout is asked for again after a failure, and that no purchase can be paid in two checkouts."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from apps.accounts.models import User
from apps.payments.models import Purchase
from apps.payments.provider import ProviderFailed, ProviderRefused, ProviderUnavailable
from apps.payments.providers.practice import PracticeProvider
from apps.payments.services.checkout import start_purchase
from apps.payments.services.settle import settle_purchase
from tests.factories.accounts import make_person
from tests.payments.shop import Shop, standing
from tests.sizes import large

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.slow]


def fails(shop: Shop, alice: User, kind: str, error: type[ProviderUnavailable] = ProviderUnavailable) -> None:
    """One click whose checkout meets this answer, however often the library asks for it."""
    shop.fake.when_prompt_contains("POST /v1/checkout/sessions", kind)
    with pytest.raises(ProviderUnavailable) as away:
        shop.want(alice)
    assert type(away.value) is error
    shop.fake._rules.clear()


def keys(shop: Shop) -> list[str]:
    """The keys of the checkouts that were asked for, without the purchase's own part, each once."""
    asked = [
        one["key"] for one in shop.fake.requests("POST", "/v1/checkout/sessions") if not one["path"].endswith("expire")
    ]
    purchase = Purchase.objects.earliest("created_at")
    return list(dict.fromkeys(key.removeprefix(f"checkout:{purchase.pk}") for key in asked))


def payable(shop: Shop) -> list[str]:
    return [one["id"] for one in shop.fake.sessions.values() if one["status"] == "open"]


@pytest.mark.parametrize(
    ("kind", "error", "asked"),
    [
        ("error_500", ProviderFailed, ["", ":1"]),
        ("done_then_500", ProviderFailed, [""]),
        large("rate_limited", ProviderFailed, ["", ":1"]),
        ("conflict", ProviderUnavailable, [""]),
        large("reset", ProviderUnavailable, [""]),
        ("done_then_reset", ProviderUnavailable, [""]),
        large("html_200", ProviderUnavailable, [""]),
        large("html_502", ProviderUnavailable, [""]),
    ],
)
def test_the_click_after_a_failure_opens_the_only_checkout(shop, kind, error, asked):
    """A new key when Stripe said that it failed and has no checkout of ours, the same one when nobody knows."""
    alice = make_person("alice")
    fails(shop, alice, kind, error)
    purchase = shop.want(alice)
    assert (purchase.state, keys(shop)) == ("open", asked)
    assert payable(shop) == [purchase.session_id]
    shop.pay(purchase)
    shop.tell()
    assert (Purchase.objects.count(), standing(alice.ledger_owner)) == (1, (500, 0, False))


def test_each_failure_that_stripe_owns_to_makes_another_key(shop):
    alice = make_person("alice")
    for _ in range(2):
        fails(shop, alice, "error_500", ProviderFailed)
    fails(shop, alice, "reset")
    purchase = shop.want(alice)
    assert keys(shop) == ["", ":1", ":2"]
    assert payable(shop) == [purchase.session_id]


def test_a_key_that_belongs_to_another_order_is_left_and_its_checkout_is_found(shop):
    """The answer was lost, and then the buyer changed their address: the same key with another order is refused."""
    alice = make_person("alice")
    fails(shop, alice, "done_then_reset")
    alice.email = "alice@moved.example"
    alice.save()
    with pytest.raises(ProviderFailed):
        shop.want(alice)
    assert shop.want(alice).session_id == payable(shop)[0]
    assert len(shop.fake.sessions) == 1


def test_a_checkout_that_was_paid_although_its_opening_failed_is_granted_by_the_next_click(shop):
    alice = make_person("alice")
    fails(shop, alice, "done_then_500", ProviderFailed)
    shop.fake.pay(payable(shop)[0])
    second = shop.want(alice)
    assert standing(alice.ledger_owner) == (500, 0, False)
    assert (second.state, payable(shop)) == ("open", [second.session_id])


def test_of_two_checkouts_that_opened_although_they_failed_one_is_closed(shop):
    alice = make_person("alice")
    fails(shop, alice, "done_then_500", ProviderFailed)
    first = Purchase.objects.get()
    Purchase.objects.filter(pk=first.pk).update(checkout_attempt=0)
    shop.fake._answered.clear()  # the day is over, and the key forgotten
    fails(shop, alice, "done_then_500", ProviderFailed)
    assert len(payable(shop)) == 2
    purchase = shop.want(alice)
    assert payable(shop) == [purchase.session_id]


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
def test_a_click_that_was_overtaken_under_another_key_closes_its_own_checkout(shop):
    alice, pack = make_person("alice"), shop.pack()
    shop.fake.next("slow", seconds=0.5)

    def click() -> Purchase:
        try:
            return shop.want(alice, pack)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(click)
        while not shop.fake.requests("POST"):
            time.sleep(0.01)
        Purchase.objects.update(checkout_attempt=1)  # a third click was told that the provider failed
        quick = shop.want(alice, pack)
        assert slow.result() == quick
    assert (len(shop.fake.sessions), payable(shop)) == (2, [quick.session_id])


def test_what_an_earlier_try_opened_without_our_hearing_of_it_is_closed_by_the_next_one(shop):
    alice = make_person("alice")
    fails(shop, alice, "done_then_reset")
    later = shop.now() + timedelta(minutes=25)
    purchase = start_purchase(owner=alice, pack=shop.pack(), draft_id=None, now=later)
    assert payable(shop) == [purchase.session_id]
    assert sorted(Purchase.objects.values_list("state", flat=True)) == ["expired", "open"]


def test_practice_checkouts_of_a_purchase_are_found_and_closed(settings):
    settings.STRIPE_SECRET_KEY, settings.DEBUG = "", True
    purchase = start_purchase(owner=make_person("alice"), pack=Shop.pack(), draft_id=None, now=Shop.now())
    provider = PracticeProvider()
    (found,) = provider.sessions_of(str(purchase.pk), since=purchase.created_at)
    provider.expire_session(found.id)
    assert settle_purchase(purchase.pk, now=Shop.now()).state == "expired"
    with pytest.raises(ProviderRefused):
        provider.expire_session(found.id)
