"""The operators' page: figures from the books, and a line for everything that needs somebody."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.models import EnginePause, Heartbeat, MeterReading
from apps.animations.services.pulse import BROKER, QUEUES, SWEEPER
from apps.common.plots import BASE, TOP, plot
from apps.credits.services.free import Newcomer, grant_welcome
from apps.pages.selectors import operations
from tests.animations.stage import Stage
from tests.factories.accounts import make_person, signed_in

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def operator() -> Client:
    return signed_in(User.objects.create_superuser("root@example.com", "x"))


def test_a_day_shows_what_was_spent_and_captured_and_what_the_house_paid_for_nothing(stage: Stage):
    alice = make_person("alice", credits=100)
    stage.start(alice, frames=3)
    stage.fake.next("ok")
    stage.fake.next("html_502")
    stage.run(stage.workshop())
    now = operations(now=stage.clock())
    today = now.days[-1]
    assert (today.frames, today.captured, today.spent) == (3, 15, {"stability": 4 * 35})
    assert (today.lost_calls, today.lost_mills, today.margin_mills) == (1, 35, 150 - 140)
    assert [(ceiling.used, ceiling.limit) for ceiling in now.ceilings] == [(140, 20_000), (1, 20), (0, 10_000)]
    assert [day.spent_mills for day in now.days[:-1]] == [0] * 13


def test_the_page_says_that_nothing_needs_anybody_or_what_does(operator):
    now = timezone.now()
    for name in (SWEEPER, BROKER, *QUEUES):
        Heartbeat.objects.create(name=name, seen_at=now)
    assert "Nothing needs you" in operator.get("/operations/").content.decode()
    Heartbeat.objects.filter(name="frames").update(seen_at=now - timedelta(seconds=61))
    EnginePause.objects.create(engine="stability", until=None, reason="401 unauthorized")
    MeterReading.objects.create(engine="stability", read_at=now, balance_mills=1, finding="40 mills", is_alarm=True)
    page = operator.get("/operations/")
    assert page.context["alarms"] == [
        "Frames was not heard of for a minute.",
        "Stability: 401 unauthorized",
        "Stability: 40 mills",
    ]


def test_nobody_but_staff_sees_it():
    assert signed_in(make_person("alice")).get("/operations/").status_code == 302
    assert Client().get("/operations/").status_code == 302


def test_bars_stand_on_zero_and_hang_below_it_in_proportion():
    drawn = plot("Margin", [4, -2, 0], labels=[("Mon", "1"), ("Tue", "2"), ("Wed", "3")], unit="$", summary="")
    high, low, none = drawn.bars
    assert (high.y, high.y + high.height, low.y, none.height) == (TOP, drawn.base, drawn.base, 0)
    assert (round(high.height / low.height, 2), low.below, low.y + low.height) == (2.0, True, BASE)


def test_a_line_is_drawn_across_where_the_limit_is():
    drawn = plot("Off", [1, 4], labels=[("Frame 1", "1"), ("Frame 2", "2")], unit="off", summary="", limit=4)
    assert drawn.limit == drawn.bars[1].y


def test_a_plot_of_days_says_the_sum_and_the_most(operator: Client):
    assert "0 credits in 14 days; the most was 0 credits on" in operator.get("/operations/").content.decode()


def test_a_plot_of_nothing_is_a_line():
    drawn = plot("Spent", [0, 0], labels=[("Mon", "1"), ("Tue", "2")], unit="$", summary="")
    assert [bar.height for bar in drawn.bars] == [0, 0]


def test_the_status_page_says_that_the_day_s_budget_is_used_up(settings):
    settings.FREE_CREDITS_PER_DAY = 10
    assert "painting budget is used up" not in Client().get("/status/").content.decode()
    settings.SITE_DAILY_SPEND_CENTS = 0
    page = Client().get("/status/").content.decode()
    assert "painting budget is used up" in page
    assert "free credits are given away" not in page
    grant_welcome(Newcomer(uuid.uuid4(), "a"), now=timezone.now())
    settings.FREE_CREDITS_PER_DAY = 0
    assert "free credits are given away" in Client().get("/status/").content.decode()
