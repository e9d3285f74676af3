"""Thirty animations made to fit every destination, judged by opening the final bytes, and what that costs.

python -m tests.benchmarks.fits [--quick] [slug …]
"""

import statistics
import sys

import cv2
import numpy as np

from apps.imaging.effects.timeline import frame_delays_ms, order_frames
from apps.imaging.formats.destinations import DESTINATIONS
from apps.imaging.formats.fits import Fit, fit
from apps.imaging.gif import works
from tests.benchmarks.gif_peers import cpu_seconds
from tests.benchmarks.gif_sequences import camera, chain, masked

PHOTOS = ("astronaut", "chelsea", "coffee", "rocket", "china", "flower")


def animations(count: int) -> list[tuple[np.ndarray, tuple[int, ...]]]:
    """Chains, masked chains and cameras of 6 to 24 shown frames, as wide, tall and square as people's pictures."""
    made = []
    for index in range(count):
        photo = PHOTOS[index % len(PHOTOS)]
        side = (256, 384, 512)[index % 3]
        frames = 4 + index % 9
        match index % 4:
            case 0:
                drawn = masked(photo, side, frames, seed=index)
            case 1:
                drawn = camera(photo, side, frames, seed=index, zoom=0.01, pan=2.0)
            case _:
                drawn = chain(photo, side, frames, seed=index)
        cut = (side // 4) * (index % 3 == 1)
        drawn = drawn[:, cut:] if index % 2 else drawn[:, :, cut:]
        order = order_frames(frames, "ping-pong" if index % 2 else "forward")
        made.append((drawn[list(order)], frame_delays_ms((8, 12, 25)[index % 3], len(order))))
    return made


def main() -> int:
    cv2.setNumThreads(1)
    works()  # loading the compiled loops is paid at a worker's start
    chosen = [one for one in DESTINATIONS if not set(sys.argv[1:]) - {"--quick"} or one.slug in sys.argv]
    everything = animations(6 if "--quick" in sys.argv else 30)
    print(f"\nFits: {len(everything)} animations for each destination, measured on their final bytes")
    print(
        f"{'':>18} {'fit':>7} {'of the limit':>13} {'side kept':>10} {'frames kept':>12} {'CPU s, median':>14} {'most':>6}"
    )
    failed = 0
    for destination in chosen:
        fits: list[Fit] = []
        seconds, sides, kept = [], [], []
        for frames, delays in everything:
            begun = cpu_seconds()
            made = fit(list(frames), delays, destination, loop=0, comment="AI-generated picture")
            seconds.append(cpu_seconds() - begun)
            fits.append(made)
            sides.append(made.measured.width / (destination.square or frames.shape[2]))
            kept.append(made.measured.frames / len(frames))
            for reason in made.reasons:
                print(f"{'':>18} {reason}")
        good = sum(made.fits for made in fits)
        failed += len(fits) - good
        used = statistics.median(made.measured.size_bytes / destination.max_bytes for made in fits)
        print(
            f"{destination.slug:>18} {good:>3}/{len(fits):<3} {used:>13.0%} {statistics.median(sides):>10.0%} "
            f"{statistics.median(kept):>12.0%} {statistics.median(seconds):>14.2f} {max(seconds):>6.2f}",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
