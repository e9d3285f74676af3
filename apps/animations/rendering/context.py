"""What one step works with. A process has one workshop; tests build their own, with real fakes inside."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from django.conf import settings
from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from apps.animations.rendering.rate_limiter import EngineGate, default_gate
from apps.animations.rendering.spool import Spool
from apps.engines.protocol import Engine
from apps.engines.registry import get_engine
from apps.imaging.sandbox.process import Sandbox, default_sandbox


class Beat(StrEnum):
    """The moments between which a process may die. Tests end the process at each of them."""

    CLAIMED = "claimed"
    ANSWERED = "answered"
    SPOOLED = "spooled"
    VERIFIED = "verified"
    STORED = "stored"
    SETTLED = "settled"


class Reach(Protocol):
    def __call__(self, beat: Beat) -> None: ...


def go_on(beat: Beat) -> None:
    """What happens at a beat outside of tests: nothing."""


@dataclass(frozen=True)
class Workshop:
    engine: Callable[[str], Engine]
    storage: Storage
    spool: Spool
    sandbox: Sandbox
    gate: EngineGate
    clock: Callable[[], datetime] = timezone.now
    reach: Reach = go_on


_lock = threading.Lock()
_workshop: Workshop | None = None


def this_workshop() -> Workshop:
    """The process's own workshop, opened on first use: its spool folder is locked for as long as the process lives."""
    global _workshop  # noqa: PLW0603 - one spool lock per process is the point
    with _lock:
        if _workshop is None:
            _workshop = Workshop(
                engine=get_engine,
                storage=default_storage,
                spool=Spool(settings.SPOOL_DIR),
                sandbox=default_sandbox(),
                gate=default_gate(),
            )
        return _workshop
