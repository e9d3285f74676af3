"""What an engine's folder tells the registry about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from django.conf import settings

from apps.engines.prices import Price
from apps.engines.protocol import Capabilities, Engine


@dataclass(frozen=True, slots=True)
class Registration:
    """An engine as it is installed: what it can do, what it costs, and how it is made.

    `create` reads the settings and returns None where the engine is not configured. `capabilities` and `prices` hold either
    way: an answer may have to be judged, and a frame charged, after its engine was taken away.
    """

    name: str
    capabilities: Capabilities
    prices: tuple[Price, ...]
    create: Callable[[], Engine | None]
    is_metered: bool = False
    """Whether the vendor locks a key out that calls too often, so that calls wait for the shared rate limiter."""


def text_setting(name: str) -> str:
    """Return a setting without blanks around it; empty when it is not set."""
    return cast("str", getattr(settings, name, None) or "").strip()


def call_seconds(engine: str, *, default: float) -> float:
    """Return how long a call may take: ENGINE_CALL_SECONDS is one number for all engines, or one for each by name."""
    configured = cast("Mapping[str, float] | float | None", getattr(settings, "ENGINE_CALL_SECONDS", None))
    if configured is None:
        return default
    return float(configured.get(engine, default) if isinstance(configured, Mapping) else configured)
