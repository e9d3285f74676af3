"""Every checkpoint at which a worker can die × everything the vendor can do, under both policies; then pairs of deaths by seed.

Run by `make matrix`, on PostgreSQL and on SQLite. The cases of one row share a test: a row names what went wrong in it.
"""

import os
import random
from collections import Counter

import pytest

from apps.animations.rendering.context import Checkpoint
from apps.credits.findings import findings
from tests.animations.harness import Harness
from tests.matrix.driver import Death, broken_by_deaths, play, wrong

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

BEHAVIOURS = [
    "ok",
    "filtered",
    "filtered_silent",
    "html_200",
    "truncated",
    "wrong_size",
    "blank",
    "black",
    "frozen",
    "html_502",
    "reset",
    "reset_midway",
    "half",
    "surplus",
    "drip",
    "silence",
    "json_500",
    "json_503",
    "moderation",
    "throttled",
    "unauthorized",
    "payment_required",
]
DOUBLE_FAULTS = int(os.environ.get("DOUBLE_FAULTS", "1000"))
BLOCKS = 16  # the double faults in so many tests, so that workers share them evenly


@pytest.fixture
def harness(harness: Harness, settings) -> Harness:
    settings.ENGINE_CALL_SECONDS = 0.25  # silence and a drip end here; everything else answers within hundredths
    settings.UNKNOWN_DAILY_LIMIT = 100_000
    settings.SITE_DAILY_SPEND_CENTS = settings.USER_DAILY_SPEND_CENTS = 10_000_000
    return harness


def test_an_undisturbed_chain_passes_every_beat_once_a_frame(harness: Harness):
    passed = Counter()
    play(harness, behaviours=[], deaths=[], frames=2, passed=passed)
    assert passed == dict.fromkeys(Checkpoint, 2)


@pytest.mark.parametrize("policy", ["repeat_once", "review"])
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_whatever_the_vendor_does_a_death_at_any_beat_breaks_no_promise(harness: Harness, settings, behaviour, policy):
    settings.UNKNOWN_POLICY = policy
    assert broken_by_deaths(harness, policy=policy, behaviours=[behaviour], frames=2) == {}
    assert findings(deep=False) == []


@pytest.mark.parametrize("block", range(BLOCKS))
def test_two_deaths_among_random_answers_break_no_promise(harness: Harness, settings, block):
    broken = {}
    for seed in range(block, DOUBLE_FAULTS, BLOCKS):
        chance = random.Random(seed)
        settings.UNKNOWN_POLICY = policy = chance.choice(["repeat_once", "review"])
        deaths = [Death(chance.choice(list(Checkpoint)), chance.randint(1, 2)) for _ in range(2)]
        behaviours = [chance.choice([*BEHAVIOURS, *["ok"] * 20]) for _ in range(6)]
        animation = play(harness, behaviours=behaviours, deaths=deaths, frames=3)
        if found := wrong(harness, animation, policy=policy):
            broken[seed] = (behaviours, deaths, found)
    assert broken == {}
    assert findings(deep=False) == []


@pytest.mark.parametrize("policy", ["repeat_once", "review"])
@pytest.mark.parametrize(
    "behaviours",
    [
        [],  # the chosen model is down all the time: two attempts with it, then the fallback
        ["json_500", "reset"],  # a lost answer of the chosen model is repeated there, and not with the fallback
        ["json_500", "json_500", "html_502"],  # the fallback's own answer gets lost
        ["json_500", "json_500", "truncated"],
        ["json_500", "json_500", "filtered"],
        ["json_500", "json_500", "throttled"],
        ["json_500", "json_500", "payment_required"],
        ["json_500", "ok"],  # the chosen model comes round in time
        ["ok", "json_500", "json_500"],
    ],
)
def test_a_death_at_any_beat_of_a_frame_that_may_fall_back_breaks_no_promise(
    harness: Harness, settings, behaviours, policy
):
    settings.UNKNOWN_POLICY = policy
    broken = broken_by_deaths(
        harness,
        policy=policy,
        behaviours=behaviours,
        broken={"sd3.5-large": "json_500"},
        frames=3,
        occasions=3,
        model="sd3.5-large",
        fallback_model="sd3.5-flash",
    )
    assert broken == {}
    assert findings(deep=False) == []
