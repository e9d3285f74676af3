"""Steps a second of the chain's machinery alone, beside the bare SQL of the same transactions.

*Counted in, a step*: everything `step_animation` does for one ordinary frame, neither the first nor the last of its
animation, with an engine in this process that answers at once: the rate bucket (Redis), the claim, spooling with fsync,
decoding in the sandbox, writing the picture (local disk), the settlement, and sending the next hint (Redis).
*Counted in, claim and settle*: the two transactions alone as the house makes them, and sending the hint; no picture is
spooled, decoded or written.
*Counted in, bare SQL*: the very statements of these two transactions with their parameters, BEGIN and COMMIT, sent by
psycopg from as many threads, each on a connection of its own that stays open. Results are fetched.
*Counted out everywhere*: HTTP, TLS, Celery's taking the message, and object storage over the network.

The statements are recorded once, while the house takes its steps on one copy of a database. Every measured round then
begins on a fresh copy of the same database, so that both sides find the same rows; numbers that the database gives out
itself are replaced by those of the copy. Afterwards both copies must hold the same number of stored frames, calls and
transfers. Rounds go in turns, and the median counts.
"""

import statistics
import tempfile
from pathlib import Path

from tests.benchmarks.harness import become_part_of, environment

FRAMES = 10
FIRST, LAST = 2, 9  # the ordinary frames
ROUNDS = 5
SIZES = {1: 8, 8: 32}  # threads: animations
AIM = 0.5


def main() -> None:
    folder = tempfile.mkdtemp(prefix="gifsite-bench-")
    settings = environment(DATA_DIR=folder)
    become_part_of({**settings, "DATABASE_URL": settings["DATABASE_URL"].rpartition("/")[0] + "/harness"})
    from tests.benchmarks.databases import Databases
    from tests.benchmarks.replay import replay, statements_per_step
    from tests.benchmarks.steps import Machinery

    databases = Databases(settings["DATABASE_URL"])
    databases.create("harness")
    machinery = Machinery(Path(folder))
    machinery.prepare(animations=max(SIZES.values()), frames=FRAMES)
    steps = LAST - FIRST + 1
    print(
        f"\nMachinery: frames {FIRST} to {LAST} of each animation, steps a second, median of {ROUNDS} rounds in turns"
    )
    print(
        f"{'threads':>8} {'step':>8} {'claim and settle':>17} {'bare SQL':>9} {'step / bare':>12} "
        f"{'claim and settle / bare':>24} {'aim':>6}"
    )
    for threads, animations in SIZES.items():
        with databases.copy("harness"):
            recorded = machinery.record(animations=animations, steps=steps, threads=threads)
            wanted = databases.sums()
        rates: dict[str, list[float]] = {"step": [], "beats": [], "bare": []}
        for _ in range(ROUNDS):
            with databases.copy("harness"):
                seconds = machinery.run(machinery.step, animations=animations, steps=steps, threads=threads)
                rates["step"].append(animations * steps / seconds)
                databases.expect(wanted)
            with databases.copy("harness") as url:
                rates["bare"].append(animations * steps / replay(recorded, url=url, threads=threads))
                databases.expect(wanted)
            with databases.copy("harness"):
                seconds = machinery.run(machinery.beats, animations=animations, steps=steps, threads=threads)
                rates["beats"].append(animations * steps / seconds)
                databases.expect(wanted)
        step, beats, bare = (statistics.median(rate) for rate in rates.values())
        print(
            f"{threads:>8} {step:>8.1f} {beats:>17.1f} {bare:>9.1f} {step / bare:>12.2f} {beats / bare:>24.2f} "
            f"{f'≥ {AIM}':>6}",
            flush=True,
        )
    print(f"statements of a step, BEGIN and COMMIT left out: {statements_per_step(recorded, steps=steps):.1f}")


if __name__ == "__main__":
    main()
