"""Which engines there are, and which of them this installation offers."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from apps.engines.protocol import Capabilities, Engine
from apps.engines.registration import Registration

FOLDERS = ("stability", "sketch", "sdapi")
"""The folders of this package that hold an engine, in the order in which engines are suggested. One line adds one."""


def _installed() -> Mapping[str, Registration]:
    found = [
        cast("Registration", import_module(f"apps.engines.{folder}.registration").REGISTRATION) for folder in FOLDERS
    ]
    return MappingProxyType({registration.name: registration for registration in found})


INSTALLED = _installed()
"""Every engine by its name, configured or not."""


class EngineNotOffered(LookupError):
    """No engine of this name is configured here."""


def offered_engines() -> dict[str, Engine]:
    """Return the configured engines by name, the one to suggest first: Stability when there is a key.

    The settings are read at every call; an engine keeps no connection, so making one costs nothing.
    """
    engines = (registration.create() for registration in INSTALLED.values())
    return {engine.name: engine for engine in engines if engine is not None}


def capabilities_of(name: str) -> Capabilities:
    """Return what an engine can do, configured or not: an answer of one that was taken away may still have to be judged."""
    return INSTALLED[name].capabilities


def get_engine(name: str) -> Engine:
    """Return the engine called `name`. Raises EngineNotOffered when it is unknown or not configured."""
    registration = INSTALLED.get(name)
    engine = registration.create() if registration is not None else None
    if engine is None:
        raise EngineNotOffered(name)
    return engine
