"""Every form that lets someone in counts its tries: per account, per address, and with an answer that says when to return."""

import html
import re

import pytest
from django.core import mail
from django.test import Client

from tests.factories.accounts import PASSWORD, make_person

pytestmark = pytest.mark.django_db

FORMS = {
    "sign_up": ("/accounts/signup/", "email"),
    "sign_in": ("/accounts/login/", "login"),
    "send_code": ("/accounts/login/code/", "email"),
    "send_code by reset": ("/accounts/password/reset/", "email"),
}
CODE_FORMS = {
    "sign-up": ("/accounts/signup/", "/accounts/confirm-email/", "new@example.com"),
    "sign-in": ("/accounts/login/code/", "/accounts/login/code/confirm/", ""),
    "reset": ("/accounts/password/reset/", "/accounts/password/reset/confirm/", ""),
}
MANAGED = {
    "/accounts/reauthenticate/": {"password": "wrong"},
    "/accounts/password/change/": {"oldpassword": "wrong"},
    "/accounts/email/": {"action_send": "", "email": "nobody@example.com"},
}


@pytest.fixture(autouse=True)
def limited(settings):
    """The site's own limits, switched on, behind one proxy."""
    settings.RATE_LIMITS_ENABLED = True
    settings.TRUSTED_PROXY_COUNT = 1


def post(path: str, data: dict[str, str], *, forwarded: str = "198.51.100.7", client: Client | None = None):
    return (client or Client()).post(path, data, headers={"x-forwarded-for": forwarded})


def sent(form: str, address: str, **options):
    path, field = FORMS[form]
    return post(path, {field: address, "password": "wrong"} if form == "sign_in" else {field: address}, **options)


def tries(settings, form: str, kind: str) -> tuple[int, int]:
    """How many tries the settings allow, and within how many seconds."""
    rule = settings.RATE_LIMITS[form.partition(" ")[0]][kind]
    count, many, unit = re.fullmatch(r"(\d+)/(\d* ?)(hour|minute)s?", rule).groups()
    return int(count), int(many or 1) * {"hour": 3600, "minute": 60}[unit]


def assert_refused(response, *, within: int) -> None:
    assert response.status_code == 429
    seconds = int(response.headers["retry-after"])
    assert within - 30 <= seconds <= within
    wait = f"{seconds} seconds" if seconds <= 90 else f"{-(-seconds // 60)} minutes"
    page = html.unescape(response.content.decode())
    assert re.search(r'<p class="lead">(.*?)</p>', page).group(1) == (
        f"Too many requests. Nothing was charged. Try again in {wait}."
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_form_about_one_account_is_refused_when_sent_too_often_from_many_addresses(settings, form):
    allowed, within = tries(settings, form, "account")
    answers = [sent(form, "alice@example.com", forwarded=f"198.51.100.{n}") for n in range(allowed + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200 if form == "sign_in" else 302] * allowed
    assert_refused(answers[-1], within=within)
    assert sent(form, "bob@example.com", forwarded="198.51.100.200").status_code == answers[0].status_code


def allow_few(settings, form: str) -> None:
    """Let one address try four times, within the site's own time: the fourth try proves what the fortieth would."""
    name = form.partition(" ")[0]
    rules = settings.RATE_LIMITS[name]
    few = f"4/{rules['address'].partition('/')[2]}"
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, name: {**rules, "address": few}}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_refused_when_sent_too_often_from_one_address_about_many_accounts(settings, form):
    allow_few(settings, form)
    allowed, within = tries(settings, form, "address")
    answers = [sent(form, f"person{n}@example.com") for n in range(allowed + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200 if form == "sign_in" else 302] * allowed
    assert_refused(answers[-1], within=within)
    assert sent(form, "bob@example.com", forwarded="198.51.100.8").status_code == answers[0].status_code


@pytest.mark.parametrize(
    "forwarded",
    [
        pytest.param(lambda n: f"203.0.113.{n}, 198.51.100.7", id="with a forged forwarded address"),
        pytest.param(lambda n: f"2001:db8:0:1::{n + 1:x}", id="from many addresses of one IPv6 line"),
    ],
)
def test_sign_up_is_refused_when_tried_too_often(settings, forwarded):
    allowed, within = tries(settings, "sign_up", "address")
    answers = [sent("sign_up", f"person{n}@example.com", forwarded=forwarded(n)) for n in range(allowed + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [302] * allowed
    assert_refused(answers[-1], within=within)
    assert sent("sign_up", "bob@example.com", forwarded="2001:db8:0:2::1").status_code == 302


def test_a_mailbox_gets_no_more_codes_when_asked_for_in_other_spellings(settings):
    allowed, within = tries(settings, "send_code", "account")
    answers = [sent("send_code", f"A.lice+{n}@gmail.com", forwarded=f"198.51.100.{n}") for n in range(allowed)] + [
        sent("send_code by reset", "alice@gmail.com")
    ]
    assert_refused(answers[-1], within=within)
    assert len(mail.outbox) == allowed


@pytest.mark.parametrize("form", CODE_FORMS)
def test_codes_for_one_account_are_refused_when_entered_too_often_from_many_addresses(settings, form):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "enter_code": {"account": "2/10 minutes", "address": "30/minute"}}
    ask, enter, address = CODE_FORMS[form]
    address = address or make_person("alice").email
    first, second = Client(), Client()
    for client in (first, second):
        post(ask, {"email": address}, client=client)
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[0].body).group(1)
    guesses = [post(enter, {"code": "WRNG-WRNG"}, client=second, forwarded=f"198.51.100.{n}") for n in range(2)]
    assert [guess.status_code for guess in guesses] == [200] * 2
    assert_refused(post(enter, {"code": code}, client=first), within=600)


def test_codes_are_refused_when_entered_too_often_from_one_address(settings):
    allowed, within = tries(settings, "enter_code", "address")
    answers = [post("/accounts/login/code/confirm/", {"code": "WRNG-WRNG"}) for _ in range(allowed + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [302] * allowed
    assert_refused(answers[-1], within=within)


@pytest.mark.large
@pytest.mark.parametrize("path", MANAGED)
def test_a_signed_in_persons_secrets_are_refused_when_tried_too_often_from_many_addresses(settings, path):
    allowed, within = tries(settings, "sign_in" if "reauth" in path else "manage_account", "account")
    alice, bob = Client(), Client()
    for client, name in ((alice, "alice"), (bob, "bob")):
        client.force_login(make_person(name), backend="django.contrib.auth.backends.ModelBackend")
    answers = [post(path, MANAGED[path], client=alice, forwarded=f"198.51.100.{n}").status_code for n in range(allowed)]
    assert 429 not in answers
    assert_refused(post(path, MANAGED[path], client=alice), within=within)
    assert post(path, MANAGED[path], client=bob).status_code == answers[0]


@pytest.mark.parametrize("form", FORMS)
def test_looking_at_a_form_counts_nothing_when_done_often(settings, form):
    allowed, _ = tries(settings, form, "address")
    path, _ = FORMS[form]
    assert [Client().get(path).status_code for _ in range(allowed + 1)] == [200] * (allowed + 1)


def test_staff_come_in_by_the_sign_in_form_that_counts():
    response = post("/admin/login/?next=/admin/", {"username": "alice@example.com", "password": "wrong"})
    assert (response.status_code, response.headers["location"]) == (302, "/accounts/login/?next=%2Fadmin%2F")


def test_nothing_is_refused_when_the_limits_are_switched_off(settings):
    settings.RATE_LIMITS_ENABLED = False
    allowed, _ = tries(settings, "sign_in", "account")
    answers = [sent("sign_in", "alice@example.com").status_code for _ in range(allowed + 1)]
    assert answers == [200] * (allowed + 1)


def attack(address: str, tries: int, network: int) -> list[int]:
    """Wrong passwords for somebody else's account, from one network."""
    return [sent("sign_in", address, forwarded=f"203.0.{network}.{n % 20 + 1}").status_code for n in range(tries)]


def signs_in(address: str, *, forwarded: str = "198.51.100.7", client: Client | None = None) -> int:
    return post(
        "/accounts/login/", {"login": address, "password": PASSWORD}, forwarded=forwarded, client=client
    ).status_code


@pytest.mark.large
def test_nobody_locks_somebody_else_out():
    alice = make_person("alice")
    for network in range(8):
        attack(alice.email, 12, network)
    assert signs_in(alice.email) == 302


@pytest.mark.large
def test_an_account_that_is_tried_from_everywhere_is_slowed_down_for_each_network_that_has_no_known_browser(settings):
    alice = make_person("alice")
    answers = [attack(alice.email, 12, network) for network in range(8)]
    first, last = answers[0], answers[-1]
    assert (first.count(200), last.count(200)) == (10, 2)


def test_a_browser_that_somebody_has_signed_in_with_is_let_in_whatever_strangers_try_beside_it():
    alice = make_person("alice")
    browser = Client()
    assert signs_in(alice.email, client=browser) == 302
    browser.post("/accounts/logout/")
    attack(alice.email, 40, 100)
    beside = "203.0.100.1"  # even at the very address that the tries come from
    assert signs_in(alice.email, forwarded=beside) == 429
    assert signs_in(alice.email, forwarded=beside, client=browser) == 302


def test_a_known_browser_has_limits_as_well():
    alice = make_person("alice")
    browser = Client()
    signs_in(alice.email, client=browser)
    browser.post("/accounts/logout/")
    answers = [sent("sign_in", alice.email, forwarded=f"192.0.{n}.1", client=browser).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_browser_is_known_for_those_alone_who_signed_in_with_it():
    alice, bob = make_person("alice"), make_person("bob")
    browser = Client()
    signs_in(bob.email, client=browser)
    browser.post("/accounts/logout/")
    attack(alice.email, 11, 100)
    assert signs_in(alice.email, forwarded="203.0.100.9", client=browser) == 429


def test_right_passwords_are_not_counted(settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": {"account": "2/5 minutes", "address": "2/minute"}}
    people = [make_person(f"person{n}") for n in range(5)]
    assert [signs_in(person.email) for person in people for _ in range(3)] == [302] * 15


def test_codes_asked_for_by_strangers_do_not_keep_the_owner_from_getting_one():
    alice = make_person("alice")
    for network in range(6):
        for n in range(6):
            sent("send_code", alice.email, forwarded=f"203.0.{network}.{n}")
    assert sent("send_code", alice.email).status_code == 302


def test_a_block_of_ipv6_addresses_has_ten_times_the_tries_of_one_line(settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_in": {"account": "10/hour", "address": "2/hour"}}
    answers = [
        sent("sign_in", f"person{n}@example.com", forwarded=f"2001:db8:5:{n:x}::1").status_code for n in range(21)
    ]
    assert answers == [200] * 20 + [429]
