"""Flames, steam and what an explosion throws."""

import math

import numpy as np

from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Color, Sheet

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
