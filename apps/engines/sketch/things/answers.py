"""Signs that answer or ask: a tick, a cross, a question mark, dots that wait."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Point, Sheet
from apps.engines.sketch.things.beside import free, shown, unit_of, whole


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
    """Tick a box."""
    return _ticked(scene, (((-0.55, 0.05), (-0.15, 0.45), (0.6, -0.5)),), (46, 184, 92))


def no(scene: Scene) -> Act:
    """Cross something out."""
    return _ticked(scene, (((-0.5, -0.5), (0.5, 0.5)), ((0.5, -0.5), (-0.5, 0.5))), (232, 52, 60))


def _ticked(scene: Scene, lines: tuple[tuple[Point, ...], ...], color: Color) -> Act:
    there = shown(scene, 0.16)

    def sign(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 0.42 * unit_of(canvas, head) * (0.5 + 0.5 * there)
        # Where it stays while the head moves.
        right, down = head.shape.at(1.35, -0.55)[:2]
        x, y = whole(canvas, (float(right), float(down)), 2.2 * size)

        def drawn(sheet: Sheet, _: Scene) -> None:
            sheet.disc(x, y, 1.08 * size, WHITE)
            sheet.disc(x, y, 0.96 * size, color)
            for line in lines:
                sheet.stroke([(x + 0.8 * px * size, y + 0.8 * py * size) for px, py in line], WHITE, 0.24 * size)

        canvas.draw(drawn, opacity=there)

    return Act(drawings=(sign,))


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
