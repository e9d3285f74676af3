"""The engine that needs no key: effects on a photo, chosen by the prompt's words, free, local, and no AI."""

import io
import time
import zlib

import cv2
import numpy as np
from PIL import Image

from apps.engines.errors import NotSent, RequestRefused
from apps.engines.protocol import Capabilities, Model, Painted, PaintRequest, SizeRule, StrengthRange
from apps.engines.sketch.canvas import Moment, Pixels
from apps.engines.sketch.words import looks_for

USUAL_FRAMES = 8  # looks that pile up were tuned on chains of eight
FEATHER = 0.02  # of the short side: how far inside a mask's edge the change fades in


class SketchEngine:
    """Paints by arithmetic. The same request gives the same bytes."""

    name = "sketch"
    capabilities = Capabilities(
        label="Sketch",
        blurb="Effects drawn on your photo by this very server. Not AI: it knows about twenty words, and it is cheap and quick.",
        models=(
            Model(
                name="sketch",
                label="Sketch",
                blurb="No AI. Knows words like cry, rage, laugh, melt, glitch, sparkle, rain, fire.",
                strength=StrengthRange(0.05, 1.0, 0.5),
                takes_mask=True,
                takes_negative_prompt=False,
                typical_seconds=0.2,
            ),
        ),
        default_model="sketch",
        size_rule=SizeRule(min_side=64, max_side=640, max_pixels=640 * 640, multiple_of=16),
        is_ai=False,
    )

    def endpoint(self, request: PaintRequest) -> str:
        return "local"

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        """Draw the looks that the prompt calls on the frame before.

        Raises RequestRefused when the picture or mask is not what the request says, NotSent when it is too late to begin.
        """
        if time.monotonic() >= deadline:
            raise NotSent("the deadline passed before the drawing began")
        before = self._open(request.image, request, "RGB")
        pixels = before.astype(np.float32)
        called = looks_for(request.prompt)
        amount = float(np.clip(0.5 if request.strength is None else request.strength, 0.0, 1.0)) / len(called) ** 0.5
        for look in called:
            for index, step in enumerate(look.steps):
                pixels = step(pixels, self._moment(request, f"{look.name}{index}", amount))
        drawn = np.clip(pixels, 0, 255).round().astype(np.uint8)
        if request.mask is not None:
            drawn = self._inside(self._open(request.mask, request, "L"), before, drawn)
        out = io.BytesIO()
        Image.fromarray(drawn).save(out, "PNG", compress_level=1)
        return Painted(
            image=out.getvalue(),
            seed=request.seed,
            vendor_request_id=None,
            finish_reason="SUCCESS",
            http_status=None,
        )

    def _moment(self, request: PaintRequest, name: str, amount: float) -> Moment:
        # The base seed is the chain's: it does not change from frame to frame, so what is fixed in place stays there.
        base = request.seed - request.position
        mark = zlib.crc32(name.encode())
        return Moment(
            amount=amount,
            creep=amount * min(1.0, USUAL_FRAMES / request.frame_count),
            before=(request.position - 1) / request.frame_count,
            after=request.position / request.frame_count,
            seed=(base * 7919 + mark) % 2**32,
            rng=np.random.default_rng([request.seed, mark]),
        )

    def _open(self, data: bytes, request: PaintRequest, mode: str) -> np.ndarray:
        try:
            with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
                size, found = picture.size, np.asarray(picture.convert(mode))
        except Exception as error:
            raise RequestRefused(f"the picture cannot be read: {error}") from error
        if size != (request.width, request.height):
            raise RequestRefused(f"the picture is {size}, the request says {(request.width, request.height)}")
        return found

    def _inside(self, mask: np.ndarray, before: np.ndarray, drawn: np.ndarray) -> np.ndarray:
        """The drawing where the mask is white, fading in from its edge inward; elsewhere the picture to the pixel."""
        distance = cv2.distanceTransform((mask > 127).astype(np.uint8), cv2.DIST_L2, 3)
        weight: Pixels = np.clip(distance / max(1.0, FEATHER * min(mask.shape)), 0, 1)[..., None]
        mixed = before + (drawn.astype(np.float32) - before) * weight
        return np.where(weight > 0, mixed.round().astype(np.uint8), before)
