"""What is held up: a trophy, a glass."""

import math
from collections.abc import Callable

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import pulse
from apps.engines.sketch.face.feelings.tired import HICS
from apps.engines.sketch.figures import write
from apps.engines.sketch.gestures.sleeves import arm, fist, hand_with_arm
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Sheet
from apps.engines.sketch.things.beside import free, shown, unit_of, whole
from apps.engines.sketch.things.drops import bubble, glint_at


def hiccups(scene: Scene) -> Act:
    """Let bubbles rise from somebody who holds a glass."""
    there = shown(scene, 0.06, 0.88)

    def glass(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 1.30 * unit_of(canvas, head)
        sway = math.sin(2.0 * math.pi * scene.lap)
        rest = head.shape.at(1.15 + 0.08 * sway, 1.42)
        x, y = whole(canvas, (float(rest[0]), float(rest[1])), 1.15 * size)
        # The hand is seen whole, too.
        x = min(x, canvas.right() - 0.98 * size)
        y += 2.0 * (1.0 - there) * size - 0.10 * size * sway
        canvas.sticker("beer", x, y, size, angle=0.26 * sway, shadow=0.3, rim=0.02)
        hand_with_arm(
            canvas,
            "hand_left",
            x + 0.42 * size,
            y + 0.10 * size,
            0.80 * size,
            angle=0.26 * sway + 0.1,
            heading=(0.5, 1.0),
        )
        canvas.draw(lambda sheet, moment: _rising(sheet, moment, head, unit_of(canvas, head), there))
        for start in HICS:
            said = pulse(scene.lap, start, 0.15)
            place = free(canvas, head, 1.75 * unit_of(canvas, head), -1.25, -0.75)
            canvas.draw(_hic(place, 0.24 * unit_of(canvas, head) * (0.7 + 0.3 * said)), opacity=min(1.0, 2.0 * said))

    return Act(drawings=(glass,))


def _hic(place: tuple[float, float], size: float) -> Callable[[Sheet, Scene], None]:
    """Return the drawing of what somebody says who has the hiccups."""
    return lambda sheet, _: write(sheet, "HIC!", x=place[0], y=place[1], size=size, color=WHITE, angle=-0.2)


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
