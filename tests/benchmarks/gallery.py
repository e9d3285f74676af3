"""Requests a second of the gallery page beside the emptiest view there is, in turns."""

import contextlib
import statistics
import time
import urllib.request

from tests.benchmarks.harness import running_site

ROUNDS, REQUESTS = 5, 60


def main() -> None:
    with running_site(engine_seconds=0.0, threads=4) as (site, _log):
        rounds: dict[str, list[float]] = {"/gallery/": [], "/healthz": []}
        for _ in range(ROUNDS):
            for path, rates in rounds.items():
                began = time.monotonic()
                for _ in range(REQUESTS):
                    with contextlib.closing(urllib.request.urlopen(site.url + path)) as answer:
                        answer.read()
                rates.append(REQUESTS / (time.monotonic() - began))
    page, empty = (statistics.median(rates) for rates in rounds.values())
    print(f"\nGallery page: {page:.0f} requests a second, an empty view {empty:.0f}: ratio {page / empty:.2f}")


if __name__ == "__main__":
    main()
