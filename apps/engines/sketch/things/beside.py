"""Where signs stand beside a head, how large, and when they are there."""

import cv2
import numpy as np

from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.gestures.placing import within
from apps.engines.sketch.scene import Scene

LEAST, MOST = 0.15, 0.26
"""How large a sign's unit is, as a share of the picture: seen beside a small face, and not hiding one that fills the picture."""


CELLS = 24
"""A place beside a head is looked for on a grid of so many cells: finer than anything that stands there."""


def unit_of(canvas: Canvas, head: Head) -> float:
    """Return the unit of a sign in pixels: an eye span, more beside a small face and less beside a very large one."""
    return min(max(head.span, LEAST * canvas.scene.side), MOST * canvas.scene.side)


def whole(canvas: Canvas, place: tuple[float, float], size: float) -> tuple[float, float]:
    """Return the place next to another one where something of a size is seen whole."""
    return within(place[0], 0.55 * size, canvas.scene.width), within(place[1], 0.55 * size, canvas.scene.height)


def room_above(scene: Scene) -> float:
    """Return how far the camera has pulled back for something above a head: before it comes, and until it is gone."""
    return scene.rise(-0.06, 0.2) * (1.0 - scene.rise(0.86, 1.04))


def free(canvas: Canvas, head: Head, size: float, right: float, down: float) -> tuple[float, float]:
    """Return the place nearest to one beside a head, given in eye spans, where something of a size is seen whole and hides
    as little as can be of the person.

    It is read off the photo: what stands beside a head that moves stands still.
    """
    scene = canvas.scene
    wish = head.shape.at(right, down)
    small = cv2.resize(canvas.standing, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    reach = [max(1, round(0.8 * size / length * CELLS)) for length in (scene.width, scene.height)]
    hidden = cv2.blur(small, (reach[0], reach[1]), borderType=cv2.BORDER_CONSTANT)
    x = np.clip((np.arange(CELLS) + 0.5) / CELLS * scene.width, *_room(size, scene.width))
    y = np.clip((np.arange(CELLS) + 0.5) / CELLS * scene.height, *_room(size, scene.height))
    far = np.hypot(x[None, :] - float(wish[0]), y[:, None] - float(wish[1])) / head.shape.span
    column = np.rint(x / scene.width * CELLS - 0.5).astype(int)
    row = np.rint(y / scene.height * CELLS - 0.5).astype(int)
    cost = 2.2 * hidden[np.clip(row, 0, CELLS - 1)][:, np.clip(column, 0, CELLS - 1)] + far
    best = int(np.argmin(cost))
    return float(x[best % CELLS]), float(y[best // CELLS])


def _room(size: float, length: int) -> tuple[float, float]:
    """Return the first and the last place at which something of a size is within a length."""
    room = min(0.55 * size, length / 2)
    return room, length - room


def shown(scene: Scene, start: float, end: float = 0.9) -> float:
    """Return how much of a sign is there: it pops up at `start` and goes from `end` on."""
    return scene.rise(start, start + 0.1) * (1.0 - scene.rise(end, end + 0.09))
