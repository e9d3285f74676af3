"""Entries of the catalog: a reaction of each family from what plays it."""

from collections.abc import Callable

from apps.engines.sketch.act import Act
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.reaction import Family, Reaction
from apps.engines.sketch.scene import Scene

Pictured = Callable[[Scene], Layers]


def words(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(",") if phrase.strip())


def feeling(  # noqa: PLR0917 # one line of the catalog
    name: str,
    label: str,
    pose: Callable[[Scene], Pose],
    text: str,
    alone: Pictured | None = None,
    beside: Callable[[Scene], Act] | None = None,
    *,
    near: float | None = None,
) -> Reaction:
    """Return a reaction of a face; `beside` is what is drawn next to it, `near` how close the camera comes."""

    def play(scene: Scene) -> Act:
        act = Act(pose(scene))
        return act if beside is None else act.plus(beside(scene))

    return Reaction(
        name, label, Family.FEELINGS, play, words(text), needs_face=alone is None, alone=pictured(alone), near=near
    )


def gesture(  # one line of the catalog
    name: str,
    label: str,
    play: Callable[[Scene], Act],
    text: str,
    alone: Pictured | None = None,
    *,
    near: float | None = None,
) -> Reaction:
    return Reaction(
        name, label, Family.GESTURES, play, words(text), needs_face=alone is None, alone=pictured(alone), near=near
    )


def thing(name: str, label: str, play: Callable[[Scene], Act], text: str, alone: Pictured | None = None) -> Reaction:
    return Reaction(name, label, Family.THINGS, play, words(text), needs_face=alone is None, alone=pictured(alone))


def scene(name: str, label: str, play: Callable[[Scene], Act], text: str, alone: Pictured | None = None) -> Reaction:
    return Reaction(name, label, Family.SCENES, play, words(text), needs_face=False, alone=pictured(alone))


def pictured(paint: Pictured | None) -> Callable[[Scene], Act] | None:
    return None if paint is None else lambda scene: Act(layers=paint(scene))


def happening(name: str, label: str, paint: Pictured, text: str) -> Reaction:
    return Reaction(name, label, Family.SCENES, lambda scene: Act(layers=paint(scene)), words(text), needs_face=False)
