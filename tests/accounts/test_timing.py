"""How long an answer takes tells nothing about who has an account."""

import time

import pytest
from django.test import Client

from apps.accounts.timing import LEAST_SECONDS
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["signup/", "login/code/", "password/reset/"])
@pytest.mark.parametrize("is_known", [True, False])
def test_an_address_that_is_known_is_not_answered_sooner_than_it_takes_to_make_an_account(path, is_known):
    address = make_person("alice").email if is_known else "new@example.com"

    began = time.monotonic()
    answer = Client().post(f"/accounts/{path}", {"email": address})

    assert answer.status_code == 302
    assert time.monotonic() - began >= LEAST_SECONDS
