"""Rain, snow, fog and light in the air."""

import math

import numpy as np

from apps.engines.sketch import figures
from apps.engines.sketch.particles.places import along, places
from apps.engines.sketch.scene import Floats, Scene
from apps.engines.sketch.sheet import WHITE, Color, Sheet


def rain(sheet: Sheet, scene: Scene) -> None:
    length, slant = scene.side * (0.06 + 0.03 * scene.force), 0.22
    for across, start, near, late in places(scene, "rain", 240):
        way = along(start, scene.travel(4) + late, 0.1)
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
    for across, start, near, late in places(scene, "snow", 110):
        way = along(start, scene.travel(10) + late, 0.06)
        drift = 0.035 * math.sin(2.0 * math.pi * (scene.travel(12) + late))
        size = scene.side * (0.005 + 0.014 * near**2) * (0.7 + 0.5 * scene.force)
        x, y = (across + drift) * scene.width, way * scene.height
        if near > 0.72:
            figures.flake(sheet, x=x, y=y, size=size * 1.4, angle=late * 3.0 + drift * 20.0, opacity=1.0)
        else:
            sheet.disc(x, y, size, WHITE, opacity=0.6 + 0.4 * near)


def frost(sheet: Sheet, scene: Scene, most: float) -> None:
    """Draw ice that has grown in from the edges; `most` is its opacity at the rim."""
    across, below = scene.mesh()
    rim = np.minimum(np.minimum(across, scene.width - across), np.minimum(below, scene.height - below))
    needles = np.abs(scene.noise(scene.rng("rime"), 46))
    grown = 0.12 + 0.03 * scene.noise(scene.rng("frost"), 12) + 0.05 * needles
    thick = np.clip(1.0 - rim / (grown * np.float32(scene.side)), 0.0, 1.0) * np.float32(most)
    sheet.wash((232, 244, 255), thick.astype(np.float32))


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


def rays(sheet: Sheet, scene: Scene, *, color: Color, most: float) -> None:
    """Draw soft beams that turn about the focus."""
    right, below, distance = scene.around(scene.focus.x, scene.focus.y)
    angle = np.arctan2(below, right) * 8.0 + np.float32(2.0 * math.pi * scene.travel(5))
    beam = np.clip(np.sin(angle), 0.0, 1.0) * np.clip(distance / np.float32(0.6 * scene.side), 0.0, 1.0)
    sheet.wash(color, (beam * np.float32(most)).astype(np.float32))
