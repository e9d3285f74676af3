"""The bytes of one file: stored frames, shown as a timeline wants them, encoded for a format or a place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from apps.animations.exports.frame_sequence import FrameSequence, frame_sequence
from apps.animations.exports.spec import TOGETHER_PIXELS, ExportSpec
from apps.animations.models import Format
from apps.imaging.codecs.frames import poster_jpeg
from apps.imaging.effects.loops import plain_loop
from apps.imaging.effects.timeline import frame_delays_ms, loop_count
from apps.imaging.formats import video_formats
from apps.imaging.formats.checks import Check
from apps.imaging.formats.destinations import Destination
from apps.imaging.formats.fits import Fit, fit
from apps.imaging.formats.measure import Measured, measure
from apps.imaging.formats.mp4 import mp4
from apps.imaging.gif import TooLarge, encode_gif

# Pixels of the poster's longer side.
POSTER_MAX_SIDE = 640
LEAST_CRF, CRF_A_STEP = 14, 0.225  # 100 on the dial looks like the source, 60 is x264's own default of 23, 1 is 36
STEPS_DOWN = (80, 60, 40, 20, 1)  # tried one after the other where an encoder cannot be asked for a number of bytes

EXTENSIONS = {Format.GIF: "gif", Format.MP4: "mp4", Format.WEBP: "webp", Format.APNG: "png"}

Picture = NDArray[np.uint8]


class CannotBeMade(Exception):
    """There is no such file, however often it is tried. Says why, and what to change, in a sentence for people."""


@dataclass(frozen=True)
class Made:
    """A file with its poster, a JPEG, and what its own bytes say; `checks` only for a destination."""

    data: bytes
    poster: bytes
    measured: Measured
    checks: tuple[Check, ...] = ()
    was_reduced: bool = False  # to be as small as `spec.most_bytes`


def make_file(spec: ExportSpec, painted: Sequence[Picture], *, comment: str) -> Made:
    """Encode a checked spec from painted frames of (H, W, 3) uint8. The same frames give the same bytes.

    At most the painted frames and the encoder's own share are in memory, or a file within `spec.TOGETHER_PIXELS`.
    Raises CannotBeMade.
    """
    timeline = spec.timeline
    height, width = painted[0].shape[:2]
    # The size follows from the spec alone, before any frame is made.
    side = max(spec.size(width, height, painted=len(painted)))
    with frame_sequence(painted, timeline, square=spec.is_square, max_side=side) as shown:
        # The sequence is in order already, with what the loop adds, so it is only told whether it repeats.
        delays = frame_delays_ms(timeline.fps, len(shown))
        loop = loop_count(plain_loop(timeline.loop))
        poster = poster_jpeg(shown.poster, max_side=POSTER_MAX_SIDE)
        # A destination: size, frames and quality are searched within its limits.
        if spec.place is not None:
            every = spec.every(len(shown))
            delays = tuple(sum(delays[start : start + every]) for start in range(0, len(delays), every))
            fitted = fit(shown.thinned(every), delays, spec.place, loop=loop, comment=comment, plainly=_plainly())
            return Made(fitted.data, poster, fitted.measured, fitted.checks)
        match spec.format:
            case Format.GIF:
                data = _gif(shown, delays, spec, loop=loop, comment=comment)
                # Too large: made once more within that many bytes.
                if spec.most_bytes is not None and len(data) > spec.most_bytes:
                    fitted = _made_smaller(
                        shown, delays, spec.most_bytes, full_bytes=len(data), loop=loop, comment=comment
                    )
                    return Made(fitted.data, poster, fitted.measured, was_reduced=True)
            case Format.MP4:
                data = _stepped(spec, lambda quality: mp4(shown, delays, quality=_crf(quality)), usual=60)
            case Format.WEBP:
                frames = list(shown)
                data = _stepped(
                    spec,
                    lambda quality: video_formats.webp(frames, delays, loop=loop, quality=quality),
                    usual=video_formats.WEBP_QUALITY,
                )
            case _:
                data = video_formats.apng(list(shown), delays, loop=loop)
                _refuse_too_large(spec, data)
        return Made(data, poster, measure(data))


def _made_smaller(
    shown: FrameSequence, delays: Sequence[int], most_bytes: int, *, full_bytes: int, loop: int | None, comment: str
) -> Fit:
    """Return a GIF within so many bytes, at no more than the usual quality. It would be `full_bytes` large."""
    return fit(
        shown,
        delays,
        _small(most_bytes),
        loop=loop,
        comment=comment,
        plainly=_plainly(),
        best_quality=settings.GIF_QUALITY,
        full_bytes=full_bytes,
    )


def _small(most_bytes: int) -> Destination:
    """Return the limits of a GIF that goes anywhere: so many bytes, and every frame that was paid for."""
    return Destination(
        slug="small",
        name="A small file",
        kind="GIF",
        max_bytes=most_bytes,
        aim_bytes=most_bytes,
        max_pixels=TOGETHER_PIXELS[Format.GIF],
        keeps_frames=True,
        source="MOST_BYTES",
        certainty="settled",
    )


def _gif(shown: Sequence[Picture], delays: Sequence[int], spec: ExportSpec, *, loop: int | None, comment: str) -> bytes:
    try:
        return encode_gif(
            shown,
            delays,
            loop=loop,
            comment=comment,
            quality=spec.quality or settings.GIF_QUALITY,
            max_bytes=spec.max_bytes,
            plainly=_plainly(),
        )
    except TooLarge as too_large:
        _refuse_too_large(spec, too_large.smallest)
        raise


def _stepped(spec: ExportSpec, encode: Callable[[int], bytes], *, usual: int) -> bytes:
    """Return the file of the requested quality, or the best below it that is small enough."""
    best = spec.quality or usual
    data = encode(best)
    for step in STEPS_DOWN:
        if spec.max_bytes is None or len(data) <= spec.max_bytes:
            return data
        if step < best:
            data = encode(step)
    _refuse_too_large(spec, data)
    return data


def _refuse_too_large(spec: ExportSpec, smallest: bytes) -> None:
    if spec.max_bytes is not None and len(smallest) > spec.max_bytes:
        raise CannotBeMade(
            f"The smallest file has {len(smallest):,} bytes, {spec.max_bytes:,} were allowed. "
            "Choose a smaller size or fewer frames, or allow more bytes."
        )


def _plainly() -> bool:
    return bool(settings.GIF_WRITER == "plain")


def _crf(quality: int) -> int:
    return round(LEAST_CRF + (100 - quality) * CRF_A_STEP)
