"""The API, called too often: a problem that says when to return, nothing made and nothing charged."""

import pytest
from django.test import Client

from apps.animations.models import Animation
from tests.api.test_api import Api
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


@pytest.fixture
def bob() -> Api:
    return Api(make_person("bob", credits=20))


def limit(settings, what: str, kind: str, rule: str) -> None:
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, what: {**settings.RATE_LIMITS[what], kind: rule}}


def assert_refused(response) -> None:
    assert (response.status_code, response.headers["content-type"]) == (429, "application/problem+json")
    seconds = int(response.headers["retry-after"])
    assert 590 <= seconds <= 600
    assert response.json() == {
        "type": "http://testserver/api/docs#too-often",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests. Nothing was charged. Try again in 10 minutes.",
        "retry_after_seconds": seconds,
    }


@pytest.mark.parametrize("kind", ["account", "address"])
def test_any_call_is_refused_with_a_problem_when_made_too_often(settings, alice: Api, bob: Api, kind):
    limit(settings, "api", kind, "2/10 minutes")
    assert [alice.get("/credits").status_code for _ in range(2)] == [200, 200]
    assert_refused(alice.get("/credits"))
    assert bob.get("/credits").status_code == (200 if kind == "account" else 429)


@pytest.mark.parametrize("what", ["submit", "upload"])
def test_making_is_refused_with_a_problem_when_wished_too_often(settings, alice: Api, portrait: bytes, what):
    limit(settings, what, "account", "1/10 minutes")
    assert alice.make(portrait, key="k1").status_code == 201
    assert_refused(alice.make(portrait, key="k2"))
    assert Animation.objects.count() == 1
    assert alice.get("/credits").json()["held"] == 3


def test_a_stranger_is_refused_with_a_problem_when_guessing_tokens_too_often(settings):
    limit(settings, "api", "address", "2/10 minutes")
    guesses = [
        Client().get("/api/v1/credits", headers={"authorization": f"Bearer guess-{guess}"}) for guess in range(3)
    ]
    assert [guess.status_code for guess in guesses[:2]] == [401, 401]
    assert_refused(guesses[2])
