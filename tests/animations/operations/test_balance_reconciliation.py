"""The vendor's own meter against our books: what it proves about lost answers, and what it cannot explain."""

import pytest
from django.core.management import CommandError, call_command

from apps.animations.models import MeterReading, Submission
from apps.animations.operations.balance_reconciliation import NotQuiet, reconcile_due, reconcile_engine
from apps.credits.findings import findings
from tests.animations.harness import Harness
from tests.animations.rendering.test_chain import receipt, states
from tests.factories.accounts import make_person
from tests.factories.alarms import alarms_raised

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def alice(settings):
    settings.UNKNOWN_POLICY = "review"
    return make_person("alice", credits=200)


def read(harness: Harness) -> MeterReading:
    """A reading after the meter had time to count everything."""
    harness.clock.forward(61)
    return reconcile_engine(harness.engine("stability"), now=harness.clock())


def paint(harness: Harness, alice, *behaviours: str, charge: bool | None = None):
    animation = harness.start(alice, frames=3)
    for kind in behaviours:
        harness.fake.next(kind, charge=None if kind == "ok" else charge)
    render_context = harness.render_context()
    while harness.look(render_context):
        pass
    return animation


def calls() -> list[str]:
    return sorted(Submission.objects.values_list("state", flat=True))


@pytest.mark.large
def test_what_our_calls_explain_is_no_finding(harness: Harness, alice):
    read(harness)
    paint(harness, alice)
    reading = read(harness)
    assert (reading.finding, reading.is_alarm, reading.spent_mills, reading.known_mills) == ("", False, 105, 105)


def test_a_lost_answer_that_was_not_charged_is_painted_again_by_itself(harness: Harness, alice):
    read(harness)
    animation = paint(harness, alice, "ok", "reset", charge=False)
    assert states(animation) == ["stored", "review", "pending"]
    assert read(harness).finding == "1 lost answers were not charged"
    assert calls() == ["not_charged", "won"]
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)[1]) == ("done", animation.frame_count * animation.credits_per_frame)
    assert findings(deep=True) == []


def test_a_lost_answer_that_was_charged_is_known_to_be_and_waits_for_a_person(harness: Harness, alice):
    read(harness)
    animation = paint(harness, alice, "ok", "html_502")
    assert read(harness).finding == "1 lost answers were charged"
    assert (calls(), states(animation)) == (["charged", "won"], ["stored", "review", "pending"])


def test_when_only_some_were_charged_nothing_is_settled(harness: Harness, alice):
    read(harness)
    paint(harness, alice, "html_502")
    paint(harness, make_person("bob", credits=200), "reset", charge=False)
    assert read(harness).finding == "of 2 lost answers worth 70 mills, 35 mills were charged"
    assert calls() == ["unknown", "unknown"]


def test_money_that_nobody_of_us_spent_is_an_alarm(harness: Harness, alice):
    read(harness)
    harness.fake.spend(tenths=40)
    reading = read(harness)
    assert reading.is_alarm
    assert reading.finding.startswith("40 mills were spent that no call of ours explains")
    assert alarms_raised() == ["stability: the vendor's meter and our books differ"]


def test_money_that_was_added_is_noted_and_no_alarm(harness: Harness, alice):
    read(harness)
    harness.fake.spend(tenths=-500)
    reading = read(harness)
    assert (reading.finding.split(":")[0], reading.is_alarm) == (
        "500 mills more are left than our calls explain",
        False,
    )


def test_nothing_is_compared_while_a_call_is_under_way_or_has_just_ended(harness: Harness, alice):
    read(harness)
    paint(harness, alice)
    with pytest.raises(NotQuiet):
        reconcile_engine(harness.engine("stability"), now=harness.clock())
    assert MeterReading.objects.count() == 1


def test_the_sweeper_reads_the_meter_every_ten_minutes(harness: Harness, settings):
    settings.STABILITY_API_KEY, settings.STABILITY_BASE_URL = harness.fake.key, harness.fake.url
    for _ in range(22):
        reconcile_due(now=harness.clock())
        harness.clock.forward(60)
    assert MeterReading.objects.count() == 3


def test_the_command_says_what_it_found_and_fails_on_an_alarm(harness: Harness, settings, capsys):
    settings.STABILITY_API_KEY, settings.STABILITY_BASE_URL = harness.fake.key, harness.fake.url
    call_command("reconcile", "engines")
    assert "all of them explained" in capsys.readouterr().out
    harness.fake.spend(tenths=40)
    with pytest.raises(CommandError, match="1 unexplained"):
        call_command("reconcile", "engines")
    assert "no call of ours explains" in capsys.readouterr().out
