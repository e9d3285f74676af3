"""Independent readers of a GIF: what each shows, for how long, and whether it begins again."""

import io
import re
import subprocess
import tempfile
from dataclasses import dataclass

import imageio_ffmpeg
import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Shown:
    """`frames` is (N, H, W, 3) uint8 as composed on the canvas; `repeats` says that the animation begins again."""

    frames: np.ndarray
    delays_ms: tuple[int, ...]
    repeats: bool


def show_in_pillow(gif: bytes) -> Shown:
    frames, delays = [], []
    with Image.open(io.BytesIO(gif)) as animation:
        repeats = "loop" in animation.info
        for index in range(animation.n_frames):
            animation.seek(index)
            frames.append(np.asarray(animation.convert("RGB")))
            delays.append(animation.info["duration"])
    return Shown(np.stack(frames), tuple(delays), repeats)


def show_in_ffmpeg(gif: bytes) -> Shown:
    """Decode one showing, every stored frame once, and measure durations as ffmpeg's own demuxer reports them."""
    with Image.open(io.BytesIO(gif)) as first:
        width, height = first.size
    once = _ffmpeg(gif, "-ignore_loop", "1", after=("-vf", "showinfo"))
    frames = np.frombuffer(once.stdout, np.uint8).reshape(-1, height, width, 3)
    delays = tuple(10 * int(d) for d in re.findall(rb"n: *\d+ .* duration: *(\d+) ", once.stderr))
    more = _ffmpeg(gif, "-ignore_loop", "0", after=("-frames:v", str(len(frames) + 1)))
    repeats = len(more.stdout) // (height * width * 3) > len(frames)
    return Shown(frames, delays, repeats)


def _ffmpeg(gif: bytes, *before: str, after: tuple[str, ...]) -> subprocess.CompletedProcess:
    # Without passthrough ffmpeg fits the frames to a constant rate: it doubles slow ones and drops fast ones.
    output = ("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-threads", "1", "-f", "gif"]
    with tempfile.NamedTemporaryFile(suffix=".gif") as file:  # a pipe cannot be wound back to begin again
        file.write(gif)
        file.flush()
        return subprocess.run([*command, *before, "-i", file.name, *after, *output], capture_output=True, check=True)


DECODERS = {"Pillow": show_in_pillow, "ffmpeg": show_in_ffmpeg}
