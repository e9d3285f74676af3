"""All cases, a few runners at a time, and what is said about each."""

import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from apps.engines.sdapi import answers as sdapi
from apps.engines.stability import answers as stability
from tests.fault_cases.cases import FaultCase
from tests.fault_cases.runner import CALLS, DEADLINE_SECONDS, CaseRun, run_case
from tests.fault_cases.servers import Servers, Tally

PATIENCE_SECONDS = 60.0  # a runner needs five seconds, and a multiple of that on a busy machine

LATE_SECONDS = 2.0
"""How much later than its deadline a call may end on a busy machine."""

FLAT_BYTES = 4 * 1024 * 1024
"""How much thirty more calls may add to the process: an allocator keeps pages now and then, a leak keeps pictures."""

NOT_CHARGED = frozenset({"NotSent", "Throttled", "EngineFault", "RequestRefused", "ContentRefused", "OperatorNeeded"})
COLUMNS = ("behaviour", "class", "calls", "right", "slowest, s", "deadline, s", "memory, MB", "again, MB")


@dataclass(frozen=True, slots=True)
class Result:
    case: FaultCase
    seen: CaseRun | None
    misses: list[str]


def run_all(cases: list[FaultCase], *, runners: int) -> list[Result]:
    """Run every case and judge it. Forks, so it must be called before this process has any thread."""
    marked = {f"case{number:03}": case for number, case in enumerate(cases)}
    with Servers(marked) as servers:
        seen = dict(_visits(marked, servers.addresses, runners=runners))
        tally = servers.tally()
    return [Result(case, seen[mark], misses_of(case, seen[mark], tally, mark)) for mark, case in marked.items()]


def _visits(
    marked: dict[str, FaultCase], addresses: dict[str, str], *, runners: int
) -> Iterator[tuple[str, CaseRun | None]]:
    fork = multiprocessing.get_context("fork")
    # What is waited for longest goes first, so that no core is idle at the end.
    waiting = sorted(marked, key=lambda mark: marked[mark].at_once)
    running: dict[Connection, tuple[str, multiprocessing.process.BaseProcess, float]] = {}
    while waiting or running:
        while waiting and len(running) < runners:
            mark = waiting.pop(0)
            ours, theirs = fork.Pipe()
            process = fork.Process(target=run_case, args=(marked[mark], mark, addresses[mark], theirs))
            process.start()
            theirs.close()
            running[ours] = (mark, process, time.monotonic() + PATIENCE_SECONDS)
        ended = wait(list(running), timeout=1.0)
        for pipe, (mark, process, until) in list(running.items()):
            if pipe not in ended and time.monotonic() < until:
                continue
            try:
                seen = pipe.recv() if pipe in ended else None
            except EOFError:
                seen = None
            process.kill()
            process.join()
            del running[pipe]
            yield mark, seen


def misses_of(case: FaultCase, seen: CaseRun | None, tally: Tally, mark: str) -> list[str]:
    """What is not as the table says. Empty is right."""
    if seen is None:
        return ["its calls did not end"]
    if seen.skipped:
        return []
    misses = []
    others = {name: count for name, count in seen.classes.items() if name != case.expects.__name__}
    if others or sum(seen.classes.values()) != 2 * CALLS:
        misses.append(f"{seen.classes} instead of {case.expects.__name__}")
    if seen.slowest_seconds > DEADLINE_SECONDS + LATE_SECONDS:
        misses.append(f"a call of {seen.slowest_seconds:.1f} s with a deadline of {DEADLINE_SECONDS} s")
    if seen.second_bytes > FLAT_BYTES:
        misses.append(f"{megabytes(seen.second_bytes)} MB more memory after as many calls again")
    if seen.threads_left > 0 or seen.files_left:
        misses.append(f"{seen.threads_left} threads and {list(seen.files_left)} are left")
    if tally.requests.get(mark, 0) > 2 * CALLS:
        misses.append(f"{tally.requests[mark]} requests arrived from {2 * CALLS} calls")
    if tally.charges.get(mark, 0) and NOT_CHARGED & seen.classes.keys():
        misses.append(f"charged {tally.charges[mark]} times by the vendor, and not at all by its class")
    if tally.visits_elsewhere and "elsewhere" in case.name:
        misses.append("a redirect was followed")
    return misses


def unmet(results: list[Result]) -> list[str]:
    """Rows of the engines' tables that no case's answer fits."""
    tables = {"stability": stability.OUTCOMES, "sdapi": sdapi.OUTCOMES}
    return [
        f"no case meets {row}"
        for engine, table in tables.items()
        for row in table
        if not any(
            row.verdict.__name__ == verdict and row.status in {None, status} and row.name in {None, name}
            for result in results
            if result.case.engine == engine and result.seen is not None
            for status, name, verdict in result.seen.answers
        )
    ]


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:+.1f}"


def table(results: list[Result]) -> str:
    lines = [COLUMNS, *map(cells, results)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def cells(result: Result) -> tuple[str, ...]:
    name, wanted, seen = f"{result.case.engine}: {result.case.name}", result.case.expects.__name__, result.seen
    if seen is None or seen.skipped:
        return (name, wanted, "–", "–", "–", "–", "–", seen.skipped if seen else "did not end")
    calls = sum(seen.classes.values())
    return (
        name,
        wanted,
        str(calls),
        f"{seen.classes.get(wanted, 0)}/{2 * CALLS}",
        f"{seen.slowest_seconds:.2f}",
        f"{DEADLINE_SECONDS:.1f}",
        megabytes(seen.first_bytes),
        megabytes(seen.second_bytes),
    )
