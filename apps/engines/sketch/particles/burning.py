"""Flames, steam and what an explosion throws."""

import math

import numpy as np

from apps.engines.sketch import figures
from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Color, Sheet, turned

FIRE: tuple[tuple[float, Color], ...] = (
    (0.0, (190, 24, 8)),
    (0.14, (226, 60, 12)),
    (0.32, (255, 132, 22)),
    (0.55, (255, 206, 74)),
    (0.9, (255, 246, 196)),
)
"""What color a flame has at which heat: black-body reds and yellows, as film compositors paint them."""


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
    for aside, start, large, late in places(scene, "embers", 40):
        way = 1.0 - along(start, scene.travel(6) + late, 0.05)
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


def debris(sheet: Sheet, scene: Scene, way: float) -> None:
    """Draw a burst at the focus and what flies out of it; `way` goes from 0 to 1."""
    focus, far = scene.focus, math.hypot(scene.width, scene.height) * 0.62
    heat: tuple[Color, ...] = ((255, 90, 20), (255, 190, 50), (70, 54, 50))
    for angle, speed, large, late in places(scene, "debris", 60):
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
