"""The chain's overhead over its engine, for one, ten and a hundred animations at once."""

from tests.benchmarks.harness import SIDE, running_site

FRAMES = 12
ENGINE_SECONDS = 0.5
THREADS = 128


def main() -> None:
    with running_site(engine_seconds=ENGINE_SECONDS, threads=THREADS) as (_site, log):
        from tests.benchmarks.crowd import paint

        print(
            f"\nChain: {FRAMES} frames of {SIDE} x {SIDE}, fake engine at {ENGINE_SECONDS} s a frame, one frames worker, "
            "PostgreSQL, Redis, S3"
        )
        print(f"{'animations at once':>26} {'wall / engine, median':>22} {'worst':>8} {'frames a second':>16}")
        for count, hold in ((1, 0), (1, 0), (10, 0), (100, 0), (1, 1), (10, 1)):
            figures = paint(count, frames=FRAMES, log=log, hold=hold)
            rate = figures.frames_per_second
            what = f"{count}, colors held" if hold else str(count)
            print(f"{what:>26} {figures.median:>22.3f} {max(figures.ratios):>8.3f} {rate:>16.1f}", flush=True)


if __name__ == "__main__":
    main()
