"""Which engines this installation offers, from its settings."""

from collections.abc import Mapping
from typing import cast

from django.conf import settings

from apps.engines.protocol import Capabilities, Engine
from apps.engines.sdapi.client import CALL_SECONDS as SDAPI_CALL_SECONDS
from apps.engines.sdapi.client import CAPABILITIES as SDAPI_CAPABILITIES
from apps.engines.sdapi.client import SdapiEngine
from apps.engines.sketch.engine import CAPABILITIES as SKETCH_CAPABILITIES
from apps.engines.sketch.engine import SketchEngine
from apps.engines.stability.catalog import CAPABILITIES as STABILITY_CAPABILITIES
from apps.engines.stability.client import BASE_URL as STABILITY_BASE_URL
from apps.engines.stability.client import CALL_SECONDS as STABILITY_CALL_SECONDS
from apps.engines.stability.client import StabilityEngine

KNOWN: Mapping[str, Capabilities] = {
    "stability": STABILITY_CAPABILITIES,
    "sketch": SKETCH_CAPABILITIES,
    "sdapi": SDAPI_CAPABILITIES,
}
"""What every engine can do, configured or not: an answer may have to be judged after its engine was taken away."""


class EngineNotOffered(LookupError):
    """No engine of this name is configured here."""


def offered_engines() -> dict[str, Engine]:
    """The configured engines by name, the one to suggest first: Stability when there is a key, the sketch otherwise.

    The settings are read at every call; an engine keeps no connection, so making one costs nothing. Settings:
    STABILITY_API_KEY, STABILITY_BASE_URL, SDAPI_BASE_URL, SDAPI_AUTH, and ENGINE_CALL_SECONDS, which is a number for all
    engines or a mapping from engine names to numbers.
    """
    engines: list[Engine] = []
    if api_key := _text("STABILITY_API_KEY"):
        engines.append(
            StabilityEngine(
                api_key=api_key,
                base_url=_text("STABILITY_BASE_URL") or STABILITY_BASE_URL,
                call_seconds=_call_seconds("stability", default=STABILITY_CALL_SECONDS),
            )
        )
    engines.append(SketchEngine())
    if base_url := _text("SDAPI_BASE_URL"):
        engines.append(
            SdapiEngine(
                base_url=base_url,
                auth=_text("SDAPI_AUTH"),
                call_seconds=_call_seconds("sdapi", default=SDAPI_CALL_SECONDS),
            )
        )
    return {engine.name: engine for engine in engines}


def get_engine(name: str) -> Engine:
    """The engine called `name`. Raises EngineNotOffered when it is unknown or not configured."""
    try:
        return offered_engines()[name]
    except KeyError as error:
        raise EngineNotOffered(name) from error


def _text(name: str) -> str:
    return cast("str", getattr(settings, name, None) or "").strip()


def _call_seconds(engine: str, *, default: float) -> float:
    configured = cast("Mapping[str, float] | float | None", getattr(settings, "ENGINE_CALL_SECONDS", None))
    if configured is None:
        return default
    return float(configured.get(engine, default) if isinstance(configured, Mapping) else configured)
