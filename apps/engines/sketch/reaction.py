"""What a reaction is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from apps.engines.sketch.act import Act
from apps.engines.sketch.scene import Scene


class Family(StrEnum):
    FEELINGS = "Feelings"
    GESTURES = "Gestures"
    THINGS = "Things"
    SCENES = "Scenes"


@dataclass(frozen=True, slots=True)
class Reaction:
    """One thing the sketch can do.

    `phrases` are what people write for it: words in their plainest form, several in their order, and emoji; inflections need
    no listing. `play` says what happens at a moment: the same for the same scene, and it touches nothing else.
    `needs_face` is true where without a face there would be nothing to see.
    """

    name: str
    label: str
    family: Family
    play: Callable[[Scene], Act]
    phrases: tuple[str, ...]
    needs_face: bool = True
    alone: Callable[[Scene], Act] | None = None
    """What it does to a picture without a face, where that is something else."""
    near: float | None = None
    """How close the camera comes to a face where only its eyes or lips say it: their span as a share of the picture."""
