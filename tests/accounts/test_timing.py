"""How long an answer takes tells nothing about who has an account."""

import time

import pytest
from django.test import Client

from gifsite.settings import SIGN_IN_LEAST_SECONDS
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["signup/", "login/code/", "password/reset/"])
@pytest.mark.parametrize("is_known", [True, False])
def test_an_address_that_is_known_is_not_answered_sooner_than_it_takes_to_make_an_account(settings, path, is_known):
    settings.SIGN_IN_LEAST_SECONDS = SIGN_IN_LEAST_SECONDS
    address = make_person("alice").email if is_known else "new@example.com"

    began = time.monotonic()
    answer = Client().post(f"/accounts/{path}", {"email": address})

    assert answer.status_code == 302
    assert time.monotonic() - began >= SIGN_IN_LEAST_SECONDS
    assert SIGN_IN_LEAST_SECONDS >= 0.1
