"""Ghosts behind a person, and a person who melts."""

from dataclasses import replace

import cv2
import numpy as np

from apps.engines.sketch import happenings, light
from apps.engines.sketch.act import Act, Drawing
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings import startled
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.things import airborne


def ghost(scene: Scene) -> Act:
    """Let ghosts drift by behind a pale face."""
    return Act(startled.fear(scene).moved(sweat=0.0), *_behind(happenings.ghost(scene))).plus(airborne.ghosts(scene))


def _behind(layers: Layers) -> tuple[tuple[Drawing, ...], Layers]:
    """Return layers whose drawn things stand behind the person: as a drawing, and the layers without them."""
    sheet = layers.sheet
    if sheet is None:
        return (), layers

    def lay(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.lay(sheet, 0.95)

    return (lay,), replace(layers, sheet=None)


def melt(scene: Scene) -> Act:
    """Let a head sink and run down like wax over the shoulders while everything behind stays."""
    run = scene.build()

    def wax(canvas: Canvas) -> None:
        if not canvas.heads or run <= 0.0:
            return
        across, down = _run_down(scene, canvas.heads[0], min(1.3, scene.acting) * run)
        moved = cv2.remap(canvas.frame, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        person = cv2.remap(canvas.matte, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        canvas.frame[:] = cv2.blendLinear(moved, canvas.plate, person, 1.0 - person)

    pose = pose_of(
        {"calm": 1.0, "lid": 0.62, "brow_inner": 0.9, "brow_outer": -1.2, "corner": -1.3, "jaw": 0.55, "sweat": 0.8}
    ).scaled(run)
    tint = light.tint(
        scene, inner=(1.18, 1.0, 0.80), outer=(1.0, 1.0, 1.0), level=min(1.0, 1.6 * scene.force) * run, reach=0.8
    )
    return Act(pose.moved(tears_phase=scene.travel(8)), (wax,), Layers(gain=tint))


def _run_down(scene: Scene, head: Head, amount: float) -> tuple[Floats, Floats]:
    """Return where each pixel of a head that melts comes from, x and y, (H, W) each.

    All of it sinks, the face in runs of different length, and what is below is pressed together down to the picture's edge,
    which stays: so nothing tears, and nobody is without a body.
    """
    span, (x, y) = head.shape.span, (float(value) for value in head.shape.middle[:2])
    across, below = scene.mesh()
    chin = y + 1.15 * span
    room = scene.height - chin
    # Where there is hardly a body in the picture, wax runs over its edge.
    over = min(0.7 * span, max(0.0, 1.0 * span - room))
    sinks = amount * min(0.50 * span, 0.30 * room + 0.20 * over)
    runs = amount * min(1.55 * span, 0.75 * room + 0.35 * over)
    wide = (across - np.float32(x)) / np.float32(span)
    drops = 0.5 + 0.5 * np.sin(wide * np.float32(6.8) + 1.3) * np.cos(wide * np.float32(2.9) + 0.4)
    drip = runs * (0.30 + 0.70 * drops) * np.exp(-((wide / np.float32(1.0)) ** 4))
    top, low = y - 0.9 * span, chin + sinks + drip
    first = np.clip((below - top) / (low - top), 0.0, 1.0)
    last = np.clip((scene.height + over - below) / np.maximum(scene.height + over - low, 0.3 * span), 0.0, 1.0)
    far = (sinks + drip * first**1.6) * last
    sway = 0.05 * amount * span * np.sin((below - y) / np.float32(0.22 * span) + 1.5 * wide) * first
    full = enlarge(np.dstack([sway, -far]).astype(np.float32), scene.width, scene.height)
    full[..., 0] += np.arange(scene.width, dtype=np.float32)[None, :]
    full[..., 1] += np.arange(scene.height, dtype=np.float32)[:, None]
    return full[..., 0].copy(), full[..., 1].copy()
