"""Two hundred random timelines: what the encoder believes to stand on its canvas, and what Pillow, ffmpeg and Chromium show.

Frames, delays, loop and every pixel must be the same. This is no benchmark of time but a proof that is too long for the tests.
"""

import sys

import numpy as np

from apps.imaging.gif.container import TRAILER
from apps.imaging.gif.encoder import paint
from tests import chromium
from tests.imaging.gif_decoders import DECODERS
from tests.imaging.gif_in_chromium import chromium_reader
from tests.imaging.gif_timelines import timeline

TIMELINES = 200


def main() -> int:
    if chromium.is_missing():
        print(f"there is no Chromium at {chromium.CHROMIUM}")
        return 1
    differing = dict.fromkeys([*DECODERS, "Chromium"], 0)
    frames = 0
    with chromium_reader() as show_in_chromium:
        for seed in range(TIMELINES):
            wanted = timeline(seed)
            data, canvases = b"", []
            for painted in paint(
                wanted.frames,
                wanted.delays_ms,
                loop=wanted.loop,
                comment=wanted.comment,
                price_of_bit=wanted.price_of_bit,
            ):
                data += painted.data
                canvases.append(painted.canvas.copy())
            data += TRAILER
            frames += len(canvases)
            for name, show in {**DECODERS, "Chromium": show_in_chromium}.items():
                shown = show(data)
                same = (
                    len(shown.frames) == len(wanted.frames)
                    and shown.delays_ms == wanted.delays_ms
                    and (len(canvases) == 1 or shown.repeats == (wanted.loop is not None))  # one frame: no one can tell
                    and np.array_equal(shown.frames, np.stack(canvases))
                )
                if not same:
                    differing[name] += 1
                    print(
                        f"timeline {seed} in {name}: {len(shown.frames)} of {len(wanted.frames)} frames, {shown.delays_ms}"
                    )
    print(f"\nGIF in its readers: {TIMELINES} random timelines, {frames} frames; timelines shown differently")
    for name, count in differing.items():
        print(f"{name:>10} {count:>5}")
    return 1 if any(differing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
