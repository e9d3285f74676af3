"""An animation made to fit where it is pasted: searched over size, frames and quality, then measured on the final bytes.

Colors need no search of their own: the encoder weighs each one against the bits it costs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from apps.imaging.codecs.frames import resize
from apps.imaging.effects.timeline import DELAY_UNIT_MS, MIN_DELAY_MS
from apps.imaging.formats import video_formats
from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.measure import Measured, measure
from apps.imaging.gif import TooLarge, encode_gif

Frame = NDArray[np.uint8]

BEST_QUALITY = 85
"""More is not asked for, however much room there is: above it bytes grow by a third and hardly anyone sees why."""

GOOD_QUALITY = 45
"""Below this a smaller or slower picture looks better than a large one full of specks, so those are tried first."""

FEW_FRAMES = 6
"""With fewer frames a reaction stops being a movement: then quality gives way."""

SMALL_SHARE = 0.6
"""Rather than shrink a picture below this share of its sides, every second frame is left out."""

# Pixels of the shorter side: smaller is not tried.
SMALLEST_SIDE = 64
FASTEST = 2.0
"""An animation that lasts too long is played up to twice as fast; beyond that it is another animation."""

# From the best to the least that is asked of each encoder.
WEBP_STEPS = (85, 70, 55, 40, 25, 10, 1)
MP4_STEPS = (20, 23, 27, 31, 36, 42)
WEBP_GOOD = 25
"""The steps of the two other encoders' own dials; WebP below 25 is for what fits in no other way."""

GOOD_SHARE = 0.75
"""Bytes at `GOOD_QUALITY` beside those at the usual quality, of photos: what is hopeless at full size is not tried there."""

ROUNDS = 12
"""Attempts before giving up: a ladder of sizes and frames takes four or five."""

STILL = "a still picture"
"""What is said of one frame where others are told how long they last."""

WITHOUT_END = "repeats forever"
ONCE = "plays once"


@dataclass(frozen=True)
class Check:
    """One limit and what was measured against it, as text for people."""

    what: str
    passed: bool
    measured: str
    allowed: str


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


@dataclass(frozen=True)
class _Attempt:
    """A size and a selection of frames. `lowest` is the least quality that is accepted."""

    width: int
    height: int
    every: int
    lowest: int


@dataclass(frozen=True)
class _Target:
    """What stays the same from attempt to attempt. `width`, `height` and `count` are the animation's own."""

    destination: Destination
    width: int
    height: int
    count: int
    loop: int | None
    comment: str | None
    plainly: bool
    best_quality: int

    def first(self) -> _Attempt:
        limits = self.destination
        every = math.ceil(self.count / limits.max_frames) if limits.max_frames else 1
        if limits.square:
            return _Attempt(limits.square, limits.square, every, GOOD_QUALITY)
        scale = min(
            1.0, (limits.max_width or self.width) / self.width, (limits.max_height or self.height) / self.height
        )
        if limits.max_pixels:
            pixels = self.width * self.height * math.ceil(self.count / every)
            scale = min(scale, math.sqrt(limits.max_pixels / pixels))
        return _Attempt(max(1, int(self.width * scale)), max(1, int(self.height * scale)), every, GOOD_QUALITY)

    def first_after(self, full_bytes: int) -> _Attempt:
        """Return what to try first when a file of full size has so many bytes at the usual quality."""
        first = self.first()
        # Bytes go by area, so sides go by the root. What is too large by far at full size is not tried there.
        share = math.sqrt(self.destination.aim_bytes / (GOOD_SHARE * full_bytes))
        if share >= 1 or self.destination.square:
            return first
        # Not below the smallest side, unless the animation itself is smaller.
        most = SMALLEST_SIDE / min(first.width, first.height)
        scale = max(share, min(1.0, most))
        return replace(first, width=max(1, int(first.width * scale)), height=max(1, int(first.height * scale)))

    def after(self, tried: _Attempt, size: int) -> _Attempt | None:
        """Return what to try after a file of `size` bytes was too large at the least quality, or None when all is tried."""
        # The ladder: smaller down to a share, then fewer frames, then smaller still, then any quality.
        first = self.first()
        # Bytes go by area, and a little less, for fine detail is lost first.
        share = 0.97 * math.sqrt(self.destination.aim_bytes / size)
        smaller = replace(tried, width=max(1, int(tried.width * share)), height=max(1, int(tried.height * share)))
        shrinks = self.destination.square is None
        if shrinks and smaller.width >= SMALL_SHARE * first.width:
            return smaller
        # With fewer frames there is room for the first size again.
        if not self.destination.keeps_frames and self.count // (tried.every + 1) >= FEW_FRAMES:
            return replace(first, every=tried.every + 1)
        if shrinks and min(smaller.width, smaller.height) >= SMALLEST_SIDE:
            return smaller
        return replace(tried, lowest=1) if tried.lowest > 1 else None


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
    target = _Target(destination, width, height, len(frames), loop, comment, plainly, best_quality)
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


def check(measured: Measured, destination: Destination) -> tuple[Check, ...]:
    """Return every limit of a destination with what was measured against it."""
    # One row for each limit that the place has.
    still = measured.frames == 1 and destination.still_bytes is not None
    most = destination.still_bytes if still and destination.still_bytes else destination.max_bytes
    checks = [
        Check("the format", measured.kind == destination.kind, measured.kind, destination.kind),
        Check(
            "the file",
            measured.size_bytes <= most,
            f"{measured.size_bytes:,} bytes",
            f"{most:,}",
        ),
    ]
    # Limits that the place does not name are not checked.
    sides = f"{measured.width} × {measured.height}"
    if destination.square:
        side = destination.square
        checks.append(
            Check("the picture", (measured.width, measured.height) == (side, side), sides, f"{side} × {side}")
        )
    if destination.max_width and destination.max_height:
        within = measured.width <= destination.max_width and measured.height <= destination.max_height
        checks.append(Check("the picture", within, sides, f"{destination.max_width} × {destination.max_height}"))
    if destination.max_frames:
        few = measured.frames <= destination.max_frames
        checks.append(Check("the number of frames", few, str(measured.frames), str(destination.max_frames)))
    if destination.max_seconds:
        short = measured.seconds <= destination.max_seconds
        lasts = STILL if measured.frames == 1 else f"{measured.seconds:.2f} s"
        checks.append(Check("one showing", short, lasts, f"{destination.max_seconds:g} s"))
    if destination.loops:
        shown = STILL if measured.frames == 1 else (WITHOUT_END if measured.repeats else ONCE)
        checks.append(Check("the loop", measured.repeats, shown, WITHOUT_END))
    if destination.max_pixels:
        total = measured.width * measured.height * measured.frames
        checks.append(
            Check("all frames together", total <= destination.max_pixels, f"{total:,}", f"{destination.max_pixels:,}")
        )
    return tuple(checks)


def _encode(frames: list[Frame], delays: list[int], attempt: _Attempt, target: _Target) -> bytes:
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
            data = video_formats.mp4(frames, delays, quality=quality)
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
