"""The suite's own eyes: it must see what it is there to see."""

from dataclasses import replace

import pytest

from apps.engines.errors import EngineFault, NotSent, OutcomeUnknown
from tests.fault_cases.cases import FaultCase, all_cases
from tests.fault_cases.report import FLAT_BYTES, Result, misses_of, unmet
from tests.fault_cases.runner import CaseRun
from tests.fault_cases.servers import Tally

LOST = FaultCase("lost", OutcomeUnknown)
FREE = FaultCase("free", EngineFault)
SEEN = CaseRun({"OutcomeUnknown": 60}, frozenset(), 2.1, 30_000_000, 0, 0, ())
QUIET = Tally({"a": 60}, {"a": 60}, 0)


def test_what_is_as_the_table_says_is_no_miss():
    assert misses_of(LOST, SEEN, QUIET, "a") == []


@pytest.mark.parametrize(
    ("case", "seen", "tally"),
    [
        (LOST, None, QUIET),
        (LOST, replace(SEEN, classes={"OutcomeUnknown": 59, "NotSent": 1}), Tally({}, {}, 0)),
        (LOST, replace(SEEN, classes={"OutcomeUnknown": 59}), QUIET),
        (LOST, replace(SEEN, slowest_seconds=5.1), QUIET),
        (LOST, replace(SEEN, second_bytes=FLAT_BYTES + 1), QUIET),
        (LOST, replace(SEEN, threads_left=1), QUIET),
        (LOST, replace(SEEN, files_left=("socket:[4711]",)), QUIET),
        (LOST, SEEN, Tally({"a": 61}, {}, 0)),
        (FREE, replace(SEEN, classes={"EngineFault": 60}), QUIET),
        (FaultCase("307 to elsewhere", OutcomeUnknown), SEEN, Tally({}, {}, 1)),
    ],
)
def test_every_promise_that_is_broken_is_one_miss(case, seen, tally):
    assert len(misses_of(case, seen, tally, "a")) == 1


def test_animals_are_told_apart_and_belong_somewhere():
    cases = all_cases()
    assert len({(case.engine, case.name) for case in cases}) == len(cases)
    homes = [[case.talk, case.kind, case.place] for case in cases]
    assert [home.count(None) for home in homes] == [2] * len(cases)


def test_rows_of_the_tables_that_nobody_met_are_named():
    result = Result(FaultCase("refused", NotSent), replace(SEEN, answers=frozenset({(None, None, "NotSent")})), [])
    assert len(unmet([result])) == 37
