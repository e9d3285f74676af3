"""Signs that a comic draws beside a feeling, so that it reads at the size of an emoji: stars, sleep, a soul that leaves."""

import math
from collections.abc import Callable

from apps.engines.sketch import figures, light, warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.gestures.placing import within
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Point, Sheet, clear_sheet
from apps.engines.sketch.things.clouds import rain_cloud

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


def soul(scene: Scene) -> Act:
    """Let the soul leave through the top of the head, and the color with it."""
    left = scene.rise(0.32, 0.86)
    drained = scene.rise(0.12, 0.45) * (1.0 - scene.rise(0.9, 1.0))

    def ghost(canvas: Canvas) -> None:
        for head in canvas.heads:
            size = unit_of(canvas, head) * (0.5 + 0.6 * min(1.0, 1.6 * left))
            sway = 0.18 * math.sin(3.0 * math.pi * scene.lap)
            x, y = whole(canvas, head.at(0.3 + 0.75 * left + sway, -0.7 - 0.75 * left), size)
            canvas.sticker("ghost", x, y, size, angle=sway, opacity=0.85 * shown(scene, 0.30))

    tint = light.tint(scene, inner=(0.92, 0.95, 1.0), outer=(0.40, 0.44, 0.55), level=drained)
    return Act(drawings=(ghost,), layers=Layers(color=light.saturation(1.0 - 0.75 * drained), gain=tint))


def snooze(scene: Scene) -> Act:
    """Let letters rise from a sleeper, and a bubble grow at the nose."""
    there = shown(scene, 0.32, 0.84)
    breath = 0.5 - 0.5 * math.cos(2.0 * math.pi * scene.turns(6.0) * scene.lap)

    def signs(canvas: Canvas) -> None:
        for head in canvas.heads:
            bubble = (0.08 + 0.16 * breath) * head.span * there
            if bubble >= 1.0:
                x, y = head.at(0.14, 0.66)
                canvas.draw(_bubble_at(x + 0.5 * bubble, y + 0.6 * bubble, bubble))
            size = unit_of(canvas, head) * (0.9 + 0.25 * breath)
            x, y = whole(canvas, head.at(1.15, -0.5 - 0.2 * breath), size)
            canvas.sticker("sleep", x, y, size, opacity=there, rim=0.03)

    return Act(drawings=(signs,))


def stars(scene: Scene) -> Act:
    """Let stars circle the head, behind it and before it."""
    there = shown(scene, 0.08, 0.88)

    def circle(canvas: Canvas, *, front: bool) -> None:
        for head in canvas.heads:
            unit = unit_of(canvas, head)
            for number in range(6):
                turn = 2.0 * math.pi * (scene.travel(8.0) + number / 6)
                near = math.sin(turn)
                if (near > 0) != front:
                    continue
                size = unit * (0.40 + 0.12 * near) * there
                x, y = whole(canvas, head.at(1.05 * math.cos(turn), -0.72 + 0.24 * near), size)
                canvas.sticker("star", x, y, size, angle=turn, rim=0.04)

    def behind(canvas: Canvas) -> None:
        with canvas.behind():
            circle(canvas, front=False)

    return Act(drawings=(behind, lambda canvas: circle(canvas, front=True)))


def twinkle(scene: Scene) -> Act:
    """Let a sparkle leave the eye that winks."""
    there = shown(scene, 0.36, 0.74)

    def sparkle(canvas: Canvas) -> None:
        for head in canvas.heads:
            size = 0.62 * unit_of(canvas, head) * (0.6 + 0.4 * there)
            x, y = head.at(-0.78 - 0.15 * scene.rise(0.36, 0.8), -0.08 - 0.15 * scene.rise(0.36, 0.8))
            canvas.sticker("sparkles", x, y, size, angle=0.4 - 0.8 * scene.rise(0.36, 0.8), opacity=there)

    return Act(drawings=(sparkle,))


def gleam(scene: Scene) -> Act:
    """Let a light flash on the teeth."""
    flash = math.sin(math.pi * min(1.0, max(0.0, (scene.lap - 0.42) / 0.34)))

    def light_on_teeth(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.at(0.20, 0.78)
            size = 0.42 * unit_of(canvas, head) * flash
            if size >= 1.0:
                canvas.draw(_glint_at(x, y, size))

    return Act(drawings=(light_on_teeth,))


def alarm(scene: Scene) -> Act:
    """Let exclamation marks jump up on both sides of a head."""
    jump = 0.10 * abs(math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap))

    def marks(canvas: Canvas) -> None:
        for head in canvas.heads[:1]:
            size = 0.85 * unit_of(canvas, head) * shown(scene, 0.10)
            for side in (-1.0, 1.0):
                x, y = whole(canvas, head.at(1.15 * side, -0.45 - jump), 0.7 * size)
                canvas.sticker("exclamation", x, y, size, angle=0.28 * side, rim=0.03)

    return Act(drawings=(marks,))


def anger(scene: Scene) -> Act:
    """Let the mark of anger throb at a temple."""
    throb = 1.0 + 0.22 * math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)

    def mark(canvas: Canvas) -> None:
        for head in canvas.heads:
            size = 0.52 * unit_of(canvas, head) * throb * shown(scene, 0.22)
            x, y = whole(canvas, head.at(0.62, -0.52), size)
            canvas.sticker("anger", x, y, size, angle=head.angle + 0.1, rim=0.05)

    return Act(drawings=(mark,))


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
        canvas.sticker("beer", x, y + 2.0 * (1.0 - there) * size, size, angle=0.22 * sway, shadow=0.3, rim=0.02)
        canvas.draw(lambda sheet, moment: _rising(sheet, moment, head, unit_of(canvas, head), there))

    return Act(drawings=(glass,))


def splash(scene: Scene) -> Act:
    """Let drops fly from both eyes once the tears run."""
    there = shown(scene, 0.42, 0.88)

    def drops(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.draw(_drops_of(head, unit_of(canvas, head), there))

    return Act(drawings=(drops,))


def blushes(scene: Scene) -> Act:
    """Draw the short strokes of a blush on both cheeks."""
    there = shown(scene, 0.14, 0.88)

    def strokes(canvas: Canvas) -> None:
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            for side in (-1.0, 1.0):
                for number in range(3):
                    right = side * 0.44 + 0.085 * (number - 1)
                    line = [head.at(right + 0.035, 0.33), head.at(right - 0.035, 0.48)]
                    sheet.stroke(line, (224, 56, 84), 0.034 * head.span)
            canvas.lay(sheet, 0.85 * there)

    return Act(drawings=(strokes,))


def gloom(scene: Scene) -> Act:
    """Let a small dark cloud hang over somebody who sulks."""

    def over(canvas: Canvas) -> None:
        for head in canvas.heads[:1]:
            size = 0.58 * unit_of(canvas, head)
            x, y = whole(canvas, head.at(0.55, -1.15), 1.9 * size)
            rain_cloud(canvas, x, y, size, shown(scene, 0.16))

    return Act(drawings=(over,))


def dots(scene: Scene) -> Act:
    """Let three dots count the time."""

    def bubble(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        unit = unit_of(canvas, head)
        x, y = whole(canvas, head.at(1.25, -0.55), 1.1 * unit)
        canvas.draw(lambda sheet, moment: _three_dots(sheet, moment, x, y, unit), opacity=shown(scene, 0.12))

    return Act(drawings=(bubble,))


def trophy(scene: Scene) -> Act:
    """Hold up a trophy."""
    there = shown(scene, 0.06, 0.88)

    def cup(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 1.15 * unit_of(canvas, head)
        x, y = whole(canvas, head.at(1.45, 0.75 + 1.6 * (1.0 - there)), size)
        y += 2.0 * (1.0 - there) * size
        canvas.sticker("trophy", x, y, size, angle=0.10 * math.sin(2.0 * math.pi * scene.lap), shadow=0.35, rim=0.025)
        glint = math.sin(math.pi * min(1.0, max(0.0, (scene.lap - 0.42) / 0.3)))
        if glint > 0.1:
            canvas.draw(_glint_at(x + 0.22 * size, y - 0.26 * size, 0.36 * size * glint))

    return Act(drawings=(cup,))


def puzzle(scene: Scene) -> Act:
    """Let a question mark pop up beside a tilted head."""
    there = shown(scene, 0.24)

    def mark(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 0.85 * unit_of(canvas, head) * there
        x, y = whole(canvas, head.at(-1.05, -0.55), size)
        canvas.sticker("question", x, y, size, angle=-0.25 + 0.15 * math.sin(4.0 * math.pi * scene.lap), rim=0.04)

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
        right, down = head.shape.at(1.3, -0.5)[:2]
        x, y = whole(canvas, (float(right), float(down)), 2.2 * size)

        def drawn(sheet: Sheet, _: Scene) -> None:
            sheet.disc(x, y, 1.08 * size, WHITE)
            sheet.disc(x, y, 0.96 * size, color)
            for line in lines:
                sheet.stroke([(x + 0.8 * px * size, y + 0.8 * py * size) for px, py in line], WHITE, 0.24 * size)

        canvas.draw(drawn, opacity=there)

    return Act(drawings=(sign,))


def lean_in(scene: Scene) -> Act:
    """Come closer for a look."""
    return Act(layers=Layers(away=warps.zoom(scene, 1.0 + 0.16 * scene.rise(0.1, 0.5) * (1.0 - scene.rise(0.86, 1.0)))))


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


def _rising(sheet: Sheet, scene: Scene, head: Head, unit: float, there: float) -> None:
    for number in range(5):
        way = (number / 5 + scene.travel(6.0)) % 1.0
        sway = 0.12 * math.sin(2.0 * math.pi * (2.0 * way + 0.3 * number))
        x, y = head.at(0.55 + 0.35 * way + sway, 0.55 - 1.4 * way)
        size = unit * (0.05 + 0.09 * way) * there * min(1.0, 4.0 * (1.0 - way))
        if size >= 1.0:
            _bubble(sheet, x, y, size)


def _bubble_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    """Return the drawing of a bubble."""
    return lambda sheet, _: _bubble(sheet, x, y, size)


def _glint_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    return lambda sheet, _: figures.glint(sheet, x=x, y=y, size=size, color=WHITE, opacity=1.0)


def _bubble(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.disc(x, y, size, (170, 222, 250), opacity=0.55)
    sheet.circle(x, y, size, (240, 252, 255), width=max(1.0, 0.10 * size), opacity=0.95)
    sheet.disc(x - 0.34 * size, y - 0.36 * size, max(1.0, 0.22 * size), WHITE)
