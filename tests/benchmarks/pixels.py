"""Color hold, drift meter, masks that travel, in-betweens, loops, motion and captions beside what the field does.

Everything at 512 x 512 unless a row says otherwise, on scikit-image's photos, with one thread; milliseconds are of CPU,
medians. A film is added when Debian's opencv-doc is installed, or when OPENCV_DOC names the folder of its samples.

*Drift*: an engine that moves things a little, makes texture anew and drifts in color paints each frame from the one
before. "Fed": each frame is corrected before the next is painted from it. "After": only the finished frame is. Numbers
are CIE76 differences, after a blur of 1/32 of the side, to the same chain without drift. *Harm* is the difference that
correcting makes in a chain that does not drift, in which a ball appears, or the camera zooms in by 3 % a frame.
"""

import functools
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from apps.imaging.effects.caption import draw_caption
from apps.imaging.effects.color_stabilization import CHAIN_REACH, stabilize_color
from apps.imaging.effects.drift import measure_drift
from apps.imaging.effects.inbetween import find_passage, frame_between
from apps.imaging.effects.loop_gap import measure_loop_gap, propose_trim
from apps.imaging.effects.loops import design_loop
from apps.imaging.effects.mask import composite, count_differing_outside, feather
from apps.imaging.effects.motion import Motion, move_frame
from apps.imaging.effects.travel import travel_masks
from tests.benchmarks import pixels_peers as peers
from tests.imaging.scenes import (
    DEFORMATIONS,
    PHOTOS,
    Engine,
    balloon,
    chain,
    color_difference,
    deformed,
    halves,
    other_hue,
    overlap,
    panned,
    passed_by,
    photo,
    psnr,
    region,
    surviving,
)

SIDE = 512
FILMS = Path(os.environ.get("OPENCV_DOC", "/usr/share/doc/opencv-doc/examples/data"))


class Clock:
    """Milliseconds of CPU of each call."""

    def __init__(self) -> None:
        self.spent: list[float] = []

    def __call__(self, call: Callable, *args, **kwargs):
        start = time.process_time()
        result = call(*args, **kwargs)
        self.spent.append(1000 * (time.process_time() - start))
        return result

    def __str__(self) -> str:
        return f"{statistics.median(self.spent):.1f}" if self.spent else "-"


def spread(values: list[float], *, worst=max) -> str:
    return f"{statistics.median(values):.2f} / {worst(values):.2f}"


class Hold:
    """Our hold, as the chain calls it: with the frame before, as held."""

    def __init__(self, first: np.ndarray, amount: float = 1.0) -> None:
        self.first, self.previous, self.amount = first, first, amount

    def __call__(self, frame: np.ndarray) -> np.ndarray:
        self.previous = stabilize_color(frame, self.first, amount=self.amount, previous=self.previous)
        return self.previous


METHODS: dict[str, tuple[Callable, Callable]] = {
    "none": (lambda first: lambda frame: frame, lambda frame, first: frame),
    "LAB mean": (lambda first: lambda frame: peers.lab_mean(frame, first), peers.lab_mean),
    "LAB mean and deviation": (lambda first: lambda frame: peers.reinhard(frame, first), peers.reinhard),
    "RGB histograms": (lambda first: lambda frame: peers.histogram_match(frame, first), peers.histogram_match),
    "stabilize_color, 1": (Hold, lambda frame, first: stabilize_color(frame, first, amount=1.0, reach=CHAIN_REACH)),
}


def _fed(first, holder, clock, count, change=None, **options):
    """A chain of which every frame is corrected before the next is painted from it."""
    hold = holder(first)
    return chain(Engine(SIDE, **options), first, count, hold=lambda frame, _: clock(hold, frame), change=change)


def colors() -> None:
    print("\nColor hold: median / worst of four photos")
    columns = ("fed, 3", "fed, 11", "fed, 23", "after, 11", "after, 23", "harm: ball", "harm: zoom", "zoom and drift")
    print(f"{'':>24}" + "".join(f"{column:>16}" for column in columns) + f"{'ms':>7}{'after ms':>9}")
    firsts = [photo(name, SIDE) for name in PHOTOS]
    change, ball = balloon(SIDE, since=6)
    still, zooming = {"drift": 0}, {"drift": 0, "zoom": 1.03}
    true = [chain(Engine(SIDE, **still), first, 24) for first in firsts]
    zoomed = [chain(Engine(SIDE, **zooming), first, 12) for first in firsts]
    appeared = [chain(Engine(SIDE, **still), first, 12, change=change) for first in firsts]
    drifted = [chain(Engine(SIDE), first, 24) for first in firsts]
    for label, (holder, single) in METHODS.items():
        rows: dict[str, list[float]] = {column: [] for column in columns}
        clock, after = Clock(), Clock()
        for index, first in enumerate(firsts):
            fed = functools.partial(_fed, first, holder, clock)
            held = fed(24)
            for number in (3, 11, 23):
                rows[f"fed, {number}"].append(color_difference(held[number], true[index][number]))
            for number in (11, 23):
                corrected = after(single, drifted[index][number], first)
                rows[f"after, {number}"].append(color_difference(corrected, true[index][number]))
            rows["harm: ball"].append(color_difference(fed(12, change, **still)[11], appeared[index][11], ball))
            rows["harm: zoom"].append(color_difference(fed(12, **zooming)[11], zoomed[index][11]))
            rows["zoom and drift"].append(color_difference(fed(12, zoom=1.03)[11], zoomed[index][11]))
        print(
            f"{label:>24}" + "".join(f"{spread(row):>16}" for row in rows.values()) + f"{clock!s:>7}{after!s:>9}",
            flush=True,
        )
    print("\nIntended change of hue by 90 degrees that survives after 12 frames, fed: median / worst of four photos")
    print(f"{'':>24}{'a region, at once':>20}{'a region, slowly':>20}{'all, at once':>20}{'all, slowly':>20}")
    middle = np.zeros((SIDE, SIDE), bool)
    middle[SIDE // 4 : -SIDE // 4, SIDE // 4 : -SIDE // 4] = True
    engine = Engine(SIDE, motion=0)
    for label, holder in (
        ("stabilize_color, 0.5", lambda first: Hold(first, 0.5)),
        ("stabilize_color, 1", Hold),
        (
            "half RGB histograms",
            lambda first: lambda frame: peers.cross_fade(frame, peers.histogram_match(frame, first)),
        ),
    ):
        cells = []
        for where in (middle, None):
            for pull in (0.4, 0.15):
                left = []
                for first in firsts:
                    change = other_hue(first, degrees=90, pull=pull, where=where)
                    free = chain(engine, first, 12, change=change)
                    hold = holder(first)
                    kept = chain(engine, first, 12, change=change, hold=lambda frame, _, hold=hold: hold(frame))
                    left.append(surviving(first, kept[11], free[11], where))
                cells.append(spread(left, worst=min))
        print(f"{label:>24}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
    for side in (768, 1024):
        clock, first = Clock(), photo(PHOTOS[0], side)
        painted = Engine(side).paint(first, 1)
        for _ in range(5):
            clock(stabilize_color, painted, first, amount=1.0, previous=first)
        print(f"stabilize_color at {side} x {side}: {clock} ms")


def meter() -> None:
    clock, first = Clock(), photo(PHOTOS[0], SIDE)
    frames = chain(Engine(SIDE), first, 12)
    drifts = [clock(measure_drift, frame, first, before) for frame, before in zip(frames[1:], frames, strict=False)]
    print("\nDrift meter, astronaut, uncorrected")
    print("off by, frames 1 to 11: " + " ".join(f"{drift.off_by:.1f}" for drift in drifts))
    print(f"the last: {drifts[-1]}\n{clock} ms a frame")


def masks() -> None:
    print(
        "\nMasks: overlap (intersection over union) with the exact mask, mean / worst of 12 frames, 3 photos, 2 masks"
    )
    print(
        f"{'':>28}{'not moved':>18}{'DIS step by step':>18}{'ms':>6}{'travel_masks':>18}{'ms':>6}{'differing outside':>19}"
    )
    cases: dict[str, list] = {
        name: [] for name in (*DEFORMATIONS, "obstacle, visible part", "obstacle, whole", "camera pan")
    }
    for seed, name in enumerate(PHOTOS[:3], start=1):
        for kind in (0, 1):
            first, mask = photo(name, SIDE), region(SIDE, kind)
            for strength in DEFORMATIONS:
                cases[strength].append(deformed(first, mask, strength, seed=seed))
            frames, truth = cases["gentle"][-1]
            covered, visible = passed_by(frames, truth, photo(PHOTOS[seed % 3], SIDE))
            cases["obstacle, visible part"].append((covered, visible))
            cases["obstacle, whole"].append((covered, truth))
            wide = np.zeros((768, 768), np.uint8)
            wide[80 : 80 + SIDE, 100 : 100 + SIDE] = mask
            cases["camera pan"].append(panned(photo(name, 768), wide, SIDE, seed=seed))
    for label, runs in cases.items():
        still, stepped, found = [], [], []
        steps, ours = Clock(), Clock()
        differing = 0
        for frames, truth in runs:
            followed = steps(peers.step_by_step, frames, truth[0])
            travelled = ours(travel_masks, frames, {0: truth[0]})
            for number in range(1, len(frames)):
                still.append(overlap(truth[0], truth[number]))
                stepped.append(overlap(followed[number], truth[number]))
                mask = travelled[number].mask
                found.append(overlap(mask, truth[number]))
                laid = composite(frames[0], frames[number], feather(mask, 8))
                differing += count_differing_outside(laid, frames[0], mask)
        cells = [f"{statistics.mean(values):.3f} / {min(values):.3f}" for values in (still, stepped, found)]
        per = [f"{statistics.median(clock.spent) / 11:.0f}" for clock in (steps, ours)]
        print(f"{label:>28}{cells[0]:>18}{cells[1]:>18}{per[0]:>6}{cells[2]:>18}{per[1]:>6}{differing:>19}", flush=True)


def film(name: str, *, gap: int, count: int = 8) -> list[tuple[np.ndarray, ...]]:
    """First, middle and last of `count` pieces of a film, the middle square at 512 x 512; none without the film."""
    reader = cv2.VideoCapture(str(FILMS / name)) if (FILMS / name).exists() else None
    frames = []
    while reader is not None and len(frames) < gap * count + 1:
        read, frame = reader.read()
        if not read:
            break
        height, width = frame.shape[:2]
        edge = min(height, width)
        top, left = (height - edge) // 2, (width - edge) // 2
        square = np.ascontiguousarray(frame[top : top + edge, left : left + edge, ::-1])
        frames.append(
            cv2.resize(square, (SIDE, SIDE), interpolation=cv2.INTER_AREA if edge > SIDE else cv2.INTER_CUBIC)
        )
    return [(frames[at], frames[at + gap // 2], frames[at + gap]) for at in range(0, len(frames) - gap, gap)]


def in_betweens() -> None:
    print("\nIn-betweens: PSNR in dB to the true middle frame; gain over the cross-fade, median / worst")
    print(f"{'':>30}{'cross-fade':>12}{'mean of warps':>20}{'ms':>6}{'frame_between':>20}{'ms':>6}")
    cases = {
        f"photos, {reach} pixels": [halves(photo(name, SIDE), reach, seed=seed) for seed, name in enumerate(PHOTOS)]
        for reach in (0, 3, 6, 12, 24, 48)
    }
    for name, gap in (("Megamind.avi", 2), ("Megamind.avi", 4), ("vtest.avi", 2), ("vtest.avi", 8)):
        cases[f"{name}, gap {gap}"] = film(name, gap=gap)
    for label, moments in cases.items():
        if not moments:
            continue
        faded, mean, ours = [], [], []
        mean_clock, clock = Clock(), Clock()
        for first, middle, last in moments:
            fade = psnr(peers.cross_fade(first, last), middle)
            faded.append(fade)
            mean.append(psnr(mean_clock(peers.mean_of_warps, first, last), middle) - fade)
            made = clock(lambda first=first, last=last: frame_between(find_passage(first, last), 0.5))
            ours.append(psnr(made, middle) - fade)
        print(
            f"{label:>30}{statistics.median(faded):>12.1f}{spread(mean, worst=min):>20}{mean_clock!s:>6}"
            f"{spread(ours, worst=min):>20}{clock!s:>6}",
            flush=True,
        )


def loops() -> None:
    print("\nLoops, eight frames of a gentle deformation: jump at the seam, usual step, score (0 is no seam)")
    frames = deformed(photo("chelsea.png", SIDE), region(SIDE, 0), "gentle", count=8)[0]
    for style in ("forward", "ping-pong", "return-to-start", "cross-faded"):
        clock = Clock()
        shown = clock(design_loop, frames, style)
        seam = measure_loop_gap(shown)
        print(f"{style:>18}{len(shown):>4} frames{seam.jump:>8.2f}{seam.usual:>8.2f}{seam.score:>8.2f}{clock!s:>10} ms")
    clock = Clock()
    cut = clock(propose_trim, frames)
    print(f"  cut proposed: {cut.first} to {cut.last}, score {cut.loop_gap.score:.2f}; {clock} ms")
    first = frames[0]
    for label, call in (
        ("camera, a frame", lambda: move_frame(first, Motion(zoom=1.3, turn=5, shake=0.02), 0.7)),
        ("caption, a frame", lambda: draw_caption(first, "when the build is green 🎉")),
        ("feather and composite", lambda: composite(first, frames[1], feather(region(SIDE, 0), 8))),
    ):
        clock = Clock()
        for _ in range(9):
            clock(call)
        print(f"{label:>24}: {clock} ms")


def main() -> None:
    cv2.setNumThreads(1)
    for part in (colors, meter, masks, in_betweens, loops):
        part()


if __name__ == "__main__":
    main()
