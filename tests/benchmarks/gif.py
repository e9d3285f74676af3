"""GIF encoders side by side: bytes at equal quality against gifski (BD-rate), time, flicker, memory.

*BD-rate* (Bjøntegaard 2001, here by linear interpolation): each encoder is swept over its dial; the mean difference of
log bytes over the range of quality that both reach, as a percentage; negative is smaller. *CPU* is user and system time
of the encoding alone, each on one core, against gifski's, at the setting of each that comes nearest to SSIMULACRA2 70.
*Flicker* is the mean change from frame to frame relative to the source's; *still* the same in levels where the source stands still.

*Bands*: how broad areas of one color get in dark gradients, in pixels, in the worst frame (`tests/imaging/banding.py`).

python -m tests.benchmarks.gif [--quick] [--peers=ours,gifski] [words of a sequence's name]
--quick takes the first four frames of each sequence.
"""

import itertools
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

import cv2
import numpy as np

from apps.imaging.gif import works
from tests.benchmarks.gif_peers import Peer, cpu_seconds, peers
from tests.benchmarks.gif_sequences import SEQUENCES
from tests.benchmarks.quality import Original, flicker
from tests.imaging.banding import GRADIENTS, band_width
from tests.imaging.gif_decoders import show_in_pillow

AT = 70.0
"""SSIMULACRA2 of "high quality", where the encoders' time is compared."""

# The peak is asked of Linux, for getrusage tells the child of a large process that process's own.
MEMORY = """
import re, pathlib, numpy as np
from apps.imaging.gif import encode_gif
def frames():
    base = np.add.outer(np.arange(1024, dtype=np.uint16), np.arange(1024, dtype=np.uint16)) // 9
    for n in range(24):
        grain = np.random.default_rng(n).integers(0, 8, (1024, 1024, 3), dtype=np.uint8)
        yield grain + base.astype(np.uint8)[..., None] + np.uint8(n)
data = encode_gif(frames(), [80] * 24, loop=0, comment=None)
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print(int(peak) // 1024, len(data) // 1000)
"""


@dataclass(frozen=True)
class Point:
    bytes: int
    ssimulacra2: float
    psnr: float
    blurred_psnr: float
    cpu: float
    flicker: float
    still: float
    frames: int


def main() -> None:
    cv2.setNumThreads(1)
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = [sequence for sequence in SEQUENCES if all(word in sequence.name for word in words)]
    quick = "--quick" in sys.argv
    named = [word.removeprefix("--peers=").split(",") for word in sys.argv if word.startswith("--peers=")]
    taking_part = [peer for peer in peers() if not named or peer.name in named[0]]
    begun = time.perf_counter()
    print(f"\nGIF encoders; inner loops {'ready' if works() else 'missing'} ({time.perf_counter() - begun:.1f} s)")
    rows: dict[str, dict[str, list[Point]]] = {}
    for sequence in chosen:
        frames = sequence.frames()
        frames = frames[:4] if quick else frames
        originals = [Original(frame) for frame in frames]
        still = np.stack([(after == before).all(axis=2) for before, after in itertools.pairwise(frames)])
        rows[sequence.name] = {
            peer.name: [_measure(peer, setting, frames, originals, still) for setting in peer.settings]
            for peer in taking_part
        }
        _print_sequence(sequence.name, rows[sequence.name])
    _print_summary(rows)
    _print_bands(taking_part)
    said = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True).stdout.split()
    print(f"\nmemory of a process that encodes 24 frames of 1024²: {said[0]} MB ({said[1]} kB of GIF)")


def _measure(peer: Peer, setting: int, frames: np.ndarray, originals: list[Original], still: np.ndarray) -> Point:
    begun = cpu_seconds()
    data = peer.encode(frames, setting)
    cpu = cpu_seconds() - begun
    shown = show_in_pillow(data).frames
    pairs = list(zip(originals, shown, strict=False))  # a peer may have lost or merged frames
    source = flicker(frames)
    whole = len(shown) == len(frames)
    return Point(
        bytes=len(data),
        ssimulacra2=statistics.mean(original.ssimulacra2(frame) for original, frame in pairs),
        psnr=statistics.mean(original.psnr(frame) for original, frame in pairs),
        blurred_psnr=statistics.mean(original.blurred_psnr(frame) for original, frame in pairs),
        cpu=cpu,
        flicker=flicker(shown) / source,
        still=flicker(shown, still) if whole and still.any() else 0.0,
        frames=len(shown),
    )


def bd_rate(reference: list[Point], other: list[Point], quality: str) -> float:
    """Per cent of bytes more than the reference at equal quality; NaN where the sweeps share no quality."""
    curves = []
    for points in (reference, other):
        best: list[tuple[float, float]] = []
        for size, score in sorted((np.log(point.bytes), getattr(point, quality)) for point in points):
            if not best or score > best[-1][0]:  # what costs more and shows less is not on the curve
                best.append((score, size))
        curves.append(tuple(np.array(best).T))
    low = max(scores[0] for scores, _ in curves)
    high = min(scores[-1] for scores, _ in curves)
    if low >= high:
        return float("nan")
    at = np.linspace(low, high, 100)
    (x, y), (u, v) = curves
    return 100 * float(np.expm1((np.interp(at, u, v) - np.interp(at, x, y)).mean()))


def _nearest(points: list[Point]) -> Point:
    return min(points, key=lambda point: abs(point.ssimulacra2 - AT))


def _print_sequence(name: str, encoders: dict[str, list[Point]]) -> None:
    print(f"\n{name}")
    print(f"{'':>20} {'kB/frame / SSIMULACRA2 over the dial':<100}")
    for encoder, points in encoders.items():
        curve = " ".join(f"{p.bytes / p.frames / 1000:.0f}/{p.ssimulacra2:.1f}" for p in points)
        lost = "" if points[0].frames == encoders["ours"][0].frames else f"  shows {points[0].frames} frames"
        print(f"{encoder:>20} {curve}{lost}", flush=True)


def _print_summary(rows: dict[str, dict[str, list[Point]]]) -> None:
    reference = "gifski" if all("gifski" in encoders for encoders in rows.values()) else "Pillow octree"
    print(
        f"\nagainst {reference}: mean of {len(rows)} sequences (worst); CPU at SSIMULACRA2 near {AT:.0f}, median of ratios"
    )
    print(
        f"{'':>20} {'SSIMULACRA2':>18} {'blurred PSNR':>18} {'PSNR':>8} {'CPU':>6} {'CPU s':>6} "
        f"{'flicker':>8} {'still':>6}"
    )
    for encoder in next(iter(rows.values())):
        rates = {
            quality: [bd_rate(encoders[reference], encoders[encoder], quality) for encoders in rows.values()]
            for quality in ("ssimulacra2", "blurred_psnr", "psnr")
        }
        near = [(_nearest(encoders[reference]), _nearest(encoders[encoder])) for encoders in rows.values()]
        cpu = statistics.median(mine.cpu / theirs.cpu for theirs, mine in near)
        print(
            f"{encoder:>20} {_mean(rates['ssimulacra2']):>9} ({_worst(rates['ssimulacra2']):>6}) "
            f"{_mean(rates['blurred_psnr']):>9} ({_worst(rates['blurred_psnr']):>6}) {_mean(rates['psnr']):>8} "
            f"{cpu:>6.2f} {statistics.mean(mine.cpu for _, mine in near):>6.2f} "
            f"{max(mine.flicker for _, mine in near):>8.2f} "
            f"{max(point.still for encoders in rows.values() for point in encoders[encoder]):>6.2f}",
            flush=True,
        )


def _print_bands(taking_part: list[Peer]) -> None:
    """Print for each dark gradient and encoder: kB of the file / pixels of the flat bands in the worst frame."""
    print("\nflat bands of dark gradients, 320² × 6: kB/px over the dial")
    for name, frames in GRADIENTS.items():
        pictures = frames()
        print(f"{name}, the source itself: {max(map(band_width, pictures))} px")
        for peer in taking_part:
            files = [peer.encode(pictures, setting) for setting in peer.settings]
            widest = [max(map(band_width, show_in_pillow(data).frames)) for data in files]
            print(
                f"{peer.name:>20} {' '.join(f'{len(data) // 1000}/{px}' for data, px in zip(files, widest, strict=True))}"
            )


def _mean(rates: list[float]) -> str:
    known = [rate for rate in rates if not np.isnan(rate)]
    return f"{statistics.mean(known):+.0f} %" if known else "-"


def _worst(rates: list[float]) -> str:
    known = [rate for rate in rates if not np.isnan(rate)]
    return f"{max(known):+.0f}" if known else "-"


if __name__ == "__main__":
    main()
