"""Every beat at which a worker can die × everything the vendor can do, under both policies; then pairs of deaths by seed.

Run by `make matrix`, on PostgreSQL and on SQLite. The cases of one row share a test: a row names what went wrong in it.
"""

import os
import random

import pytest

from apps.animations.services.workshop import Beat
from apps.credits.selectors import findings
from tests.animations.stage import Stage
from tests.matrix.driver import Death, play, wrong

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
BLOCKS = 8  # the double faults in so many tests, so that two workers share them


@pytest.fixture
def stage(stage: Stage, settings) -> Stage:
    settings.ENGINE_CALL_SECONDS = 0.4  # silence and a drip end here; everything else answers within hundredths
    settings.UNKNOWN_DAILY_LIMIT = 100_000
    settings.SITE_DAILY_SPEND_CENTS = settings.USER_DAILY_SPEND_CENTS = 10_000_000
    return stage


@pytest.mark.parametrize("policy", ["repeat_once", "review"])
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_whatever_the_vendor_does_a_death_at_any_beat_breaks_no_promise(stage: Stage, settings, behaviour, policy):
    settings.UNKNOWN_POLICY = policy
    broken = {}
    for beat in (None, *Beat):
        deaths = [Death(beat)] if beat else []
        animation = play(stage, behaviours=[behaviour], deaths=deaths, frames=2)
        if found := wrong(stage, animation, policy=policy):
            broken[beat] = found
    assert broken == {}
    assert findings(deep=False) == []


@pytest.mark.parametrize("block", range(BLOCKS))
def test_two_deaths_among_random_answers_break_no_promise(stage: Stage, settings, block):
    broken = {}
    for seed in range(block, DOUBLE_FAULTS, BLOCKS):
        chance = random.Random(seed)
        settings.UNKNOWN_POLICY = policy = chance.choice(["repeat_once", "review"])
        deaths = [Death(chance.choice(list(Beat)), chance.randint(1, 2)) for _ in range(2)]
        behaviours = [chance.choice([*BEHAVIOURS, *["ok"] * 20]) for _ in range(6)]
        animation = play(stage, behaviours=behaviours, deaths=deaths, frames=3)
        if found := wrong(stage, animation, policy=policy):
            broken[seed] = (behaviours, deaths, found)
    assert broken == {}
    assert findings(deep=False) == []
