"""The operators' page: figures from the books, and a line for everything that needs somebody."""

import os
import socket
import subprocess
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.models import EnginePause, Heartbeat, MeterReading
from apps.animations.operations.heartbeats import BROKER, QUEUES, SWEEPER, stale_components, stale_workers
from apps.animations.operations.workers import forget_ended_workers
from apps.common.bar_chart import BASE, TOP, bar_chart, in_words
from apps.credits.models import Unit
from apps.credits.services.ceilings import Ceiling, spend_under_ceiling
from apps.credits.services.free import Newcomer, grant_welcome
from apps.operations.selectors import operations
from tests.animations.harness import Harness
from tests.factories.accounts import make_person, signed_in

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def operator() -> Client:
    return signed_in(User.objects.create_superuser("root@example.com", "x"))


def test_a_day_shows_what_was_spent_and_captured_and_what_the_house_paid_for_nothing(harness: Harness):
    alice = make_person("alice", credits=100)
    harness.start(alice, frames=3)
    harness.fake.next("ok")
    harness.fake.next("html_502")
    harness.run(harness.render_context())
    now = operations(now=harness.clock())
    today = now.days[-1]
    assert (today.frames, today.captured, today.spent) == (3, 15, {"stability": 4 * 35})
    assert (today.lost_calls, today.lost_mills, today.margin_mills) == (1, 35, 150 - 140)
    assert [(ceiling.used, ceiling.limit) for ceiling in now.ceilings] == [(140, 20_000), (1, 20), (0, 10_000)]
    assert [day.spent_mills for day in now.days[:-1]] == [0] * 13


def test_the_page_says_that_nothing_needs_anybody_or_what_does(operator):
    now = timezone.now()
    for name in (SWEEPER, BROKER, *QUEUES):
        Heartbeat.objects.create(name=name, seen_at=now)
    assert "All clear" in operator.get("/operations/").content.decode()
    Heartbeat.objects.filter(name="frames").update(seen_at=now - timedelta(seconds=61))
    EnginePause.objects.create(engine="stability", until=None, reason="401 unauthorized")
    MeterReading.objects.create(engine="stability", read_at=now, balance_mills=1, finding="40 mills", is_alarm=True)
    page = operator.get("/operations/")
    assert page.context["alarms"] == [
        "Frames has not reported for a minute.",
        "Stability: 401 unauthorized",
        f"Stability, {now:%Y-%m-%d %H:%M} UTC: 40 mills",
    ]


def test_one_failure_needs_nobody_and_what_nobody_can_explain_stays_for_days(operator: Client):
    now = timezone.now()
    for name in (SWEEPER, BROKER, *QUEUES):
        Heartbeat.objects.create(name=name, seen_at=now)
    EnginePause.objects.create(engine="stability", part="sd3.5-flash", until=now, strikes=1, reason="EngineFault: once")
    assert "All clear" in operator.get("/operations/").content.decode()
    reading = {"engine": "stability", "balance_mills": 1, "spent_mills": 0}
    MeterReading.objects.create(**reading, read_at=now - timedelta(days=1), finding="40 mills too many", is_alarm=True)
    for minutes in range(12):
        MeterReading.objects.create(**reading, read_at=now - timedelta(minutes=minutes))
    assert "40 mills too many" in operator.get("/operations/").content.decode()


def test_a_worker_that_gives_no_sign_is_named_although_others_do_its_work(operator: Client):
    now = timezone.now()
    for name in (SWEEPER, BROKER, *QUEUES, "frames@elsewhere#1"):
        Heartbeat.objects.create(name=name, seen_at=now)
    Heartbeat.objects.create(name="frames@elsewhere#2", seen_at=now - timedelta(seconds=55))

    assert (stale_components(now=now), stale_workers(now=now)) == ([], ["frames@elsewhere#2"])
    assert "Frames@elsewhere#2 has not reported for a minute" in operator.get("/operations/").content.decode()


def test_while_the_sweeper_is_silent_nothing_is_said_of_those_it_asks():
    now = timezone.now()
    for name in (SWEEPER, BROKER, *QUEUES):
        Heartbeat.objects.create(name=name, seen_at=now - timedelta(minutes=5))
    assert stale_components(now=now) == [SWEEPER]
    Heartbeat.objects.filter(name=SWEEPER).update(seen_at=now)
    assert stale_components(now=now) == [BROKER, *QUEUES]


def test_a_worker_of_this_machine_whose_process_is_gone_is_not_missed():
    now, here = timezone.now(), socket.gethostname()
    gone = subprocess.Popen(["true"])
    gone.wait()
    for name in (f"frames@{here}#{gone.pid}", f"frames@{here}#{os.getpid()}", "pixels@elsewhere#7"):
        Heartbeat.objects.create(name=name, seen_at=now - timedelta(minutes=5))
    forget_ended_workers(now=now)
    assert stale_workers(now=now) == [f"frames@{here}#{os.getpid()}", "pixels@elsewhere#7"]
    forget_ended_workers(now=now + timedelta(minutes=6))
    assert not Heartbeat.objects.exists()


def test_nobody_but_staff_sees_it():
    assert signed_in(make_person("alice")).get("/operations/").status_code == 403
    assert Client().get("/operations/").status_code == 302


def test_bars_stand_on_zero_and_hang_below_it_in_proportion():
    drawn = bar_chart("Margin", [4, -2, 0], labels=[("Mon", "1"), ("Tue", "2"), ("Wed", "3")], unit="$", summary="")
    high, low, none = drawn.bars
    assert (high.y, high.y + high.height, low.y, none.height) == (TOP, drawn.base, drawn.base, 0)
    assert (round(high.height / low.height, 2), low.below, low.y + low.height) == (2.0, True, BASE)


def test_a_line_is_drawn_across_where_the_limit_is():
    drawn = bar_chart("Off", [1, 4], labels=[("Frame 1", "1"), ("Frame 2", "2")], unit="off", summary="", limit=4)
    assert drawn.limit == drawn.bars[1].y


def test_a_plot_of_days_says_the_sum_and_the_most(operator: Client):
    assert "0 credits in 14 days." in operator.get("/operations/").content.decode()


def test_a_plot_of_nothing_is_a_line():
    drawn = bar_chart("Spent", [0, 0], labels=[("Mon", "1"), ("Tue", "2")], unit="$", summary="")
    assert [bar.height for bar in drawn.bars] == [0, 0]


def test_the_status_page_says_that_the_day_s_budget_is_used_up(settings):
    settings.FREE_CREDITS_PER_DAY = 10
    assert "budget is used up" not in Client().get("/status/").content.decode()
    settings.SITE_DAILY_SPEND_CENTS = 0
    assert "are turned off" in Client().get("/status/").content.decode()
    settings.SITE_DAILY_SPEND_CENTS = 1
    with transaction.atomic():
        ceiling = Ceiling(f"spend:site:{timezone.now().date()}", Unit.MILL, 10)
        spend_under_ceiling(amount=10, ceiling=ceiling, key="all", group_key="test")
    page = Client().get("/status/").content.decode()
    assert "budget is used up" in page
    assert "free credits are gone" not in page
    grant_welcome(Newcomer(uuid.uuid4(), "a"), now=timezone.now())
    settings.FREE_CREDITS_PER_DAY = 0
    assert "free credits are gone" in Client().get("/status/").content.decode()


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(1, "calls", "1 call"), (1200, "credits", "1,200 credits"), (-0.5, "$", "-$0.50"), (4.2, "off", "4.20 off")],
)
def test_a_value_is_written_as_people_write_it(value, unit, words):
    assert in_words(value, unit) == words


def test_the_site_s_spending_is_told_in_dollars(operator: Client, settings):
    settings.SITE_DAILY_SPEND_CENTS = 2000
    page = operator.get("/operations/").content.decode()
    assert '$0.00 <span class="soft small">of $20.00</span>' in page
    assert "mills" not in page
