"""What is to happen, read from a prompt: who does what, how strongly and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from apps.engines.sketch.reaction import Reaction

OVERLAP = 0.08
"""Share of the loop by which a step begins before the one before it has ended, so that a face never freezes between."""


class Who(StrEnum):
    """Whose face acts, where a picture shows several."""

    LARGEST = "largest"
    LEFT = "left"
    RIGHT = "right"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Part:
    """One reaction; `strength` 1 is as the slider says, less is slighter, more is wilder. `words` of the prompt named it."""

    reaction: Reaction
    strength: float = 1.0
    words: tuple[str, ...] = ()
    who: Who = Who.LARGEST


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps that follow one another, each a few reactions at once. No step: nothing was understood.

    `left_out` is what was understood and finds no room.
    """

    steps: tuple[tuple[Part, ...], ...]
    left_out: tuple[Part, ...] = ()

    @property
    def reactions(self) -> tuple[Reaction, ...]:
        """Return every reaction once, in the order in which they begin."""
        return tuple(dict.fromkeys(part.reaction for step in self.steps for part in step))

    @property
    def people(self) -> tuple[Who, ...]:
        """Return everybody who acts, in the order in which they begin."""
        return tuple(dict.fromkeys(part.who for step in self.steps for part in step))

    def of(self, who: Who) -> "Plan":
        """Return what one of the people does, at the same time as in the whole plan."""
        return Plan(tuple(tuple(part for part in step if part.who == who) for step in self.steps))

    def windows(self) -> Iterator[tuple[tuple[Part, ...], float, float]]:
        """Yield each step with the shares of the loop at which it begins and ends."""
        count = len(self.steps)
        for index, step in enumerate(self.steps):
            start = max(0.0, index / count - OVERLAP) if index else 0.0
            yield step, start, (index + 1) / count
