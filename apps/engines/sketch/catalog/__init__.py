"""All reactions, in the order in which a page lists them."""

from apps.engines.sketch.catalog.feelings import FEELINGS
from apps.engines.sketch.catalog.gestures import GESTURES
from apps.engines.sketch.catalog.scenes import SCENES
from apps.engines.sketch.catalog.things import THINGS
from apps.engines.sketch.reaction import Reaction

CATALOG: tuple[Reaction, ...] = (*FEELINGS, *GESTURES, *THINGS, *SCENES)

BY_NAME = {reaction.name: reaction for reaction in CATALOG}
"""Every reaction by its name."""
