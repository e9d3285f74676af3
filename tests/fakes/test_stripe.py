"""The fake of Stripe keeps Stripe's contract, as Stripe's own Python client describes it."""

import json
import time
import typing

import pytest
import stripe
from stripe.checkout import Session

from tests.fakes.courier import Courier
from tests.fakes.stripe import FakeStripe
from tests.fakes.stripe_forms import PARAMS, decode, unknown

ORDER = {
    "mode": "payment",
    "client_reference_id": "p1",
    "success_url": "https://example.com/",
    "metadata": {"purchase": "p1"},
    "payment_intent_data": {"metadata": {"purchase": "p1"}},
    "invoice_creation": {"enabled": True},
    "line_items": [
        {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 500, "product_data": {"name": "x"}}}
    ],
}


@pytest.fixture(scope="module")
def running():
    with FakeStripe() as fake:
        yield fake


@pytest.fixture
def fake(running):
    running.forget()
    return running


def client(fake: FakeStripe, *, retries: int = 0, key: str = "") -> stripe.StripeClient:
    return stripe.StripeClient(key or fake.key, base_addresses={"api": fake.url}, max_network_retries=retries)


@pytest.fixture
def v1(fake):
    return client(fake).v1


def invented(found: stripe.StripeObject, kind: type) -> list[str]:
    """Fields of an answer that Stripe's class for it does not have."""
    assert isinstance(found, kind)
    return sorted(set(found.to_dict()) - set(kind.__annotations__))


def test_no_field_of_any_answer_is_invented(fake, v1):
    order = v1.checkout.sessions.create(ORDER)
    assert invented(order, Session) == []
    paid = fake.pay(order.id)
    refund = v1.refunds.create({"payment_intent": paid["id"], "amount": 100, "reason": "requested_by_customer"})
    fake.dispute(paid["id"], 50)
    fake.warn(paid["id"])
    intent = v1.payment_intents.retrieve(paid["id"], {"expand": ["latest_charge"]})
    session = v1.checkout.sessions.retrieve(order.id, {"expand": ["payment_intent", "invoice"]})
    dispute = v1.disputes.list({"payment_intent": paid["id"]}).data[0]
    assert [
        invented(found, kind)
        for found, kind in (
            (session, Session),
            (session.invoice, stripe.Invoice),
            (session.payment_intent, stripe.PaymentIntent),
            (intent, stripe.PaymentIntent),
            (intent.latest_charge, stripe.Charge),
            (refund, stripe.Refund),
            (dispute, stripe.Dispute),
        )
    ] == [[]] * 7
    events = v1.events.list({"limit": 100}).data
    kinds = {event.type for event in events}
    assert all(invented(event, stripe.Event) == [] for event in events)
    assert all(event.data.object.object == type(event.data.object).OBJECT_NAME for event in events)
    assert {"checkout.session.completed", "refund.created", "charge.dispute.created"} <= kinds
    warning = next(event.data.object for event in events if event.type == "radar.early_fraud_warning.created")
    assert invented(warning, stripe.radar.EarlyFraudWarning) == []


def test_every_word_for_a_state_is_one_of_stripes():
    from apps.payments.provider import DECIDED_DISPUTE, MONEY_IS_HERE, SessionStatus
    from apps.payments.providers.messages import KINDS
    from apps.payments.providers.stripe import CHANGES

    def words(kind: type, field: str) -> set[str]:
        return {word for part in _literals(kind.__annotations__[field]) for word in part}

    assert words(stripe.Dispute, "status") >= DECIDED_DISPUTE | MONEY_IS_HERE
    assert {status.value for status in SessionStatus} == words(Session, "status")
    known = words(stripe.Event, "type")
    assert (KINDS - known, set(CHANGES) - known) == (set(), set())


def _literals(hint: object) -> list[tuple[str, ...]]:
    if typing.get_origin(hint) is typing.Literal:
        return [typing.get_args(hint)]
    return [found for inner in typing.get_args(hint) for found in _literals(inner)]


def test_a_parameter_that_stripes_client_does_not_know_is_refused(v1):
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter: payment_method_types"):
        v1.checkout.sessions.create({**ORDER, "payment_method_types": ["card"]})
    line = {**ORDER["line_items"][0]["price_data"], "prize": 5}
    with pytest.raises(stripe.InvalidRequestError, match=r"line_items\[0\]\[price_data\]\[prize\]"):
        v1.checkout.sessions.create({**ORDER, "line_items": [{"price_data": line, "quantity": 1}]})
    assert all(unknown(endpoint, {"expand": ["x"]}) == [] for endpoint in PARAMS)
    assert all(unknown(endpoint, {"idempotency_key": "x"}) == ["idempotency_key"] for endpoint in PARAMS)


def test_nested_fields_are_read_as_they_were_meant():
    assert decode("a[b][0][c]=1&a[b][1][c]=2&d=&e[f]=g") == {
        "a": {"b": [{"c": "1"}, {"c": "2"}]},
        "d": "",
        "e": {"f": "g"},
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"success_url": ""}, "success_url"),
        ({"mode": "subscription"}, "payment mode"),
        ({"expires_at": 5}, "30 minutes to 24 hours"),
        (
            {"line_items": [{"price_data": {"currency": "usd", "unit_amount": 49, "product_data": {"name": "x"}}}]},
            "larger",
        ),
        (
            {"line_items": [{"price_data": {"currency": "xxx", "unit_amount": 500, "product_data": {"name": "x"}}}]},
            "currency",
        ),
    ],
)
def test_an_order_that_stripe_would_refuse_is_refused(v1, change, words):
    with pytest.raises(stripe.InvalidRequestError, match=words):
        v1.checkout.sessions.create({**ORDER, **change})


def test_a_key_answers_the_same_again_and_refuses_another_order(fake, v1):
    options = {"idempotency_key": "k"}
    first = v1.checkout.sessions.create(ORDER, options)
    again = v1.checkout.sessions.create(ORDER, options)
    assert (first.id, len(fake.sessions)) == (again.id, 1)
    assert again.last_response.headers["idempotent-replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        v1.checkout.sessions.create({**ORDER, "client_reference_id": "p2"}, options)


def test_a_failure_is_the_answer_for_good_under_its_key(fake, v1):
    fake.next("error_500")
    for _ in range(2):
        with pytest.raises(stripe.APIError):
            v1.checkout.sessions.create(ORDER, {"idempotency_key": "k"})
    assert fake.sessions == {}


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("rate_limited", stripe.RateLimitError),
        ("error_500", stripe.APIError),
        ("reset", stripe.APIConnectionError),
        ("html_200", stripe.APIError),
    ],
)
def test_each_way_to_fail_is_the_clients_own_error(fake, v1, kind, error):
    fake.next(kind)
    with pytest.raises(error):
        v1.refunds.list()


def test_a_conflict_and_a_cut_are_tried_again_under_the_same_key(fake):
    fake.next("conflict")
    fake.next("done_then_reset")
    client(fake, retries=2).v1.checkout.sessions.create(ORDER)
    keys = {one["key"] for one in fake.requests("POST")}
    assert (len(fake.requests("POST")), len(keys), len(fake.sessions)) == (3, 1, 1)


def test_a_wrong_key_and_an_unknown_thing_are_refused(fake, v1):
    with pytest.raises(stripe.AuthenticationError):
        client(fake, key="sk_test_other").v1.refunds.list()
    with pytest.raises(stripe.InvalidRequestError) as missing:
        v1.checkout.sessions.retrieve("cs_none")
    assert missing.value.code == "resource_missing"
    assert all(fake.key not in json.dumps(one) for one in fake.log())


def test_lists_are_paged_newest_first_and_filtered(fake, v1):
    paid = fake.pay(v1.checkout.sessions.create(ORDER).id)
    made = [fake.refund(paid["id"], 1)["id"] for _ in range(25)]
    read = [one.id for one in v1.refunds.list({"limit": 10}).auto_paging_iter()]
    assert read == made[::-1]
    assert len(fake.requests("GET", "/v1/refunds")) == 3
    later = int(time.time()) + 100
    assert v1.refunds.list({"created": {"gte": later}}).data == []
    assert v1.refunds.list({"payment_intent": "pi_other"}).data == []
    assert {event.type for event in v1.events.list({"types": ["refund.created"], "limit": 100}).data} == {
        "refund.created"
    }


def test_a_payment_is_refunded_up_to_what_is_left_and_not_while_it_is_disputed(fake, v1):
    paid = fake.pay(v1.checkout.sessions.create(ORDER).id)["id"]
    failed = fake.refund(paid, 400)
    with pytest.raises(stripe.InvalidRequestError, match="greater"):
        v1.refunds.create({"payment_intent": paid, "amount": 101})
    fake.change_refund(failed["id"], "failed")
    assert v1.refunds.create({"payment_intent": paid}).amount == 500
    with pytest.raises(stripe.InvalidRequestError) as over:
        v1.refunds.create({"payment_intent": paid})
    assert over.value.code == "charge_already_refunded"
    other = fake.pay(v1.checkout.sessions.create(ORDER).id)["id"]
    fake.dispute(other)
    with pytest.raises(stripe.InvalidRequestError) as disputed:
        v1.refunds.create({"payment_intent": other})
    assert disputed.value.code == "charge_disputed"


def test_a_session_expires_by_itself_or_when_asked_and_is_not_paid_then(fake, v1):
    first, second = (v1.checkout.sessions.create(ORDER) for _ in range(2))
    assert v1.checkout.sessions.expire(first.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        v1.checkout.sessions.expire(first.id)
    fake.forward(25 * 3600)
    assert v1.checkout.sessions.retrieve(second.id).status == "expired"
    with pytest.raises(ValueError, match="expired"):
        fake.pay(second.id)


def test_messages_are_signed_as_stripes_client_checks_them(fake, v1):
    fake.pay(v1.checkout.sessions.create(ORDER).id)
    [(body, signature)] = fake.messages("checkout.session.completed")
    assert client(fake).construct_event(body, signature, fake.secret).type == "checkout.session.completed"
    with pytest.raises(stripe.SignatureVerificationError):
        client(fake).construct_event(body, fake.signed(body, signed_at=int(time.time()) - 301)[1], fake.secret)


def test_the_courier_doubles_shuffles_and_delays(fake):
    letters = [(bytes([number + 65]), "signature") for number in range(5)]
    courier = Courier(fake.url + "/anything")
    courier.deliver(letters, copies=4, shuffled=True, threads=4, delay=0.01)
    assert (courier.statuses, len(fake.requests("POST"))) == ([401] * 20, 20)


def test_another_process_may_play_the_buyer(fake, v1):
    import httpx

    order = v1.checkout.sessions.create(ORDER)
    with httpx.Client(trust_env=False) as control:
        control.post(fake.url + "/_fake/do", json={"verb": "pay", "arguments": [order.id]})
        told = control.post(fake.url + "/_fake/do", json={"verb": "messages"}).json()["done"]
        refused = control.post(fake.url + "/_fake/do", json={"verb": "forget"})
    assert (json.loads(told[0]["body"])["type"], refused.status_code) == ("checkout.session.completed", 400)
