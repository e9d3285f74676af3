"""A quote says what an engine makes of a prompt, before anything is sent or paid."""

import pytest

from tests.api.test_api import Api
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Api:
    return Api(make_person("alice", credits=20))


def test_a_quote_says_what_will_be_acted_out_in_its_order(alice):
    quoted = alice.post("/quotes", {"engine": "sketch", "prompt": "first smiling, then she bursts into tears"}).json()
    assert (quoted["understood"], quoted["closest"]) == ([["Smile"], ["Sob"]], [])


def test_where_nothing_is_understood_the_nearest_are_named(alice):
    quoted = alice.post("/quotes", {"engine": "sketch", "prompt": "quixotic"}).json()
    assert quoted["understood"] == []
    assert len(quoted["closest"]) == 3


def test_an_engine_that_reads_prompts_by_itself_says_nothing(alice, settings):
    settings.STABILITY_API_KEY = "sk-fake"
    quoted = alice.post("/quotes", {"engine": "stability", "prompt": "quixotic"}).json()
    assert (quoted["understood"], quoted["closest"]) == (None, [])
