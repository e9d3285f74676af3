"""One attempt to fit a destination, encoded."""

import numpy as np
from numpy.typing import NDArray

from apps.imaging.formats import video_formats
from apps.imaging.formats.attempts import Attempt, Target
from apps.imaging.formats.mp4 import mp4
from apps.imaging.gif import TooLarge, encode_gif

Frame = NDArray[np.uint8]

# From the best to the least that is asked of each encoder.
WEBP_STEPS = (85, 70, 55, 40, 25, 10, 1)
MP4_STEPS = (20, 23, 27, 31, 36, 42)
WEBP_GOOD = 25
"""The steps of the two other encoders' own dials; WebP below 25 is for what fits in no other way."""


def encode_attempt(frames: list[Frame], delays: list[int], attempt: Attempt, target: Target) -> bytes:
    """Return the best file within the aim, or the smallest one that an attempt allows."""
    # Below the limit by a little, for what uploads add.
    aim = target.destination.aim_bytes
    if target.destination.kind == "GIF":
        try:
            return encode_gif(
                frames,
                delays,
                loop=target.loop,
                comment=target.comment,
                quality=target.best_quality,
                max_bytes=aim,
                lowest_quality=min(attempt.lowest, target.best_quality),
                plainly=target.plainly,
            )
        except TooLarge as too_large:
            return too_large.smallest
    # Other encoders cannot be asked for bytes, so their dials are turned down until the file fits.
    data = b""
    for quality in _steps(target.destination.kind, attempt.lowest):
        if target.destination.kind == "WEBP":
            data = video_formats.webp(frames, delays, loop=target.loop, quality=quality)
        else:
            data = mp4(frames, delays, quality=quality)
        if len(data) <= aim:
            break
    return data


def _steps(kind: str, lowest: int) -> list[int]:
    if kind == "MP4":
        return list(MP4_STEPS)
    return [step for step in WEBP_STEPS if step >= min(lowest, WEBP_GOOD)]
