"""Light that falls on a person or leaves them."""

import math

import numpy as np

from apps.engines.sketch import happenings
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.things import airborne


def spotlight(scene: Scene) -> Act:
    """Darken the room; a beam from above searches and finds the person."""
    on = scene.rise(0.03, 0.22) * (1.0 - scene.rise(0.9, 1.0))

    def beam(canvas: Canvas) -> None:
        head = canvas.head
        x, y = head.at(0.0, 0.35) if head else (scene.focus.x, scene.focus.y)
        radius = min(1.35 * head.span if head else 0.3 * scene.side, 0.40 * scene.side)
        x += (1.0 - scene.rise(0.16, 0.46)) * 0.55 * scene.side * math.cos(2.5 * math.pi * scene.lap)
        height, width = canvas.frame.shape[:2]
        down, across = np.mgrid[:height, :width].astype(np.float32)
        # The lamp hangs above the corner that is further away.
        lamp_x, lamp_y = (0.02 if scene.focus.x > 0.5 * width else 0.98) * width, -0.12 * height
        along = np.clip((down - lamp_y) / max(1.0, y - lamp_y), 0.0, 1.0)
        aside = np.abs(across - (lamp_x + (x - lamp_x) * along)) / np.maximum(1.0, radius * (0.08 + 0.92 * along))
        pool = np.clip(3.5 * (1.0 - np.hypot(across - x, down - y) / radius) + 0.5, 0.0, 1.0)
        cone = np.clip(3.0 * (1.0 - aside) + 0.3, 0.0, 1.0) * np.clip(
            (y + 0.2 * radius - down) / (0.4 * radius), 0.0, 1.0
        )
        lit = np.maximum(pool, 0.45 * cone)
        gain = 1.0 - on * (0.84 - 1.0 * lit)
        canvas.light(np.dstack([gain * 1.02, gain, gain * 0.93]).astype(np.float32))
        dust = (on * 0.34 * cone * (1.0 - 0.75 * pool) * (1.0 - 0.45 * along))[..., None]
        lit_air = canvas.frame + dust * (np.array([255.0, 246.0, 214.0], np.float32) - canvas.frame)
        canvas.frame[:] = np.clip(np.rint(lit_air), 0, 255).astype(np.uint8)

    caught = scene.rise(0.40, 0.52) * (1.0 - scene.rise(0.88, 1.0))
    return Act(
        pose_of(
            {"eyes": 0.5, "lid": -0.6, "brow_inner": 1.0, "brow_outer": 0.8, "jaw": 0.18, "mouth_wide": -0.2}
        ).scaled(caught),
        (beam,),
    )


def sparkle(scene: Scene) -> Act:
    """Turn to the light, fabulous."""
    sway = math.sin(2.0 * math.pi * scene.lap)
    pose = pose_of(
        {"corner": 0.7, "lid": 0.35, "brow_outer": 0.9, "brow_inner": 0.4, "nod": -0.3, "shine": 1.0, "blush": 0.4}
    )
    return Act(
        pose.scaled(scene.mood()).moved(turn=0.45 * sway, tilt=0.3 * sway), layers=happenings.sparkle(scene)
    ).plus(airborne.sparkles(scene))
