"""Steps of the chain in this process, with an engine that answers at once. Needs Django set up."""

import hashlib
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from django.core.files.storage import InMemoryStorage, default_storage
from django.db import close_old_connections, connection
from django.utils import timezone

from apps.animations import media
from apps.animations.rendering.chain import step_animation
from apps.animations.rendering.claim import claim_frame
from apps.animations.rendering.context import RenderContext
from apps.animations.rendering.rate_limiter import default_rate_limiter
from apps.animations.rendering.settle import settle_picture
from apps.animations.rendering.spool import Spool
from apps.common.connections import hand_back_connections
from apps.engines.protocol import Capabilities, Painted, PaintRequest
from apps.engines.stability.catalog import CAPABILITIES
from apps.imaging.sandbox.process import default_sandbox
from tests.benchmarks import crowd
from tests.benchmarks.replay import Chain, Recorder
from tests.fakes.painting import ready_made

Step = Callable[[uuid.UUID], None]


class InstantEngine:
    name = "stability"
    capabilities: Capabilities = CAPABILITIES

    def endpoint(self, request: PaintRequest) -> str:
        return "/v2beta/stable-image/generate/sd3"

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        # Never the picture that was sent: that one would be taken for a refusal to paint.
        image = ready_made((request.width, request.height), request.position % 3)
        return Painted(image, request.seed, "0123", "SUCCESS", 200)


class Machinery:
    """All animations of one database in their order; `prepare` makes them, and paints the first frame of each."""

    def __init__(self, folder: Path) -> None:
        self._engine = InstantEngine()
        self._render_context = self._workshop_with(default_storage, folder / "spool")
        self._memory = self._workshop_with(InMemoryStorage(), folder / "spool")
        self._animations: list[uuid.UUID] = []

    def _workshop_with(self, storage: object, spool: Path) -> RenderContext:
        return RenderContext(
            engine=lambda name: self._engine,
            storage=storage,
            spool=Spool(spool),
            sandbox=default_sandbox(),
            rate_limiter=default_rate_limiter(),
        )

    def prepare(self, *, animations: int, frames: int) -> None:
        self._animations = [animation.pk for animation in crowd.start(animations, frames=frames)]
        self.run(self.step, animations=animations, steps=1, threads=1)

    def step(self, animation: uuid.UUID) -> None:
        step_animation(animation_id=animation, render_context=self._render_context)

    def beats(self, animation: uuid.UUID) -> None:
        claim = claim_frame(animation_id=animation, engine=self._engine, render_context=self._memory)
        assert claim is not None
        hand_back_connections()
        painted = self._engine.paint(claim.request, deadline=0)
        key = media.frame_key(animation, claim.frame.pk, claim.submission.pk)
        media.write(key, painted.image, storage=self._memory.storage)
        settle_picture(
            submission_id=claim.submission.pk,
            stored={"image_key": key, "sha256": hashlib.sha256(painted.image).hexdigest()},
            painted=painted,
            now=timezone.now(),
            ailing=claim.ailing,
        )

    def run(self, step: Step, *, animations: int, steps: int, threads: int) -> float:
        """So many steps of so many animations, each animation on one thread from its first to its last; the seconds."""

        def chain(animation: uuid.UUID) -> None:
            for _ in range(steps):
                step(animation)
                close_old_connections()  # as Celery does after every task

        return in_turns([partial(chain, one) for one in self._animations[:animations]], threads=threads)

    def record(self, *, animations: int, steps: int, threads: int) -> list[Chain]:
        """What each animation's steps say to the database."""
        recorders = {animation: Recorder() for animation in self._animations[:animations]}

        def step(animation: uuid.UUID) -> None:
            with connection.execute_wrapper(recorders[animation]):
                self.step(animation)

        self.run(step, animations=animations, steps=steps, threads=threads)
        return [recorder.chain for recorder in recorders.values()]


def in_turns(chains: list[Callable[[], None]], *, threads: int) -> float:
    """Run the chains on so many threads, which all begin at once; the seconds until the last one has ended."""
    rate_limiter = threading.Barrier(threads + 1)

    def work(share: list[Callable[[], None]]) -> None:
        rate_limiter.wait()
        for chain in share:
            chain()
        close_old_connections()

    with ThreadPoolExecutor(threads) as pool:
        working = [pool.submit(work, chains[number::threads]) for number in range(threads)]
        rate_limiter.wait()
        began = time.monotonic()
        for one in working:
            one.result()
        return time.monotonic() - began
