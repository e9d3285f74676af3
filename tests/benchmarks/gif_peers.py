"""Other GIF encoders, each with its own dial. All are given the same frames and run on one core.

gifski (AGPL) and gifsicle (GPL) are never part of this project: they are used when found, by GIFSKI, GIFSICLE or the PATH.
libvips is used when pyvips can be imported.
"""

import importlib.util
import io
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PIL import Image

from apps.imaging.effects.timeline import frame_delays_ms
from apps.imaging.gif import encode_gif, plain

FPS = 12.5
ONE_CORE = ("taskset", "-c", "0") if shutil.which("taskset") else ()


@dataclass(frozen=True)
class Peer:
    """`encode` makes a GIF of (N, H, W, 3) at a setting; `settings` is the sweep; `license` is what it is under."""

    name: str
    license: str
    settings: tuple[int, ...]
    encode: Callable[[np.ndarray, int], bytes]


def delays(count: int) -> tuple[int, ...]:
    return frame_delays_ms(FPS, count)


def cpu_seconds() -> float:
    """User and system time of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def ours(frames: np.ndarray, quality: int) -> bytes:
    return encode_gif(iter(frames), delays(len(frames)), loop=0, comment=None, quality=quality)


def plainly(frames: np.ndarray, _: int) -> bytes:
    return plain.encode(iter(frames), delays(len(frames)), loop=0, comment=None)


def _pillow(frames: np.ndarray, colors: int, method: Image.Quantize, dither: Image.Dither) -> bytes:
    pictures = [Image.fromarray(frame).quantize(colors, method=method, dither=dither) for frame in frames]
    out = io.BytesIO()
    pictures[0].save(
        out, "GIF", save_all=True, append_images=pictures[1:], duration=list(delays(len(frames))), loop=0, disposal=1
    )
    return out.getvalue()


def pillow_median(frames: np.ndarray, colors: int) -> bytes:
    return _pillow(frames, colors, Image.Quantize.MEDIANCUT, Image.Dither.NONE)


def pillow_octree(frames: np.ndarray, colors: int) -> bytes:
    return _pillow(frames, colors, Image.Quantize.FASTOCTREE, Image.Dither.NONE)


def pillow_one_palette(frames: np.ndarray, colors: int) -> bytes:
    few = np.concatenate([frame[::4, ::4].reshape(-1, 3) for frame in frames])[None]
    shared = Image.fromarray(few).quantize(colors, method=Image.Quantize.MEDIANCUT)
    pictures = [Image.fromarray(frame).quantize(palette=shared, dither=Image.Dither.FLOYDSTEINBERG) for frame in frames]
    out = io.BytesIO()
    pictures[0].save(
        out, "GIF", save_all=True, append_images=pictures[1:], duration=list(delays(len(frames))), loop=0, disposal=1
    )
    return out.getvalue()


def ffmpeg(frames: np.ndarray, colors: int) -> bytes:
    _, height, width, _ = frames.shape
    graph = (
        f"split[a][b];[a]palettegen=max_colors={colors}:stats_mode=single[p];"
        "[b][p]paletteuse=new=1:dither=bayer:bayer_scale=5:diff_mode=rectangle"
    )
    command = [*ONE_CORE, imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-threads", "1", "-f", "rawvideo"]
    command += ["-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(FPS), "-i", "pipe:0", "-vf", graph]
    return subprocess.run(
        [*command, "-f", "gif", "pipe:1"], input=frames.tobytes(), capture_output=True, check=True
    ).stdout


def _in_folder(frames: np.ndarray, program: Callable[[list[str], Path], list[str]]) -> bytes:
    """Run a program that reads pictures and writes a file. Pictures are stored uncompressed, to cost it next to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index, frame in enumerate(frames):
            paths.append(f"{folder}/{index:03d}.png")
            Image.fromarray(frame).save(paths[-1], compress_level=0)
        out = Path(folder) / "out.gif"
        subprocess.run([*ONE_CORE, *program(paths, out)], check=True, capture_output=True)
        return out.read_bytes()


def gifski(frames: np.ndarray, quality: int) -> bytes:
    _, height, width, _ = frames.shape
    # Without a size it shrinks what is larger than 800 x 600.
    options = ["--quiet", "--quality", str(quality), "--fps", str(FPS), "--width", str(width), "--height", str(height)]
    return _in_folder(frames, lambda paths, out: [str(find("gifski")), *options, "-o", str(out), *paths])


def gifsicle(frames: np.ndarray, loss: int) -> bytes:
    """Pillow's octree, made smaller by gifsicle's lossy LZW."""
    command = [*ONE_CORE, str(find("gifsicle")), "-O3", f"--lossy={loss}", "--no-warnings"]
    return subprocess.run(command, input=pillow_octree(frames, 256), capture_output=True, check=True).stdout


def libvips(frames: np.ndarray, tenths: int) -> bytes:
    """cgif and quantizr; `tenths` is the largest error between palettes and between frames, in tenths."""
    import pyvips

    count, height, width, _ = frames.shape
    tall = pyvips.Image.new_from_memory(frames.tobytes(), width, height * count, 3, "uchar")
    tall = tall.copy(interpretation="srgb")
    tall.set_type(pyvips.GValue.gint_type, "page-height", height)
    tall.set_type(pyvips.GValue.array_int_type, "delay", list(delays(count)))
    return tall.gifsave_buffer(interframe_maxerror=tenths / 10, interpalette_maxerror=0, effort=7, reuse=False)


def find(program: str) -> str | None:
    return os.environ.get(program.upper()) or shutil.which(program)


def peers() -> list[Peer]:
    """Every encoder that is at hand, ours first and gifski second."""
    found = [Peer("ours", "MIT", (100, 80, 65, 50, 40, 25), ours)]
    if find("gifski"):
        found.append(Peer("gifski", "AGPL", (100, 95, 80, 70, 55, 40), gifski))
    found += [
        Peer("ours, plain writer", "MIT", (0,), plainly),
        Peer("Pillow median cut", "MIT-CMU", (256, 96, 32), pillow_median),
        Peer("Pillow octree", "MIT-CMU", (256, 96, 32), pillow_octree),
        Peer("Pillow one palette", "MIT-CMU", (256, 96, 32), pillow_one_palette),
        Peer("ffmpeg palettes", "GPL", (256, 96, 32), ffmpeg),
    ]
    if find("gifsicle"):
        found.append(Peer("octree + gifsicle", "GPL", (20, 80, 200), gifsicle))
    if importlib.util.find_spec("pyvips"):
        found.append(Peer("libvips", "LGPL", (0, 80, 160), libvips))
    return found
