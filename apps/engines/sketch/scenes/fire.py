"""Fire behind a person who keeps smiling."""

import math

import cv2
import numpy as np

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import burning
from apps.engines.sketch.scene import Floats, Scene
from apps.engines.sketch.sheet import Sheet


def on_fire(scene: Scene) -> Act:
    """Let everything behind the person burn while they keep smiling."""

    def behind(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.light(0.55)
            canvas.draw(_wall_of_fire)
        canvas.draw(_embers)

    flicker = float(scene.flicker("firelight").uniform(0.85, 1.1))
    pose = felt(
        scene,
        pose_of(
            {"calm": 0.7, "corner": 0.6, "lid": 0.3, "press": 0.3, "brow_inner": 0.8, "brow_outer": 0.2, "sweat": 0.9}
        ),
        ebb=0.8,
    ).moved(tears_phase=scene.travel(8))
    gain = light.tint(scene, inner=(1.18, 0.98, 0.80), outer=(1.25, 0.82, 0.55), level=0.9 * flicker)
    return Act(pose, (behind,), Layers(gain=gain))


def _wall_of_fire(sheet: Sheet, scene: Scene) -> None:
    """Draw flames as high as the picture, narrow tongues that lick upward, new in every frame."""
    flicker = scene.flicker("wall of fire")
    across, below = scene.mesh()
    size = (across.shape[1], below.shape[0])

    def noise(rows: int, columns: int) -> Floats:
        small = flicker.standard_normal((rows, columns), dtype=np.float32)
        soft: Floats = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
        return soft

    high = (np.float32(scene.height) - below) / np.float32(scene.height)
    tongues = 0.62 + 0.16 * noise(1, 9)[:1] + 0.12 * noise(1, 22)[:1]
    heat = 1.25 * (tongues - high) + 0.16 * noise(6, 26) + 0.10 * noise(12, 48)
    heat = np.clip(heat, 0.0, 1.0)
    colors = np.empty((*heat.shape, 3), np.float32)
    for channel, levels in enumerate(zip(*(color for _, color in burning.FIRE), strict=True)):
        colors[..., channel] = np.interp(heat, [level for level, _ in burning.FIRE], levels)
    sheet.glow(colors.astype(np.uint8), np.clip(heat * 4.0, 0.0, 0.97).astype(np.float32))


def _embers(sheet: Sheet, scene: Scene) -> None:
    for row in scene.rng("embers").random((36, 4)):
        aside, start, large, late = (float(value) for value in row)
        way = 1.0 - (start + scene.travel(6) + late) % 1.0
        x = (aside + 0.03 * math.sin(9.0 * way + 6.0 * late)) * scene.width
        sheet.disc(x, way * scene.height, scene.side * (0.003 + 0.006 * large), (255, 176, 60))
