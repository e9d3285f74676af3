import secrets

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from apps.common.limiters import limiter_in
from apps.common.ratelimit import TooOften, check_rate
from tests.servers import free_port


@pytest.fixture(autouse=True)
def limited(settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {"try": {"account": "2/minute", "address": "3/hour"}}


def tried(*, address: str = "203.0.113.9", account: str = "") -> int:
    """Try once; the seconds to wait, 0 when it was allowed."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = AnonymousUser()
    try:
        check_rate(request, "try", account=account)
    except TooOften as refused:
        return refused.retry_after_seconds
    return 0


def test_an_account_is_refused_until_its_first_try_is_a_minute_ago():
    assert [tried(address=f"203.0.113.{n}", account="alice") for n in range(2)] == [0, 0]
    assert 58 <= tried(address="203.0.113.8", account="alice") <= 60
    assert tried(address="203.0.113.8", account="bob") == 0


def test_an_address_is_refused_until_its_first_try_is_an_hour_ago():
    assert [tried(account=name) for name in ("alice", "bob", "")] == [0, 0, 0]
    assert 3598 <= tried() <= 3600


def test_processes_count_together_when_their_counters_are_in_redis(settings, redis_url):
    settings.RATE_LIMIT_STORAGE = redis_url
    line = f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"  # a Redis that is given may know others
    assert [tried(address=line) for _ in range(3)] == [0, 0, 0]
    limiter_in.cache_clear()  # what another process begins with
    assert 3590 <= tried(address=line) <= 3600


def test_a_process_counts_in_its_own_memory_when_redis_does_not_answer(settings):
    settings.RATE_LIMIT_STORAGE = f"redis://127.0.0.1:{free_port()}/0"
    assert [tried() for _ in range(3)] == [0, 0, 0]
    assert 3590 <= tried() <= 3600


@pytest.mark.parametrize(
    ("seconds", "wait"),
    [(1, "a second"), (2, "2 seconds"), (90, "90 seconds"), (91, "2 minutes"), (3600, "60 minutes")],
)
def test_the_sentence_says_how_long_to_wait(seconds, wait):
    sentence = TooOften(what="try", retry_after_seconds=seconds).sentence
    assert sentence == f"Too many requests. Nothing was charged. Try again in {wait}."
