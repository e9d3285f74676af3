"""Sign-up by code, welcome credits once per person, and nobody learns who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from apps.accounts.identity import normalized_address
from apps.accounts.models import User
from apps.credits.selectors import balance_of
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def sign_up(address: str) -> Client:
    client = Client()
    client.post("/accounts/signup/", {"email": address})
    code = re.search(r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", mail.outbox[-1].body).group(1)
    client.post("/accounts/confirm-email/", {"code": code})
    return client


def credits_of(address: str) -> int:
    return balance_of(User.objects.get(email=address).party, now=timezone.now()).available


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


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [("A.B+c@Gmail.com", "ab@gmail.com"), ("a.b@example.com", "a.b@example.com"), ("x+y@example.com", "x@example.com")],
)
def test_one_mailbox_is_one_person(address, mailbox):
    assert normalized_address(address) == mailbox
