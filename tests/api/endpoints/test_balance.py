"""Money at the API: frozen people, what may be spent on which engine, the free credits of the day."""

import pytest
from django.utils import timezone

from apps.animations.models import Animation
from apps.credits.balances import balances_of
from apps.credits.models import SpendingBlock
from tests.api.test_api import Api
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


def test_who_is_frozen_gets_a_problem_that_says_why_and_is_charged_nothing(alice: Api, portrait: bytes):
    SpendingBlock.objects.create(ledger_owner=alice.user.ledger_owner, cause="dispute:x")
    answer = alice.make(portrait)
    assert (answer.status_code, answer.json()["type"]) == (403, "http://testserver/api/docs#frozen")
    assert answer.json()["detail"].endswith("until that's resolved. Nothing was charged.")
    assert Animation.objects.count() == 0
    assert balances_of(alice.user.ledger_owner, now=timezone.now()).available == 20
    assert 'id="frozen"' in alice.client.get("/api/docs").content.decode()


def test_the_free_credits_of_the_day_come_with_the_first_gif_and_are_good_for_one_engine(
    alice: Api, portrait: bytes, settings
):
    settings.DAILY_FREE_CREDITS, settings.STABILITY_API_KEY = 8, "sk-fake"
    assert alice.make(portrait, engine="sketch", frames=3).status_code == 201
    told = alice.get("/credits").json()
    assert (told["available"], told["held"], told["owed"]) == (25, 3, 0)
    assert [(lot["available"], lot["only_engine"]) for lot in told["lots"]] == [(5, "sketch"), (20, None)]
    quotes = {
        engine: alice.post("/quotes", {"engine": engine}).json()["available"] for engine in ("sketch", "stability")
    }
    assert quotes == {"sketch": 25, "stability": 20}
    line = alice.get("/credits/statement").json()["items"][-1]
    assert (line["granted"], line["taken"]) == (20, 0)
