"""Things that move over the picture. Each function draws one kind on a sheet, where it is at the scene's moment.

Places come from the film's own randomness and move by whole turns per loop, so that the last frame runs into the first.
"""

import math
from collections.abc import Iterator

import numpy as np

from apps.engines.sketch import figures
from apps.engines.sketch.scene import Floats, Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Sheet, turned

CONFETTI: tuple[Color, ...] = (
    (255, 69, 96),
    (255, 196, 38),
    (52, 200, 120),
    (48, 152, 255),
    (190, 90, 255),
    (255, 128, 40),
)
"""Six hues far enough apart to be told from each other at three pixels in a 128-color GIF."""


FIRE: tuple[tuple[float, Color], ...] = (
    (0.0, (190, 24, 8)),
    (0.14, (226, 60, 12)),
    (0.32, (255, 132, 22)),
    (0.55, (255, 206, 74)),
    (0.9, (255, 246, 196)),
)
"""What color a flame has at which heat: black-body reds and yellows, as film compositors paint them."""


def _places(scene: Scene, look: str, most: int) -> Iterator[tuple[float, float, float, float]]:
    """Yield four even random numbers per thing; more strength adds things and moves none."""
    for row in scene.rng(look).random((most, 4))[: scene.share(most)]:
        yield float(row[0]), float(row[1]), float(row[2]), float(row[3])


def _along(start: float, travel: float, margin: float) -> float:
    """Return a place between -margin and 1 + margin after `travel` whole turns from `start`."""
    return (start + travel) % 1.0 * (1.0 + 2.0 * margin) - margin


def tears(sheet: Sheet, scene: Scene) -> None:
    """Draw two streams from the eyes when the face was pointed at, else drops from all over."""
    unit = scene.side * (0.02 + 0.014 * scene.force)
    focus = scene.focus
    if focus.is_aimed:
        fall = focus.radius * 1.7
        for eye in (-0.36, 0.36):
            for step in range(4):
                way = _along(step / 4.0, scene.travel(9), 0.0)
                sheet_x = focus.x + focus.radius * (eye + math.copysign(0.1, eye) * way)
                sheet_y = focus.y - 0.06 * focus.radius + fall * way**1.5
                grown = min(1.0, 0.35 + 1.6 * way)
                size = min(unit, 0.14 * focus.radius) * grown
                figures.drop(sheet, x=sheet_x, y=sheet_y, size=size, opacity=1.0)
        return
    for across, start, large, late in _places(scene, "tears", 26):
        way = _along(start, scene.travel(7) + late, 0.12)
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


def rain(sheet: Sheet, scene: Scene) -> None:
    length, slant = scene.side * (0.06 + 0.03 * scene.force), 0.22
    for across, start, near, late in _places(scene, "rain", 240):
        way = _along(start, scene.travel(4) + late, 0.1)
        x, y = (across * 1.3 - 0.15) * scene.width - slant * scene.height * (way - 0.5), way * scene.height
        reach = length * (0.5 + near)
        sheet.stroke(
            [(x, y), (x - slant * reach, y + reach)],
            (206, 226, 246),
            scene.side * (0.0025 + 0.004 * near),
            0.6 + 0.4 * near,
        )


def bolt(sheet: Sheet, scene: Scene) -> None:
    """Draw a flash of lightning from the top edge, new every time."""
    rng = scene.flicker("bolt")
    x, y = float(rng.uniform(0.15, 0.85)) * scene.width, 0.0
    points = [(x, y)]
    while y < scene.height * 0.55:
        x += float(rng.uniform(-0.08, 0.08)) * scene.side
        y += float(rng.uniform(0.04, 0.09)) * scene.side
        points.append((x, y))
    sheet.stroke(points, (160, 190, 255), scene.side * 0.022, 0.55)
    sheet.stroke(points, WHITE, scene.side * 0.009)


def snow(sheet: Sheet, scene: Scene) -> None:
    for across, start, near, late in _places(scene, "snow", 110):
        way = _along(start, scene.travel(10) + late, 0.06)
        drift = 0.035 * math.sin(2.0 * math.pi * (scene.travel(12) + late))
        size = scene.side * (0.005 + 0.014 * near**2) * (0.7 + 0.5 * scene.force)
        x, y = (across + drift) * scene.width, way * scene.height
        if near > 0.72:
            figures.flake(sheet, x=x, y=y, size=size * 1.4, angle=late * 3.0 + drift * 20.0, opacity=1.0)
        else:
            sheet.disc(x, y, size, WHITE, opacity=0.6 + 0.4 * near)


def sparkles(
    sheet: Sheet, scene: Scene, *, most: int = 34, look: str = "sparkles", color: Color = (255, 226, 120)
) -> None:
    for across, down, large, late in _places(scene, look, most):
        shine = math.sin(math.pi * ((scene.travel(6) + late) % 1.0)) ** 2
        size = scene.side * (0.018 + 0.055 * large**2) * shine * (0.7 + 0.5 * scene.force)
        if size >= 1.0:
            figures.glint(sheet, x=across * scene.width, y=down * scene.height, size=size, color=color, opacity=1.0)


def hearts(sheet: Sheet, scene: Scene) -> None:
    pinks: tuple[Color, ...] = ((255, 62, 108), (255, 105, 160), (226, 24, 72))
    for across, start, large, late in _places(scene, "hearts", 22):
        way = 1.0 - _along(start, scene.travel(9), 0.12)
        sway = 0.03 * math.sin(2.0 * math.pi * (scene.travel(6) + late))
        size = scene.side * (0.02 + 0.035 * large) * (0.75 + 0.45 * scene.force)
        figures.heart(
            sheet,
            x=(across + sway) * scene.width,
            y=way * scene.height,
            size=size,
            angle=sway * 8.0,
            color=pinks[int(late * 3.0)],
            opacity=1.0,
        )


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
    for across, start, large, late in _places(scene, f"letters {text}", most):
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


def flames(sheet: Sheet, scene: Scene) -> None:
    """Draw fire along the lower edge, its tongues new in every frame, and embers above it."""
    flicker = scene.flicker("flames")
    across, below = scene.mesh()
    tall = scene.height * (0.2 + 0.3 * min(1.2, scene.force))
    tongues = 0.75 + 0.3 * scene.noise(flicker, 9) + 0.16 * scene.noise(flicker, 24)
    tongues = tongues - 0.22 * np.cos(across * np.float32(2.0 * math.pi / scene.width))
    high = (np.float32(scene.height) - below) / np.float32(tall)
    heat = np.clip(tongues - high, 0.0, 1.0)
    colors = np.empty((*heat.shape, 3), np.float32)
    for channel, levels in enumerate(zip(*(color for _, color in FIRE), strict=True)):
        colors[..., channel] = np.interp(heat, [level for level, _ in FIRE], levels)
    sheet.glow(
        colors.astype(np.uint8),
        np.clip(heat * 5.0, 0.0, 1.0).astype(np.float32),
    )
    for aside, start, large, late in _places(scene, "embers", 40):
        way = 1.0 - _along(start, scene.travel(6) + late, 0.05)
        x = (aside + 0.03 * math.sin(9.0 * way + 6.0 * late)) * scene.width
        sheet.disc(x, way * scene.height, scene.side * (0.003 + 0.006 * large), (255, 176, 60))


def steam(sheet: Sheet, scene: Scene) -> None:
    """Draw two jets from the sides of the head."""
    focus = scene.focus
    for aside in (-1.0, 1.0):
        for puff in range(5):
            way = (puff / 5.0 + scene.travel(5)) % 1.0
            x = focus.x + aside * focus.radius * (0.85 + 0.75 * way)
            y = focus.y - focus.radius * (0.25 + 0.5 * way**1.6)
            sheet.disc(x, y, focus.radius * (0.08 + 0.2 * way), (252, 246, 244), opacity=1.0 - way**2)


def anger_marks(sheet: Sheet, scene: Scene) -> None:
    beat = 1.0 + 0.18 * scene.sway(3)
    size = min(scene.side * (0.05 + 0.035 * scene.force), 0.26 * scene.focus.radius)
    for across, down, large, _ in _places(scene, "anger marks", 4):
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


def bubbles(sheet: Sheet, scene: Scene) -> None:
    for across, start, large, late in _places(scene, "bubbles", 34):
        way = 1.0 - _along(start, scene.travel(9) + late, 0.08)
        size = scene.side * (0.008 + 0.03 * large**2) * (0.75 + 0.4 * scene.force)
        x = (across + 0.02 * math.sin(12.0 * way + 6.0 * late)) * scene.width
        y = way * scene.height
        sheet.disc(x, y, size, (190, 236, 250), opacity=0.28)
        sheet.circle(x, y, size, (226, 250, 255), width=size * 0.16, opacity=0.95)
        sheet.disc(x - 0.35 * size, y - 0.35 * size, size * 0.2, WHITE)


def confetti(sheet: Sheet, scene: Scene) -> None:
    for across, start, large, late in _places(scene, "confetti", 110):
        way = _along(start, scene.travel(8) + late, 0.06)
        drift = 0.03 * math.sin(2.0 * math.pi * (scene.travel(5) + late))
        flip = math.cos(2.0 * math.pi * (scene.travel(4) + across * 7.0))
        half, thin = 0.5 + 0.5 * large, 0.16 + 0.5 * abs(flip)
        paper = ((-half, -thin), (half, -thin), (half, thin), (-half, thin))
        sheet.shape(
            turned(
                paper,
                x=(across + drift) * scene.width,
                y=way * scene.height,
                size=scene.side * 0.018 * (0.75 + 0.4 * scene.force),
                angle=late * 6.3 + 2.0 * math.pi * scene.travel(6),
            ),
            CONFETTI[int(late * 6.0)],
        )


def coins(sheet: Sheet, scene: Scene) -> None:
    for across, start, large, late in _places(scene, "coins", 30):
        way = _along(start, scene.travel(6) + late, 0.1)
        size = scene.side * (0.024 + 0.026 * large) * (0.75 + 0.4 * scene.force)
        turn = scene.travel(5) * 0.5 + late
        figures.coin(sheet, x=across * scene.width, y=way * scene.height, size=size, turn=turn, opacity=1.0)


def debris(sheet: Sheet, scene: Scene, way: float) -> None:
    """Draw a burst at the focus and what flies out of it; `way` goes from 0 to 1."""
    focus, far = scene.focus, math.hypot(scene.width, scene.height) * 0.62
    heat: tuple[Color, ...] = ((255, 90, 20), (255, 190, 50), (70, 54, 50))
    for angle, speed, large, late in _places(scene, "debris", 60):
        direction, gone = 2.0 * math.pi * angle, far * way * (0.35 + 0.75 * speed)
        size = scene.side * (0.008 + 0.02 * large) * (0.7 + 0.5 * scene.force)
        x, y = focus.x + gone * math.cos(direction), focus.y + gone * math.sin(direction) + 0.1 * scene.height * way**2
        chip = ((-1.0, -0.5), (0.8, -0.8), (0.6, 0.9))
        sheet.shape(turned(chip, x=x, y=y, size=size, angle=8.0 * way + 6.0 * late), heat[int(late * 3.0)])
    size = scene.side * (0.2 + 0.2 * way) * (0.6 + 0.5 * scene.force)
    seen = min(1.0, max(0.0, 2.2 - 3.2 * way))
    y = max(focus.y - 0.35 * focus.radius, 0.22 * scene.height)
    for share, color in ((1.0, (214, 40, 20)), (0.84, (255, 206, 46))):
        sheet.shape(turned(figures.BURST, x=focus.x, y=y, size=size * share, angle=0.2), color, seen)
    figures.write(sheet, "BOOM", x=focus.x, y=y, size=size * 0.19, color=WHITE, angle=-0.14, opacity=seen)


def smileys(sheet: Sheet, scene: Scene) -> None:
    """Round faces that pop up, rock and go."""
    for across, down, large, late in _places(scene, "smileys", 9):
        shown = math.sin(math.pi * ((scene.travel(8) + late) % 1.0)) ** 0.7
        size = scene.side * (0.045 + 0.035 * large) * shown * (0.75 + 0.45 * scene.force)
        x = 0.06 + 0.24 * across if late < 0.5 else 0.7 + 0.24 * across
        if size >= 2.0:
            rock = 0.3 * scene.sway(4)
            figures.smiley(sheet, x=x * scene.width, y=(0.08 + 0.84 * down) * scene.height, size=size, angle=rock)


def specters(sheet: Sheet, scene: Scene) -> None:
    for across, down, large, late in _places(scene, "specters", 6):
        turn = 2.0 * math.pi * (scene.travel(10) + late)
        figures.specter(
            sheet,
            x=(0.1 + 0.8 * across + 0.06 * math.cos(turn)) * scene.width,
            y=(0.14 + 0.66 * down + 0.05 * math.sin(turn)) * scene.height,
            size=scene.side * (0.06 + 0.06 * large) * (0.75 + 0.45 * scene.force),
            turn=scene.travel(5) + late,
            opacity=0.78,
        )


def fog(sheet: Sheet, scene: Scene, *, color: Color, most: float) -> None:
    """Draw banks of fog that drift to both sides and back, thickest below; `most` is their greatest opacity."""
    rng = scene.rng("fog")
    _, below = scene.mesh()
    far, near = scene.noise(rng, 5), scene.noise(rng, 9)
    steps = round(0.06 * far.shape[1] * math.sin(2.0 * math.pi * scene.travel(12)))
    bank: Floats = np.clip(
        0.25 + 0.3 * np.roll(far, steps, axis=1) + 0.22 * np.roll(near, -2 * steps, axis=1), 0.0, 1.0
    )
    depth = 0.25 + 0.75 * np.clip(below / np.float32(scene.height), 0.0, 1.0)
    sheet.wash(color, (bank * depth * np.float32(most)).astype(np.float32))


def frost(sheet: Sheet, scene: Scene, most: float) -> None:
    """Draw ice that has grown in from the edges; `most` is its opacity at the rim."""
    across, below = scene.mesh()
    rim = np.minimum(np.minimum(across, scene.width - across), np.minimum(below, scene.height - below))
    needles = np.abs(scene.noise(scene.rng("rime"), 46))
    grown = 0.12 + 0.03 * scene.noise(scene.rng("frost"), 12) + 0.05 * needles
    thick = np.clip(1.0 - rim / (grown * np.float32(scene.side)), 0.0, 1.0) * np.float32(most)
    sheet.wash((232, 244, 255), thick.astype(np.float32))


def lids(sheet: Sheet, scene: Scene, closed: float) -> None:
    """Draw heavy lids over the whole view, from above and below; `closed` 1 leaves only a slit."""
    across, below = scene.mesh()
    aside = (across - scene.width / 2.0) / np.float32(0.62 * scene.width)
    gap = scene.height * (0.62 - 0.5 * closed) * (1.0 - 0.75 * closed * aside**2)
    deep = (np.abs(below - 0.5 * scene.height) - gap) / np.float32(0.12 * scene.height)
    shut = np.clip(deep + 0.5, 0.0, 1.0) * np.float32(min(1.0, 2.0 * closed))
    sheet.wash((14, 12, 30), shut.astype(np.float32))


def rays(sheet: Sheet, scene: Scene, *, color: Color, most: float) -> None:
    """Draw soft beams that turn about the focus."""
    right, below, distance = scene.around(scene.focus.x, scene.focus.y)
    angle = np.arctan2(below, right) * 8.0 + np.float32(2.0 * math.pi * scene.travel(5))
    beam = np.clip(np.sin(angle), 0.0, 1.0) * np.clip(distance / np.float32(0.6 * scene.side), 0.0, 1.0)
    sheet.wash(color, (beam * np.float32(most)).astype(np.float32))


def shades(sheet: Sheet, scene: Scene) -> None:
    """Draw sunglasses that come down from above and stay on."""
    focus = scene.focus
    landed = min(1.0, 1.6 * scene.position / scene.frame_count)
    y = -0.2 * scene.side + (focus.y - 0.2 * focus.radius + 0.2 * scene.side) * landed
    figures.sunglasses(sheet, x=focus.x, y=y, size=0.85 * focus.radius, opacity=1.0)
