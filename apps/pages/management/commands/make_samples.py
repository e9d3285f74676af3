"""manage.py make_samples: paint the pictures of the landing page anew, with the sketch and the sample portrait.

Run it after a change to the sketch that people should see, and look at what it made before you commit it.
"""

import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand
from numpy.typing import NDArray

from apps.animations.create.suggestions import IDEAS
from apps.engines.protocol import Known, PaintRequest, ReadsPrompts
from apps.engines.registry import get_engine
from apps.imaging.codecs.frames import decode_png, encode_png, poster_jpeg, resize
from apps.imaging.effects.timeline import frame_delays_ms
from apps.imaging.faces.analysis import analyze
from apps.imaging.formats.mp4 import mp4
from apps.imaging.formats.video_formats import webp
from apps.imaging.gif import encode_gif

Frame = NDArray[np.uint8]

FOLDER = Path(settings.BASE_DIR) / "static" / "samples"
LEFT, TOP, SIDE = 82, 4, 288
"""The part of the portrait that is shown: head and shoulders."""

NEAR_LEFT, NEAR_TOP, NEAR_SIDE = 142, 12, 172
"""The part that is shown where only the face moves."""

HERO_SIDE, IDEA_SIDE, README_SIDE, REACTION_SIDE = 560, 224, 256, 160
SEED = 11
PEAK = 7
"""The frame that stands for a GIF while it does not play."""

HERO = "she bursts into tears"
README = ("his face contorts with silent fury", "she bursts into tears", "a woman begins to smile")


class Command(BaseCommand):
    help = "Paint the pictures of the landing page and of the README anew."

    def handle(self, *args: object, **options: object) -> None:
        portrait = cv2.cvtColor(cv2.imread(str(FOLDER / "astronaut.jpg")), cv2.COLOR_BGR2RGB)
        face = np.ascontiguousarray(portrait[TOP : TOP + SIDE, LEFT : LEFT + SIDE])
        hero = reaction(enlarged(face, HERO_SIDE), HERO)
        self.keep("demo-before.jpg", poster_jpeg(enlarged(face, HERO_SIDE), max_side=HERO_SIDE))
        self.keep("demo.jpg", poster_jpeg(hero[PEAK - 1], max_side=HERO_SIDE))
        self.keep("demo.mp4", mp4(hero, delays(hero)))
        for slug, prompt in IDEAS.items():
            frames = reaction(enlarged(face, IDEA_SIDE), prompt)
            self.keep(f"idea-{slug}.jpg", poster_jpeg(frames[PEAK - 1], max_side=IDEA_SIDE))
            self.keep(f"idea-{slug}.webp", webp(frames, delays(frames), loop=0, quality=60))
        catalog = FOLDER.parent / "reactions" / "sketch"
        catalog.mkdir(parents=True, exist_ok=True)
        wide = enlarged(face, REACTION_SIDE)
        near = enlarged(np.ascontiguousarray(portrait[NEAR_TOP:][:NEAR_SIDE, NEAR_LEFT:][:, :NEAR_SIDE]), REACTION_SIDE)
        for one in known_reactions():
            still = reaction(near if one.family == "Feelings" else wide, one.label, only=PEAK)[0]
            (catalog / f"{one.slug}.jpg").write_bytes(poster_jpeg(still, max_side=REACTION_SIDE))
        trio = [reaction(enlarged(face, README_SIDE), prompt) for prompt in README]
        rows = [np.hstack(side_by_side) for side_by_side in zip(*trio, strict=True)]
        self.keep("demo.gif", encode_gif(rows, delays(rows), loop=0, comment=None))

    def keep(self, name: str, data: bytes) -> None:
        (FOLDER / name).write_bytes(data)
        self.stdout.write(f"{name}: {len(data):,} bytes")


def delays(frames: list[Frame]) -> tuple[int, ...]:
    """Return how long each frame is shown, in milliseconds, at the sketch's usual speed."""
    return frame_delays_ms(get_engine("sketch").capabilities.default_fps, len(frames))


def enlarged(picture: Frame, side: int) -> Frame:
    """Return a square picture with another side."""
    return resize(picture, side, side)


def known_reactions() -> Sequence[Known]:
    """Return what the sketch can be asked for."""
    engine = get_engine("sketch")
    return engine.known if isinstance(engine, ReadsPrompts) else ()


def reaction(picture: Frame, prompt: str, *, only: int = 0) -> list[Frame]:
    """Return the frames of a reaction of the sketch's usual length, painted from one picture; of `only` one position."""
    engine = get_engine("sketch")
    count = engine.capabilities.default_frames
    height, width = picture.shape[:2]
    source, found = encode_png(picture), analyze(picture).as_bytes()
    frames = []
    for position in [only] if only else range(1, count + 1):
        request = PaintRequest(
            image=source, width=width, height=height, model=engine.capabilities.default_model, prompt=prompt,
            negative_prompt=None, strength=None, seed=SEED + position, mask=None, style_preset=None,
            position=position, frame_count=count, analysis=found,
        )  # fmt: skip
        frames.append(decode_png(engine.paint(request, deadline=time.monotonic() + 10.0).image))
    return frames
