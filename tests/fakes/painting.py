"""Pictures for fake engines: cheap, the same for the same request, and clearly other than what came in."""

import colorsys
import functools
import hashlib
import io
import struct
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def describe_file(content: bytes) -> dict[str, Any]:
    """What the log remembers of an uploaded file. Width and height are None when it is no picture."""
    width, height = picture_size(content)
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "length": len(content),
        "width": width,
        "height": height,
    }


def picture_size(content: bytes) -> tuple[int, int] | tuple[None, None]:
    """Width and height from the file's header alone."""
    if content[:8] == PNG_SIGNATURE and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return None, None


def picture_fault(content: bytes) -> str | None:
    """Why the file is no whole still picture, or None."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return str(error) or "invalid picture"
    return None


def paint(
    image: bytes,
    *,
    prompt: str,
    seed: int,
    strength: float,
    mask: bytes | None = None,
    size: tuple[int, int] | None = None,
) -> Image.Image:
    """Shift the picture and tint it by prompt and seed, the more the higher the strength; outside the mask nothing."""
    with Image.open(io.BytesIO(image)) as opened:
        source = opened.convert("RGB")
    pixels = np.asarray(source, dtype=np.float32)
    shifted = np.roll(pixels, shift=(1 + seed % 7, 1 + seed % 5), axis=(0, 1))
    weight = 0.2 + 0.5 * min(max(strength, 0.0), 1.0)
    tinted = shifted * (1 - weight) + np.array(_tint(prompt, seed), dtype=np.float32) * weight
    # Small blocks of light and shade keep a chain of two dozen frames from fading into one flat color. Each stands with
    # its negative in a square of four, so that the picture behind a blur stays the one it was.
    height, width = -(-source.height // 8), -(-source.width // 8)
    blocks = np.random.default_rng(seed).uniform(-40, 40, (height, width, 1))
    squares = np.kron(blocks, np.array([[1, -1], [-1, 1]])[:, :, None])
    tinted += np.kron(squares, np.ones((4, 4, 1)))[: source.height, : source.width].astype(np.float32)
    tinted = np.clip(tinted, 0, 255)
    painted = Image.fromarray(tinted.astype(np.uint8))
    if mask is not None:
        with Image.open(io.BytesIO(mask)) as opened:
            painted = Image.composite(painted, source, opened.convert("L").resize(source.size))
    return painted.resize(size) if size and size != painted.size else painted


def creep(image: bytes) -> Image.Image:
    """The picture two pixels further to the right and a little more magenta, mask or no mask."""
    with Image.open(io.BytesIO(image)) as opened:
        pixels = np.asarray(opened.convert("RGB"), dtype=np.int16)
    moved = np.concatenate([pixels[:, :1], pixels[:, :1], pixels[:, :-2]], axis=1)
    return Image.fromarray(np.clip(moved + np.array([1, -1, 1], np.int16), 0, 255).astype(np.uint8))


def blurred(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(max(min(picture.size) / 8, 4)))


def flat(size: tuple[int, int], shade: int) -> Image.Image:
    return Image.new("RGB", size, (shade, shade, shade))


def encode(picture: Image.Image, *, file_format: str = "PNG") -> bytes:
    out = io.BytesIO()
    # The fastest compression: a fake that waits for zlib would measure itself.
    picture.save(out, file_format, **({"compress_level": 1} if file_format == "PNG" else {}))
    return out.getvalue()


@functools.cache
def ready_made(size: tuple[int, int], variant: int) -> bytes:
    """A colourful PNG painted once: for benchmarks, which must not pay for the fake's painting."""
    width, height = size
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    layers = [across, down, (across + down + 64 * variant) % 256]
    return encode(Image.fromarray(np.dstack(layers[variant % 3 :] + layers[: variant % 3]).astype(np.uint8)))


def _tint(prompt: str, seed: int) -> tuple[float, float, float]:
    turn = hashlib.sha256(f"{seed}:{prompt}".encode()).digest()[0] / 256
    red, green, blue = colorsys.hsv_to_rgb(turn, 0.9, 1.0)
    return red * 255, green * 255, blue * 255
