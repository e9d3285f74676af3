"""GIF files in which every frame counts.

`encode_gif` is the door. Behind it stand a rate-distortion encoder of our own (`encoder`, with compiled inner loops) and
a plain writer (`plain`, Pillow alone). Importing this package loads neither Numba nor the encoder.
"""

import logging
from collections.abc import Iterable, Sequence
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from apps.imaging.gif import plain
from apps.imaging.gif.dial import DEFAULT_QUALITY, price_of_bit
from apps.imaging.gif.target import within

log = logging.getLogger(__name__)


class TooLarge(ValueError):
    """Even at the lowest quality the file is larger than allowed; `smallest` is that file. Fewer frames or pixels help."""

    def __init__(self, smallest: bytes, max_bytes: int) -> None:
        super().__init__(f"{len(smallest)} bytes of {max_bytes}")
        self.smallest = smallest


def encode_gif(
    frames: Iterable[NDArray[np.uint8]],
    delays_ms: Sequence[int],
    *,
    loop: int | None,
    comment: str | None,
    quality: int = DEFAULT_QUALITY,
    max_bytes: int | None = None,
    lowest_quality: int = 1,
    plainly: bool = False,
) -> bytes:
    """Encode frames of (H, W, 3) uint8 in sRGB, all of one size, as a GIF with exactly that many frames.

    `delays_ms` holds one delay per frame, multiples of 10 from 20 on. `loop` is how often the animation repeats after
    the first showing, 0 for ever, None not at all. `comment` is stored as UTF-8. `quality` goes from 1 to 100; with
    `max_bytes` it is the best that is tried, `lowest_quality` the least, and the largest file found within the limit is
    returned. `plainly` takes
    the plain writer, which knows no quality; so does a place where Numba does not work, with a warning in the log.

    Frames are taken one at a time unless there is a limit or they are few and small; the same input gives the same bytes.
    Raises TooLarge when the limit cannot be kept, and ValueError when there are no frames, when sizes differ, when the
    number of delays is another one, or for what a GIF cannot hold.
    """
    # First, so that a quality out of range is refused by either writer.
    price = price_of_bit(quality)
    encoder = None if plainly else _compiled()
    if encoder is None:
        file = plain.encode(frames, delays_ms, loop=loop, comment=comment)
        if max_bytes is not None and len(file) > max_bytes:
            raise TooLarge(file, max_bytes)
        return file
    if max_bytes is None:
        return bytes(encoder.encode(frames, delays_ms, loop=loop, comment=comment, price_of_bit=price))
    # Several tries need the frames several times.
    kept = list(frames)
    best = within(
        max_bytes,
        lambda tried: bytes(encoder.encode(kept, delays_ms, loop=loop, comment=comment, price_of_bit=tried)),
        low=price,
        high=max(price, price_of_bit(lowest_quality)),
    )
    if len(best) > max_bytes:
        raise TooLarge(best, max_bytes)
    return best


def works() -> bool:
    """Return whether the encoder's inner loops are at hand; compiles or loads them on the first call of a process."""
    return _compiled() is not None


def _compiled() -> ModuleType | None:
    """Return the encoder, or None where its inner loops cannot be compiled."""
    try:
        from apps.imaging.gif import encoder
    except Exception as broken:  # noqa: BLE001 - Numba or LLVM missing or not for this machine: whatever it raises
        log.warning("the plain GIF writer is used, for the encoder does not work here: %s", broken)
        return None
    return encoder
