"""The zoo's own eyes: it must see what it is there to see."""

from dataclasses import replace

import pytest

from apps.engines.errors import EngineFault, NotSent, OutcomeUnknown
from tests.zoo.animals import Animal, all_animals
from tests.zoo.cage import Visit
from tests.zoo.grounds import Tally
from tests.zoo.tour import FLAT_BYTES, Sight, misses_of, unmet

LOST = Animal("lost", OutcomeUnknown)
FREE = Animal("free", EngineFault)
SEEN = Visit({"OutcomeUnknown": 60}, frozenset(), 2.1, 30_000_000, 0, 0, 0)
QUIET = Tally({"a": 60}, {"a": 60}, 0)


def test_what_is_as_the_table_says_is_no_miss():
    assert misses_of(LOST, SEEN, QUIET, "a") == []


@pytest.mark.parametrize(
    ("animal", "seen", "tally"),
    [
        (LOST, None, QUIET),
        (LOST, replace(SEEN, classes={"OutcomeUnknown": 59, "NotSent": 1}), Tally({}, {}, 0)),
        (LOST, replace(SEEN, classes={"OutcomeUnknown": 59}), QUIET),
        (LOST, replace(SEEN, slowest_seconds=5.1), QUIET),
        (LOST, replace(SEEN, second_bytes=FLAT_BYTES + 1), QUIET),
        (LOST, replace(SEEN, threads_left=1), QUIET),
        (LOST, replace(SEEN, files_left=1), QUIET),
        (LOST, SEEN, Tally({"a": 61}, {}, 0)),
        (FREE, replace(SEEN, classes={"EngineFault": 60}), QUIET),
        (Animal("307 to elsewhere", OutcomeUnknown), SEEN, Tally({}, {}, 1)),
    ],
)
def test_every_promise_that_is_broken_is_one_miss(animal, seen, tally):
    assert len(misses_of(animal, seen, tally, "a")) == 1


def test_animals_are_told_apart_and_belong_somewhere():
    animals = all_animals()
    assert len({(animal.engine, animal.name) for animal in animals}) == len(animals)
    homes = [[animal.talk, animal.kind, animal.place] for animal in animals]
    assert [home.count(None) for home in homes] == [2] * len(animals)


def test_rows_of_the_tables_that_nobody_met_are_named():
    sight = Sight(Animal("refused", NotSent), replace(SEEN, answers=frozenset({(None, None, "NotSent")})), [])
    assert len(unmet([sight])) == 37
