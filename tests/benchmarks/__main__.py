"""`make bench`: ratios measured side by side, each row in a process of its own.

python -m tests.benchmarks [row …]
"""

import argparse
import subprocess
import sys

ROWS = (
    "chain",
    "many",
    "machinery",
    "gallery",
    "ledger",
    "statement",
    "gif",
    "gif_decoders",
    "fits",
    "pixels",
    "slow_clients",
    "sketch",
    "acting",
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Ratios measured side by side and printed; never asserted.")
    parser.add_argument("rows", nargs="*", metavar="row", help=f"of {', '.join(ROWS)}; all by default")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.rows) - set(ROWS))
    if unknown:
        parser.error(f"there is no row called {', '.join(unknown)}")
    # A row changes the settings of its process, which cannot be changed back.
    ended = [subprocess.call([sys.executable, "-m", f"tests.benchmarks.{row}"]) for row in chosen.rows or ROWS]
    return 1 if any(ended) else 0


if __name__ == "__main__":
    sys.exit(main())
