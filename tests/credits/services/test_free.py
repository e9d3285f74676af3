"""Free credits to the last one: what a day and a network have room for, and until when they are good."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from apps.credits.models import Account, Transfer
from apps.credits.services.free import Newcomer, UsedUp, daily_used_up, grant_daily, grant_welcome

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 31, 13, 20, tzinfo=UTC)


def come(mark: str, *, network: str = "") -> Transfer | None:
    return grant_daily(ledger_owner=uuid.uuid4(), person_mark=mark, engine="sketch", now=NOW, network=network)


def used_up(*, network: str = "", mark: str = "somebody new") -> UsedUp | None:
    return daily_used_up(person_mark=mark, network=network, now=NOW)


def test_free_credits_of_a_day_end_at_the_next_midnight_and_welcome_credits_after_ninety_days(settings):
    settings.DAILY_FREE_CREDITS, settings.WELCOME_CREDITS = 3, 5
    daily, welcome = come("alice"), grant_welcome(Newcomer(uuid.uuid4(), "alice"), now=NOW)
    assert (daily.amount, daily.credit.expires_at) == (3, datetime(2026, 6, 1, tzinfo=UTC))
    assert (welcome.amount, welcome.credit.expires_at) == (5, NOW + timedelta(days=90))


def test_a_single_credit_is_given_too(settings):
    settings.DAILY_FREE_CREDITS = settings.WELCOME_CREDITS = settings.FREE_CREDITS_PER_DAY = 1
    assert come("alice").amount == 1
    assert used_up() == UsedUp.SITE
    settings.FREE_CREDITS_PER_DAY = 2
    assert grant_welcome(Newcomer(uuid.uuid4(), "alice"), now=NOW).amount == 1


def test_without_free_credits_nothing_is_given_and_nothing_is_used_up(settings):
    settings.DAILY_FREE_CREDITS = settings.WELCOME_CREDITS = settings.FREE_CREDITS_PER_DAY = 0
    assert (come("alice"), grant_welcome(Newcomer(uuid.uuid4(), "alice"), now=NOW), used_up()) == (None, None, None)
    assert not Account.objects.exists()


def test_the_day_is_used_up_when_the_next_gift_does_not_fit_and_not_before(settings):
    settings.DAILY_FREE_CREDITS, settings.FREE_CREDITS_PER_DAY = 4, 8
    assert used_up() is None
    assert come("alice") is not None
    assert used_up() is None, "the last gift still fits"
    assert come("bob") is not None
    assert used_up() == UsedUp.SITE
    assert used_up(mark="bob") is None, "who had theirs misses nothing"
    assert come("charlie") is None


def test_a_network_is_used_up_before_the_day_is(settings):
    settings.DAILY_FREE_CREDITS, settings.FREE_CREDITS_PER_DAY = 4, 100
    settings.DAILY_FREE_PER_NETWORK_PER_DAY = 2
    for mark in ("alice", "bob"):
        assert used_up(network="n") is None
        assert come(mark, network="n") is not None
    assert used_up(network="n") == UsedUp.NETWORK
    assert (used_up(network="m"), used_up()) == (None, None)
    assert come("charlie", network="n") is None


def test_somebody_who_comes_twice_is_given_once_and_told_of_the_same_gift(settings):
    settings.DAILY_FREE_CREDITS = settings.WELCOME_CREDITS = 4
    assert come("alice") == come("alice")
    first, second = (grant_welcome(Newcomer(uuid.uuid4(), "alice"), now=NOW) for _ in range(2))
    assert first == second
    assert Account.objects.exclude(ledger_owner=None).count() == 2
