"""One frames worker process that holds two hundred animations at once: what that costs in time and in memory.

The engine takes two seconds a frame, so two hundred animations ask for a hundred frames a second. Memory is the largest
resident size the frames worker ever had, by the kernel's own account, without its sandbox children.
"""

from pathlib import Path

from tests.benchmarks.harness import SIDE, running_site
from tests.stack.site import Site

ANIMATIONS = 200
FRAMES = 8
ENGINE_SECONDS = 2.0
THREADS = 224  # one for each animation, and some for looks at those that ended
MAX_RATIO = 1.15
MAX_MEGABYTES = 600


def main() -> None:
    with running_site(engine_seconds=ENGINE_SECONDS, threads=THREADS) as (site, log):
        from tests.benchmarks.crowd import paint

        print(
            f"\nMany: {ANIMATIONS} animations of {FRAMES} frames of {SIDE} x {SIDE}, fake engine at {ENGINE_SECONDS} s a "
            f"frame, one frames worker with {THREADS} threads, PostgreSQL, Redis, S3"
        )
        print(
            f"{'animations':>20} {'wall / engine, median':>22} {'worst':>8} {'frames a second':>16} "
            f"{'calls at once':>14} {'peak, MB':>9}"
        )
        paint(1, frames=2, log=log)  # everything it needs is loaded, so that the first line is of the start alone
        for count in (1, ANIMATIONS):
            figures = paint(count, frames=FRAMES, log=log)
            print(
                f"{count:>20} {figures.median:>22.3f} {max(figures.ratios):>8.3f} {figures.frames_per_second:>16.1f} "
                f"{figures.calls_at_once:>14} {peak_bytes(frames_worker(site)) / 2**20:>9.0f}",
                flush=True,
            )
        print(f"{'aim':>20} {f'≤ {MAX_RATIO}':>22} {'':>8} {'':>16} {f'≥ {ANIMATIONS}':>14} {f'≤ {MAX_MEGABYTES}':>9}")


def frames_worker(site: Site) -> int:
    """The process that paints: the one of its queue that has the most memory, whatever children it may have."""
    found = [pid for pid in site.children() if b"\0frames\0" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return max(found, key=peak_bytes)


def peak_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
