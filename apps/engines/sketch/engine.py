"""The sketch as an engine: pictures in and out, and the rules of the house around them."""

import io
import struct
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image

from apps.engines.errors import NotSent, RequestRefused
from apps.engines.protocol import (
    Capabilities,
    Heard,
    Known,
    Model,
    Painted,
    PaintRequest,
    SizeRule,
    StrengthRange,
    Understood,
)
from apps.engines.sketch.ahead import PaintedAhead
from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.removal import prompt_without
from apps.engines.sketch.scene import FACE_RADIUS, FACE_X, FACE_Y, Floats, Focus, Scene
from apps.engines.sketch.sheet import Bytes
from apps.engines.sketch.stage import Stage, mask_weight, paint, set_stage
from apps.engines.sketch.words import DEFAULT, MAX_PARTS, MAX_STEPS, nearest_to, plan_for
from apps.imaging.faces.analysis import read_analysis

MODEL = "sketch"

DEFAULT_STRENGTH = 0.5

MAX_SIDE = 640
"""Office chats show reactions at 500 pixels at most, and a frame of this size is painted in less than a tenth of a second."""

FEATHER_SHARE = 0.03
"""Breadth of the soft edge inside a mask, of the shorter side: wide enough that no seam shows, narrower than an eye."""

AIM_CELLS = 16
"""A mask's place is read to a sixteenth of the picture, so that a brush stroke more does not move everything."""

NEAREST = 3
"""Reactions that are offered where nothing was understood: as many as fit on one line of a phone."""

KEPT_STAGES = 8
"""Photos that stay studied: as many as a worker paints at once. Two megabytes each, more with a face that fills the picture."""

PNG_SETTINGS = (
    cv2.IMWRITE_PNG_COMPRESSION,
    1,
    cv2.IMWRITE_PNG_STRATEGY,
    cv2.IMWRITE_PNG_STRATEGY_RLE,
    cv2.IMWRITE_PNG_FILTER,
    cv2.IMWRITE_PNG_FILTER_UP,
)
"""Measured on a photo of 640²: 14 ms and 609 kB. Pillow takes 32 ms for 649 kB at level 1, and 134 ms for 586 kB at level 6."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_BROKEN_PICTURE = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
"""All that Pillow raises for damaged PNG files."""

_WHO = {Who.LEFT: "Left", Who.RIGHT: "Right", Who.ALL: "Everyone"}

CAPABILITIES = Capabilities(
    label="Sketch",
    blurb="Makes the face in your photo act: smile, sob, rage, wink and 90 more. No AI: software moves what is in the picture.",
    models=(
        Model(
            name=MODEL,
            label="Sketch",
            blurb="Faces act, hands wave, things fall, the background burns. Best with one clear face.",
            strength=StrengthRange(low=0.05, high=1.0, default=DEFAULT_STRENGTH),
            takes_mask=True,
            takes_negative_prompt=False,
            typical_seconds=0.1,
        ),
    ),
    default_model=MODEL,
    # Below 128, the side of an emoji, its movements are a pixel or two.
    size_rule=SizeRule(min_side=64, max_side=MAX_SIDE, max_pixels=MAX_SIDE * MAX_SIDE, multiple_of=16, good_side=128),
    is_ai=False,
    paints_from="source",
    previews=True,
    closes=True,
    default_frames=12,
    default_fps=10.0,
)


@dataclass
class SketchEngine:
    """The engine "sketch". Any number of threads may share one. With `ahead` it paints the next frame before it is asked for."""

    ahead: PaintedAhead | None = None
    name: str = "sketch"
    capabilities: Capabilities = CAPABILITIES

    def endpoint(self, request: PaintRequest) -> str:
        """Return "local": nothing leaves this machine."""
        return "local"

    @property
    def known(self) -> tuple[Known, ...]:
        """Return all reactions."""
        return tuple(Known(one.name, one.label, one.family, one.needs_face) for one in CATALOG)

    def understand(self, prompt: str) -> Understood:
        """Return the reactions that a prompt names; where it names none, the three that come nearest."""
        plan = plan_for(prompt)
        if not plan.steps:
            return Understood((), tuple(reaction.label for reaction in nearest_to(prompt, NEAREST)))
        return Understood(
            tuple(tuple(map(_heard, step)) for step in plan.steps),
            left_out=tuple(map(_heard, plan.left_out)),
            most_steps=MAX_STEPS,
            most_at_once=MAX_PARTS,
        )

    def prompts_without(self, prompt: str) -> tuple[tuple[str, ...], ...]:
        """Return the prompt without each reaction that it names: still a sentence or a list."""
        plan = plan_for(prompt)
        return tuple(tuple(prompt_without(prompt, part, plan) for part in step) for step in plan.steps)

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        """Paint one frame from the source. The same request always gives the same bytes.

        Raises NotSent when the deadline has passed, and RequestRefused when the picture or mask cannot be read or is not
        of the request's size, and when the request is not one for this engine. Nothing is ever charged by a vendor.
        """
        if time.monotonic() >= deadline:
            raise NotSent("the deadline passed before the frame was begun")
        _refuse_strange(request)
        return Painted(
            image=_png_of(request) if self.ahead is None else self.ahead.frame(request, _png_of),
            seed=request.seed,
            vendor_request_id=None,
            finish_reason="SUCCESS",
            http_status=None,
        )


def _heard(part: Part) -> Heard:
    return Heard(part.reaction.label, part.words, _WHO.get(part.who, ""))


def _png_of(request: PaintRequest) -> bytes:
    """Return the frame as a PNG. Raises RequestRefused for a picture, mask or analysis that cannot be read."""
    stage = _stage(request.image, request.analysis, request.width, request.height)
    mask = None if request.mask is None else _decoded(request.mask, request.width, request.height, mode="L")
    weight = None if mask is None else mask_weight(mask, feather=_feather(request))
    return _encoded(_painted(request, stage, weight))


def _painted(request: PaintRequest, stage: Stage, weight: Floats | None) -> Bytes:
    plan = plan_for(request.prompt)
    if not plan.steps:
        plan = Plan(((Part(DEFAULT),),))
    scene = Scene(
        width=request.width,
        height=request.height,
        position=request.position,
        frame_count=max(request.frame_count, request.position),
        force=_force(request.strength),
        # Seeds count up along a film, so this is the same number in all of its frames.
        cast=(request.seed - request.position) % 2**32,
        focus=_focus(request, weight),
    )
    return paint(stage, plan, scene, weight=weight)


@lru_cache(maxsize=KEPT_STAGES)
def _stage(image: bytes, analysis: bytes | None, width: int, height: int) -> Stage:
    """Study a photo once for all of its frames: a pure function of its bytes, so keeping the last few changes nothing."""
    picture = _decoded(image, width, height, mode="RGB")
    if analysis is None:
        return set_stage(picture, None)
    try:
        found = read_analysis(analysis)
    except ValueError as error:
        raise RequestRefused(f"the analysis cannot be read: {error}") from error
    if (found.width, found.height) != (width, height):
        raise RequestRefused(f"the analysis is of a picture of {found.width}×{found.height}")
    return set_stage(picture, found)


def _force(strength: float | None) -> float:
    """Return the scene's force: 0.03 at the lowest strength, 0.5 at the default, 1.4 at the highest."""
    set_to = DEFAULT_STRENGTH if strength is None else min(1.0, max(0.0, strength))
    return set_to * (0.6 + 0.8 * set_to)


def _feather(request: PaintRequest) -> float:
    return max(2.0, FEATHER_SHARE * min(request.width, request.height))


def _focus(request: PaintRequest, weight: Floats | None) -> Focus:
    """Return the middle of the mask, or where a face is likely when there is no mask."""
    side = min(request.width, request.height)
    if weight is None or not weight.any() or weight.all():
        return Focus(FACE_X * request.width, FACE_Y * request.height, FACE_RADIUS * side, is_aimed=False)
    rows, columns = np.nonzero(weight)
    cell = side / AIM_CELLS
    spread = 1.7 * min(float(columns.std()), float(rows.std()))
    return Focus(
        x=round(float(columns.mean()) / cell) * cell,
        y=round(float(rows.mean()) / cell) * cell,
        radius=max(1, round(spread / cell)) * cell,
        is_aimed=True,
    )


def _refuse_strange(request: PaintRequest) -> None:
    if request.model != MODEL:
        raise RequestRefused(f"the sketch has no model called {request.model!r}")
    if not (0 < request.width <= MAX_SIDE and 0 < request.height <= MAX_SIDE):
        raise RequestRefused(f"{request.width}×{request.height} is not a size the sketch paints")
    if not 1 <= request.position <= max(request.frame_count, request.position):
        raise RequestRefused(f"there is no frame {request.position}")


def _decoded(data: bytes, wanted_width: int, wanted_height: int, *, mode: str) -> Bytes:
    """Return the picture as uint8, (H, W, 3) or (H, W). The size is read before any pixel is."""
    if data[:8] != _SIGNATURE or len(data) < 33:
        raise RequestRefused("the picture is no PNG")
    width, height = struct.unpack(">II", data[16:24])
    if (width, height) != (wanted_width, wanted_height):
        raise RequestRefused(f"the picture is {width}×{height}, the request {wanted_width}×{wanted_height}")
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            return np.array(picture.convert(mode), np.uint8)
    except _BROKEN_PICTURE as error:
        raise RequestRefused(f"the picture cannot be read: {error}") from error


def _encoded(frame: Bytes) -> bytes:
    """Return a PNG of nothing but the pixels, RGB and 8 bit."""
    _, encoded = cv2.imencode(".png", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), PNG_SETTINGS)
    return bytes(encoded)
