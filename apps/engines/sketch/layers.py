"""What a look asks for: not pixels, but how the picture should stand at one moment, compared with before it all began."""

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

import cv2
import numpy as np

from apps.engines.sketch.scene import Floats
from apps.engines.sketch.sheet import Sheet

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Slip:
    """Rows `top` … `bottom` of one channel, pushed around sideways by `right` pixels. Nothing is lost: it wraps."""

    top: int
    bottom: int
    channel: int
    right: int


@dataclass(frozen=True, slots=True)
class Grain:
    """Squares of `block` pixels and `levels` values per channel, mixed in by `amount`. The one thing that is never undone."""

    block: int
    levels: int
    amount: float


@dataclass(frozen=True, slots=True)
class Layers:
    """All that is done to a picture at one moment; the empty one leaves it alone.

    `bend` and `away` are (h, w, 2) float32 on the coarse grid. A bend is held at the edges of the picture, so that nothing
    leaves it and everything can come back; what goes away over an edge is gone. `color` is a (3, 3) matrix, `gain`
    (h, w, 3) float32 on the coarse grid.
    """

    bend: Floats | None = None
    away: Floats | None = None
    color: Floats | None = None
    gain: Floats | None = None
    grain: Grain | None = None
    slips: tuple[Slip, ...] = ()
    sheet: Sheet | None = None

    @property
    def changes_nothing(self) -> bool:
        return self.only_moves and self.bend is None and self.away is None

    @property
    def only_moves(self) -> bool:
        """Say whether pixels go elsewhere at most, with the colors they have."""
        asked = (self.color, self.gain, self.grain, self.sheet)
        return not self.slips and all(one is None for one in asked)


UNTOUCHED = Layers()


def merge(parts: Iterable[Layers]) -> Layers:
    """Return one set of layers for all parts: bends add, light multiplies, the last grain wins, later sheets lie on top."""
    return reduce(_merge_two, parts, UNTOUCHED)


def _merge_two(first: Layers, then: Layers) -> Layers:
    return Layers(
        bend=_both(first.bend, then.bend, operator.add),
        away=_both(first.away, then.away, operator.add),
        color=_both(first.color, then.color, lambda before, after: (after @ before).astype(np.float32)),
        gain=_both(first.gain, then.gain, operator.mul),
        grain=then.grain or first.grain,
        slips=first.slips + then.slips,
        sheet=_both(first.sheet, then.sheet, _stacked),
    )


def _both(first: _Part | None, then: _Part | None, join: Callable[[_Part, _Part], _Part]) -> _Part | None:
    if first is None or then is None:
        return then if first is None else first
    return join(first, then)


def _stacked(below: Sheet, above: Sheet) -> Sheet:
    opacity = above.pixels[..., 3]
    shading = cv2.bitwise_not(cv2.merge([opacity, opacity, opacity, opacity]))
    seen = cv2.multiply(below.pixels, shading, scale=1.0 / 255.0)
    return Sheet(cv2.add(seen, above.pixels).astype(np.uint8, copy=False))
