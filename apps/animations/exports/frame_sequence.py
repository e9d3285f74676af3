"""From painted frames to the frames that are shown, in their order, as a timeline wants them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import overload

import numpy as np
from numpy.typing import NDArray

from apps.animations.exports.timeline import Timeline
from apps.imaging.codecs.frame_buffer import FrameBuffer
from apps.imaging.codecs.frames import fit_within, resize
from apps.imaging.effects.caption import draw_caption
from apps.imaging.effects.crop import crop
from apps.imaging.effects.inbetween import fill_between
from apps.imaging.effects.loops import design_loop
from apps.imaging.effects.motion import move_frame
from apps.imaging.effects.timeline import order_frames

Picture = NDArray[np.uint8]


class FrameSequence(Sequence[Picture]):
    """The frames of one turn of the loop, (H, W, 3) uint8, in the order shown; each is made when it is looked at.

    `poster` is the last painted one that is shown.
    """

    def __init__(
        self, frame_buffer: FrameBuffer, order: Sequence[int], *, last: int, finish: Callable[[Picture], Picture]
    ) -> None:
        self._frame_buffer, self._order, self._last, self._finish = frame_buffer, order, last, finish

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Picture: ...

    @overload
    def __getitem__(self, index: slice) -> list[Picture]: ...

    def __getitem__(self, index: int | slice) -> Picture | list[Picture]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self._finish(self._frame_buffer[self._order[index]])

    def thinned(self, every: int) -> "FrameSequence":
        """Return the first of every so many frames."""
        return FrameSequence(self._frame_buffer, self._order[::every], last=self._last, finish=self._finish)

    @property
    def poster(self) -> Picture:
        return self._finish(self._frame_buffer[self._last])


@contextmanager
def frame_sequence(
    painted: Sequence[Picture], timeline: Timeline, *, square: bool = False, max_side: int | None = None
) -> Iterator[FrameSequence]:
    """Open what a timeline shows of painted frames of (H, W, 3) uint8, until the context ends.

    Cut, what lies between, camera, crop, loop, size and caption, in this order: the caption comes last, so that it
    stands still and is as sharp as the file. With `square` the square around the crop's focus is shown; with `max_side`
    frames are made small enough. The same input gives the same frames.
    """
    first, last = timeline.trim or (1, len(painted))
    kept = [painted[index] for index in range(first - 1, last)]
    height, width = kept[0].shape[:2]
    box = timeline.box(width, height, square=square)
    size = fit_within(box.width, box.height, max_side) if max_side else (box.width, box.height)
    count = timeline.filled_count(len(painted))
    # On disk: in-betweens may be many times what was painted.
    with FrameBuffer() as frame_buffer:
        closed = timeline.closes and len(kept) > 1
        for index, frame in enumerate(
            fill_between(
                kept,
                timeline.interpolation_factor,
                ease=timeline.ease,
                closed=closed and timeline.interpolation_factor > 1,
            )
        ):
            frame_buffer.append(crop(_moved(frame, timeline, index, count), box))
        end = (
            len(kept) * timeline.interpolation_factor - timeline.interpolation_factor
        )  # where the last painted one came to lie
        # Size and caption are applied when a frame is looked at, and not stored with it.
        order = _order(frame_buffer, timeline)

        def finish(frame: Picture) -> Picture:
            frame = resize(frame, *size)
            if timeline.caption is None:
                return frame
            return draw_caption(frame, timeline.caption.text, position=timeline.caption.position)

        yield FrameSequence(frame_buffer, order, last=end, finish=finish)


def _moved(frame: Picture, timeline: Timeline, index: int, count: int) -> Picture:
    motion = timeline.motion
    if motion is None:
        return frame
    # A closed way has its end at the first frame again, so the last frame is one step before it.
    steps = count if motion.returns else max(1, count - 1)
    return move_frame(frame, motion, index / steps)


def _order(frame_buffer: FrameBuffer, timeline: Timeline) -> list[int]:
    """Return where the frames lie in the order shown; frames made for the loop are put at the end of the buffer."""
    count = len(frame_buffer)
    match timeline.loop:
        case "return-to-start":
            if count < 2:
                return list(range(count))
            made = design_loop(
                [frame_buffer[0], frame_buffer[-1]], timeline.loop, bridge_frames=timeline.bridge_frames(count)
            )[2:]
            order = list(range(count))
        case "cross-faded":
            overlap = timeline.bridge_frames(count)
            ends = [*frame_buffer[:overlap], *frame_buffer[count - overlap :]]
            made = design_loop(ends, timeline.loop, bridge_frames=overlap) if overlap else ()
            order = list(range(overlap, count - overlap))
        case "forward" | "once" | "reverse" | "ping-pong":
            return list(order_frames(count, timeline.loop))
    for frame in made:
        order.append(len(frame_buffer))
        frame_buffer.append(frame)
    return order
