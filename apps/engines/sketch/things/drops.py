"""Small round things: bubbles, drops, glints."""

import math
from collections.abc import Callable

from apps.engines.sketch import figures
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Sheet
from apps.engines.sketch.things.beside import shown, unit_of


def splash(scene: Scene) -> Act:
    """Let drops fly from both eyes once the tears run."""
    there = shown(scene, 0.28, 0.90)

    def drops(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.draw(_drops_of(head, unit_of(canvas, head), there))

    return Act(drawings=(drops,))


def joy(scene: Scene) -> Act:
    """Let a large tear squirt from the outer corner of each eye of somebody who laughs, growing with every heave."""
    there = shown(scene, 0.14, 0.92)

    def tears(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.draw(_squirting(head, there))

    return Act(drawings=(tears,))


def sweat(scene: Scene) -> Act:
    """Let drops of sweat spring from the head of somebody who is nervous, all the time."""
    there = scene.settled()

    def drops(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.draw(_springing(head, unit_of(canvas, head), there))

    return Act(drawings=(drops,))


def _squirting(head: Head, there: float) -> Callable[[Sheet, Scene], None]:
    def squirt(sheet: Sheet, scene: Scene) -> None:
        for side in (-1.0, 1.0):
            heave = math.sin(2.0 * math.pi * (scene.turns(3.0) * scene.lap + 0.08 * side))
            size = 0.125 * head.span * there * (1.0 + 0.15 * heave)
            x, y = head.at(side * (0.68 + 0.05 * heave), 0.19 - 0.04 * heave)
            if size >= 0.8:
                figures.drop(sheet, x=x, y=y, size=size, opacity=0.96, angle=head.angle - 0.80 * side)

    return squirt


def _springing(head: Head, unit: float, there: float) -> Callable[[Sheet, Scene], None]:
    def spring(sheet: Sheet, scene: Scene) -> None:
        for number, (right, down) in enumerate(((-0.72, -0.30), (0.80, -0.42), (-0.46, -0.72), (0.50, -0.78))):
            way = (0.25 * number + scene.travel(4.0)) % 1.0
            x, y = head.at(right * (1.0 + 0.45 * way), down - 0.42 * way + 0.40 * way * way)
            size = 0.10 * unit * there * min(1.0, 0.4 + 3.0 * way, 4.0 * (1.0 - way))
            if size >= 0.8:
                figures.drop(sheet, x=x, y=y, size=size, opacity=0.95)

    return spring


def _drops_of(head: Head, unit: float, there: float) -> Callable[[Sheet, Scene], None]:
    def fly(sheet: Sheet, scene: Scene) -> None:
        for number in range(8):
            side = -1.0 if number % 2 else 1.0
            way = (number / 8 + scene.travel(5.0)) % 1.0
            x, y = head.at(side * (0.44 + (0.62 + 0.10 * (number % 3)) * way), 0.02 - 0.85 * way + 1.75 * way * way)
            size = 0.085 * unit * there * min(1.0, 0.5 + 2.0 * way, 5.0 * (1.0 - way))
            if size >= 0.8:
                figures.drop(sheet, x=x, y=y, size=size, opacity=0.95)

    return fly


def glint_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    return lambda sheet, _: figures.glint(sheet, x=x, y=y, size=size, color=WHITE, opacity=1.0)


def bubble(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.disc(x, y, size, (170, 222, 250), opacity=0.55)
    sheet.circle(x, y, size, (240, 252, 255), width=max(1.0, 0.10 * size), opacity=0.95)
    sheet.disc(x - 0.34 * size, y - 0.36 * size, max(1.0, 0.22 * size), WHITE)
