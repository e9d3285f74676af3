"""An animation made to fit where it is pasted: searched over size, frames and quality, then measured on the final bytes.

Colors need no search of their own: the encoder weighs each one against the bits it costs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.imaging.codecs.frames import resize
from apps.imaging.formats.attempts import BEST_QUALITY, Target
from apps.imaging.formats.checks import Check, check
from apps.imaging.formats.delays import hurried, thinned
from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.encoded import Frame, encode_attempt
from apps.imaging.formats.measure import Measured, measure

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
        delays = hurried(thinned(delays_ms, attempt.every), destination.max_seconds)
        # One at a time: frames may lie on disk, and only the small ones have to be in memory together.
        shown = (frames[index] for index in range(0, len(frames), attempt.every))
        small = [resize(_wanted(frame, destination), attempt.width, attempt.height) for frame in shown]
        data = encode_attempt(small, delays, attempt, target)
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


def _wanted(frame: Frame, destination: Destination) -> Frame:
    """Return the part of a frame that is shown: all of it, or the middle square."""
    if not destination.square:
        return frame
    height, width = frame.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return frame[top : top + side, left : left + side]
