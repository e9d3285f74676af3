"""Signs that answer or ask: a yes, a no, a question mark, dots that wait."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.figures import write
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Sheet
from apps.engines.sketch.things.beside import free, shown, unit_of, whole
from apps.imaging.faces import points as at


def dots(scene: Scene) -> Act:
    """Let three dots count the time."""

    def bubble(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        unit = unit_of(canvas, head)
        x, y = free(canvas, head, 1.1 * unit, 1.3, -0.7)
        canvas.draw(lambda sheet, moment: _three_dots(sheet, moment, x, y, unit), opacity=shown(scene, 0.12))

    return Act(drawings=(bubble,))


def puzzle(scene: Scene) -> Act:
    """Let a question mark pop up beside a tilted head."""
    there = shown(scene, 0.24)

    def mark(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 0.95 * unit_of(canvas, head)
        x, y = free(canvas, head, size, -1.3, -0.9)
        canvas.sticker(
            "question", x, y, size * there, angle=-0.25 + 0.15 * math.sin(4.0 * math.pi * scene.lap), rim=0.04
        )

    return Act(drawings=(mark,))


def yes(scene: Scene) -> Act:
    """Say it in large letters that hop with every nod."""
    return _said(scene, "YES!", (112, 226, 92))


def no(scene: Scene) -> Act:
    """Say it in large letters that swing with every shake."""
    return _said(scene, "NO!", (255, 82, 72))


def _said(scene: Scene, text: str, color: Color) -> Act:
    there = shown(scene, 0.12)
    swing = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)

    def word(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        full, (x, y) = _place_of(canvas, head)
        size = full * (0.5 + 0.5 * there) * (1.0 + 0.10 * swing)
        y += 0.15 * full * swing

        def drawn(sheet: Sheet, _: Scene) -> None:
            write(sheet, text, x=x, y=y, size=size, color=color, angle=0.06 * swing)

        canvas.draw(drawn, opacity=there)

    return Act(drawings=(word,))


def _place_of(canvas: Canvas, head: Head) -> tuple[float, tuple[float, float]]:
    """Return how large a word is and where it stands: at the lower edge, or where there are others, below the head that means it."""
    if canvas.window is None:
        full = 0.22 * unit_of(canvas, head)
        place = head.shape.at(0.0, 1.75)
        return full, whole(canvas, (float(place[0]), float(place[1])), 3.0 * full)
    left, top, right, bottom = canvas.window
    full = 0.105 * min(right - left, bottom - top)
    y = bottom - 1.75 * full
    # Over the hair of a face that fills the picture, whose mouth is below.
    if float(head.shape.points[at.CHIN, 1]) > y - 0.5 * full:
        y = top + 1.6 * full
    return full, ((left + right) / 2, y)


def _three_dots(sheet: Sheet, scene: Scene, x: float, y: float, unit: float) -> None:
    counted = 3.0 * ((scene.lap * scene.turns(6.0)) % 1.0)
    half, tall = 0.52 * unit, 0.27 * unit
    for grown, color in ((1.0, INK), (0.9, WHITE)):
        sheet.disc(x - half + tall, y, tall * grown, color)
        sheet.disc(x + half - tall, y, tall * grown, color)
        left, right, up = x - half + tall, x + half - tall, tall * grown
        sheet.shape([(left, y - up), (right, y - up), (right, y + up), (left, y + up)], color)
        tail = [(x - 0.30 * unit, y + 0.5 * up), (x - 0.48 * unit, y + 1.9 * up), (x - 0.08 * unit, y + 0.8 * up)]
        sheet.shape(tail, color)
    for number in range(3):
        size = 0.075 * unit * min(1.0, max(0.35, 1.4 * (counted - number) + 0.4))
        sheet.disc(x + 0.26 * unit * (number - 1), y, size, INK)
