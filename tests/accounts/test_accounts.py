"""Sign-up by code, welcome credits once per person, and nobody learns who has an account."""

import re
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.accounts.devices import device_name
from apps.accounts.identity import normalized_address
from apps.accounts.models import User
from apps.credits.selectors import balance_of
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db


def sign_up(address: str) -> Client:
    client = Client()
    client.post("/accounts/signup/", {"email": address})
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body).group(1)
    client.post("/accounts/confirm-email/", {"code": code})
    return client


def credits_of(address: str) -> int:
    return balance_of(User.objects.get(email=address).ledger_owner, now=timezone.now()).available


def test_a_verified_person_gets_the_welcome_credits_and_is_signed_in():
    client = sign_up("alice@example.com")
    assert credits_of("alice@example.com") == 40
    assert client.get("/library/").status_code == 200


def test_the_same_mailbox_gets_them_once():
    sign_up("alice@example.com")
    sign_up("alice+again@example.com")
    assert (credits_of("alice@example.com"), credits_of("alice+again@example.com")) == (40, 0)


def test_before_the_code_is_typed_nothing_is_granted():
    Client().post("/accounts/signup/", {"email": "alice@example.com"})
    assert credits_of("alice@example.com") == 0


def test_signing_up_with_a_known_address_looks_the_same_and_tells_only_its_owner():
    make_person("alice")
    known = User.objects.get()
    fresh, taken = (
        Client().post("/accounts/signup/", {"email": address}) for address in ("new@example.com", known.email)
    )
    assert (fresh.status_code, fresh.headers["location"]) == (taken.status_code, taken.headers["location"])


def test_a_password_signs_in_too():
    alice = make_person("alice")
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": "a long enough password"})
    assert client.get("/library/").status_code == 200


def test_an_operator_made_on_the_machine_signs_in_with_their_password_and_keeps_it(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")
    call_command("createsuperuser", email="Root@Example.com", interactive=False, verbosity=0)
    client = Client()
    for address in ("Root@Example.com", "root@example.com"):
        answer = client.post("/accounts/login/", {"login": address, "password": "a long enough password"})
        assert (answer.headers["location"], "_auth_user_id" in client.session) == ("/make/", True)
        client.logout()
    assert mail.outbox == []
    assert User.objects.get().check_password("a long enough password")


def test_an_operator_of_before_keeps_the_password_when_the_address_is_proved():
    root = User.objects.create_superuser("root@example.com", "a long enough password")
    EmailAddress.objects.all().delete()
    client = Client()
    client.post("/accounts/login/", {"login": root.email, "password": "a long enough password"})
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body).group(1)
    client.post("/accounts/confirm-email/", {"code": code})
    root.refresh_from_db()
    assert root.check_password("a long enough password")
    assert client.get("/admin/").headers["location"] == "/accounts/2fa/"


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [("A.B+c@Gmail.com", "ab@gmail.com"), ("a.b@example.com", "a.b@example.com"), ("x+y@example.com", "x@example.com")],
)
def test_one_mailbox_is_one_person(address, mailbox):
    assert normalized_address(address) == mailbox


THEIR_WORDS = re.compile(
    r"\bEmail:|Password Reset|Reset My|Set Password|Change Password|Sign Out|Please |contact us|Current Password"
    r"|New Password|Ensure this|This field is required|This password|Enter a valid|specified|Incorrect|Confirm Access|reauthenticate"
)


def theirs(text: str) -> list[str]:
    """What allauth or Django says in a page or a mail, outside of the markup."""
    return THEIR_WORDS.findall(re.sub(r"<script.*?</script>|<[^>]*>", " ", text, flags=re.DOTALL))


@pytest.fixture
def alice_in():
    alice = make_person("alice")
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": "a long enough password"})
    client.user = alice
    return client


def test_every_page_at_the_door_speaks_in_our_words(alice_in):
    found = {}
    for path in ("login/", "signup/", "login/code/", "password/reset/", "password/reset/done/", "inactive/"):
        found[path] = theirs(Client().get(f"/accounts/{path}").content.decode())
    for path in ("password/change/", "email/", "logout/", "sessions/", "profile/", "reauthenticate/"):
        page = alice_in.get(f"/accounts/{path}")
        assert page.status_code == 200
        found[path] = theirs(page.content.decode())
    alice_in.user.set_unusable_password()
    alice_in.user.save()
    page = signed_in(alice_in.user).get("/accounts/password/set/")
    assert "Set a password" in page.content.decode()
    found["password/set/"] = theirs(page.content.decode())
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("login/", {"login": "", "password": ""}, "Enter your password."),
        ("login/", {"login": "x@example.com", "password": "wrong"}, "Wrong email or password."),
        ("login/", {"login": "nobody", "password": "wrong"}, "Enter an address like name@example.com."),
        ("signup/", {"email": "nobody"}, "Enter an address like name@example.com."),
        ("signup/", {"email": "x@example.com", "password1": "short"}, "at least 10 characters"),
        ("signup/", {"email": "x@example.com", "password1": "password123"}, "That password is too common"),
        ("login/code/", {"email": ""}, "Enter your email address."),
        ("password/reset/", {"email": "nobody"}, "Enter an address like name@example.com."),
    ],
)
def test_errors_at_the_door_are_our_sentences(path, fields, sentence):
    page = Client().post(f"/accounts/{path}", fields).content.decode()
    assert (sentence in page, theirs(page)) == (True, [])


def test_errors_of_somebody_signed_in_are_our_sentences(alice_in):
    wrong = {"oldpassword": "x", "password1": "another long one", "password2": "something else"}
    page = unescape(alice_in.post("/accounts/password/change/", wrong).content.decode())
    assert "That's not your current password." in page
    assert "The passwords don't match." in page
    page = alice_in.post("/accounts/email/", {"action_add": "", "email": alice_in.user.email}).content.decode()
    assert theirs(page) == []


def test_mails_speak_in_our_words_and_say_where_to_write_to(alice_in, settings):
    settings.CONTACT_EMAIL = "people@example.org"
    changed = {
        "oldpassword": "a long enough password",
        "password1": "another long one",
        "password2": "another long one",
    }
    assert alice_in.post("/accounts/password/change/", changed).status_code == 302
    assert mail.outbox[-1].subject == "Your password was changed"
    assert "email people@example.org" in mail.outbox[-1].body
    Client().post("/accounts/password/reset/", {"email": alice_in.user.email})
    assert mail.outbox[-1].subject == "Your password reset code"
    assert [theirs(f"{one.subject} {one.body}") for one in mail.outbox] == [[], []]


def test_a_forgotten_password_is_replaced_with_a_code(settings):
    alice = make_person("alice")
    client = Client()
    sent = client.post("/accounts/password/reset/", {"email": alice.email}, follow=True)
    assert theirs(sent.content.decode()) == []
    wrong = client.post("/accounts/password/reset/confirm/", {"code": "AAAA-AAAA"}).content.decode()
    assert "That code isn&#x27;t right." in wrong
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body).group(1)
    page = client.post("/accounts/password/reset/confirm/", {"code": code}, follow=True)
    assert "Choose a new password" in page.content.decode()
    new = {"password1": "another long one", "password2": "another long one"}
    done = client.post("/accounts/password/reset/complete/", new, follow=True)
    assert (done.status_code, theirs(done.content.decode())) == (200, [])
    assert mail.outbox[-1].subject == "Your password was changed"
    alice.refresh_from_db()
    assert alice.check_password("another long one")


def test_one_field_for_the_address_stands_above_the_button_that_sends_the_code():
    page = Client().get("/accounts/login/").content.decode()
    form = re.search(r'<form[^>]*action="/accounts/login/code/"[^>]*>(.*?)</form>', page, re.DOTALL).group(1)
    assert form.index('name="email"') < form.index("Email me a code")
    assert "<details" in page


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:151.0) Gecko/20100101 Firefox/151.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64) Something/1.0", "A browser on Linux"),
        ("python-requests/2.34", "Another program"),
        ("", "Another program"),
    ],
)
def test_a_device_is_named_as_people_name_it(user_agent, name):
    assert device_name(user_agent) == name


def test_the_list_of_devices_shows_names_and_no_raw_strings(alice_in):
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0"
    alice_in.get("/library/", headers={"user-agent": agent})
    page = alice_in.get("/accounts/sessions/", headers={"user-agent": agent}).content.decode()
    assert "Firefox on Linux" in page
    assert "Gecko" not in page
    assert not re.search(r"\s,", re.sub(r"<[^>]*>", "", page))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("bob@example.org\u200b", "That address contains an invisible character."),
        ("bo\u2060b@example.org", "That address contains an invisible character."),
        ("bob\u115f@example.org", "That address contains an invisible character."),
        (f"{'b' * 260}@example.org", "Use an email address with at most 254 characters."),
        (f"{'b' * 400}@example.org", "Use an email address with at most 254 characters."),
    ],
)
def test_an_address_that_is_not_the_one_that_is_shown_is_refused(address, sentence):
    answer = Client().post("/accounts/signup/", {"email": address})

    assert sentence in answer.content.decode()
    assert mail.outbox == []
    assert 'maxlength="' not in answer.content.decode().split('name="email"')[1].split(">")[0]
