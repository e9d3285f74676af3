"""Signs that a comic draws beside a feeling, so that it reads at the size of an emoji: stars, sleep, a soul that leaves."""

import math
from collections.abc import Callable

import cv2
import numpy as np

from apps.engines.sketch import light, warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Sheet, clear_sheet
from apps.engines.sketch.things.beside import room_above, shown, unit_of, whole
from apps.engines.sketch.things.clouds import rain_cloud
from apps.engines.sketch.things.drops import bubble, glint_at


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
    """Let stars circle above the head, behind it and before it, and spirals turn in the eyes."""
    there = shown(scene, 0.04, 0.90)

    def circle(canvas: Canvas, *, front: bool) -> None:
        for head in canvas.heads:
            unit = unit_of(canvas, head)
            for number in range(6):
                turn = 2.0 * math.pi * (scene.travel(8.0) + number / 6)
                near = math.sin(turn)
                if (near > 0) != front:
                    continue
                size = unit * (0.40 + 0.14 * near) * there
                x, y = whole(canvas, head.at(1.10 * math.cos(turn), -1.20 + 0.26 * near), size)
                canvas.sticker("star", x, y, size, angle=turn, rim=0.04)

    def behind(canvas: Canvas) -> None:
        make_room(canvas, 1.75, room_above(scene))
        with canvas.behind():
            circle(canvas, front=False)

    def before(canvas: Canvas) -> None:
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            for side, lids in ((1.0, (159, 145)), (-1.0, (386, 374))):
                x, y = (head.points[lids[0]] + head.points[lids[1]]) / 2
                _spiral(sheet, float(x), float(y), 0.245 * head.span, side * 2.0 * math.pi * scene.travel(4.0))
            canvas.lay(sheet, there)
        circle(canvas, front=True)

    return Act(drawings=(behind, before))


def _spiral(sheet: Sheet, x: float, y: float, size: float, turn: float) -> None:
    """Draw an eye that turns in a spiral."""
    sheet.disc(x, y, 1.10 * size, INK)
    sheet.disc(x, y, size, WHITE)
    winds = [step / 40 for step in range(41)]
    line = [
        (x + 0.88 * size * way * math.cos(13.0 * way + turn), y + 0.88 * size * way * math.sin(13.0 * way + turn))
        for way in winds
    ]
    sheet.stroke(line, INK, max(1.0, 0.13 * size))


def sunshine(scene: Scene) -> Act:
    """Let the sun rise behind somebody who smiles, and a light flash on the teeth."""
    rises = scene.rise(0.24, 0.46) * (1.0 - scene.rise(0.82, 0.96))
    flash = math.sin(math.pi * min(1.0, max(0.0, (scene.lap - 0.40) / 0.30)))

    def sun(canvas: Canvas) -> None:
        head = canvas.head
        # Only where it is about one person: it fills all of the wall.
        if head is None or canvas.window is None or rises <= 0.01:
            return
        with canvas.behind():
            _rays(canvas, head, 0.68 * rises)

    def glint(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.at(0.22, 0.76)
            size = 0.40 * unit_of(canvas, head) * flash
            if size >= 1.0:
                canvas.draw(glint_at(x, y, size))

    return Act(drawings=(sun, glint))


def _rays(canvas: Canvas, head: Head, amount: float) -> None:
    """Draw rays that go out from behind a head and turn slowly."""
    scene, (x, y) = canvas.scene, head.at(0.0, 0.2)
    far = math.hypot(scene.width, scene.height)
    lit = canvas.frame.copy()
    for number in range(12):
        angle = 2.0 * math.pi * (number / 12 + scene.lap / 12)
        edge = [(x + far * math.cos(angle + side), y + far * math.sin(angle + side)) for side in (-0.13, 0.13)]
        wedge = np.rint(np.array([(x, y), *edge])).astype(np.int32)
        cv2.fillPoly(lit, [wedge], (255, 222, 96), cv2.LINE_AA)
    canvas.frame[:] = cv2.addWeighted(lit, amount, canvas.frame, 1.0 - amount, 0.0)


def sly_glint(scene: Scene) -> Act:
    """Let a light flash beside the eye of somebody who has a plan."""
    flash = math.sin(math.pi * min(1.0, max(0.0, (scene.lap - 0.58) / 0.24)))

    def glint(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.at(0.62, -0.10)
            size = 0.34 * unit_of(canvas, head) * flash
            if size >= 1.0:
                canvas.draw(glint_at(x, y, size))

    return Act(drawings=(glint,))


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
                canvas.draw(glint_at(x, y, size))

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
        make_room(canvas, 1.75, room_above(scene))
        for head in canvas.heads[:1]:
            size, there = 0.74 * unit_of(canvas, head), shown(scene, 0.10)
            x, y = whole(canvas, head.at(0.0, -1.46), 1.1 * size)
            canvas.draw(_drizzle_at(x, y, size), opacity=there)
            rain_cloud(canvas, x, y, size, there)

    return Act(drawings=(over,))


def _drizzle_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    """Return the drawing of the rain that falls from a cloud of one's own."""

    def drizzle(sheet: Sheet, scene: Scene) -> None:
        for number in range(6):
            way = (0.37 * number + scene.travel(4.0)) % 1.0
            right, down = x + (number - 2.5) * 0.27 * size, y + (0.30 + 0.85 * way) * size
            line = [(right, down), (right - 0.04 * size, down + 0.26 * size)]
            sheet.stroke(line, (64, 132, 226), 0.10 * size)
            sheet.stroke(line, (160, 214, 255), 0.06 * size)

    return drizzle


def lean_in(scene: Scene) -> Act:
    """Come closer for a look."""
    return Act(layers=Layers(away=warps.zoom(scene, 1.0 + 0.16 * scene.rise(0.1, 0.5) * (1.0 - scene.rise(0.86, 1.0)))))


def _bubble_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    """Return the drawing of a bubble."""
    return lambda sheet, _: bubble(sheet, x, y, size)
