"""From a pack to credits, on the straight way and on crooked ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from apps.credits.models import Transfer
from apps.payments.models import Purchase, WebhookEvent
from apps.payments.provider import ProviderRefused, ProviderUnavailable
from apps.payments.providers.stripe import StripeProvider
from apps.payments.services.checkout import NothingOnSale, start_purchase
from apps.payments.services.settle import NEVER_OPENED, settle_purchase
from tests.factories.accounts import make_person
from tests.payments.shop import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_paid_pack_is_granted_once_with_its_links(shop):
    purchase = shop.bought()
    assert standing(purchase.ledger_owner) == (500, 0, False)
    assert purchase.receipt_url.startswith("https://pay.stripe.example/receipts/")
    assert purchase.invoice_url.startswith("https://invoice.stripe.example/i/")
    assert purchase.lot.origin == "bought"
    assert purchase.lot.expires_at is None


def test_what_stripe_is_asked_to_sell(shop, settings):
    settings.STRIPE_TAX = True
    alice = make_person("alice")
    purchase = shop.want(alice)
    asked = shop.fake.requests("POST", "/v1/checkout/sessions")[0]
    line = {
        "quantity": "1",
        "price_data": {
            "currency": "usd",
            "unit_amount": "500",
            "product_data": {"name": "500 credits"},
            "tax_behavior": "inclusive",
        },
    }
    assert asked["key"] == f"checkout:{purchase.pk}"
    assert asked["params"] == {
        "mode": "payment",
        "client_reference_id": str(purchase.pk),
        "customer_email": alice.email,
        "success_url": f"http://testserver/credits/purchases/{purchase.pk}/?back=1",
        "cancel_url": "http://testserver/credits/buy/",
        "expires_at": str(int((purchase.created_at + timedelta(minutes=60)).timestamp())),
        "metadata": {"purchase": str(purchase.pk)},
        "payment_intent_data": {"metadata": {"purchase": str(purchase.pk)}, "receipt_email": alice.email},
        "invoice_creation": {"enabled": "true", "invoice_data": {"metadata": {"purchase": str(purchase.pk)}}},
        "automatic_tax": {"enabled": "true"},
        "line_items": [line],
    }


def test_a_double_click_leads_to_one_checkout(shop):
    alice = make_person("alice")
    assert shop.want(alice) == shop.want(alice)
    assert len(shop.fake.sessions) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_one_moment_lead_to_one_checkout(shop):
    alice, pack = make_person("alice"), shop.pack()

    def click(_: int) -> object:
        try:
            return shop.want(alice, pack).checkout_url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        urls = set(pool.map(click, range(8)))
    assert (len(urls), len(shop.fake.sessions), Purchase.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_provider_with_a_database_connection(shop):
    purchase = shop.want()
    shop.pay(purchase)
    assert connection.connection is not None
    assert StripeProvider().session(purchase.session_id).is_paid
    assert connection.connection is None


def test_a_click_after_the_payment_is_another_purchase(shop):
    alice = make_person("alice")
    first = shop.want(alice)
    shop.pay(first)
    second = shop.want(alice)
    assert second != first
    assert standing(alice.ledger_owner) == (500, 0, False)


def test_a_checkout_whose_opening_got_no_answer_is_opened_again_under_the_same_key(shop):
    alice = make_person("alice")
    shop.fake.next("reset", times=3)
    with pytest.raises(ProviderUnavailable):
        shop.want(alice)
    later = shop.now() + timedelta(minutes=5)
    purchase = start_purchase(owner=alice, pack=shop.pack(), draft_id=None, now=later)
    assert (Purchase.objects.count(), len(shop.fake.sessions)) == (1, 1)
    assert purchase.session_id in shop.fake.sessions


def test_a_checkout_that_opened_without_our_hearing_of_it_is_found_by_the_next_click(shop):
    alice = make_person("alice")
    shop.fake.next("done_then_reset", times=3)
    with pytest.raises(ProviderUnavailable):
        shop.want(alice)
    assert (len(shop.fake.sessions), Purchase.objects.get().session_id) == (1, None)
    assert shop.want(alice).session_id in shop.fake.sessions
    assert len(shop.fake.sessions) == 1


def test_an_order_that_is_refused_is_not_tried_again(shop):
    alice, tiny = make_person("alice"), shop.pack(amount_minor=1)
    with pytest.raises(ProviderRefused) as refused:
        shop.want(alice, tiny)
    assert refused.value.says == "The payment service refused this."
    assert Purchase.objects.get().state == "expired"


def test_a_pack_that_is_over_is_not_sold(shop):
    pack = shop.pack()
    pack.until = shop.now().date() - timedelta(days=1)
    with pytest.raises(NothingOnSale):
        pack.since = pack.until
        pack.save()
        shop.want(pack=pack)
    assert shop.fake.sessions == {}


def test_nothing_is_sold_without_a_provider(shop, settings):
    settings.STRIPE_SECRET_KEY = ""
    with pytest.raises(NothingOnSale):
        shop.want()


def test_a_currency_without_cents_is_neither_multiplied_nor_divided(shop):
    purchase = shop.bought(pack=shop.pack("jpy", credits=500, amount_minor=750))
    price = shop.fake.requests("POST", "/v1/checkout/sessions")[0]["params"]["line_items"][0]["price_data"]
    assert (price["currency"], price["unit_amount"]) == ("jpy", "750")
    shop.fake.refund(purchase.payment_ref, 300)
    shop.tell()
    assert standing(purchase.ledger_owner) == (300, 0, False)


def test_a_slow_payment_waits_and_is_granted_when_the_bank_says_yes(shop):
    purchase = shop.want()
    shop.fake.start_slow_payment(purchase.session_id)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("pending", 0)
    shop.fake.end_slow_payment(purchase.session_id, succeeded=True)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("paid", 500)


def test_a_slow_payment_that_failed_may_still_be_paid_by_a_second_method(shop):
    purchase = shop.want()
    shop.fake.start_slow_payment(purchase.session_id)
    shop.fake.end_slow_payment(purchase.session_id, succeeded=False)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("failed", 0)
    shop.fake.end_slow_payment(purchase.session_id, succeeded=True)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("paid", 500)


def test_a_checkout_that_nobody_paid_expires(shop):
    purchase = shop.want()
    shop.fake.forward(3601)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("expired", 0)


def test_a_checkout_that_was_paid_at_the_last_moment_is_granted_although_it_was_given_up_here(shop):
    purchase = shop.want()
    Purchase.objects.filter(pk=purchase.pk).update(state="expired")
    shop.pay(purchase)
    shop.tell()
    purchase.refresh_from_db()
    assert (purchase.state, standing(purchase.ledger_owner)[0]) == ("paid", 500)


def test_a_purchase_that_never_got_a_checkout_is_given_up(shop):
    alice = make_person("alice")
    shop.fake.next("reset", times=3)
    with pytest.raises(ProviderUnavailable):
        shop.want(alice)
    purchase = Purchase.objects.get()
    assert settle_purchase(purchase.pk, now=shop.now()).state == "new"
    later = shop.now() + NEVER_OPENED + timedelta(seconds=1)
    assert settle_purchase(purchase.pk, now=later).state == "expired"


@pytest.mark.parametrize("kind", ["checkout.session.completed", "refund.created", "charge.refunded"])
def test_a_purchase_that_does_not_know_its_checkout_is_found_by_whatever_message_comes_first(shop, kind):
    """We died after Stripe opened the checkout and before we noted it."""
    purchase = shop.want()
    payment = shop.pay(purchase)
    shop.fake.refund(payment, 200)
    Purchase.objects.filter(pk=purchase.pk).update(session_id=None, checkout_url="", state="new")
    shop.deliver(shop.fake.messages(kind))
    purchase.refresh_from_db()
    assert (purchase.state, purchase.session_id is not None) == ("paid", True)
    assert standing(purchase.ledger_owner) == (300, 0, False)


def test_a_dispute_that_is_heard_of_before_the_payment_grants_and_takes_back(shop):
    purchase = shop.want()
    shop.fake.dispute(shop.pay(purchase))
    shop.deliver(shop.fake.messages("charge.dispute.created"))
    assert standing(purchase.ledger_owner) == (0, 0, True)
    shop.deliver(shop.fake.messages("checkout.session.completed"))
    assert standing(purchase.ledger_owner) == (0, 0, True)


def test_a_checkout_of_another_purchase_is_not_taken_for_this_one(shop):
    mine, other = shop.want(), shop.want()
    shop.pay(other)
    Purchase.objects.filter(pk=mine.pk).update(session_id=None)
    settled = settle_purchase(mine.pk, now=shop.now(), session_id=other.session_id)
    assert (settled.state, settled.session_id) == ("open", None)
    assert standing(mine.ledger_owner) == (0, 0, False)


def test_what_is_granted_is_what_was_promised_whatever_the_pack_says_today(shop):
    purchase = shop.want()
    purchase.pack.__class__.objects.filter(pk=purchase.pack_id).update(credits=1, amount_minor=9999)
    shop.pay(purchase)
    shop.tell()
    assert standing(purchase.ledger_owner) == (500, 0, False)


@pytest.mark.parametrize("kind", ["rate_limited", "html_200", "reset"])
def test_a_provider_that_does_not_answer_decides_nothing_and_the_message_is_worked_later(shop, kind):
    purchase = shop.want()
    shop.pay(purchase)
    shop.fake.next(kind, times=3)
    shop.tell()
    webhook_event = WebhookEvent.objects.get()
    assert (webhook_event.processed_at, webhook_event.attempts) == (None, 1)
    assert webhook_event.due_at > shop.now()
    shop.fake._queue.clear()
    shop.work()
    assert standing(purchase.ledger_owner) == (500, 0, False)
    assert Transfer.objects.filter(key=purchase.grant_key).count() == 1
