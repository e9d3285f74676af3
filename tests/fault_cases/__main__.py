"""`make faults`: everything a vendor can do to a call, thirty times and thirty times more, and the class each call got.

python -m tests.fault_cases [words of a name …]
"""

import argparse
import os
import sys
import time

import django

from apps.operations.management.commands.up import ALLOCATOR

RUNNERS = 6  # most cases are waited for, and two cores are busy with the rest


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything a vendor can do to a call. Exits 1 on any miss.")
    parser.add_argument("words", nargs="*", help="only cases whose names hold one of these; all by default")
    chosen = parser.parse_args()
    if ALLOCATOR.items() - os.environ.items():
        # As a worker of the site has it; the C library reads it once, when a process begins.
        command = [sys.executable, "-m", "tests.fault_cases", *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **ALLOCATOR})  # noqa: S606 - ourselves again
    os.environ["DJANGO_SETTINGS_MODULE"] = "gifsite.settings_test"
    django.setup()
    from tests.fault_cases.cases import all_cases
    from tests.fault_cases.report import run_all, table, unmet

    began = time.monotonic()
    cases = [
        case
        for case in all_cases()
        if not chosen.words or any(word in f"{case.engine}: {case.name}" for word in chosen.words)
    ]
    results = run_all(cases, runners=RUNNERS)
    misses = [f"{result.case.engine}: {result.case.name}: {miss}" for result in results for miss in result.misses]
    misses += [] if chosen.words else unmet(results)
    print(table(results))
    for miss in misses:
        print(f"MISS {miss}")
    right = sum(not result.misses for result in results)
    print(f"\n{right} of {len(results)} behaviours as the table says, in {time.monotonic() - began:.0f} s")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
