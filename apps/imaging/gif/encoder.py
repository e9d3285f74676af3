"""Frames in, one GIF out: the palette of each frame, what is held, the crop, and the search over what is left."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.imaging.gif.container import TRAILER, checked, color_table, frame_header, opening, sub_blocks
from apps.imaging.gif.dial import diffusion
from apps.imaging.gif.palette import misfit, refine, sample, split
from apps.imaging.gif.search import search
from apps.imaging.gif.space import to_colors, to_working, weigh
from apps.imaging.gif.stillness import hold_still, show

Frame = NDArray[np.uint8]
Floats = NDArray[np.float32]

COLORS = 255
"""Of the 256 that a table has, one stands for "transparent"."""

SAMPLES = 65_536
"""Pixels a palette is trained on: a quarter of them loses a point of SSIMULACRA2 at equal bytes, twice as many win 0.2."""

ROUNDS_AT_FIRST, ROUNDS = 8, 4
"""Rounds of k-means for the first palette, and for those that start from the one before."""

STILL = 1
"""A pixel whose source is within this many levels, in each channel, of the source it was painted for is held."""

JOINT_PIXELS = 4_000_000
"""Up to so many pixels in all, the shared palette is trained on all frames at once; larger ones are taken one at a time."""

QUIET_FAVOR = np.float32(5)
"""How many times more a pixel counts for the palette where the picture is smooth: a gradient needs colors that lie close
together, or dithering between them makes bands."""

QUIET_POWER = 1024
"""How smooth that is: the weight to this power halves at a variance of 0.14. At 64 the mean over the benchmark's sequences rises
by 1.5 percentage points of bytes and no band is narrower than here by more than a pixel."""

_NOTHING_YET = np.float32(1e4)
"""What stands on the canvas before the first frame: so far off that it is never taken for a color."""


@dataclass(frozen=True)
class Painted:
    """One coded frame. `canvas` is (H, W, 3) uint8 as every decoder must show it; a view, valid until the next frame."""

    data: bytes
    canvas: Frame


def encode(
    frames: Iterable[Frame], delays_ms: Sequence[int], *, loop: int | None, comment: str | None, price_of_bit: float
) -> bytes:
    """Encode frames of (H, W, 3) uint8, all of one size, as a GIF with exactly that many frames.

    `price_of_bit` is the Lagrange multiplier: how much weighted squared error a bit may cost. The rest is as in
    `apps.imaging.gif.plain`. Frames are taken one at a time, unless they are small. Same input, same bytes.
    """
    out = io.BytesIO()
    for painted in paint(frames, delays_ms, loop=loop, comment=comment, price_of_bit=price_of_bit):
        out.write(painted.data)
    out.write(TRAILER)
    return out.getvalue()


def paint(
    frames: Iterable[Frame], delays_ms: Sequence[int], *, loop: int | None, comment: str | None, price_of_bit: float
) -> Iterator[Painted]:
    """Yield each frame's bytes, the first together with what opens the file, and the canvas after it."""
    taken = checked(frames, delays_ms, loop=loop)
    first = next(taken)
    height, width = first.shape[:2]
    encoder = _Encoder(height, width, price_of_bit)
    # The shared table stands in front of the file, so its palette is trained before a frame is painted. Only small
    # animations are taken as a whole for it; of others, one frame is in memory at a time.
    together = [first]
    if len(delays_ms) * height * width <= JOINT_PIXELS:
        together.extend(taken)
    encoder.train(together)
    data = opening(width, height, loop=loop, comment=comment, table=encoder.shared_table)
    delays = iter(delays_ms)
    # A frame that is painted is let go of, so that large ones do not pile up.
    del first
    for ready in _one_ahead(_emptied(together, taken), encoder.prepare):
        yield Painted(data + encoder.paint(ready, next(delays)), encoder.canvas)
        # What opens the file goes out with the first frame only.
        data = b""


def _emptied(together: list[Frame], rest: Iterator[Frame]) -> Iterator[Frame]:
    """Yield frames and let go of each."""
    while together:
        yield together.pop(0)
    yield from rest


def _one_ahead(frames: Iterator[Frame], prepare: Callable[[Frame], "_Ready"]) -> Iterator["_Ready"]:
    """Yield what `prepare` makes of each frame; while the caller is busy with one, the next is prepared by a thread."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        upcoming: Future[_Ready] | None = None
        for frame in frames:
            done, upcoming = upcoming, thread.submit(prepare, frame)
            if done is not None:
                yield done.result()
        if upcoming is not None:
            yield upcoming.result()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A frame as the search takes it: its crop at `left`, `top`, in arrays of its own, and the palette for it."""

    top: int
    left: int
    working: Floats
    weight: Floats
    hold: NDArray[np.uint8]
    palette: Floats
    table: bytes


class _Encoder:
    """What is kept from frame to frame, all of (H, W) or (H, W, 3).

    `prepare` may be a frame ahead of `paint`, in a thread: they share no array.
    """

    def __init__(self, height: int, width: int, price_of_bit: float) -> None:
        self._price = np.float32(price_of_bit)
        self._diffusion = np.float32(diffusion(price_of_bit))
        self._allocate(height, width)
        self._shown = np.full((height, width, 3), _NOTHING_YET)  # the canvas as the search sees it
        # For each pixel the source it was last painted for, so that small changes add up until they are painted.
        self._painted_for: Frame | None = None
        # Twice the wanted number: a step is rounded down, which can nearly double the samples.
        self._samples = np.empty((2 * SAMPLES, 3), np.float32)
        self._sample_weights = np.empty(2 * SAMPLES, np.float32)
        self._out = np.empty(2 * height * width + 4096, np.uint8)  # a code covers a pixel or more in at most 12 bits
        self.canvas = np.zeros((height, width, 3), np.uint8)

    def _allocate(self, height: int, width: int) -> None:
        # Filled for each frame: its colors, what errors count, and which pixels are held.
        self._working = np.empty((height, width, 3), np.float32)
        self._weight = np.empty((height, width), np.float32)
        self._hold = np.zeros((height, width), np.uint8)

    def train(self, frames: Sequence[Frame]) -> None:
        """Find the palette that the file's frames share."""
        samples, weights = [], []
        for frame in frames:
            to_working(np.ascontiguousarray(frame), self._working)
            weigh(self._working, self._weight)
            # Nothing is held yet, so each frame is sampled evenly for its share.
            count = self._sample(frame.shape[0] * frame.shape[1], max(SAMPLES // len(frames), 256))
            samples.append(self._samples[:count].copy())
            weights.append(self._sample_weights[:count].copy())
        colors, weight = np.concatenate(samples), np.concatenate(weights)
        palette = np.empty((COLORS, 3), np.float32)
        palette = palette[: split(colors, weight, palette)].copy()
        refine(colors, weight, palette, ROUNDS_AT_FIRST)
        # The palette in the header stays. The other one moves on with the frames that get a table of their own.
        self._shared = palette
        self._palette = palette
        self.shared_table = color_table(_rounded(palette)[0])

    def _sample(self, pixels: int, wanted: int) -> int:
        step = max(1, pixels // wanted)
        count = sample(self._working, self._weight, self._hold, step, self._samples, self._sample_weights)
        weights = self._sample_weights[:count]
        weights *= 1 + QUIET_FAVOR * _quiet(weights)
        return count

    def prepare(self, frame: Frame) -> _Ready:
        """Find what of a frame is painted and with which colors. The frames must come in order."""
        frame = np.ascontiguousarray(frame)
        to_working(frame, self._working)
        weigh(self._working, self._weight)
        # In this order: what is held decides the crop and which pixels the palette is trained on.
        top, bottom, left, right, pixels = self._changes(frame)
        palette, table = self._palette_for(pixels)
        part = (slice(top, bottom), slice(left, right))
        working = np.ascontiguousarray(self._working[part])
        weight, hold = np.ascontiguousarray(self._weight[part]), np.ascontiguousarray(self._hold[part])
        # The search has these arrays from now on; the next frame is prepared in others.
        self._allocate(*frame.shape[:2])
        return _Ready(top, left, working, weight, hold, palette, table)

    def paint(self, ready: _Ready, delay_ms: int) -> bytes:
        """Search the codes of a prepared frame; return its bytes. `canvas` then shows it."""
        # Errors are measured against the rounded colors, which are what a decoder shows.
        colors, exact = _rounded(ready.palette)
        top, left = ready.top, ready.left
        height, width = ready.hold.shape
        part = (slice(top, top + height), slice(left, left + width))
        # A copy of the crop, which the search paints on.
        canvas = np.ascontiguousarray(self._shown[part])
        indices = np.empty(canvas.shape[:2], np.uint8)
        # Enough for all colors and the transparent one. GIF has no code size below 2.
        bits = max(2, len(colors).bit_length())
        written = search(
            ready.working,
            canvas,
            ready.hold,
            ready.weight,
            exact,
            bits,
            self._price,
            self._diffusion,
            np.full(width, 3 * self._price, np.float32),
            self._out,
            indices,
        )
        # Both canvases stay in step: floats for the next search, bytes for what decoders show.
        self._shown[part] = canvas
        transparent = show(indices, colors, self.canvas, top, left)
        header = frame_header(
            box=(left, top, width, height),
            delay_ms=delay_ms,
            table=ready.table,
            transparent=len(colors) if transparent else None,
        )
        return header + bytes([bits]) + sub_blocks(self._out[:written].tobytes())

    def _changes(self, frame: Frame) -> tuple[int, int, int, int, int]:
        """Mark what is held; return top, bottom, left, right of the rest, and how many pixels it has.

        A pixel is held when its source is what it was when it was painted last, as far as anyone can see.
        """
        height, width = frame.shape[:2]
        if self._painted_for is None:
            self._painted_for = frame.copy()
            return 0, height, 0, width, height * width
        changed = np.zeros(5, np.int64)
        hold_still(frame, self._painted_for, STILL, self._hold, changed)
        top, bottom, left, right, pixels = map(int, changed)
        return (top, bottom, left, right, pixels) if pixels else (0, 1, 0, 1, 0)  # a frame has at least one pixel

    def _palette_for(self, pixels: int) -> tuple[Floats, bytes]:
        """Return the palette of this frame and, unless the shared one will do, its table.

        A table of its own must save more error than its bits are worth.
        """
        # Where all is held, or too little changes to be sampled, no table pays.
        count = self._sample(pixels, SAMPLES) if pixels else 0
        if not count:
            return self._shared, b""
        colors, weights = self._samples[:count], self._sample_weights[:count]
        palette = self._palette.copy()
        refine(colors, weights, palette, ROUNDS)
        table = color_table(_rounded(palette)[0])
        saved = misfit(colors, weights, self._shared) - misfit(colors, weights, palette)
        # The error saved in all, against the bits of the table at their price.
        if saved * pixels < 8 * len(table) * self._price:
            return self._shared, b""
        self._palette = palette
        return palette, table


def _quiet(weights: Floats) -> Floats:
    """Return `weights` to the power of QUIET_POWER, by squaring: twenty times as fast as a power, and alike everywhere."""
    quiet = weights.copy()
    for _ in range(QUIET_POWER.bit_length() - 1):
        quiet *= quiet
    return quiet


def _rounded(palette: Floats) -> tuple[NDArray[np.uint8], Floats]:
    """Return the colors (N, 3) uint8 of a palette, and what those are in the working space."""
    colors = np.empty(palette.shape, np.uint8)
    exact = np.empty_like(palette)
    to_colors(palette, colors, exact)
    return colors, exact
