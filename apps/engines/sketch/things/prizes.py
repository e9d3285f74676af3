"""What is held up: a trophy, a glass."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.gestures.sleeves import arm, fist
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet
from apps.engines.sketch.things.beside import shown, unit_of, whole
from apps.engines.sketch.things.drops import bubble, glint_at


def hiccups(scene: Scene) -> Act:
    """Let bubbles rise from somebody who holds a glass."""
    there = shown(scene, 0.06, 0.88)

    def glass(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 1.25 * unit_of(canvas, head)
        sway = math.sin(2.0 * math.pi * scene.lap)
        x, y = whole(canvas, head.at(1.25 + 0.08 * sway, 1.45 + 2.0 * (1.0 - there)), size)
        y += 2.0 * (1.0 - there) * size
        grip = (x + 0.40 * size, y + 0.10 * size)
        arm(
            canvas,
            (grip[0] + 0.14 * size, grip[1] + 0.10 * size),
            (grip[0] + 1.6 * size, grip[1] + 4.0 * size),
            0.7 * size,
        )
        canvas.sticker("beer", x, y, size, angle=0.22 * sway, shadow=0.3, rim=0.02)
        fist(canvas, *grip, 0.62 * size, 1.0)
        canvas.draw(lambda sheet, moment: _rising(sheet, moment, head, unit_of(canvas, head), there))

    return Act(drawings=(glass,))


def trophy(scene: Scene) -> Act:
    """Hold up a trophy."""
    there = shown(scene, 0.06, 0.88)

    def cup(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 1.15 * unit_of(canvas, head)
        x, y = whole(canvas, head.at(1.45, 0.55 + 1.6 * (1.0 - there)), size)
        y += 2.0 * (1.0 - there) * size
        side = 1.0 if x > 0.5 * scene.width else -1.0
        wrist = (x + side * 0.16 * size, y + 0.46 * size)
        arm(canvas, wrist, (wrist[0] + side * 1.2 * size, wrist[1] + 4.0 * size), 0.7 * size)
        canvas.sticker("trophy", x, y, size, angle=0.10 * math.sin(2.0 * math.pi * scene.lap), shadow=0.35, rim=0.025)
        fist(canvas, x, y + 0.34 * size, 0.46 * size, side)
        glint = math.sin(math.pi * min(1.0, max(0.0, (scene.lap - 0.42) / 0.3)))
        if glint > 0.1:
            canvas.draw(glint_at(x + 0.22 * size, y - 0.26 * size, 0.36 * size * glint))

    return Act(drawings=(cup,))


def _rising(sheet: Sheet, scene: Scene, head: Head, unit: float, there: float) -> None:
    for number in range(5):
        way = (number / 5 + scene.travel(6.0)) % 1.0
        sway = 0.12 * math.sin(2.0 * math.pi * (2.0 * way + 0.3 * number))
        x, y = head.at(0.55 + 0.35 * way + sway, 0.55 - 1.4 * way)
        size = unit * (0.05 + 0.09 * way) * there * min(1.0, 4.0 * (1.0 - way))
        if size >= 1.0:
            bubble(sheet, x, y, size)
