"""The pages of money: what they say in every state, to whom, and where they lead."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.common.units import Credits
from apps.credits.balances import balances_of
from apps.credits.services.holds import HoldRequest, capture_holds, hold_credits
from apps.credits.services.wallets import is_frozen
from apps.payments.models import Pack, Purchase
from tests.factories.accounts import make_person, signed_in
from tests.payments.buyers import Buyer, headline, pack, path_of, stock_the_shelf, workers_read_the_inbox

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def practice(settings, db) -> None:
    settings.DEBUG = True
    settings.STRIPE_SECRET_KEY = ""
    stock_the_shelf()


@pytest.fixture
def alice() -> Buyer:
    return Buyer.named("alice")


# -- Packs ----------------------------------------------------------------------------------------------------------


def test_packs_are_shown_in_dollars_first_and_in_the_chosen_currency(alice: Buyer):
    page = alice.client.get("/credits/buy/")
    assert [card["pack"].currency for card in page.context["cards"]] == ["usd"] * 3
    assert [card["each"] for card in page.context["cards"]] == ["1.00 ¢", "0.95 ¢", "0.91 ¢"]
    assert [card["more_percent"] for card in page.context["cards"]] == [0, 5, 10]
    euros = alice.client.get("/credits/buy/?currency=eur&need=4").content.decode()
    assert "€5.00" in euros
    assert "need=4&amp;currency=gbp" in euros  # the errand is kept while the currency changes
    assert alice.client.get("/credits/buy/?currency=xyz").context["shelf"].currency == "usd"


def test_a_pack_says_how_many_gifs_it_makes_on_the_cheapest_and_on_the_dearest_model(alice: Buyer, settings):
    small = alice.client.get("/credits/buy/").context["cards"][0]
    assert [(made.count, made.label) for made in small["makes"]] == [(41, "Sketch")]
    settings.STABILITY_API_KEY = "sk-fake"
    small = alice.client.get("/credits/buy/").context["cards"][0]
    assert [(made.count, made.label) for made in small["makes"]] == [(41, "Sketch"), (5, "Ultra")]


def test_a_need_of_thousands_of_digits_is_left_out(alice: Buyer):
    page = alice.client.get("/credits/buy/?need=" + "9" * 5000)
    assert (page.status_code, "99999" in page.content.decode()) == (200, False)


def test_need_names_what_is_missing_and_advises_the_smallest_pack_that_is_enough(alice: Buyer):
    page = alice.client.get("/credits/buy/?need=4")
    assert "You need <strong>4 more</strong> for your GIF." in page.content.decode()
    assert [card["is_advised"] for card in page.context["cards"]] == [True, False, False]
    page = alice.client.get("/credits/buy/?need=501")
    assert [card["is_advised"] for card in page.context["cards"]] == [False, True, False]
    for nonsense in ("-4", "x", "4.5", ""):
        assert alice.client.get("/credits/buy/", {"need": nonsense}).context["need"] == 0


@pytest.mark.large
def test_the_draft_itself_says_what_is_missing_and_is_led_back_to_by_its_owner_alone(alice: Buyer, portrait: bytes):
    draft = alice.draft(portrait, frames=8)
    page = alice.client.get(f"/credits/buy/?need=999&draft={draft.pk}")
    assert (page.context["need"], page.context["draft_url"]) == (8, f"/make/?draft={draft.pk}")
    assert alice.client.get("/credits/buy/?draft=here").context["draft_url"] == "/make/"
    bob = Buyer.named("bob")
    for other in (draft.pk, "x", ""):
        page = bob.client.get(f"/credits/buy/?need=4&draft={other}")
        assert (page.context["need"], page.context["draft_url"]) == (4, "")


def test_a_pack_of_yesterday_is_neither_shown_nor_sold(alice: Buyer):
    old = pack()
    Pack.objects.filter(pk=old.pk).update(until=timezone.now().date() - timedelta(days=1))
    assert len(alice.client.get("/credits/buy/").context["cards"]) == 2
    answer = alice.client.post("/credits/buy/", {"pack": old.pk, "draft": "here"})
    assert answer.status_code == 409
    assert (
        "Nothing was charged, and your draft is saved. Here&#x27;s what&#x27;s available today."
        in answer.content.decode()
    )
    assert not Purchase.objects.exists()


def test_choosing_a_pack_leads_to_its_checkout_and_twice_to_the_same(alice: Buyer):
    places = [alice.client.post("/credits/buy/", {"pack": pack().pk}) for _ in range(2)]
    purchase = Purchase.objects.get()
    assert [answer.status_code for answer in places] == [303, 303]
    assert {answer["Location"] for answer in places} == {f"/credits/practice/{purchase.session_id}/"}


def test_the_draft_of_somebody_else_is_not_remembered_with_a_purchase(alice: Buyer, portrait: bytes):
    draft = Buyer.named("bob").draft(portrait)
    assert alice.choose(draft=str(draft.pk)).draft_id is None


def test_where_nothing_can_be_bought_the_page_says_so_and_whom_to_write_to(alice: Buyer, settings):
    settings.DEBUG = False
    settings.CONTACT_EMAIL = "people@example.org"
    page = alice.client.get("/credits/buy/").content.decode()
    assert "Credits aren't on sale yet" in page
    assert "mailto:people@example.org" in page
    assert 'name="pack"' not in page
    assert alice.client.post("/credits/buy/", {"pack": pack().pk}).status_code == 409


def at_the_bank(buyer: Buyer) -> Purchase:
    waiting = buyer.choose()
    buyer.act(waiting, "bank")
    workers_read_the_inbox()
    waiting.refresh_from_db()
    assert waiting.state == "pending"
    return waiting


def test_credits_at_the_bank_are_told_wherever_somebody_lacks_them(alice: Buyer, portrait: bytes):
    waiting = at_the_bank(alice)
    draft = SimpleUploadedFile("p.jpg", portrait)
    pages = [
        alice.client.get("/credits/"),
        alice.client.get("/credits/buy/"),
        alice.client.get("/make/"),
        alice.client.post("/make/", {"prompt": "rage", "frames": "8", "image": draft}),
    ]
    for page in pages:
        text = " ".join(page.content.decode().split())
        assert text.count("500 credits are on their way from your bank") == 1
        assert f'<a href="/credits/purchases/{waiting.pk}/">View purchase</a>' in text
    alice.act(waiting, "bank-yes")
    workers_read_the_inbox()
    assert "on their way from your bank" not in alice.client.get("/credits/").content.decode()


def test_a_second_pack_while_the_bank_confirms_the_first_is_bought_knowingly_alone(alice: Buyer):
    stale = {"pack": pack().pk}
    at_the_bank(alice)
    refused = alice.client.post("/credits/buy/", stale)
    text = refused.content.decode()
    assert (refused.status_code, Purchase.objects.count()) == (409, 1)
    assert "Nothing more was charged. Press the button again if you want a second pack" in text
    assert text.count("This is a separate payment from the 500 credits on their way.") == 3
    assert alice.client.post("/credits/buy/", {**stale, "besides": "1"}).status_code == 303
    assert Purchase.objects.count() == 2


def test_buying_is_for_people_who_are_signed_in():
    for path in ("/credits/buy/", "/credits/purchases/", "/credits/statement.csv"):
        assert path_of(Client().get(path)["Location"]) == f"/accounts/login/?next={path}"


def test_checkouts_are_counted(alice: Buyer, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "buy": {"account": "1/minute", "address": "9/minute"}}
    answers = [alice.client.post("/credits/buy/", {"pack": pack().pk}).status_code for _ in range(2)]
    assert answers == [303, 429]
    for draft, ways in (("", ["/credits/buy/"]), ("here", ["/make/", "/credits/buy/?draft=here"])):
        page = alice.client.post("/credits/buy/", {"pack": pack().pk, "draft": draft})
        assert page.status_code == 429
        assert [f'href="{way}"' in page.content.decode() for way in [*ways, "/credits/"]] == [True] * (len(ways) + 1)


class Refusing(http.server.BaseHTTPRequestHandler):
    """A payment provider that understands and says no."""

    def do_POST(self) -> None:
        body = json.dumps({"error": {"type": "invalid_request_error", "message": "no such currency"}}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def refusing_provider(settings) -> Iterator[None]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL = "sk_test_x", f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.large
def test_a_provider_that_refuses_costs_nothing_and_keeps_the_draft(alice: Buyer, refusing_provider: None):
    answer = alice.client.post("/credits/buy/", {"pack": pack().pk, "draft": "here"})
    assert answer.status_code == 502
    assert "Nothing was charged, and your draft is saved. Try again." in answer.content.decode()
    assert answer.context["draft_url"] == "/make/"


@pytest.mark.slow
def test_a_provider_that_is_away_costs_nothing_and_asks_to_try_again(alice: Buyer, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL = "sk_test_x", "http://127.0.0.1:9"
    answer = alice.client.post("/credits/buy/", {"pack": pack().pk})
    assert answer.status_code == 503
    assert "Nothing was charged. Try again in a minute." in answer.content.decode()


# -- What became of a purchase --------------------------------------------------------------------------------------


def test_a_purchase_is_its_owners_alone(alice: Buyer):
    purchase = alice.bought()
    bob = signed_in(make_person("bob"))
    for path in (f"/credits/purchases/{purchase.pk}/", f"/credits/purchases/{purchase.pk}/refund/"):
        assert alice.client.get(path).status_code == 200
        assert bob.get(path).status_code == 404
        assert path_of(Client().get(path)["Location"]) == f"/accounts/login/?next={path}"
    assert bob.post(f"/credits/purchases/{purchase.pk}/refund/").status_code == 404
    assert bob.get(f"/credits/practice/{purchase.session_id}/").status_code == 404


def test_who_comes_back_sees_the_credits_before_any_message_is_read(alice: Buyer, portrait: bytes):
    draft = alice.draft(portrait)
    purchase = alice.choose(draft=str(draft.pk))
    place = alice.act(purchase, "card")["Location"]
    assert place == f"http://testserver/credits/purchases/{purchase.pk}/?back=1"
    page = alice.client.get(path_of(place))
    assert headline(page) == "500 credits are yours"
    assert f'id="to-draft" href="/make/?draft={draft.pk}"' in page.content.decode()
    assert page.context["can_refund"]
    workers_read_the_inbox()
    assert balances_of(alice.user.ledger_owner, now=timezone.now()).available == 500


def test_a_draft_that_was_made_meanwhile_is_not_led_back_to(alice: Buyer, portrait: bytes):
    draft = alice.draft(portrait)
    purchase = alice.bought(draft=str(draft.pk))
    draft.delete()
    page = alice.page(purchase)
    assert (page.context["draft_url"], page.context["buy_url"]) == ("", "/credits/buy/")


def test_a_pending_payment_says_that_credits_come_by_themselves_and_asks_again(alice: Buyer):
    purchase = alice.choose()
    alice.act(purchase, "bank")
    page = alice.come_back(purchase)
    text = page.content.decode()
    assert headline(page) == "Your bank is still confirming"
    assert "Your credits will arrive automatically. You can close this page." in text
    assert f'http-equiv="refresh" content="5;url=/credits/purchases/{purchase.pk}/?waiting=1"' in text
    ask = f"/credits/purchases/{purchase.pk}/?ask=1"
    assert f'data-waiting="{ask}"' in text
    assert alice.client.get(ask).json() == {"is_waiting": True, "told": "Your bank is still confirming"}
    alice.act(purchase, "bank-yes")
    workers_read_the_inbox()
    assert alice.client.get(ask).json() == {"is_waiting": False, "told": "500 credits are yours"}
    after = alice.page(purchase)
    assert headline(after) == "500 credits are yours"
    assert "http-equiv" not in after.content.decode()


def test_a_bank_that_says_no_is_told_with_what_it_cost_and_what_comes_next(alice: Buyer, portrait: bytes):
    draft = alice.draft(portrait)
    purchase = alice.choose(draft=str(draft.pk))
    alice.act(purchase, "bank")
    alice.act(purchase, "bank-no")
    workers_read_the_inbox()
    page = alice.page(purchase)
    text = page.content.decode()
    assert headline(page) == "The payment didn&#x27;t go through"
    assert "Nothing was charged." in text
    assert f'href="/credits/buy/?draft={draft.pk}"' in text
    assert f'href="/make/?draft={draft.pk}"' in text


def test_an_unpaid_purchase_leads_on_to_its_checkout_for_an_hour(alice: Buyer):
    purchase = alice.choose()
    page = alice.page(purchase)
    assert (headline(page), page.context["can_go_on"]) == ("Waiting for your payment", True)
    assert f'href="/credits/practice/{purchase.session_id}/"' in page.content.decode()
    Purchase.objects.filter(pk=purchase.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    page = alice.page(purchase)
    assert (page.context["can_go_on"], page.context["can_begin_again"]) == (False, True)


def test_a_checkout_that_ran_out_of_time_says_so(alice: Buyer):
    purchase = alice.choose()
    alice.act(purchase, "expire")
    workers_read_the_inbox()
    page = alice.page(purchase)
    assert (headline(page), page.context["can_begin_again"]) == ("This checkout expired", True)


@pytest.mark.slow
def test_a_provider_that_is_away_on_return_is_waited_for(alice: Buyer, settings):
    purchase = alice.choose()
    Purchase.objects.filter(pk=purchase.pk).update(provider="stripe", session_id="cs_test_1")
    settings.STRIPE_SECRET_KEY, settings.STRIPE_BASE_URL = "sk_test_x", "http://127.0.0.1:9"
    page = alice.come_back(purchase)
    assert headline(page) == "Checking your payment"
    assert "your credits will show up here in a moment" in page.content.decode()
    assert page.context["is_waiting"]
    # No news is no reason to load the page again.
    assert alice.client.get(f"/credits/purchases/{purchase.pk}/?ask=1").json() == {"is_waiting": True, "told": ""}
    assert alice.client.get(f"/credits/purchases/{purchase.pk}/?waiting=1").context["is_waiting"]


def test_the_provider_is_asked_on_return_and_not_when_the_page_is_only_looked_at(alice: Buyer):
    purchase = alice.choose()
    alice.act(purchase, "card")
    assert headline(alice.page(purchase)) == "Waiting for your payment"
    assert headline(alice.come_back(purchase)) == "500 credits are yours"


def test_who_cancels_comes_back_and_then_pays_sees_the_credits_at_once(alice: Buyer):
    purchase = alice.choose()
    alice.act(purchase, "cancel")
    assert headline(alice.come_back(purchase)) == "Waiting for your payment"
    assert alice.choose() == purchase  # the provider was looked at a moment ago
    alice.act(purchase, "card")
    assert headline(alice.come_back(purchase)) == "500 credits are yours"


def test_who_is_declined_and_then_pays_sees_the_credits_at_once(alice: Buyer):
    purchase = alice.choose()
    alice.act(purchase, "declined")
    alice.come_back(purchase)
    alice.act(purchase, "card")
    assert headline(alice.come_back(purchase)) == "500 credits are yours"


def test_a_page_that_is_open_in_another_tab_learns_of_a_payment_without_any_message(alice: Buyer):
    purchase = alice.choose()
    page = alice.come_back(purchase)
    text = page.content.decode()
    assert (page.context["is_waiting"], page.context["can_go_on"]) == (True, True)
    assert 'data-told="Waiting for your payment"' in text
    assert f'http-equiv="refresh" content="5;url=/credits/purchases/{purchase.pk}/?waiting=1"' in text
    alice.act(purchase, "card")
    ask = f"/credits/purchases/{purchase.pk}/?ask=1"
    assert alice.client.get(ask).json() == {
        "is_waiting": True,
        "told": "Waiting for your payment",
    }  # asked a moment ago
    Purchase.objects.update(looked_at=timezone.now() - timedelta(seconds=5))
    assert alice.client.get(ask).json() == {"is_waiting": False, "told": "500 credits are yours"}


@pytest.mark.parametrize(("minutes", "seconds", "asks"), [(0, 4, False), (0, 5, True), (20, 55, False), (20, 65, True)])
def test_a_waiting_page_has_the_provider_asked_less_often_as_time_goes_by(alice: Buyer, minutes, seconds, asks):
    purchase = alice.choose()
    alice.act(purchase, "card")
    now = timezone.now()
    Purchase.objects.update(created_at=now - timedelta(minutes=minutes), looked_at=now - timedelta(seconds=seconds))
    page = alice.client.get(f"/credits/purchases/{purchase.pk}/?waiting=1")
    assert (page.context["purchase"].state == "paid") is asks


def test_an_untouched_pack_is_given_back_after_a_question(alice: Buyer):
    purchase = alice.bought()
    ask = f"/credits/purchases/{purchase.pk}/refund/"
    assert (
        "$5.00 will be refunded to your payment method, and 500 credits will be removed from your balance."
        in " ".join(alice.client.get(ask).content.decode().split())
    )
    assert Purchase.objects.get().refunded_minor == 0  # looking changes nothing
    answer = alice.client.post(ask)
    assert (answer.status_code, answer["Location"]) == (303, f"/credits/purchases/{purchase.pk}/")
    page = alice.page(purchase)
    assert headline(page) == "This pack was returned"
    assert "$5.00 was refunded" in page.content.decode()
    assert balances_of(alice.user.ledger_owner, now=timezone.now()).available == 0
    again = alice.client.post(ask)
    assert again.status_code == 409
    assert "This pack was returned, and $5.00 was refunded." in again.content.decode()


def test_a_touched_pack_is_not_given_back_and_says_why(alice: Buyer, portrait: bytes):
    purchase = alice.bought()
    alice.client.post("/make/", _wish(portrait))
    assert not alice.page(purchase).context["can_refund"]
    answer = alice.client.post(f"/credits/purchases/{purchase.pk}/refund/")
    assert answer.status_code == 409
    assert "Some credits from this pack are used or reserved." in answer.content.decode()


def _wish(portrait: bytes) -> dict[str, object]:
    return {"prompt": "rage", "frames": "3", "image": SimpleUploadedFile("p.jpg", portrait)}


def test_a_partial_refund_leaves_the_rest(alice: Buyer):
    purchase = alice.bought()
    alice.act(purchase, "refund-half")
    workers_read_the_inbox()
    page = alice.page(purchase)
    assert headline(page) == "250 of 500 credits are yours"
    assert "$2.50 was refunded" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("asked", "Your refund of $5.00 was requested"),
        ("pending", "Your refund of $5.00 is on its way"),
        ("succeeded", "$5.00 was refunded"),
        ("failed", "The refund of $5.00 was returned to us"),
    ],
)
def test_every_state_of_a_refund_has_its_words(alice: Buyer, status: str, says: str):
    purchase = alice.bought()
    purchase.refunds.create(amount_minor=500, status=status)
    assert says in alice.page(purchase).content.decode()


def test_a_dispute_freezes_the_pages_until_it_is_settled(alice: Buyer):
    purchase = alice.bought()
    alice.act(purchase, "dispute")
    workers_read_the_inbox()
    assert headline(alice.page(purchase)) == "Your bank is disputing this payment"
    for path in ("/credits/", "/credits/buy/", "/make/", f"/credits/purchases/{purchase.pk}/"):
        assert 'id="frozen"' in alice.client.get(path).content.decode()
    alice.act(purchase, "dispute-won")
    workers_read_the_inbox()
    page = alice.page(purchase)
    assert headline(page) == "500 credits are yours"
    assert "The dispute is resolved" in page.content.decode()
    assert 'id="frozen"' not in alice.client.get("/make/").content.decode()


def test_a_lost_dispute_takes_the_credits_and_says_so(alice: Buyer):
    purchase = alice.bought()
    for act in ("dispute", "dispute-lost"):
        alice.act(purchase, act)
        workers_read_the_inbox()
    assert headline(alice.page(purchase)) == "Your bank refunded this payment"
    assert balances_of(alice.user.ledger_owner, now=timezone.now()).available == 0


def test_who_owes_after_a_lost_dispute_is_told_that_a_pack_settles_it(alice: Buyer):
    purchase = alice.bought()
    spent = [HoldRequest("wanted:1", Credits(12))]
    hold_credits(ledger_owner=alice.user.ledger_owner, hold_requests=spent, group_key="test", now=timezone.now())
    capture_holds(refs=["wanted:1"])
    for act in ("dispute", "dispute-lost"):
        alice.act(purchase, act)
        workers_read_the_inbox()
    page = alice.page(purchase).content.decode()
    assert "You can't spend credits until 12 credits are paid" in page
    assert "Until then you can't spend credits" in alice.client.get("/credits/").content.decode()
    assert "then you can use the rest" in alice.client.get("/credits/buy/").content.decode()
    for path in ("/credits/", "/credits/buy/"):
        assert "is asking for an earlier payment" not in alice.client.get(path).content.decode()
    assert "Refunded by the bank" in alice.client.get("/credits/purchases/").content.decode()
    alice.bought()
    assert not is_frozen(alice.user.ledger_owner)
    assert balances_of(alice.user.ledger_owner, now=timezone.now()).available == 488


def test_what_is_owed_is_told_and_belongs_to_what_has_to_be_bought(alice: Buyer, portrait: bytes):
    purchase = alice.bought()
    alice.client.post("/make/", {**_wish(portrait), "frames": "12"})
    alice.act(purchase, "refund")
    workers_read_the_inbox()
    balances = balances_of(alice.user.ledger_owner, now=timezone.now())
    assert (balances.available, balances.owed) == (0, 12)
    assert "You owe 12 credits" in alice.client.get("/credits/").content.decode()
    page = alice.client.get("/credits/buy/?need=490")
    assert [card["is_advised"] for card in page.context["cards"]] == [
        False,
        True,
        False,
    ]  # 490 and 12 are more than 500
    assert "The 12 credits you owe are paid first." in page.content.decode()


def test_the_list_of_purchases_shows_states_and_papers_in_a_constant_number_of_queries(
    alice: Buyer, django_assert_num_queries
):
    assert "No purchases yet" in alice.client.get("/credits/purchases/").content.decode()
    for count in (1, 2):
        for _ in range(count):
            alice.bought()
            Purchase.objects.filter(draft_id=None).update(created_at=timezone.now() - timedelta(hours=1))
        with django_assert_num_queries(11):
            page = alice.client.get("/credits/purchases/").content.decode()
    Purchase.objects.update(receipt_url="https://pay.example.com/r", invoice_url="https://pay.example.com/i")
    page = alice.client.get("/credits/purchases/").content.decode()
    assert page.count(">Paid<") == 3
    assert page.count("https://pay.example.com/r") == page.count("https://pay.example.com/i") == 3
    bob = signed_in(make_person("bob")).get("/credits/purchases/").content.decode()
    assert "No purchases yet" in bob


@pytest.mark.large
def test_the_checkouts_address_is_allowed_by_the_policy_where_stripe_sells():
    words = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    told = {}
    for key in ("", "sk_test_x"):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gifsite.settings", "STRIPE_SECRET_KEY": key}
        run = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, env=environment)
        told[key] = "https://checkout.stripe.com" in run.stdout
    assert told == {"": False, "sk_test_x": True}
