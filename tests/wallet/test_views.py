"""The credits page and its file: what is shown to whom, filters, the way to receipts and purchases, and safe cells."""

import csv
import io
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation
from apps.api.services import create_token
from apps.common.units import Credits
from apps.credits.models import Account, Origin, SpendingBlock
from apps.credits.selectors import Balance, balance_of
from apps.credits.services.clawback import write_off_expired
from apps.credits.services.grants import grant_credits
from apps.payments.models import Pack, PracticePayment
from apps.payments.services.practice_payments import refund_at_provider
from apps.wallet.spreadsheet import spreadsheet_safe
from tests.payments.buyers import Buyer, stock_the_shelf, workers_read_the_inbox
from tests.sizes import large

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def practice(settings, db) -> None:
    settings.DEBUG = True
    settings.STRIPE_SECRET_KEY = ""
    stock_the_shelf()


@pytest.fixture
def alice() -> Buyer:
    return Buyer.named("alice", credits=30)


def make(buyer: Buyer, portrait: bytes, *, prompt: str = "rage", frames: int = 3, **fields: str) -> Animation:
    request_id = {"prompt": prompt, "frames": str(frames), "image": SimpleUploadedFile("p.jpg", portrait), **fields}
    answer = buyer.client.post("/make/", request_id)
    assert answer.status_code == 302
    return Animation.objects.latest("created_at")


def whole_file(answer: StreamingHttpResponse) -> bytes:
    return b"".join(answer.streaming_content)


def rows(buyer: Buyer, query: str = "") -> list[dict[str, str]]:
    answer = buyer.client.get(f"/credits/statement.csv{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="gifsite-credits-')
    return list(csv.DictReader(io.StringIO(whole_file(answer).decode("utf-8-sig"))))


def test_the_balance_is_shown_by_lot_with_what_is_held_and_how_long_it_lasts(alice: Buyer, portrait: bytes, settings):
    settings.DAILY_FREE_CREDITS = 8
    make(alice, portrait, frames=3)
    page = alice.client.get("/credits/")
    text = page.content.decode()
    assert (page.context["balances"].available, page.context["balances"].held) == (35, 3)
    assert "and 3 reserved for GIFs in progress" in text
    assert "for Sketch only" in text
    assert "until midnight UTC" in text
    assert [lot["available"] for lot in page.context["lots"]] == [5, 30]


def test_a_line_leads_to_its_gif_and_to_what_each_frame_cost(alice: Buyer, portrait: bytes):
    made = make(alice, portrait, frames=3)
    text = alice.client.get("/credits/").content.decode()
    assert f'href="/animations/{made.pk}/"' in text
    assert f'href="/animations/{made.pk}/#frame-receipts"' in text
    detail = alice.client.get(f"/animations/{made.pk}/").content.decode()
    assert detail.count("1 credit held") == 3
    alice.client.post(f"/animations/{made.pk}/cancel/")
    detail = alice.client.get(f"/animations/{made.pk}/").content.decode()
    assert detail.count("1 credit refunded") == 3


def test_lines_about_a_purchase_lead_to_it(alice: Buyer):
    purchase = alice.bought()
    alice.act(purchase, "refund-half")
    workers_read_the_inbox()
    lines = alice.client.get("/credits/").context["lines"]
    assert [(entry["what"], entry["line"].change, entry["url"]) for entry in lines] == [
        ("Taken back: refunded", -250, f"/credits/purchases/{purchase.pk}/"),
        ("Bought: 500 credits", 500, f"/credits/purchases/{purchase.pk}/"),
        ("Test", 30, ""),
    ]


def test_credits_that_come_back_are_not_called_taken(alice: Buyer):
    purchase = alice.bought()
    for act in ("dispute", "dispute-won"):
        alice.act(purchase, act)
        workers_read_the_inbox()
    newest = alice.client.get("/credits/").context["lines"][0]
    assert (newest["what"], newest["line"].change) == ("Yours again: no longer taken back", 500)


def test_filters_are_in_the_address_and_keep_each_other(alice: Buyer, portrait: bytes):
    alice.bought()
    make(alice, portrait)
    today = timezone.now().date()
    page = alice.client.get(f"/credits/?kind=bought&from={today}&to={today}")
    assert [entry["what"] for entry in page.context["lines"]] == ["Bought: 500 credits"]
    text = page.content.decode()
    assert f'href="/credits/?kind=free&amp;from={today}&amp;to={today}"' in text
    assert f'href="/credits/statement.csv?kind=bought&amp;from={today}&amp;to={today}"' in text
    yesterday = today - timedelta(days=1)
    page = alice.client.get(f"/credits/?to={yesterday}")
    assert "No matching entries." in page.content.decode()
    for nonsense in ("?kind=x", "?from=x&to=2026-02-31", "?before=x", "?before=99999999999999999999", "?to=9999-12-31"):
        assert len(alice.client.get(f"/credits/{nonsense}").context["lines"]) == 3
    assert alice.client.get(f"/credits/?from={date.min}").status_code == 200


def given(buyer: Buyer, count: int) -> None:
    for number in range(count):
        grant_credits(
            ledger_owner=buyer.user.ledger_owner,
            amount=Credits(1),
            source="issued:test",
            label=f"Gift {number}",
            key=f"gift:{buyer.user.ledger_owner}:{number}",
        )


def test_older_lines_are_a_link_away(alice: Buyer):
    given(alice, 60)
    pages = [alice.client.get("/credits/?from=2020-01-01")]
    while older := pages[-1].context["older_query"]:
        assert older.startswith("from=2020-01-01&before=")
        pages.append(alice.client.get(f"/credits/?{older}"))
    told = [entry["what"] for page in pages for entry in page.context["lines"]]
    assert told == [*(f"Gift {number}" for number in reversed(range(60))), "Test"]


@pytest.mark.large
def test_the_page_asks_the_same_number_of_questions_with_one_line_and_with_many(
    alice: Buyer, portrait: bytes, django_assert_num_queries
):
    make(alice, portrait, frames=2)
    alice.bought()
    for _ in range(2):
        with django_assert_num_queries(20):
            assert alice.client.get("/credits/").status_code == 200
        alice.client.post(f"/animations/{Animation.objects.latest('created_at').pk}/cancel/")
        for _ in range(3):
            alice.bought()
            made = make(alice, portrait, frames=2)
            alice.client.post(f"/animations/{made.pk}/cancel/")


def test_little_nothing_and_frozen_are_said(settings):
    poor = Buyer.named("poor", credits=3)
    assert "Running low" in poor.client.get("/credits/").content.decode()
    nobody = Buyer.named("nobody")
    page = nobody.client.get("/credits/").content.decode()
    assert "You're out of credits" in page
    assert "No transactions yet." in page
    SpendingBlock.objects.create(ledger_owner=poor.user.ledger_owner, cause="dispute:x")
    page = poor.client.get("/credits/").content.decode()
    assert "Your credits are on hold" in page
    assert "<strong>3</strong> on hold" in page
    assert 'id="low"' not in page
    assert 'id="low"' not in Buyer.named("rich", credits=12).client.get("/credits/").content.decode()


def test_the_file_holds_what_the_page_shows_and_nobody_elses(alice: Buyer, portrait: bytes):
    purchase = alice.bought()
    made = make(alice, portrait, prompt="the room melts", frames=3)
    alice.client.post(f"/animations/{made.pk}/cancel/")
    told = rows(alice)
    assert [(row["What"], row["Received"], row["Held"], row["Charged"], row["Refunded"]) for row in told] == [
        ("the room melts", "0", "0", "0", "3"),
        ("Bought: 500 credits", "500", "0", "0", "0"),
        ("Test", "30", "0", "0", "0"),
    ]
    assert [row["Address"] for row in told] == [
        f"http://testserver/animations/{made.pk}/",
        f"http://testserver/credits/purchases/{purchase.pk}/",
        "",
    ]
    assert [row["What"] for row in rows(alice, "?kind=given-back")] == ["the room melts"]
    assert rows(Buyer.named("bob")) == []


def test_what_was_paid_and_went_back_is_told_in_money(alice: Buyer):
    purchase = alice.bought()
    for act in ("refund-half", "dispute", "dispute-won"):
        alice.act(purchase, act)
        workers_read_the_inbox()
    told = [(row["What"], row["Amount"], row["Currency"]) for row in rows(alice)]
    assert told == [
        ("Yours again: no longer taken back", "2.50", "USD"),
        ("Taken back: the payment is disputed", "-2.50", "USD"),
        ("Taken back: refunded", "-2.50", "USD"),
        ("Bought: 500 credits", "5.00", "USD"),
        ("Test", "", ""),
    ]
    _, token = create_token(user=alice.user, name="x")
    items = Client().get("/api/v1/credits/statement", headers={"Authorization": f"Bearer {token}"}).json()["items"]
    assert [item["amount_minor"] for item in items] == [250, -250, -250, 500, None]
    assert [item["currency"] for item in items] == ["usd"] * 4 + [None]
    page = alice.client.get("/credits/").content.decode()
    told = ("$5.00 paid", "$2.50 was refunded", "$2.50 with your bank", "$2.50 was returned to us")
    assert [page.count(words) for words in told] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("credits", "amount_minor", "refunds"),
    [
        (500, 500, [1, 250, 249]),
        large(2200, 2000, [333, 1, 1666]),
        large(500, 750, [100, 399, 251]),
        (7, 1000, [100, 100, 800]),
    ],
)
def test_every_refund_is_told_to_the_cent_whatever_a_credit_costs(credits: int, amount_minor: int, refunds: list[int]):
    buyer = Buyer.named("carol")
    dear = Pack.objects.create(
        label="Dear", credits=credits, currency="usd", amount_minor=amount_minor, since=timezone.now().date()
    )
    purchase = buyer.bought(dear)
    payment = PracticePayment.objects.get(pk=purchase.session_id)
    for minor in refunds:
        refund_at_provider(payment, amount_minor=minor, now=timezone.now())
        workers_read_the_inbox()
    back = [float(row["Amount"]) for row in rows(buyer) if row["What"] == "Taken back: refunded"]
    assert round(100 * sum(back)) == -amount_minor
    if credits >= amount_minor:
        assert [round(-100 * amount) for amount in reversed(back)] == refunds


def test_the_file_says_what_alphabet_it_is_in(alice: Buyer, portrait: bytes):
    make(alice, portrait, prompt="café", frames=2)
    assert whole_file(alice.client.get("/credits/statement.csv")).startswith("\ufeffTime (UTC),What".encode())
    assert rows(alice)[0]["What"] == "café"


def spendable_by(lines: list[dict[str, str]]) -> int:
    return sum(int(row["Received"]) - int(row["Taken back"]) - int(row["Held"]) - int(row["Charged"]) for row in lines)


def test_the_statement_is_the_balance_before_and_after_what_is_over_is_written_off(portrait: bytes):
    buyer = Buyer.named("carol")
    ledger_owner, now = buyer.user.ledger_owner, timezone.now()
    lot = grant_credits(
        ledger_owner=ledger_owner,
        amount=Credits(40),
        source="issued:test",
        label="Welcome credits",
        key="w",
        origin=Origin.WELCOME,
        expires_at=now + timedelta(days=1),
    ).credit
    make(buyer, portrait, frames=3)
    Account.objects.filter(pk=lot.pk).update(expires_at=now - timedelta(hours=1))
    page = buyer.client.get("/credits/")
    over = page.context["lines"][0]
    assert (over["what"], over["line"].change) == ("Welcome credits: expired, not written off yet", -37)
    assert (page.context["balances"].available, page.context["balances"].held) == (0, 3)
    assert balance_of(ledger_owner, now=now) == Balance(available=Credits(0), held=Credits(3))
    out = StringIO()
    call_command("ledger", "statement", buyer.user.email, stdout=out)
    assert "Welcome credits: expired, not written off yet" in out.getvalue()
    _, token = create_token(user=buyer.user, name="x")
    headers = {"Authorization": f"Bearer {token}"}
    told = Client().get("/api/v1/credits/statement", headers=headers).json()["items"]
    assert sum(line["granted"] - line["taken"] - line["held"] - line["charged"] for line in told) == 0
    assert spendable_by(rows(buyer)) == 0
    assert [len(rows(buyer, f"?kind={kind}")) for kind in ("free", "bought", "charged", "given-back")] == [2, 0, 0, 0]
    tomorrow = now.date() + timedelta(days=1)
    assert rows(buyer, f"?from={tomorrow}") == []
    write_off_expired(now=now + timedelta(days=8))
    told = rows(buyer)
    assert (spendable_by(told), told[0]["What"]) == (0, "Welcome credits: not used in time")


@pytest.mark.large
def test_the_file_holds_all_pages(alice: Buyer):
    given(alice, 210)
    assert [row["What"] for row in rows(alice)] == [*(f"Gift {number}" for number in reversed(range(210))), "Test"]


@pytest.mark.parametrize(
    "prompt", ["=1+1", "\t=1", *map(large, ["+1", "-1", "@SUM(A1)", " =1", '=HYPERLINK("http://x")'])]
)
def test_no_cell_of_the_file_begins_a_formula(alice: Buyer, portrait: bytes, prompt: str):
    make(alice, portrait, prompt=prompt, frames=2)
    cell = rows(alice)[0]["What"]
    assert cell.startswith("'")
    assert cell[1:].strip() == prompt.strip()


def test_an_innocent_cell_is_left_as_it_is():
    assert [spreadsheet_safe(text) for text in ("rage", "a = b", "")] == ["rage", "a = b", ""]
