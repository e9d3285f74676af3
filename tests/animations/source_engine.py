"""An engine that paints every frame from the source, in our own process, and a harness around it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from apps.accounts.models import User
from apps.animations.models import Animation
from apps.animations.rendering.context import Checkpoint, RenderContext
from apps.engines.errors import EngineError
from apps.engines.protocol import Painted, PaintRequest
from apps.engines.sketch.engine import CAPABILITIES
from apps.imaging.codecs.frames import decode_png, encode_png
from tests.animations.harness import Harness

STEP = 8
"""Pixels by which each frame is moved further to the right than the one before."""


class SourceEngine:
    """It stands in another engine's place, with its prices. `errors` are raised by the next calls, in order.

    The first call for a position of `sent_back` answers with the very picture that was sent.
    """

    def __init__(self, name: str = "sketch", **other: object) -> None:
        self.name = name
        self.sent_back: set[int] = set()
        self.capabilities = replace(CAPABILITIES, **{"paints_from": "source", **other})
        self.requests: list[PaintRequest] = []
        self.errors: list[EngineError] = []

    def endpoint(self, request: PaintRequest) -> str:
        return "local"

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        self.requests.append(request)
        if self.errors:
            raise self.errors.pop(0)
        if request.position in self.sent_back:
            self.sent_back.remove(request.position)
            return Painted(request.image, request.seed, None, "SUCCESS", None)
        return Painted(painted(request.image, request.position), request.seed, None, "SUCCESS", None)


def painted(source: bytes, position: int) -> bytes:
    """What the engine makes of a source at a position."""
    return encode_png(np.roll(decode_png(source), STEP * position, axis=1))


class SourceHarness(Harness):
    def __init__(self, harness: Harness, own: SourceEngine) -> None:
        super().__init__(harness.fake, harness.root)
        self.own = own

    def engine(self, name: str) -> SourceEngine:
        return self.own

    def render_context(self, on_checkpoint: Callable[[Checkpoint], None] = lambda checkpoint: None) -> RenderContext:
        return replace(super().render_context(on_checkpoint), capabilities=lambda name: self.own.capabilities)

    def start(self, owner: User, **wish: object) -> Animation:
        return super().start(owner, **{"engine": self.own.name, **wish})
