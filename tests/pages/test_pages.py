"""The plain pages: whom to write to, what the status says to whom, and what a second account is told."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.identity import person_mark
from apps.accounts.models import User
from apps.animations.models import EnginePause
from apps.credits.services.free import Newcomer, grant_welcome
from apps.operations.health import PEOPLE, examine
from apps.operations.parts import engines
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/terms/", "/privacy/", "/pricing/", "/credits/", "/accounts/profile/"])
def test_where_to_write_to_is_an_address_and_not_a_riddle(settings, path):
    settings.CONTACT_EMAIL = "people@example.org"
    page = signed_in(make_person("alice")).get(path).content.decode()
    assert "mailto:people@example.org" in page
    assert not re.search(r"the operator|write to us|contact us", page, re.IGNORECASE)


def test_a_second_account_of_one_mailbox_is_told_why_it_has_no_credits():
    alice, again, bob = make_person("alice"), make_person("again"), make_person("bob")
    again.email = alice.email.replace("@", "+again@")
    again.save()
    for person in (alice, again):
        grant_welcome(Newcomer(person.ledger_owner, person_mark(person.email)), now=timezone.now())
    told = [signed_in(one).get("/credits/").context["welcomed_before"] for one in (alice, again, bob)]
    assert told == [False, True, False]
    assert "same inbox" in signed_in(again).get("/credits/").content.decode()


def test_pricing_says_how_often_there_are_welcome_credits():
    assert "Everyone starts with 40 credits for free." in Client().get("/pricing/").content.decode()


def test_the_status_page_says_what_it_means_to_everybody_and_what_it_is_to_staff():
    EnginePause.objects.create(engine="stability", reason="HTTP 402 insufficient_balance")
    inside = [check.says for check in examine()]
    everybody = Client().get("/status/").content.decode()
    alice = signed_in(make_person("alice")).get("/status/").content.decode()
    staff = make_person("staff")
    staff.is_staff = True
    staff.save()
    told = signed_in(staff).get("/status/").content.decode()
    for words in ("insufficient_balance", "MiB", "PostgreSQL", "SQLite", "Redis", "spool", "worker"):
        assert (words in everybody, words in alice) == (False, False)
    assert "insufficient_balance" in told
    assert "MiB" in told
    assert len(inside) == everybody.count("badge-good") + everybody.count("badge-bad")


def test_the_status_page_and_the_operators_name_the_model_that_rests(settings):
    settings.STABILITY_API_KEY = "key"
    for part in ("sd3.5-large", "masked"):
        EnginePause.objects.create(engine="stability", part=part, reason="5 failures in a row")
    EnginePause.objects.create(engine="elsewhere", part="model-7", reason="5 failures in a row")
    shown = Client().get("/status/").content.decode()
    titles = re.findall(r'<p class="notice-title">(.*)</p>', shown)[1:]  # after the one that something is wrong
    assert titles == ["Elsewhere, model-7", "Stability, painted areas", "Stability, Large"]
    root = signed_in(User.objects.create_superuser("root@example.com", "x"))
    assert [line for line in root.get("/operations/").context["alarms"] if "failures" in line] == [
        f"{title}: 5 failures in a row" for title in titles
    ]
    listed = root.get("/admin/animations/enginepause/").content.decode()
    assert [title for title in titles if title in listed] == titles
    assert "stability (masked: 5 failures in a row, sd3.5-large: 5 failures in a row)" in engines()


def test_every_check_on_the_status_page_has_words_for_people(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"  # buying is on the page where it is on
    assert {check.name for check in examine()} == set(PEOPLE)


@pytest.mark.parametrize(("path", "begins"), [("/robots.txt", b"User-agent: *"), ("/favicon.ico", b"\x00\x00\x01\x00")])
def test_what_browsers_and_crawlers_ask_for_is_there(path, begins):
    answer = Client().get(path)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(begins)


def test_the_account_menu_leads_to_the_password():
    page = signed_in(make_person("alice")).get("/library/").content.decode()
    assert 'href="/accounts/password/change/"' in page


def test_strangers_learn_from_readyz_what_is_away_and_nothing_more():
    everybody, alice = Client().get("/readyz").json(), signed_in(make_person("alice")).get("/readyz").json()
    assert {tuple(check) for told in (everybody, alice) for check in told["checks"].values()} == {("ok",)}
    root = signed_in(User.objects.create_superuser("root@example.com", "x")).get("/readyz").json()
    assert {tuple(check) for check in root["checks"].values()} == {("ok", "says")}


@pytest.mark.parametrize("path", ["/library/", "/credits/", "/make/", "/accounts/profile/", "/accounts/tokens/", "/"])
def test_a_page_of_somebody_who_is_signed_in_is_kept_by_no_cache(path):
    assert "no-store" in signed_in(make_person("alice")).get(path)["Cache-Control"]


def test_an_answer_of_the_api_is_kept_by_no_cache_and_an_error_has_every_security_header():
    page = Client().get("/")
    for path in ("/api/v1/credits", "/api/v1/nothing", "/api/v1/openapi.json"):
        answer = Client().get(path)
        assert "no-store" in answer["Cache-Control"], path
        for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"):
            assert answer[name] == page[name], (path, name)


FIXED = {
    "/": 200,
    "/pricing/": 200,
    "/status/": 200,
    "/terms/": 200,
    "/privacy/": 200,
    "/accounts/login/": 200,
    "/accounts/signup/": 200,
    "/make/": 200,
    "/library/": 302,
    "/gallery/": 200,
    "/credits/": 302,
    "/credits/buy/": 302,
    "/payments/stripe/webhook/": 405,
    "/api/docs": 200,
    "/api/v1/openapi.json": 200,
    "/api/v1/animations": 401,
    "/api/v1/credits": 401,
    "/api/v1/credits/statement": 401,
    "/healthz": 200,
}


@pytest.mark.parametrize("path", FIXED)
def test_every_address_that_operators_and_machines_rely_on_answers(path):
    assert Client().get(path).status_code == FIXED[path]


@pytest.mark.parametrize("path", ["/", "/make/", "/accounts/signup/", "/pricing/"])
def test_what_is_free_is_said_where_somebody_begins(settings, path):
    assert "40 credits" in Client().get(path).content.decode()
    settings.WELCOME_CREDITS = 0
    page = Client().get(path).content.decode()
    assert ("40 credits" in page, "are free" in page) == (False, False)


def test_the_first_gif_costs_a_newcomer_nothing_and_the_button_says_so(settings):
    assert "Sign up and generate free" in Client().get("/make/").content.decode()
    settings.WELCOME_CREDITS = 7  # less than the eight frames that are suggested
    assert "Sign up to generate" in Client().get("/make/").content.decode()


def test_a_script_on_a_page_that_is_too_old_loads_the_page_again_which_says_why():
    browser = Client(enforce_csrf_checks=True)
    refused = browser.post("/make/", headers={"HX-Request": "true"})
    assert (refused.status_code, refused.headers["HX-Refresh"], refused.content) == (403, "true", b"")
    assert "This page was out of date, so we reloaded it." in browser.get("/make/").content.decode()
    assert b"This page expired" in browser.post("/make/").content
