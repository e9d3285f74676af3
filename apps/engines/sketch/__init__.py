"""The engine "sketch": ours, on this machine, without a key and without AI. Warps, light and drawn things on a photo."""

from apps.engines.sketch.looks import LOOKS, Look
from apps.engines.sketch.words import looks_for

__all__ = ["LOOKS", "Look", "looks_for"]
