"""`make chaos`: storms over the whole site, each held against what was promised. Exits 1 on any finding.

python -m tests.chaos [storm …] [--quick] [--seed N] [--publish]

Small storms rage two at a time, each in a world of its own: most of a small storm is waiting for processes to start.
"""

import argparse
import datetime as dt
import importlib
import secrets
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.chaos.world import Outcome, Size

STORMS = ("kill", "redis", "postgres", "s3", "ceiling", "terms")
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
SIDE_BY_SIDE = 2  # small storms; a third would wait for two cores
SHOWN = 30  # findings printed of one storm: what is broken repeats itself
BEGIN, END = "<!-- storms: begin -->", "<!-- storms: end -->"
COLUMNS = (
    "storm",
    "kills",
    "frames",
    "delivered",
    "charged",
    "paid twice",
    "unknown",
    "orphans",
    "captured",
    "drift",
    "lost",
    "last, s",
    "findings",
)


def cells(row: Outcome) -> list[str]:
    figures = row.figures
    naive = row.name.endswith("naive")  # it has no books to look into
    counted = [row.kills, figures.frames, figures.delivered, figures.charged, figures.paid_twice]
    booked = [figures.unknown, figures.orphans, figures.captured, figures.drift, figures.lost]
    last = "–" if row.last_seconds is None else f"{row.last_seconds:.1f}"
    return [
        row.name,
        *map(str, counted),
        *(["–"] * len(booked) if naive else map(str, booked)),
        last,
        "–" if naive else str(len(row.findings)),
    ]


def table(lines: list[list[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]

    def printed(line: list[str]) -> str:
        words = [line[0].ljust(widths[0])]
        words += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        return f"| {' | '.join(words)} |"

    rule = f"|{'-' * (widths[0] + 2)}|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|"
    return "\n".join([printed(lines[0]), rule, *map(printed, lines[1:])])


def publish(rows: list[Outcome], size: Size) -> None:
    """Renew the lines of these storms in the document's table; those of other storms stay with their own date and seed."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    old, _, after = rest.partition(END)
    run = [f"{dt.datetime.now(dt.UTC):%Y-%m-%d}", "small" if size.quick else "full", str(size.seed)]
    new = {row.name: [*cells(row), *run] for row in rows}
    kept = [[cell.strip() for cell in line.strip("|").split("|")] for line in old.strip().splitlines()[2:]]
    lines = {**{line[0]: line for line in kept}, **new}
    ordered = sorted(lines.values(), key=lambda line: STORMS.index(line[0].split(",")[0]))
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table([[*COLUMNS, 'date', 'size', 'seed'], *ordered])}\n\n{END}{after}")


def rage(name: str, size: Size) -> list[Outcome]:
    """One storm from beginning to end; prints what came of it."""
    began = time.monotonic()
    try:
        found = importlib.import_module(f"tests.chaos.storms.{name}").storm(size)
    except Exception as error:
        # One storm that breaks off is a finding of its own; the others still rage.
        traceback.print_exc()
        found = [Outcome(name, findings=[f"the storm broke off: {error}"])]
    said = [f"\n{name}: {time.monotonic() - began:.0f} s", table([list(COLUMNS), *map(cells, found)])]
    for row in found:
        said += [f"  {row.name}: {note}" for note in row.notes]
        said += [f"  FINDING {row.name}: {finding}" for finding in row.findings[:SHOWN]]
        said += [f"  … and {len(row.findings) - SHOWN} more"] if len(row.findings) > SHOWN else []
    print("\n".join(said), flush=True)  # at once, so that two storms do not mix their lines
    return found


def place(row: Outcome) -> int:
    return STORMS.index(row.name.split(",")[0])


def main() -> int:
    parser = argparse.ArgumentParser(description="Storms over the whole site. Exits 1 on any finding.")
    parser.add_argument("storms", nargs="*", metavar="storm", help=f"of {', '.join(STORMS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="small sizes, for CI")
    parser.add_argument("--seed", type=int, help="repeats a run's random choices; drawn and printed by default")
    parser.add_argument("--publish", action="store_true", help=f"rewrite the table in {DOCUMENT.name}")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.storms) - set(STORMS))
    if unknown:
        parser.error(f"there is no storm called {', '.join(unknown)}")
    size = Size(quick=chosen.quick, seed=secrets.randbelow(1_000_000) if chosen.seed is None else chosen.seed)
    print(f"seed {size.seed}", flush=True)
    rows: list[Outcome] = []
    with ThreadPoolExecutor(SIDE_BY_SIDE if size.quick else 1) as pool:
        for storm in as_completed([pool.submit(rage, name, size) for name in chosen.storms or STORMS]):
            rows += storm.result()
    rows.sort(key=place)
    if len(rows) > 1:
        print(f"\nseed {size.seed}\n{table([list(COLUMNS), *map(cells, rows)])}")
    if chosen.publish:
        publish(rows, size)
    return 1 if any(row.findings for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
