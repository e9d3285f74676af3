"""Ghosts behind a person, and a person who melts."""

from dataclasses import replace

import cv2
import numpy as np

from apps.engines.sketch import happenings, light, warps
from apps.engines.sketch.act import Act, Drawing
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import startled
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene, enlarge
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
    """Let the person run down like wax while everything behind stays."""
    run = scene.build()

    def wax(canvas: Canvas) -> None:
        if not canvas.heads:
            return
        height, width = canvas.frame.shape[:2]
        far = enlarge(
            warps.run_down(scene, scene.rng("melt"), 0.55 * scene.side * min(1.3, scene.acting) * run), width, height
        )
        across = np.broadcast_to(np.arange(width, dtype=np.float32), (height, width))
        down = np.arange(height, dtype=np.float32)[:, None] - far
        moved = cv2.remap(canvas.frame, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        person = cv2.remap(canvas.matte, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[..., None]
        canvas.frame[:] = np.clip(np.rint(person * moved + (1.0 - person) * canvas.plate), 0, 255).astype(np.uint8)

    pose = pose_of(
        {"calm": 1.0, "lid": 0.55, "brow_inner": 0.7, "brow_outer": -1.0, "corner": -1.2, "jaw": 0.45, "sweat": 0.8}
    ).scaled(run)
    tint = light.tint(scene, inner=(1.15, 1.0, 0.82), outer=(1.1, 0.78, 0.5), level=min(1.0, 1.6 * scene.force) * run)
    return Act(pose.moved(tears_phase=scene.travel(8)), (wax,), Layers(gain=tint))
