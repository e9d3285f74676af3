"""The practice checkout: in development alone, and by the same inbox, signatures and workers as real money."""

import pytest
from django.utils import timezone

from apps.credits.balances import balances_of
from apps.credits.models import Transfer
from apps.payments.models import PracticePayment, Purchase, PurchaseState, WebhookEvent
from apps.payments.provider import Forged
from apps.payments.providers.practice import PracticeProvider
from apps.payments.providers.practice_messages import signed_message
from apps.payments.services.inbox import receive
from tests.payments.buyers import Buyer, stock_the_shelf, workers_read_the_inbox
from tests.sizes import large

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practice(settings, db) -> None:
    settings.DEBUG = True
    settings.STRIPE_SECRET_KEY = ""
    stock_the_shelf()


@pytest.fixture
def alice() -> Buyer:
    return Buyer.named("alice")


def available(buyer: Buyer) -> int:
    return balances_of(buyer.user.ledger_owner, now=timezone.now()).available


def test_it_says_that_no_money_moves(alice: Buyer):
    purchase = alice.choose()
    page = alice.client.get(f"/credits/practice/{purchase.session_id}/").content.decode()
    assert "Test checkout: no money moves" in page
    assert "$5.00" in page


@pytest.mark.parametrize(("debug", "key"), [(False, ""), (True, "sk_test_x"), (False, "sk_test_x")])
def test_there_is_no_such_page_elsewhere(alice: Buyer, settings, debug, key):
    purchase = alice.choose()
    settings.DEBUG, settings.STRIPE_SECRET_KEY = debug, key
    address = f"/credits/practice/{purchase.session_id}/"
    assert [alice.client.get(address).status_code, alice.act(purchase, "card").status_code] == [404, 404]


def test_its_messages_are_signed_and_a_forged_one_is_refused(alice: Buyer):
    alice.choose()
    payment = PracticePayment.objects.get()
    body, signature = signed_message(payment, "checkout.session.completed")
    with pytest.raises(Forged):
        receive(provider=PracticeProvider(), body=body + b" ", signature=signature, now=timezone.now())
    assert not WebhookEvent.objects.exists()


def test_a_card_pays_by_the_inbox_alone_when_nobody_comes_back(alice: Buyer):
    purchase = alice.choose()
    answer = alice.act(purchase, "card")
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"http://testserver/credits/purchases/{purchase.pk}/?back=1",
    )
    assert available(alice) == 0
    workers_read_the_inbox()
    assert (available(alice), WebhookEvent.objects.get().kind) == (500, "checkout.session.completed")


def test_a_declined_card_stays_on_the_checkout_and_costs_nothing(alice: Buyer):
    purchase = alice.choose()
    answer = alice.act(purchase, "declined")
    assert answer.status_code == 402
    assert "Your card was declined" in answer.content.decode()
    assert "Nothing was charged." in answer.content.decode()
    assert (WebhookEvent.objects.count(), PracticePayment.objects.get().status) == (0, "open")
    alice.act(purchase, "card")  # another card
    workers_read_the_inbox()
    assert available(alice) == 500


def test_cancelling_leads_back_to_the_packs_with_the_draft(alice: Buyer, portrait: bytes):
    draft = alice.draft(portrait)
    purchase = alice.choose(draft=str(draft.pk))
    assert alice.act(purchase, "cancel")["Location"] == f"http://testserver/credits/buy/?draft={draft.pk}"


@pytest.mark.parametrize(
    ("answer", "kind", "state", "credits"),
    [
        ("bank-yes", "checkout.session.async_payment_succeeded", PurchaseState.PAID, 500),
        ("bank-no", "checkout.session.async_payment_failed", PurchaseState.FAILED, 0),
    ],
)
def test_a_bank_answers_later(alice: Buyer, answer, kind, state, credits):
    purchase = alice.choose()
    alice.act(purchase, "bank")
    workers_read_the_inbox()
    assert Purchase.objects.get().state == PurchaseState.PENDING
    alice.act(purchase, answer)
    workers_read_the_inbox()
    assert (Purchase.objects.get().state, available(alice)) == (state, credits)
    assert WebhookEvent.objects.latest("pk").kind == kind


@pytest.mark.parametrize(
    ("acts", "credits"),
    [
        large(["refund"], 0),
        (["refund-half"], 250),
        (["refund-half", "refund"], 0),
        large(["dispute"], 0),
        large(["dispute", "dispute-won"], 500),
        (["dispute", "dispute-lost"], 0),
        (["refund", "replay"], 0),
        large(["replay", "replay"], 500),
    ],
)
def test_what_banks_and_providers_do_reaches_the_ledger_by_the_inbox(alice: Buyer, acts, credits):
    purchase = alice.bought()
    for act in acts:
        assert alice.act(purchase, act).status_code == 303
        workers_read_the_inbox()
    assert available(alice) == credits


def test_a_replayed_message_is_one_message(alice: Buyer):
    purchase = alice.bought()
    before = (WebhookEvent.objects.count(), Transfer.objects.count())
    alice.act(purchase, "replay")
    workers_read_the_inbox()
    assert (WebhookEvent.objects.count(), Transfer.objects.count()) == before


@pytest.mark.parametrize("act", ["bank-yes", "bank-no", "refund", "dispute", "dispute-won", "replay"])
def test_what_cannot_happen_to_an_unpaid_purchase_changes_nothing(alice: Buyer, act):
    purchase = alice.choose()
    answer = alice.act(purchase, act)
    assert answer.status_code == 303
    said = alice.client.get(answer["Location"]).content.decode()
    assert "That cannot happen to this payment now. Nothing changed." in said
    assert not WebhookEvent.objects.exists()


def test_an_act_without_a_name_is_not_found(alice: Buyer):
    assert alice.act(alice.choose(), "rob").status_code == 404
