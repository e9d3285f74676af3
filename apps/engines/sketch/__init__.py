"""The engine "sketch": ours, on this machine, without a key and without AI. Faces act, things are drawn on a photo."""

from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.reaction import Family, Reaction
from apps.engines.sketch.words import plan_for

__all__ = ["CATALOG", "Family", "Reaction", "plan_for"]
