"""Arms that hands belong to."""

import math

from apps.engines.sketch.canvas import Head
from apps.engines.sketch.sheet import Sheet

SLEEVE, BAND = (36, 48, 84), (240, 190, 70)


def sleeve(sheet: Sheet, head: Head, wrist: tuple[float, float], side: float, *, lean: float = 0.95) -> None:
    """Draw a dark sleeve with a golden band, from a wrist down out of the way to one side.

    `wrist` is in eye spans from between the eyes; `lean` is how steeply the arm goes down, in radians.
    """
    way = (math.cos(lean), math.sin(lean))
    across = (-way[1], way[0])

    def place(along: float, aside: float) -> tuple[float, float]:
        return head.at(
            wrist[0] + side * (along * way[0] + aside * across[0]), wrist[1] + along * way[1] + aside * across[1]
        )

    for near, far, color in ((0.10, 2.9, SLEEVE), (0.10, 0.30, BAND)):
        sheet.shape([place(near, -0.25), place(far, -0.34), place(far, 0.34), place(near, 0.25)], color)
