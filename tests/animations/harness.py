"""A harness for the chain: a real fake engine, a spool in a temporary folder, and a clock that the test moves."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.accounts.models import User
from apps.animations.create.picture import take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import submit_animation
from apps.animations.exports.versions import encode_export
from apps.animations.models import Animation, MessageKind, OutboxMessage
from apps.animations.operations.maintenance import sweep
from apps.animations.rendering.chain import step_animation
from apps.animations.rendering.context import Checkpoint, RenderContext
from apps.animations.rendering.mask_corrections import make_corrected
from apps.animations.rendering.rate_limiter import RateLimiter
from apps.animations.rendering.spool import Spool
from apps.engines.protocol import Engine
from apps.engines.stability.client import StabilityEngine
from apps.imaging.codecs.frames import encode_png
from apps.imaging.sandbox.process import default_sandbox
from tests.engines.stability.fake import FakeStability

MOST_LOOKS = 500
"""In a row; the longest animation of a test takes a fifth of them."""


class Clock:
    """A clock that the test moves. It begins so early that no test moves it past midnight, when daily limits begin anew."""

    def __init__(self) -> None:
        now = timezone.now()
        self.now = min(now, now.replace(hour=21, minute=0))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def small_picture(seed: int = 1, side: int = 64) -> bytes:
    """A PNG of colored squares on four larger ones: no check takes it for blank, and behind a blur it is known again."""
    small = np.random.default_rng(seed).integers(0, 85, (side // 8, side // 8, 3), dtype=np.uint8)
    large = np.array([[0, 170], [170, 60]], dtype=np.uint8)[:, :, None]
    return encode_png(
        np.kron(small, np.ones((8, 8, 1), dtype=np.uint8))
        + np.kron(large, np.ones((side // 2, side // 2, 1), np.uint8))
    )


class Harness:
    def __init__(self, fake: FakeStability, root: Path) -> None:
        self.fake = fake
        self.root = root
        self.clock = Clock()

    def engine(self, name: str) -> Engine:
        return StabilityEngine(api_key=self.fake.key, base_url=self.fake.url)

    def render_context(self, on_checkpoint: Callable[[Checkpoint], None] = lambda checkpoint: None) -> RenderContext:
        """A render_context as a newly started worker has it: its own spool folder under the same root."""
        return RenderContext(
            engine=self.engine,
            storage=default_storage,
            spool=Spool(self.root),
            sandbox=default_sandbox(),
            rate_limiter=RateLimiter("memory://", 1_000_000),
            clock=self.clock,
            on_checkpoint=on_checkpoint,
        )

    def start(self, owner: User, *, frames: int = 3, mask: bytes | None = None, **wish: object) -> Animation:
        recipe = complete(
            RecipeInput(**{"prompt": "rage", "engine": "stability", "frames": frames, **wish}), masked=bool(mask)
        )
        picture = take_picture(image=small_picture(), mask=mask, engine="stability", sandbox=default_sandbox())
        return submit_animation(
            owner=owner,
            request_key=uuid.uuid4().hex,
            picture=picture,
            recipe=recipe,
            price_shown=None,
            now=self.clock(),
        )

    def look(self, render_context: RenderContext) -> int:
        """Do what a worker would for every hint there is, once; returns how many hints there were."""
        hints = list(OutboxMessage.objects.order_by("pk"))
        for hint in hints:
            if hint.kind == MessageKind.STEP:
                step_animation(animation_id=hint.ref, render_context=render_context)
            elif hint.kind == MessageKind.CORRECT:
                make_corrected(animation_id=hint.ref, now=self.clock())
            else:
                encode_export(export_id=hint.ref, now=self.clock())
        return len(hints)

    def drain(self, render_context: RenderContext) -> None:
        """Do what hints ask until there are none; fails when one is never done, as one that is due later by our clock."""
        for _ in range(MOST_LOOKS):
            if not self.look(render_context):
                return
        raise AssertionError(list(OutboxMessage.objects.values("kind", "ref", "due_at")))

    def run(self, render_context: RenderContext, *, rounds: int = 60, seconds_a_round: float = 20) -> None:
        """Workers and sweeper until nothing is unfinished, the clock moving on; fails when that never comes."""
        for _ in range(rounds):
            sweep_here(self, render_context)
            self.drain(render_context)
            if not Animation.objects.filter(state__in=["queued", "active", "assembling"]).exists():
                return
            self.clock.forward(seconds_a_round)
        raise AssertionError([str(animation) for animation in Animation.objects.all()])

    def arrivals(self) -> list[dict[str, object]]:
        return [entry for entry in self.fake.log("arrived") if entry["endpoint"] != "/v1/user/balance"]


def sweep_here(harness: Harness, render_context: RenderContext) -> None:
    sweep(now=harness.clock(), render_context=replace(render_context, on_checkpoint=lambda checkpoint: None))
