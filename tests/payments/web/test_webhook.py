"""The door for messages: what is let in, what is refused, and what is kept."""

import io
import json
import time

import pytest
from django.test import Client
from django.urls import reverse

from apps.payments.models import WebhookEvent
from apps.payments.web.webhook import LARGEST_BYTES
from tests.payments.shop import WEBHOOK, standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def message(number: int = 0, kind: str = "checkout.session.completed") -> bytes:
    return json.dumps({"id": f"evt_{number}", "type": kind, "data": {"object": {}}}).encode()


def test_two_hundred_bad_signatures_are_refused(shop):
    body, good = shop.fake.signed(message())
    stamp, signature = good.split(",v1=")
    bad = [
        "",
        "t=1",
        good[:-1],
        good.replace("v1=", "v0="),
        f"{stamp},v1={signature[::-1]}",
        f"t={int(time.time()) + 1},v1={signature}",
        "t=,v1=",
        "v1=" + signature,
        f"t=1e9,v1={signature}",
        f"t={'9' * 400},v1={signature}",
        shop.fake.signed(body, secret="whsec_of_somebody_else")[1],
        "é,ü=ß",
    ]
    bad += [f"{stamp},v1={shop.random.getrandbits(256):064x}" for _ in range(200 - len(bad))]
    assert [shop.post((body, signature)) for signature in bad] == [400] * 200
    assert shop.post((body + b" ", good)) == 400
    assert shop.post((body, good)) == 200
    assert WebhookEvent.objects.count() == 1


def test_fifty_stale_timestamps_are_refused_and_future_ones_too(shop):
    now = int(time.time())
    stale = [now - 302 - 997 * number for number in range(50)]
    future = [now + 305, now + 3600, now + 10**9]
    letters = [shop.fake.signed(message(number), signed_at=at) for number, at in enumerate(stale + future)]
    assert [shop.post(letter) for letter in letters] == [400] * 53
    assert WebhookEvent.objects.count() == 0
    assert shop.post(shop.fake.signed(message(), signed_at=now - 295)) == 200


def test_a_message_is_taken_under_each_of_several_secrets(shop):
    for number, secret in enumerate(["whsec_of_last_month", shop.fake.secret]):
        assert shop.post(shop.fake.signed(message(number), secret=secret)) == 200
    body, first = shop.fake.signed(message(7), secret="whsec_unknown")
    both = first + "," + shop.fake.signed(body)[1].partition(",")[2]
    assert shop.post((body, both)) == 200  # Stripe signs with both while a secret is being changed


class Unread:
    """A body that fails the test when anybody reads it."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_a_body_of_ten_megabytes_is_refused_and_not_read(shop):
    answer = shop.browser.generic(
        "POST", WEBHOOK, b"", CONTENT_LENGTH=str(10 * 1024 * 1024), **{"wsgi.input": Unread()}
    )
    assert (answer.status_code, WebhookEvent.objects.count()) == (413, 0)
    body, signature = shop.fake.signed(b" " * (10 * 1024 * 1024))
    assert shop.post((body, signature)) == 413
    assert shop.post(shop.fake.signed(message().ljust(LARGEST_BYTES))) == 200
    assert shop.post(shop.fake.signed(message(1).ljust(LARGEST_BYTES + 1))) == 413


def test_messages_of_unknown_kinds_are_kept_and_left_alone(shop):
    bought = shop.bought()
    asked = len(shop.fake.requests())
    kinds = ["customer.created", "payment_intent.payment_failed", "v2.core.event", "what.nobody.knows", "x" * 300]
    for number, kind in enumerate(kinds):
        assert shop.post(shop.fake.signed(message(number, kind))) == 200
    shop.work()
    kept = WebhookEvent.objects.order_by("pk").values_list("kind", "note", "processed_at")[1:]
    assert [(kind, note, bool(worked)) for kind, note, worked in kept] == [
        (kind[:80], "not of interest", True) for kind in kinds
    ]
    assert len(shop.fake.requests()) == asked
    assert standing(bought.ledger_owner) == (500, 0, False)


def test_a_message_about_nothing_of_ours_is_kept_and_asks_for_nothing(shop):
    for number, about in enumerate([{}, {"object": "checkout.session", "id": "cs_other"}, [], "text", None]):
        body = json.dumps({"id": f"evt_{number}", "type": "checkout.session.completed", "data": {"object": about}})
        assert shop.post(shop.fake.signed(body.encode())) == 200
    shop.work()
    notes = set(WebhookEvent.objects.values_list("note", flat=True))
    assert (notes, WebhookEvent.objects.filter(processed_at=None).count()) == ({"about nothing that was sold here"}, 0)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'"x"', b'{"id": 1}', b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_signed_but_no_message_is_refused(shop, body):
    if body == b"\xff\xfe":
        assert shop.post((body, shop.fake.signed(b"x")[1])) == 400
    else:
        assert shop.post(shop.fake.signed(body)) == 400
    assert WebhookEvent.objects.count() == 0


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_a_number_that_json_does_not_know_is_refused(shop, number):
    body = f'{{"id": "evt_1", "type": "refund.created", "data": {{"object": {{"amount": {number}}}}}}}'.encode()
    assert shop.post(shop.fake.signed(body)) == 400
    assert shop.post(shop.fake.signed(body.replace(number.encode(), b"1e99"))) == 200
    assert WebhookEvent.objects.count() == 1


def in_chunks(shop, body: bytes, signature: str, **environ: object) -> int:
    """As gunicorn hands over a body without a length: put together, and with an end."""
    chunked = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(body), **environ}
    return shop.browser.generic("POST", WEBHOOK, b"", headers={"Stripe-Signature": signature}, **chunked).status_code


def test_a_message_in_chunks_is_read_where_the_server_says_its_end(shop):
    letter = shop.fake.signed(message())
    assert in_chunks(shop, *letter, **{"wsgi.input_terminated": True}) == 200
    long = shop.fake.signed(message(1).ljust(LARGEST_BYTES + 1))
    assert in_chunks(shop, *long, **{"wsgi.input_terminated": True}) == 413
    assert in_chunks(shop, *letter, **{"wsgi.input": Unread()}) == 411
    assert WebhookEvent.objects.count() == 1


@pytest.mark.parametrize("debug", [True, False])
def test_an_address_without_its_last_slash_takes_messages_too(shop, settings, debug):
    settings.DEBUG = debug
    body, signature = shop.fake.signed(message())
    answer = shop.browser.post(
        WEBHOOK[:-1], body, content_type="application/json", headers={"Stripe-Signature": signature}
    )
    assert (answer.status_code, WebhookEvent.objects.count()) == (200, 1)
    assert (shop.browser.get(WEBHOOK[:-1]).status_code, reverse("stripe-webhook")) == (405, WEBHOOK)


def test_a_message_that_comes_twenty_times_is_kept_once_and_worked_once(shop):
    purchase = shop.want()
    shop.pay(purchase)
    [letter] = shop.fake.messages()
    assert [shop.post(letter) for _ in range(20)] == [200] * 20
    shop.work()
    assert WebhookEvent.objects.count() == 1
    assert standing(purchase.ledger_owner) == (500, 0, False)


def test_nothing_about_the_buyer_is_kept_in_the_inbox(shop):
    purchase = shop.want()
    shop.pay(purchase)
    shop.tell()
    kept = json.dumps(WebhookEvent.objects.get().payload)
    assert purchase.owner.email in json.dumps(list(shop.fake.events.values()))
    assert purchase.owner.email not in kept
    assert str(purchase.pk) in kept


def test_the_door_opens_to_posts_alone_and_sets_no_cookie(shop):
    strict = Client(enforce_csrf_checks=True)
    body, signature = shop.fake.signed(message())
    answer = strict.post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": signature})
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert [strict.get(WEBHOOK).status_code, strict.put(WEBHOOK).status_code] == [405, 405]


def test_a_message_costs_few_statements_and_never_asks_the_provider(shop, django_assert_max_num_queries):
    letter = shop.fake.signed(message())
    with django_assert_max_num_queries(5):
        shop.post(letter)
    assert shop.fake.requests() == []


def test_without_a_provider_the_door_says_so(shop, settings):
    settings.STRIPE_SECRET_KEY = ""
    answer = shop.browser.post(WEBHOOK, b"{}", content_type="application/json")
    assert (answer.status_code, answer.content) == (503, b"Buying is off here: no provider is configured.")


def test_no_limit_of_the_site_counts_messages(shop, settings):
    settings.RATE_LIMITS_ENABLED = True
    letters = [shop.fake.signed(message(number)) for number in range(100)]
    assert {shop.post(letter) for letter in letters} == {200}
