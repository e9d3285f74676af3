"""Thousands of wrong tries from hundreds of networks: the owner gets in at the first try, nobody else does."""

import os

import pytest
from django.test import Client

from apps.accounts.security_event import SecurityEvent
from tests.accounts.test_reauthentication import is_signed_in
from tests.accounts.test_second_factor import SIGN_IN, offered, with_passkey
from tests.factories.accounts import PASSWORD, make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.large, pytest.mark.slow]
TRIES_A_NETWORK = 20
HOME, AWAY = "198.51.100.7", "192.0.2.44"


def network(number: int) -> str:
    return f"10.{number // 250}.{number % 250}.9"


def at_the_door(browser: Client, address: str, password: str, *, network: str) -> int:
    form = {"login": address, "password": password}
    return browser.post("/accounts/login/", form, headers={"x-forwarded-for": network}).status_code


def test_a_storm_of_wrong_passwords_keeps_its_owner_out_of_nothing(settings):
    networks = int(os.environ.get("STORM_NETWORKS", "12"))  # 500 are 10,000 tries, in some minutes
    settings.RATE_LIMITS_ENABLED = True
    settings.TRUSTED_PROXY_COUNT = 1
    alice = make_person("alice")
    known = Client()
    assert at_the_door(known, alice.email, PASSWORD, network=HOME) == 302
    known.post("/accounts/logout/", headers={"x-forwarded-for": HOME})
    passkey = with_passkey(make_person("bob"))
    answers = [
        at_the_door(Client(), alice.email, f"guess {turn} of {number}", network=network(number))
        for turn in range(TRIES_A_NETWORK)
        for number in range(networks)
    ]
    assert 302 not in answers, "nobody got in"
    assert answers.count(429) >= len(answers) / 2, "a network is turned away after its ten"
    # Whoever guesses right in the middle of it, from a network that has used up its tries, is not even looked at.
    assert at_the_door(Client(), alice.email, PASSWORD, network=network(1)) == 429
    # The owner: from their own browser, wherever it is now, and with a passkey from anywhere.
    assert at_the_door(known, alice.email, PASSWORD, network=AWAY) == 302
    assert is_signed_in(known)
    stranger = Client()
    answer = {"credential": passkey.get(offered(stranger))}
    stranger.post(SIGN_IN, answer, headers={"x-forwarded-for": AWAY})
    assert is_signed_in(stranger)
    # The log holds every guess that was looked at, and one line an hour for all that were turned away.
    events = SecurityEvent.objects.filter(user=alice)
    assert events.filter(kind="wrong_password").count() == answers.count(200)
    assert events.filter(kind="refused").count() == 1
