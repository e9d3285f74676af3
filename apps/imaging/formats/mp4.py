"""The same animation as an MP4, for pages.

It comes from the ffmpeg program of a wheel, run as a process of its own: an encoder that crashes or
swells takes nothing of ours along, and its licence (GPL) stays with the program.
"""

import itertools
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from apps.imaging.formats.video_formats import Frame, check_frames

MP4_QUALITY = 23
"""x264's constant rate factor: its own default, which looks like the source at the size of a chat."""

MP4_SECONDS = 120
"""A hung encoder is ended after this long: the largest export takes a few seconds even on a busy machine."""

TICK_MS = 10
"""Time in an MP4 of uneven delays is counted as GIF counts it."""

EVEN_MS = 10
"""Delays that differ by no more than this are a constant rate rounded to GIF's hundredths of a second."""


class TwinError(Exception):
    """The other container could not be made. The frames are as they were; trying again gives the same."""


def mp4(frames: Sequence[Frame], delays_ms: Sequence[int], *, quality: int = MP4_QUALITY) -> bytes:
    """Encode frames of (H, W, 3) uint8 as H.264 in MP4: yuv420p (Rec. 709), even sides, index in front, no sound.

    Odd sides lose their last row or column. Delays that are GIF's rounding of a constant rate become that rate;
    others are kept to the tick. `quality` is the constant rate factor,
    0 to 51, less is better. The same input gives the same bytes from the same ffmpeg.

    Raises ValueError for no frames, other delays than frames, or frames narrower than two pixels; TwinError when ffmpeg fails.
    """
    check_frames(frames, delays_ms)
    # Colors are stored for two by two pixels, which needs even sides.
    height, width = (side - side % 2 for side in frames[0].shape[:2])
    if not height or not width:
        raise ValueError(f"H.264 needs two pixels each way, not {frames[0].shape[1]} × {frames[0].shape[0]}")
    shown, timing = _timing(delays_ms)
    # One thread and no dates or versions in the file: the same input gives the same bytes.
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-y", "-threads", "1"]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", *timing.input, "-i", "pipe:0"]
    command += ["-vf", ",".join([*timing.filters, "scale=out_color_matrix=bt709:out_range=tv"]), *timing.output]
    command += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    command += ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "medium", "-crf", str(quality), "-threads", "1"]
    command += ["-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    with tempfile.TemporaryDirectory(prefix="gifsite-mp4-") as folder:
        path = Path(folder) / "twin.mp4"  # the index can only be moved to the front of a real file
        pixels = Path(folder) / "pixels"  # on disk, so that only one frame at a time is in memory
        with pixels.open("wb") as file:
            for index in shown:
                file.write(np.ascontiguousarray(frames[index][:height, :width]).data)
        try:
            with pixels.open("rb") as file:
                ended = subprocess.run(
                    [*command, str(path)], check=False, stdin=file, capture_output=True, timeout=MP4_SECONDS
                )
        except (OSError, subprocess.TimeoutExpired) as failed:
            raise TwinError(f"ffmpeg did not do it: {failed}") from failed
        if ended.returncode or not path.exists():
            raise TwinError(f"ffmpeg ended with {ended.returncode}: {ended.stderr.decode(errors='replace')[-500:]}")
        return path.read_bytes()


@dataclass(frozen=True)
class _Timing:
    """What ffmpeg is told about time: before the input, as filters, and before the output."""

    input: tuple[str, ...]
    filters: tuple[str, ...] = ()
    output: tuple[str, ...] = ()


def _timing(delays_ms: Sequence[int]) -> tuple[list[int], _Timing]:
    """Return which frames are sent in which order, and when each is shown."""
    # A constant rate is written as such, exactly; only uneven delays need a time for each frame.
    order = list(range(len(delays_ms)))
    if max(delays_ms) - min(delays_ms) <= EVEN_MS:
        return order, _Timing(("-r", f"{1000 * len(delays_ms)}/{sum(delays_ms)}"))
    starts = [start // TICK_MS for start in itertools.accumulate(delays_ms, initial=0)]
    # A last sample has no successor to end it: the last frame is sent twice, the second time for one tick. Without B-frames
    # (-bf 0) samples are stored in the order shown; with them the last long delay was lost.
    starts[-1] -= 1
    times = "+".join(f"eq(N,{index})*{start}" for index, start in enumerate(starts))
    rate = 1000 // TICK_MS
    return [*order, order[-1]], _Timing(
        ("-r", str(rate)),
        (f"settb=1/{rate}", f"setpts='{times}'"),
        ("-fps_mode", "vfr", "-enc_time_base", f"1/{rate}", "-bf", "0"),
    )
