"""Two payments for one purchase: one is granted, the other goes back in full, once, whoever finds it and however often."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.payments.findings import payment_findings
from apps.payments.models import DuplicatePayment, Purchase
from apps.payments.services.duplicates import announce_duplicates, resend_duplicate
from apps.payments.services.reconciliation import reconcile_payments
from apps.payments.services.settle import settle_purchase
from apps.payments.web.copy import duplicate_told, short_state
from tests.factories.accounts import make_person, signed_in
from tests.factories.alarms import alarms_raised
from tests.payments.shop import Shop, open_another, standing
from tests.sizes import large

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def wanted(shop: Shop) -> Purchase:
    return shop.want()


@pytest.fixture
def second(wanted: Purchase) -> str:
    """A second checkout of the same purchase, of which we know nothing."""
    return open_another(wanted)


@pytest.fixture
def twice(shop: Shop, wanted: Purchase, second: str) -> str:
    """Both checkouts are paid, and nobody was told yet; the name of the second payment."""
    shop.pay(wanted)
    return shop.fake.pay(second)["id"]


def kept(shop: Shop) -> int:
    """The money that stays with us."""
    return sum(one["amount"] - one["amount_refunded"] for one in shop.fake.charges.values())


def ends_well(shop: Shop, purchase: Purchase, second_payment: str, *, status: str = "succeeded") -> None:
    assert standing(purchase.ledger_owner) == (500, 0, False)
    assert payment_findings() == []
    duplicate = DuplicatePayment.objects.get()
    assert (duplicate.payment_ref, duplicate.status) == (second_payment, status)
    refunds = [(one["payment_intent"], one["amount"]) for one in shop.fake.refunds.values()]
    assert (refunds, kept(shop)) == ([(second_payment, 500)], 500)
    assert alarms_raised().count(f"A purchase was paid twice: {purchase.pk}") == 1


@pytest.mark.parametrize("shuffled", [False, True])
def test_a_second_payment_goes_back_once_however_often_its_messages_come(shop, wanted, twice, shuffled):
    for _ in range(3):
        shop.tell(copies=3, shuffled=shuffled)
    shop.deliver([*reversed(shop.fake.messages())])
    ends_well(shop, wanted, twice)


def test_the_second_payment_is_heard_of_first_and_the_first_is_kept(shop, wanted, twice):
    """The checkout that the purchase knows is asked as well, whatever a message is about."""
    first, other = shop.fake.messages("checkout.session.completed")
    shop.deliver([other, first])
    ends_well(shop, wanted, twice)


def test_the_return_page_grants_and_the_message_sends_the_second_payment_back(shop, wanted, twice):
    browser = signed_in(wanted.owner)
    browser.get(f"/credits/purchases/{wanted.pk}/?back=1")
    assert DuplicatePayment.objects.count() == 0
    shop.tell()
    ends_well(shop, wanted, twice)
    shown = browser.get(f"/credits/purchases/{wanted.pk}/").content.decode()
    assert "Your second payment of $5.00 was refunded" in shown


def test_the_audit_finds_a_second_payment_whose_messages_were_lost(shop, wanted, twice):
    later = shop.now() + timedelta(minutes=20)
    (healed,) = reconcile_payments(now=later)
    assert (healed.became, healed.is_late) == ("paid, second payment 500 succeeded", True)
    ends_well(shop, wanted, twice)
    assert reconcile_payments(now=later) == []
    ends_well(shop, wanted, twice)


def test_the_only_payment_is_granted_in_whichever_checkout_it_was_made(shop, wanted, second):
    own = wanted.session_id
    shop.fake.pay(second)
    shop.tell()
    wanted.refresh_from_db()
    assert (wanted.state, wanted.session_id, wanted.payment_ref is not None) == ("paid", second, True)
    assert (standing(wanted.ledger_owner), kept(shop)) == ((500, 0, False), 500)
    assert (shop.fake.sessions[own]["status"], DuplicatePayment.objects.count()) == ("expired", 0)


def test_a_bank_that_confirms_after_the_second_checkout_was_paid_gets_its_payment_back(shop, wanted, second):
    slow = shop.fake.start_slow_payment(wanted.session_id)["id"]
    shop.tell()
    shop.fake.pay(second)
    shop.tell()
    assert standing(wanted.ledger_owner) == (500, 0, False)
    shop.fake.end_slow_payment(wanted.session_id, succeeded=True)
    shop.tell(copies=2)
    ends_well(shop, wanted, slow)


@pytest.mark.parametrize("told", ["by a message", "by the audit"])
def test_a_second_checkout_that_is_open_is_closed(shop, wanted, second, told):
    if told == "by a message":
        shop.fake.happen("checkout.session.async_payment_failed", shop.fake.sessions[second])
        shop.tell()
    else:
        assert reconcile_payments(now=shop.now()) == []
    states = [shop.fake.sessions[one]["status"] for one in (wanted.session_id, second)]
    assert states == ["open", "expired"]


@pytest.mark.parametrize("kind", ["reset", "done_then_reset", *map(large, ["rate_limited", "conflict", "html_200"])])
def test_a_refund_that_got_no_answer_is_asked_for_again_by_the_sweeper(shop, wanted, twice, kind):
    shop.fake.when_prompt_contains("POST /v1/refunds", kind)
    shop.tell()
    assert DuplicatePayment.objects.get().status == "asked"
    shop.fake._rules.clear()
    shop.fake._answered.clear()  # a day later: the provider has forgotten the key
    assert announce_duplicates(now=shop.now()) == 0
    assert announce_duplicates(now=shop.now() + timedelta(minutes=2)) == 1
    resend_duplicate(DuplicatePayment.objects.get().pk)
    ends_well(shop, wanted, twice)


@pytest.mark.parametrize("amount", [500, 200])
def test_what_an_operator_gave_back_by_hand_is_not_given_back_again(shop, wanted, twice, amount):
    shop.fake.refund(twice, amount)
    shop.tell()
    assert (standing(wanted.ledger_owner), kept(shop)) == ((500, 0, False), 500)
    assert DuplicatePayment.objects.get().status == "succeeded"


def test_a_refund_that_came_back_is_told_and_not_sent_the_same_way_again(shop, wanted, twice):
    shop.tell()
    (refund,) = shop.fake.refunds
    shop.fake.change_refund(refund, "failed")
    shop.tell(copies=2)
    duplicate = DuplicatePayment.objects.get()
    assert (duplicate.status, len(shop.fake.refunds), standing(wanted.ledger_owner)) == ("failed", 1, (500, 0, False))
    assert short_state(wanted).title == "Paid twice"
    assert alarms_raised().count(f"A purchase was paid twice: {wanted.pk}") == 2
    assert duplicate_told(duplicate).title == "We couldn't return your second payment of $5.00 yet"
    shop.fake.refund(twice)
    shop.tell()
    duplicate.refresh_from_db()
    assert (duplicate.status, short_state(Purchase.objects.get(pk=wanted.pk)).title) == ("succeeded", "Paid")


def test_a_second_payment_that_a_bank_asks_for_is_left_to_it_and_freezes_nobody(shop, wanted, twice):
    made = shop.fake.dispute(twice)
    shop.tell()
    duplicate = DuplicatePayment.objects.get()
    assert (duplicate.status, standing(wanted.ledger_owner)) == ("disputed", (500, 0, False))
    assert duplicate_told(duplicate).title == "Your bank is returning your second payment of $5.00"
    shop.fake.decide(made["id"], "won")
    shop.tell()
    duplicate.refresh_from_db()
    assert (duplicate.status, kept(shop)) == ("succeeded", 500)


def test_a_refund_that_the_provider_refuses_is_an_alarm_and_is_asked_for_again_by_the_audit(shop, wanted, twice):
    intent = shop.fake.intents[twice]
    intent["status"] = "requires_capture"
    shop.tell()
    assert DuplicatePayment.objects.get().status == "refused"
    assert alarms_raised().count(f"A purchase was paid twice: {wanted.pk}") == 2
    assert duplicate_told(DuplicatePayment.objects.get()).title == "Your second payment of $5.00 is on its way back"
    intent["status"] = "succeeded"
    shop.fake._answered.clear()  # a day later: until then the provider repeats what it said
    reconcile_payments(now=shop.now())
    assert (DuplicatePayment.objects.get().status, kept(shop)) == ("succeeded", 500)


def test_the_first_payment_can_still_be_refunded_and_takes_its_credits_back(shop, wanted, twice):
    shop.tell()
    wanted.refresh_from_db()
    shop.fake.refund(wanted.payment_ref)
    shop.tell()
    assert (standing(wanted.ledger_owner), kept(shop)) == ((0, 0, False), 0)
    assert settle_purchase(wanted.pk, now=shop.now()).state == "paid"
    assert payment_findings() == []


def test_a_payment_is_a_second_one_once(shop, wanted, twice):
    shop.tell()
    noted = DuplicatePayment.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DuplicatePayment.objects.create(
            purchase=wanted, session_id="x", payment_ref=noted.payment_ref, amount_minor=1, currency="usd"
        )


def test_a_granted_payment_that_is_noted_as_a_second_one_is_a_finding(shop):
    bought = shop.bought(make_person("bob"))
    DuplicatePayment.objects.create(
        purchase=bought, session_id="x", payment_ref=bought.payment_ref, amount_minor=500, currency="usd"
    )
    (finding,) = payment_findings()
    assert finding.endswith("is the payment of a purchase as well")
