"""What one step works with. A process has one render context; tests build their own, with real fakes inside."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from apps.animations.rendering.rate_limiter import RateLimiter, default_rate_limiter
from apps.animations.rendering.spool import Spool
from apps.engines.protocol import Capabilities, Engine
from apps.engines.registry import capabilities_of, get_engine
from apps.imaging.sandbox.process import Sandbox, default_sandbox


class Checkpoint(StrEnum):
    """The moments between which a process may die. Tests end the process at each of them."""

    CLAIMED = "claimed"
    ANSWERED = "answered"
    SPOOLED = "spooled"
    VERIFIED = "verified"
    STORED = "stored"
    SETTLED = "settled"


class CheckpointReached(Protocol):
    def __call__(self, checkpoint: Checkpoint) -> None: ...


def ignore(checkpoint: Checkpoint) -> None:
    """Do nothing, which is what happens at a checkpoint outside of tests."""


@dataclass(frozen=True)
class RenderContext:
    engine: Callable[[str], Engine]
    storage: Storage
    spool: Spool
    sandbox: Sandbox
    rate_limiter: RateLimiter
    clock: Callable[[], datetime] = timezone.now
    on_checkpoint: CheckpointReached = ignore
    capabilities: Callable[[str], Capabilities] = capabilities_of


_lock = threading.Lock()
_render_context: RenderContext | None = None


def get_render_context() -> RenderContext:
    """Return the process's own render context, opened on first use.

    Its spool folder is locked for as long as the process lives.
    """
    global _render_context  # noqa: PLW0603 - one spool lock per process is the point
    with _lock:
        if _render_context is None:
            _render_context = RenderContext(
                engine=get_engine,
                storage=default_storage,
                spool=Spool(settings.SPOOL_DIR),
                sandbox=default_sandbox(),
                rate_limiter=default_rate_limiter(),
            )
        return _render_context
