"""An address belongs to who proves it, and what matters is asked for again."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client

from apps.accounts.models import User
from tests.accounts.test_accounts import credits_of
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db

PASSWORD = "the stranger's long password"
SENSITIVE = ["/accounts/email/", "/accounts/password/set/", "/accounts/tokens/"]


def newest_code() -> str:
    return re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body).group(1)


def sign_up(address: str, password: str = "") -> Client:
    client = Client()
    client.post("/accounts/signup/", {"email": address, "password1": password})
    return client


def sign_in_by_code(address: str) -> Client:
    client = Client()
    client.post("/accounts/login/code/", {"email": address})
    client.post("/accounts/login/code/confirm/", {"code": newest_code()})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/library/").status_code == 200


def grow_old(client: Client) -> None:
    """Let the session's proofs be an hour old."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def test_a_password_chosen_by_somebody_else_opens_nothing_once_the_owner_signed_in_by_code():
    sign_up("alice@example.com", PASSWORD)
    alice = sign_in_by_code("alice@example.com")
    assert is_signed_in(alice)
    assert not User.objects.get().has_usable_password()
    assert authenticate(request=None, email="alice@example.com", password=PASSWORD) is None
    stranger = Client()
    stranger.post("/accounts/login/", {"login": "alice@example.com", "password": PASSWORD})
    assert not is_signed_in(stranger)


def test_one_s_own_password_works_after_the_code_was_typed_where_it_was_chosen():
    client = sign_up("alice@example.com", PASSWORD)
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert is_signed_in(client)
    assert User.objects.get().check_password(PASSWORD)


def test_whoever_lost_the_window_signs_up_again_and_gets_a_code():
    sign_up("alice@example.com")
    second = sign_up("Alice@example.com")
    second.post("/accounts/confirm-email/", {"code": newest_code()})
    assert is_signed_in(second)
    assert (User.objects.count(), credits_of("alice@example.com")) == (1, 40)


def test_signing_up_with_a_proved_address_removes_nobody():
    alice = make_person("alice")
    sign_up(alice.email)
    assert User.objects.get() == alice
    staff = User.objects.create_user("root@example.com", "x", is_staff=True)
    EmailAddress.objects.create(user=staff, email=staff.email, verified=False)
    sign_up(staff.email)
    assert User.objects.filter(pk=staff.pk).exists()


@pytest.mark.parametrize("path", SENSITIVE)
def test_who_has_no_password_types_a_code_again_before_anything_that_matters(path):
    sign_up("alice@example.com")
    alice = sign_in_by_code("alice@example.com")
    assert alice.get(path).status_code == 200
    grow_old(alice)
    asked = alice.get(path)
    assert (asked.status_code, asked.headers["location"]) == (
        302,
        f"/accounts/reauthenticate/?next={path.replace('/', '%2F')}",
    )
    page = alice.get(asked.headers["location"])
    assert b"alice@example.com" in page.content
    wrong = alice.post(asked.headers["location"], {"code": "AAAA-AAAA"})
    assert (wrong.status_code, "Incorrect code" in wrong.content.decode()) == (422, False)
    assert b'href="/accounts/profile/">Cancel' in wrong.content, "cancelling must not sign anybody out"
    right = alice.post(asked.headers["location"], {"code": newest_code()})
    assert (right.status_code, right.headers["location"]) == (302, path)
    assert alice.get(path).status_code == 200


def test_a_code_typed_wrong_three_times_is_replaced_by_another():
    sign_up("alice@example.com")
    alice = sign_in_by_code("alice@example.com")
    grow_old(alice)
    alice.get("/accounts/reauthenticate/")
    first = newest_code()
    for _ in range(3):
        alice.post("/accounts/reauthenticate/", {"code": "AAAA-AAAA"})
    alice.get("/accounts/reauthenticate/")
    assert newest_code() != first
    assert alice.post("/accounts/reauthenticate/", {"code": first}).status_code == 422


def test_a_token_is_made_after_the_proof_and_not_before():
    sign_up("alice@example.com")
    alice = sign_in_by_code("alice@example.com")
    grow_old(alice)
    assert alice.post("/accounts/tokens/", {"name": "mine", "scopes": ["read"]}).status_code == 302
    assert User.objects.get().api_tokens.count() == 0
    alice.get("/accounts/reauthenticate/?next=/accounts/tokens/")
    alice.post("/accounts/reauthenticate/?next=/accounts/tokens/", {"code": newest_code()})
    assert User.objects.get().api_tokens.count() == 1


def test_a_sign_up_by_code_is_a_sign_in_and_nothing_is_asked_again():
    client = sign_up("alice@example.com")
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert [client.get(path).status_code for path in SENSITIVE] == [200] * 3


def test_who_just_signed_in_by_password_changes_the_address_without_another_proof():
    alice = make_person("alice", password=PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    wanted = {"email": "alice@example.org", "action_add": ""}
    assert client.post("/accounts/email/", wanted).headers["location"] == "/accounts/confirm-email/"
    grow_old(client)
    asked = client.post("/accounts/email/", {**wanted, "email": "alice@example.net"})
    assert asked.headers["location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"


def test_a_sign_up_tells_nobody_whether_there_is_an_account():
    def tell(address: str) -> list[object]:
        """Everything that a stranger sees of a sign-up: each answer, and its page without what is new each time."""
        stranger, seen = Client(), []
        steps = [
            ("/accounts/signup/", {"email": address, "password1": ""}),
            ("/accounts/confirm-email/", {"action": "resend"}),
            ("/accounts/confirm-email/", {"action": "change", "email": "other@example.com"}),
            *[("/accounts/confirm-email/", {"code": "WRNG-WRNG"})] * 4,
        ]
        for path, fields in steps:
            answer = stranger.post(path, fields)
            page = stranger.get("/accounts/confirm-email/").content.decode().replace(address, "ADDRESS")
            seen += [answer.status_code, answer.get("Location"), re.sub(r'value="\w{64}"', "", page)]
        return seen

    assert tell(make_person("alice").email) == tell("newcomer-123456@example.com")


def test_whoever_mistyped_their_address_begins_again():
    client = sign_up("alcie@example.com")
    assert "Use a different email" in client.get("/accounts/confirm-email/").content.decode()
    assert client.post("/accounts/logout/", {"next": "/accounts/signup/"})["Location"] == "/accounts/signup/"
    client.post("/accounts/signup/", {"email": "alice@example.com", "password1": ""})
    client.post("/accounts/confirm-email/", {"code": newest_code()})
    assert is_signed_in(client)
    assert User.objects.get(last_login__isnull=False).email == "alice@example.com"
