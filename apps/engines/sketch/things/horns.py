"""What shows whether somebody is good or bad."""

import math

import cv2
import numpy as np

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings import angry
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet, clear_sheet
from apps.engines.sketch.things.beside import room_above


def halo(scene: Scene) -> Act:
    shown = scene.rise(0.05, 0.30) * (1.0 - scene.rise(0.9, 1.0))

    def ring(canvas: Canvas) -> None:
        make_room(canvas, 1.95, room_above(scene))
        for head in canvas.heads:
            _halo(canvas, head, shown)

    return Act(
        felt(
            scene,
            pose_of(
                {
                    "calm": 1.0,
                    "gaze_y": -0.9,
                    "brow_inner": 1.1,
                    "corner": 0.55,
                    "press": 0.4,
                    "tilt": 0.30,
                    "nod": -0.15,
                    "shine": 0.8,
                    "eyes": 0.4,
                    "blush": 0.5,
                }
            ),
        ),
        (ring,),
    )


def devil(scene: Scene) -> Act:
    """Horns grow, and the grin goes with them."""
    grown = scene.rise(0.15, 0.45) * (1.0 - scene.rise(0.9, 1.0))

    def horns(canvas: Canvas) -> None:
        make_room(canvas, 1.65, room_above(scene))
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            for side in (-1.0, 1.0):
                _horn(sheet, head, side, grown)
            canvas.lay(sheet)

    pose = angry.evil_grin(scene).moved(red=0.45 * grown)
    return Act(
        pose,
        (horns,),
        Layers(gain=light.tint(scene, inner=(1.08, 0.92, 0.9), outer=(0.9, 0.45, 0.4), level=0.8 * grown)),
    )


def _halo(canvas: Canvas, head: Head, shown: float) -> None:
    x, y = head.at(0.0, -1.42 + 0.04 * math.sin(2 * math.pi * canvas.scene.lap))
    # Hair leans less than the face below it.
    x = head.at(0.0, -0.55)[0]
    y = max(y, 0.40 * head.span)  # seen whole where the head is at the top of the picture
    top, bottom = max(0, round(y - 0.9 * head.span)), max(0, round(y + 0.9 * head.span))
    view = canvas.frame[top:bottom]
    if view.size == 0:
        return
    ring = np.zeros(view.shape[:2], np.uint8)
    axes = (max(2, round(0.72 * head.span)), max(1, round(0.20 * head.span)))
    cv2.ellipse(
        ring,
        (round(x), round(y) - top),
        axes,
        math.degrees(head.angle),
        0,
        360,
        255,
        max(2, round(0.11 * head.span)),
        cv2.LINE_AA,
    )
    core = ring.astype(np.float32) / 255.0
    glow = np.clip(2.4 * cv2.GaussianBlur(core, (0, 0), max(1.0, 0.14 * head.span)), 0, 1)
    frame = view.astype(np.float32)
    # A dark edge, so that it is seen before a bright wall.
    edge = cv2.dilate(core, np.ones((3, 3), np.uint8), iterations=max(1, round(0.025 * head.span)))
    frame += (shown * 0.75 * glow)[..., None] * (np.array([255.0, 224.0, 120.0], np.float32) - frame) * 0.9
    frame += (0.85 * shown * edge)[..., None] * (np.array([222.0, 150.0, 20.0], np.float32) - frame)
    frame += (shown * core)[..., None] * (np.array([255.0, 240.0, 150.0], np.float32) - frame)
    view[:] = np.clip(frame, 0, 255).astype(np.uint8)


def _horn(sheet: Sheet, head: Head, side: float, grown: float) -> None:
    outline, shade = [], []
    share_of, lowered = head.fit_above(-0.62, 0.95)
    grown *= share_of
    for step in range(13):
        share = step / 12
        thick = 0.20 * share_of * (1.0 - share) ** 0.8
        x = side * (0.46 + 0.26 * math.sin(1.5 * share) * grown)
        y = -0.62 + lowered - 0.88 * share * grown
        outline.append(head.at(x - thick * side, y))
        shade.append(head.at(x + thick * side, y + 0.03))
    sheet.shape([*outline, *reversed(shade)], (150, 14, 20))
    middle = [((ax + 2 * bx) / 3, (ay + 2 * by) / 3) for (ax, ay), (bx, by) in zip(outline, shade, strict=True)]
    sheet.shape([*outline, *reversed(middle)], (212, 36, 40))
