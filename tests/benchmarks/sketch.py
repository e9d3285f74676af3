"""Milliseconds of a frame of the sketch and of an analysis beside encoding the same picture, and memory.

python -m tests.benchmarks.sketch

The astronaut at 640 x 640, one thread; milliseconds are of CPU, medians of all reactions at three moments.
"""

import io
import resource
import statistics
import subprocess
import sys
import time

import cv2
import numpy as np
from PIL import Image

from apps.engines.protocol import PaintRequest
from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.engine import PNG_SETTINGS, SketchEngine
from apps.imaging.faces.analysis import analyze, read_analysis
from tests.engines.sketch.pictures import analysis, astronaut, png

SIDE, COUNT = 640, 12
MOMENTS = (4, 7, 10)

CHILD = """
import sys
import cv2
cv2.setNumThreads(1)
import apps.imaging.sandbox.child
from apps.imaging.codecs.frames import decode_png
from apps.imaging.faces.analysis import analyze
data = sys.stdin.buffer.read()
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
began = peak()
for _ in range(3):
    analyze(decode_png(data))
print(began, peak())
"""


def milliseconds(call, *, times: int = 9) -> float:
    spent = []
    for _ in range(times):
        began = time.process_time()
        call()
        spent.append(1000 * (time.process_time() - began))
    return statistics.median(spent)


def main() -> None:
    cv2.setNumThreads(1)
    engine, picture = SketchEngine(), astronaut(SIDE)
    source, found = png(picture), analysis(SIDE)
    spent: dict[str, float] = {}
    for reaction in CATALOG:
        requests = [
            PaintRequest(
                image=source, analysis=found, width=SIDE, height=SIDE, model="sketch", prompt=reaction.name,
                negative_prompt=None, strength=None, seed=1000 + position, mask=None, style_preset=None,
                position=position, frame_count=COUNT,
            )
            for position in MOMENTS
        ]  # fmt: skip
        engine.paint(requests[0], deadline=time.monotonic() + 60.0)
        calls = [
            milliseconds(lambda wanted=wanted: engine.paint(wanted, deadline=time.monotonic() + 60.0), times=3)
            for wanted in requests
        ]
        spent[reaction.label] = statistics.median(calls)
    ours = statistics.median(spent.values())
    again = milliseconds(lambda: Image.open(io.BytesIO(source)).convert("RGB").save(io.BytesIO(), "PNG"))
    fast = milliseconds(lambda: cv2.imencode(".png", picture, PNG_SETTINGS))
    print(f"\nSketch at {SIDE} x {SIDE}, one thread, medians")
    print(f"a frame with its PNG: {ours:.0f} ms, of {len(spent)} reactions (wanted: at most 60)")
    print(
        f"  Pillow re-encodes the same PNG in {again:.0f} ms: ratio {ours / again:.2f}; ours in {fast:.0f} ms: ratio {ours / fast:.2f}"
    )
    slowest = sorted(spent.items(), key=lambda pair: -pair[1])[:8]
    print("  slowest: " + ", ".join(f"{label} {took:.0f}" for label, took in slowest))
    analyzed = milliseconds(lambda: analyze(picture))
    print(f"an analysis: {analyzed:.0f} ms (wanted: at most 120), ratio {analyzed / again:.2f} to Pillow's PNG")
    print(f"reading it back: {milliseconds(lambda: read_analysis(found)):.1f} ms, {len(found):,} bytes")
    began, most = map(int, subprocess.check_output([sys.executable, "-c", CHILD], input=source).split())
    print(
        f"memory of a child: {began / 1024:.0f} MB with its imports, {most / 1024:.0f} MB after analyses (wanted: at most 350)"
    )
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this process, which painted {len(CATALOG) * len(MOMENTS)} frames: {here:.0f} MB")
    grid = np.zeros((SIDE, SIDE, 3), np.uint8)
    print(f"an empty picture as PNG: {milliseconds(lambda: cv2.imencode('.png', grid, PNG_SETTINGS)):.1f} ms")


if __name__ == "__main__":
    main()
