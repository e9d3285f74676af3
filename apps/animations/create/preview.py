"""A small loop of what an order would become, painted at once and kept nowhere."""

import time
from dataclasses import dataclass, replace

from apps.animations.create.look import looked_at
from apps.engines.protocol import Engine, PaintRequest, ReadsPrompts
from apps.engines.registry import get_engine
from apps.imaging.codecs.frames import decode_png
from apps.imaging.effects.timeline import frame_delays_ms
from apps.imaging.faces.pointed import Places
from apps.imaging.formats.video_formats import webp
from apps.imaging.sandbox.process import Sandbox

MAX_SIDE = 256
"""Pixels of the longer side: a face acts as it will in the GIF, at a fifth of the work of 640."""

WEBP_QUALITY, WEBP_EFFORT = 60, 1
"""Measured at 256²: 25 ms and 35 to 90 kB. The usual effort saves a fifth of the bytes and takes twice the time."""

SEED = 1000
"""A preview is always the same film; an order has a seed of its own, which moves particles and nothing else."""

PAINT_SECONDS = 5.0
"""A loop takes a fifth of a second. One that takes this long is given up: somebody else's page waits."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An animated WebP that repeats, how many faces act in it, and how far to the right and down the largest one is, 0 to 1.

    Without a loop nothing was asked for that the engine could show.
    """

    loop: bytes | None
    faces: int
    middle: tuple[float, float] | None


class NoPreview(Exception):
    """This engine paints nothing before an order."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is to be shown: a picture as it was uploaded, and what should happen in it.

    `frames` is how many are painted, shown in the time of the engine's usual number; None for just that.
    """

    image: bytes
    engine: str
    prompt: str = ""
    strength: float | None = None
    mask: bytes | None = None
    face: Places | None = None
    frames: int | None = None


def preview_of(asked: Rehearsal, *, sandbox: Sandbox) -> Preview:
    """Return a loop of what the engine would make of a picture, as long as its GIFs usually are.

    Raises NoPreview, EngineNotOffered, NotSent when it took too long, ValueError
    for a face that is none, and what `Sandbox.ingest` raises.
    """
    painter = get_engine(asked.engine)
    capabilities = painter.capabilities
    if not capabilities.previews:
        raise NoPreview(asked.engine)
    rule = capabilities.size_rule
    taken, found = looked_at(
        asked.image, asked.face, side=MAX_SIDE, multiple_of=rule.multiple_of, min_side=rule.min_side, sandbox=sandbox
    )
    middle = found.head[:2] if found.head else None
    if not asked.prompt or (isinstance(painter, ReadsPrompts) and not painter.understand(asked.prompt).steps):
        return Preview(None, len(found.faces), middle)
    mask = asked.mask and sandbox.ingest_mask(asked.mask, width=taken.width, height=taken.height)
    plain = PaintRequest(
        image=taken.png,
        width=taken.width,
        height=taken.height,
        model=capabilities.default_model,
        prompt=asked.prompt,
        negative_prompt=None,
        strength=asked.strength,
        seed=SEED,
        mask=mask or None,
        style_preset=None,
        position=1,
        frame_count=asked.frames or capabilities.default_frames,
        analysis=found.as_bytes(),
    )
    return Preview(_loop(painter, plain), len(found.faces), middle)


def _loop(painter: Engine, plain: PaintRequest) -> bytes:
    count, deadline = plain.frame_count, time.monotonic() + PAINT_SECONDS
    painted = [
        painter.paint(replace(plain, position=position, seed=plain.seed + position), deadline=deadline)
        for position in range(1, count + 1)
    ]
    usual = painter.capabilities
    delays = frame_delays_ms(usual.default_fps * count / usual.default_frames, count)
    frames = [decode_png(one.image) for one in painted]
    return webp(frames, delays, loop=0, quality=WEBP_QUALITY, effort=WEBP_EFFORT)
