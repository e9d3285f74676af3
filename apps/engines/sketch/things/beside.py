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
    left, top, right, bottom = _seen(canvas)
    room = 0.55 * size
    return left + within(place[0] - left, room, right - left), top + within(place[1] - top, room, bottom - top)


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
    left, top, to_right, bottom = _seen(canvas)
    x = np.clip((np.arange(CELLS) + 0.5) / CELLS * scene.width, *_room(size, left, to_right))
    y = np.clip((np.arange(CELLS) + 0.5) / CELLS * scene.height, *_room(size, top, bottom))
    far = np.hypot(x[None, :] - float(wish[0]), y[:, None] - float(wish[1])) / head.shape.span
    column = np.rint(x / scene.width * CELLS - 0.5).astype(int)
    row = np.rint(y / scene.height * CELLS - 0.5).astype(int)
    cost = 2.2 * hidden[np.clip(row, 0, CELLS - 1)][:, np.clip(column, 0, CELLS - 1)] + far
    best = int(np.argmin(cost))
    return float(x[best % CELLS]), float(y[best // CELLS])


def _room(size: float, start: float, end: float) -> tuple[float, float]:
    """Return the first and the last place at which something of a size is within two edges."""
    room = min(0.55 * size, (end - start) / 2)
    return start + room, end - room


def _seen(canvas: Canvas) -> tuple[float, float, float, float]:
    """Return the edges of what is seen, also when the camera has come close."""
    return canvas.window or (0.0, 0.0, float(canvas.scene.width), float(canvas.scene.height))


def shown(scene: Scene, start: float, end: float = 0.9) -> float:
    """Return how much of a sign is there: it pops up at `start` and goes from `end` on."""
    return scene.rise(start, start + 0.1) * (1.0 - scene.rise(end, end + 0.09))
