"""An animation made to fit where it is pasted: searched over size, frames and quality, then measured on the final bytes.

Colors need no search of their own: the encoder weighs each one against the bits it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from apps.imaging.codecs.frames import resize
from apps.imaging.effects.timeline import DELAY_UNIT_MS, MIN_DELAY_MS
from apps.imaging.formats import video_formats
from apps.imaging.formats.attempts import BEST_QUALITY, Attempt, Target
from apps.imaging.formats.checks import Check, check
from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.measure import Measured, measure
from apps.imaging.formats.mp4 import mp4
from apps.imaging.gif import TooLarge, encode_gif

Frame = NDArray[np.uint8]

FASTEST = 2.0
"""An animation that lasts too long is played up to twice as fast; beyond that it is another animation."""

# From the best to the least that is asked of each encoder.
WEBP_STEPS = (85, 70, 55, 40, 25, 10, 1)
MP4_STEPS = (20, 23, 27, 31, 36, 42)
WEBP_GOOD = 25
"""The steps of the two other encoders' own dials; WebP below 25 is for what fits in no other way."""

ROUNDS = 12
"""Attempts before giving up: a ladder of sizes and frames takes four or five."""


@dataclass(frozen=True)
class Fit:
    """`data` is the final file, `measured` what it says of itself. It `fits` when every check passed."""

    destination: Destination
    data: bytes
    measured: Measured
    checks: tuple[Check, ...]

    @property
    def fits(self) -> bool:
        return all(check.passed for check in self.checks)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what failed, one sentence each; empty when it fits."""
        return tuple(
            f"{check.what} is {check.measured}, {self.destination.name} allows {check.allowed}"
            for check in self.checks
            if not check.passed
        )


def fit(
    frames: Sequence[Frame],
    delays_ms: Sequence[int],
    destination: Destination,
    *,
    loop: int | None,
    comment: str | None,
    plainly: bool = False,
    best_quality: int = BEST_QUALITY,
    full_bytes: int = 0,
) -> Fit:
    """Return the best file of frames (H, W, 3) uint8 for a destination, measured by opening its final bytes.

    A place that `loops` gets a file that repeats, whatever `loop` says. `plainly` takes the plain GIF writer, as in `encode_gif`,
    and `best_quality` is the most that is asked of a GIF. `full_bytes` is what a GIF of this quality and full size has,
    where that is known. Never enlarges, but where a square of a fixed side is asked for. When nothing fits, the smallest file that was made
    is returned with the checks it failed. Raises ValueError for frames or delays that cannot be encoded at all.
    """
    if not frames or len(frames) != len(delays_ms):
        raise ValueError(f"{len(frames)} frames and {len(delays_ms)} delays")
    height, width = _wanted(frames[0], destination).shape[:2]
    # Decided by the place: what stops there stands still for everyone who comes later.
    if destination.loops:
        loop = 0
    # A single frame has a limit of its own, with some room below it.
    if len(frames) == 1 and destination.still_bytes:
        destination = replace(destination, aim_bytes=min(destination.aim_bytes, round(0.96 * destination.still_bytes)))
    # Where the bytes at full size are known, the first attempt is made near the size that fits.
    target = Target(destination, width, height, len(frames), loop, comment, plainly, best_quality)
    attempt = target.first_after(full_bytes) if full_bytes else target.first()
    # The smallest of all attempts is returned, with the checks it failed when nothing fits.
    smallest = b""
    for _ in range(ROUNDS):
        # First thinned, then hurried: the frames that stay take over the time of those that go.
        delays = _hurried(_thinned(delays_ms, attempt.every), destination.max_seconds)
        # One at a time: frames may lie on disk, and only the small ones have to be in memory together.
        shown = (frames[index] for index in range(0, len(frames), attempt.every))
        small = [resize(_wanted(frame, destination), attempt.width, attempt.height) for frame in shown]
        data = _encode(small, delays, attempt, target)
        smallest = data if not smallest or len(data) < len(smallest) else smallest
        if len(data) <= destination.aim_bytes:
            break
        following = target.after(attempt, len(data))
        if following is None:
            break
        attempt = following
    # Measured from its own bytes: the checks do not trust what was asked of the encoder.
    measured = measure(smallest)
    return Fit(destination, smallest, measured, check(measured, destination))


def _encode(frames: list[Frame], delays: list[int], attempt: Attempt, target: Target) -> bytes:
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


def _wanted(frame: Frame, destination: Destination) -> Frame:
    """Return the part of a frame that is shown: all of it, or the middle square."""
    if not destination.square:
        return frame
    height, width = frame.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return frame[top : top + side, left : left + side]


def _thinned(delays_ms: Sequence[int], every: int) -> list[int]:
    """Return the delays of every n-th frame, each shown for as long as the ones it stands for."""
    return [sum(delays_ms[start : start + every]) for start in range(0, len(delays_ms), every)]


def _hurried(delays_ms: Sequence[int], max_seconds: float | None) -> list[int]:
    """Return delays that last at most `max_seconds` in all, if playing up to `FASTEST` times as fast is enough."""
    total = sum(delays_ms)
    if not max_seconds or total <= 1000 * max_seconds:
        return list(delays_ms)
    # Cut down to GIF's unit and never below what browsers show as it is.
    speed = min(FASTEST, total / (1000 * max_seconds))
    return [max(MIN_DELAY_MS, int(delay / speed) // DELAY_UNIT_MS * DELAY_UNIT_MS) for delay in delays_ms]
