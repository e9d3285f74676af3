"""Where signs stand beside a head, how large, and when they are there."""

from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.gestures.placing import within
from apps.engines.sketch.scene import Scene

LEAST, MOST = 0.15, 0.26
"""How large a sign's unit is, as a share of the picture: seen beside a small face, and not hiding one that fills the picture."""


def unit_of(canvas: Canvas, head: Head) -> float:
    """Return the unit of a sign in pixels: an eye span, more beside a small face and less beside a very large one."""
    return min(max(head.span, LEAST * canvas.scene.side), MOST * canvas.scene.side)


def whole(canvas: Canvas, place: tuple[float, float], size: float) -> tuple[float, float]:
    """Return the place next to another one where something of a size is seen whole."""
    return within(place[0], 0.55 * size, canvas.scene.width), within(place[1], 0.55 * size, canvas.scene.height)


def shown(scene: Scene, start: float, end: float = 0.9) -> float:
    """Return how much of a sign is there: it pops up at `start` and goes from `end` on."""
    return scene.rise(start, start + 0.1) * (1.0 - scene.rise(end, end + 0.09))
