"""Small bright things: confetti, coins, sparkles."""

import math

from apps.engines.sketch import figures
from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Color, Sheet, turned

CONFETTI: tuple[Color, ...] = (
    (255, 69, 96),
    (255, 196, 38),
    (52, 200, 120),
    (48, 152, 255),
    (190, 90, 255),
    (255, 128, 40),
)
"""Six hues far enough apart to be told from each other at three pixels in a 128-color GIF."""


def sparkles(
    sheet: Sheet, scene: Scene, *, most: int = 34, look: str = "sparkles", color: Color = (255, 226, 120)
) -> None:
    for across, down, large, late in places(scene, look, most):
        shine = math.sin(math.pi * ((scene.travel(6) + late) % 1.0)) ** 2
        size = scene.side * (0.018 + 0.055 * large**2) * shine * (0.7 + 0.5 * scene.force)
        if size >= 1.0:
            figures.glint(sheet, x=across * scene.width, y=down * scene.height, size=size, color=color, opacity=1.0)


def confetti(sheet: Sheet, scene: Scene) -> None:
    for across, start, large, late in places(scene, "confetti", 110):
        way = along(start, scene.travel(8) + late, 0.06)
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
    for across, start, large, late in places(scene, "coins", 30):
        way = along(start, scene.travel(6) + late, 0.1)
        size = scene.side * (0.024 + 0.026 * large) * (0.75 + 0.4 * scene.force)
        turn = scene.travel(5) * 0.5 + late
        figures.coin(sheet, x=across * scene.width, y=way * scene.height, size=size, turn=turn, opacity=1.0)


def hearts(sheet: Sheet, scene: Scene) -> None:
    pinks: tuple[Color, ...] = ((255, 62, 108), (255, 105, 160), (226, 24, 72))
    for across, start, large, late in places(scene, "hearts", 22):
        way = 1.0 - along(start, scene.travel(9), 0.12)
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


def bubbles(sheet: Sheet, scene: Scene) -> None:
    for across, start, large, late in places(scene, "bubbles", 34):
        way = 1.0 - along(start, scene.travel(9) + late, 0.08)
        size = scene.side * (0.008 + 0.03 * large**2) * (0.75 + 0.4 * scene.force)
        x = (across + 0.02 * math.sin(12.0 * way + 6.0 * late)) * scene.width
        y = way * scene.height
        sheet.disc(x, y, size, (190, 236, 250), opacity=0.28)
        sheet.circle(x, y, size, (226, 250, 255), width=size * 0.16, opacity=0.95)
        sheet.disc(x - 0.35 * size, y - 0.35 * size, size * 0.2, WHITE)
