"""The same animation in other containers: WebP for pages and chats, APNG for stickers. Frames in, bytes out, by Pillow."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Frame = NDArray[np.uint8]

# Of 100, where nothing else is asked for.
WEBP_QUALITY = 80
WEBP_EFFORT = 4
"""libwebp's method: 6 saves a tenth to a third more bytes and costs more than ten times the time."""


def webp(
    frames: Sequence[Frame],
    delays_ms: Sequence[int],
    *,
    loop: int | None,
    quality: int = WEBP_QUALITY,
    effort: int = WEBP_EFFORT,
) -> bytes:
    """Encode frames of (H, W, 3) or (H, W, 4) uint8 as an animated WebP. `loop` as for GIF; `quality` 0 to 100.

    `effort` is libwebp's method, 0 to 6: less is sooner and larger.

    libwebp merges equal neighbors into one longer frame: what is shown when stays the same. Raises ValueError as `mp4`.
    """
    return _pillow(
        frames,
        delays_ms,
        "WEBP",
        loop=0 if loop == 0 else (loop or 0) + 1,
        quality=quality,
        method=effort,
        minimize_size=False,
    )


def apng(frames: Sequence[Frame], delays_ms: Sequence[int], *, loop: int | None) -> bytes:
    """Encode frames of (H, W, 3) or (H, W, 4) uint8 as an animated PNG, without loss. `loop` as for GIF.

    Pillow merges equal neighbors into one longer frame. Raises ValueError as `mp4`.
    """
    return _pillow(frames, delays_ms, "PNG", loop=0 if loop == 0 else (loop or 0) + 1)


def _pillow(frames: Sequence[Frame], delays_ms: Sequence[int], kind: str, **options: int | bool) -> bytes:
    check_frames(frames, delays_ms)
    first, *others = (Image.fromarray(np.ascontiguousarray(frame)) for frame in frames)
    out = io.BytesIO()
    first.save(out, kind, save_all=True, append_images=others, duration=list(delays_ms), **options)
    return out.getvalue()


def check_frames(frames: Sequence[Frame], delays_ms: Sequence[int]) -> None:
    if not frames or len(frames) != len(delays_ms):
        raise ValueError(f"{len(frames)} frames and {len(delays_ms)} delays")
    shapes = {frame.shape for frame in frames}
    if len(shapes) != 1:
        raise ValueError(f"frames of {len(shapes)} sizes")
