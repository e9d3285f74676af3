"""Signs that a comic draws for a feeling."""

import math

import numpy as np

from apps.engines.sketch import figures
from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Sheet, turned


def tears(sheet: Sheet, scene: Scene) -> None:
    """Draw two streams from the eyes when the face was pointed at, else drops from all over."""
    unit = scene.side * (0.02 + 0.014 * scene.force)
    focus = scene.focus
    if focus.is_aimed:
        fall = focus.radius * 1.7
        for eye in (-0.36, 0.36):
            for step in range(4):
                way = along(step / 4.0, scene.travel(9), 0.0)
                sheet_x = focus.x + focus.radius * (eye + math.copysign(0.1, eye) * way)
                sheet_y = focus.y - 0.06 * focus.radius + fall * way**1.5
                grown = min(1.0, 0.35 + 1.6 * way)
                size = min(unit, 0.14 * focus.radius) * grown
                figures.drop(sheet, x=sheet_x, y=sheet_y, size=size, opacity=1.0)
        return
    for across, start, large, late in places(scene, "tears", 26):
        way = along(start, scene.travel(7) + late, 0.12)
        figures.drop(sheet, x=across * scene.width, y=way * scene.height, size=unit * (0.55 + 0.6 * large), opacity=1.0)


def flood(sheet: Sheet, scene: Scene, depth: float) -> None:
    """Draw water that stands `depth` pixels deep and rolls."""
    level = scene.height - depth
    phase = 2.0 * math.pi * scene.travel(8)
    tops = [
        (x, level + 0.016 * scene.side * math.sin(9.0 * x / scene.side + phase))
        for x in np.linspace(-2.0, scene.width + 2.0, 40)
    ]
    sheet.shape([*tops, (scene.width + 2.0, scene.height + 4.0), (-2.0, scene.height + 4.0)], (62, 150, 235), 0.62)
    sheet.stroke(tops, (205, 234, 255), scene.side * 0.008, 0.95)


def letters(
    sheet: Sheet,
    scene: Scene,
    text: str,
    *,
    most: int,
    color: Color,
    size: float,
    frames_each: float = 9.0,
) -> None:
    """Draw the same word many times, rising beside the focus and growing; `size` is a share of the shorter side."""
    for across, start, large, late in places(scene, f"letters {text}", most):
        way = (start + scene.travel(frames_each)) % 1.0
        aside = 0.06 + 0.3 * across if across < 0.5 else 0.62 + 0.32 * across
        grown = math.sin(math.pi * min(1.0, way * 1.15)) ** 0.5
        figures.write(
            sheet,
            text,
            x=min(0.95, aside) * scene.width + 0.02 * scene.side * math.sin(9.0 * way + 6.0 * late),
            y=(0.72 - 0.68 * way) * scene.height,
            size=max(2.0, scene.side * size * (0.6 + 0.6 * large) * grown * (0.7 + 0.5 * scene.force)),
            color=color,
            angle=(late - 0.5) * 0.7,
        )


def speed_lines(sheet: Sheet, scene: Scene) -> None:
    """Draw wedges that point at the focus from all around, new in every frame."""
    rng = scene.flicker("speed lines")
    focus, far = scene.focus, math.hypot(scene.width, scene.height)
    for angle, breadth, near in rng.random((96, 3))[: scene.share(96)]:
        direction = 2.0 * math.pi * float(angle)
        start = focus.radius * (1.25 - 0.2 * min(1.0, scene.force) + 0.7 * float(near))
        wedge = 0.006 + 0.03 * float(breadth)
        tip = (focus.x + start * math.cos(direction), focus.y + start * math.sin(direction))
        ends = [
            (focus.x + far * math.cos(direction + side), focus.y + far * math.sin(direction + side))
            for side in (-wedge, wedge)
        ]
        sheet.shape([tip, *ends], INK if breadth < near else WHITE, 0.95)


def orbit(sheet: Sheet, scene: Scene) -> None:
    """Draw stars that circle over the head, larger in front."""
    focus, count = scene.focus, 3 + scene.share(5)
    for star in range(count):
        turn = 2.0 * math.pi * (scene.travel(10) + star / count)
        depth = 0.5 + 0.5 * math.sin(turn)
        x = focus.x + 1.0 * focus.radius * math.cos(turn)
        y = max(0.1 * scene.side, focus.y - 0.75 * focus.radius) + 0.24 * focus.radius * math.sin(turn)
        size = scene.side * (0.026 + 0.03 * depth) * (0.75 + 0.4 * scene.force)
        sheet.shape(turned(figures.STAR, x=x, y=y, size=size * 1.25, angle=turn), INK)
        sheet.shape(turned(figures.STAR, x=x, y=y, size=size, angle=turn), (255, 214, 64))


def anger_marks(sheet: Sheet, scene: Scene) -> None:
    beat = 1.0 + 0.18 * scene.sway(3)
    size = min(scene.side * (0.05 + 0.035 * scene.force), 0.26 * scene.focus.radius)
    for across, down, large, _ in places(scene, "anger marks", 4):
        aside = math.copysign(0.62 + 0.5 * across, across - 0.5)
        x = scene.focus.x + aside * scene.focus.radius
        y = scene.focus.y - (0.35 + 0.7 * down) * scene.focus.radius
        near = 1.3 * size
        figures.anger_mark(
            sheet,
            x=min(max(x, near), scene.width - near),
            y=min(max(y, near), scene.height - near),
            size=size * (0.6 + 0.5 * large) * beat,
            opacity=1.0,
        )


def smileys(sheet: Sheet, scene: Scene) -> None:
    """Round faces that pop up, rock and go."""
    for across, down, large, late in places(scene, "smileys", 9):
        shown = math.sin(math.pi * ((scene.travel(8) + late) % 1.0)) ** 0.7
        size = scene.side * (0.045 + 0.035 * large) * shown * (0.75 + 0.45 * scene.force)
        x = 0.06 + 0.24 * across if late < 0.5 else 0.7 + 0.24 * across
        if size >= 2.0:
            rock = 0.3 * scene.sway(4)
            figures.smiley(sheet, x=x * scene.width, y=(0.08 + 0.84 * down) * scene.height, size=size, angle=rock)


def specters(sheet: Sheet, scene: Scene) -> None:
    for across, down, large, late in places(scene, "specters", 6):
        turn = 2.0 * math.pi * (scene.travel(10) + late)
        figures.specter(
            sheet,
            x=(0.1 + 0.8 * across + 0.06 * math.cos(turn)) * scene.width,
            y=(0.14 + 0.66 * down + 0.05 * math.sin(turn)) * scene.height,
            size=scene.side * (0.06 + 0.06 * large) * (0.75 + 0.45 * scene.force),
            turn=scene.travel(5) + late,
            opacity=0.78,
        )


def lids(sheet: Sheet, scene: Scene, closed: float) -> None:
    """Draw heavy lids over the whole view, from above and below; `closed` 1 leaves only a slit."""
    across, below = scene.mesh()
    aside = (across - scene.width / 2.0) / np.float32(0.62 * scene.width)
    gap = scene.height * (0.62 - 0.5 * closed) * (1.0 - 0.75 * closed * aside**2)
    deep = (np.abs(below - 0.5 * scene.height) - gap) / np.float32(0.12 * scene.height)
    shut = np.clip(deep + 0.5, 0.0, 1.0) * np.float32(min(1.0, 2.0 * closed))
    sheet.wash((14, 12, 30), shut.astype(np.float32))


def shades(sheet: Sheet, scene: Scene) -> None:
    """Draw sunglasses that come down from above and stay on."""
    focus = scene.focus
    landed = min(1.0, 1.6 * scene.position / scene.frame_count)
    y = -0.2 * scene.side + (focus.y - 0.2 * focus.radius + 0.2 * scene.side) * landed
    figures.sunglasses(sheet, x=focus.x, y=y, size=0.85 * focus.radius, opacity=1.0)
