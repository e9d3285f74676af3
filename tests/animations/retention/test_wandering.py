"""No file that a row refers to is ever deleted, whatever happens in whatever order, and in the end nothing is left.

`WANDER=100000` makes the walk as long as the promise.
"""

import os

import pytest

from tests.animations.retention.wandering import Walk, Weather, left_over, lost_files
from tests.factories.accounts import make_person

STEPS = int(os.environ.get("WANDER", "150"))
LOOK_EVERY = 10


@pytest.mark.large
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1])
def test_nothing_that_is_needed_is_lost_and_nothing_else_is_left(settings, store, seed):
    options = {"location": store, "allow_overwrite": True}
    moody = {"BACKEND": "tests.animations.retention.wandering.MoodyStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": moody}
    walk = Walk(make_person(password=None), seed)
    for step in range(STEPS):
        walk.step()
        if step % LOOK_EVERY == 0:
            assert lost_files(store) == [], f"after step {step} of seed {seed}"
    walk.finish()
    assert lost_files(store) == []
    assert left_over() == []
    assert Weather.deletions is None
