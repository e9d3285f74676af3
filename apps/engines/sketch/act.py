"""What a reaction asks for at one moment."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import NEUTRAL, Pose
from apps.engines.sketch.layers import UNTOUCHED, Layers, merge

Drawing = Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Act:
    """A pose for the faces, drawings in their order once the faces act, and what is done to the whole picture after that."""

    pose: Pose = NEUTRAL
    drawings: tuple[Drawing, ...] = ()
    layers: Layers = UNTOUCHED

    def plus(self, other: "Act") -> "Act":
        """Return both at once."""
        return Act(self.pose.beside(other.pose), self.drawings + other.drawings, merge((self.layers, other.layers)))
