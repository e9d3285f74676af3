"""Sizes and selections of frames that are tried one after another, until a file fits."""

import math
from dataclasses import dataclass, replace

from apps.imaging.formats.destinations import Destination

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

GOOD_SHARE = 0.75
"""Bytes at `GOOD_QUALITY` beside those at the usual quality, of photos: what is hopeless at full size is not tried there."""


@dataclass(frozen=True)
class Attempt:
    """A size and a selection of frames. `lowest` is the least quality that is accepted."""

    width: int
    height: int
    every: int
    lowest: int


@dataclass(frozen=True)
class Target:
    """What stays the same from attempt to attempt. `width`, `height` and `count` are the animation's own."""

    destination: Destination
    width: int
    height: int
    count: int
    loop: int | None
    comment: str | None
    plainly: bool
    best_quality: int

    def first(self) -> Attempt:
        limits = self.destination
        every = math.ceil(self.count / limits.max_frames) if limits.max_frames else 1
        if limits.square:
            return Attempt(limits.square, limits.square, every, GOOD_QUALITY)
        scale = min(
            1.0, (limits.max_width or self.width) / self.width, (limits.max_height or self.height) / self.height
        )
        if limits.max_pixels:
            pixels = self.width * self.height * math.ceil(self.count / every)
            scale = min(scale, math.sqrt(limits.max_pixels / pixels))
        return Attempt(max(1, int(self.width * scale)), max(1, int(self.height * scale)), every, GOOD_QUALITY)

    def first_after(self, full_bytes: int) -> Attempt:
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

    def after(self, tried: Attempt, size: int) -> Attempt | None:
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
