"""Tricks of a camera, and of who edits what it took."""

import math
from dataclasses import replace

import cv2
import numpy as np

from apps.engines.sketch import happenings, light, warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import angry
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import marks
from apps.engines.sketch.scene import Floats, Scene, enlarge


def speed_lines(scene: Scene) -> Act:
    """Rush at the face, as in a comic."""
    on = scene.rise(0.02, 0.15) * (1.0 - scene.rise(0.9, 1.0))

    def lines(canvas: Canvas) -> None:
        with canvas.behind():
            # They begin behind the person, and are seen beside a head that fills the picture, too.
            focus = replace(scene.focus, radius=min(0.75 * scene.focus.radius, 0.24 * scene.side))
            near = replace(scene, focus=focus)
            canvas.draw(lambda sheet, _: marks.speed_lines(sheet, near), opacity=0.92 * on)

    zoom = warps.zoom(scene, 1.0 + 0.22 * on * (0.7 + 0.3 * scene.force))
    return Act(angry.fury(scene).moved(red=0.0), (lines,), Layers(away=zoom))


def dolly_zoom(scene: Scene) -> Act:
    """Let the background rush away behind a person who comes closer, in the whirl of the film that made it known."""
    arc = scene.rise(0.06, 0.42) * (1.0 - scene.rise(0.84, 1.0))

    def background(canvas: Canvas) -> None:
        height, width = canvas.frame.shape[:2]
        head = canvas.head
        x, y = head.at(0.0, 0.0) if head else (scene.focus.x, scene.focus.y)
        size = 1.0 + 1.3 * arc
        matrix = np.array([[size, 0.0, x - size * x], [0.0, size, y - size * y]])
        with canvas.behind():
            moved = cv2.warpAffine(
                canvas.plate, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
            )
            canvas.frame[:] = cv2.GaussianBlur(moved, (0, 0), 0.5 + 0.006 * scene.side * arc)
            canvas.light(_whirl(scene, x, y, arc))

    pose = felt(
        scene,
        pose_of(
            {
                "eyes": 1.0,
                "lid": -1.0,
                "brow_inner": 1.2,
                "brow_outer": 0.5,
                "jaw": 0.55,
                "mouth_wide": -0.3,
                "pale": 0.7,
                "sweat": 0.6,
                "nod": 0.15,
            }
        ),
        rise=0.42,
        fall=0.84,
        ebb=0.1,
        opens=True,
    )
    return Act(
        pose.moved(tears_phase=scene.travel(8)),
        (background,),
        Layers(
            away=warps.zoom(scene, 1.0 + 0.34 * arc),
            gain=light.tint(scene, inner=(1.06, 1.06, 1.06), outer=(0.5, 0.5, 0.58), level=arc),
        ),
    )


def _whirl(scene: Scene, x: float, y: float, amount: float) -> Floats:
    """Return the light of arms that wind about a place and turn, (H, W, 3)."""
    right, below, distance = scene.around(x, y)
    near = np.log(np.maximum(distance, 2.0) / np.float32(0.1 * scene.side))
    wound = np.sin(3.0 * np.arctan2(below, right) + 5.5 * near - np.float32(2.0 * math.pi * scene.travel(4.0)))
    dark = 1.0 - np.float32(0.42 * amount) * np.clip(0.5 + 1.6 * wound, 0.0, 1.0)
    return enlarge(np.dstack([dark, dark, dark]).astype(np.float32), scene.width, scene.height)


def freeze_frame(scene: Scene) -> Act:
    """Stop, lose all color, zoom in: record scratch."""
    frozen = 1.0 if 0.34 < scene.lap < 0.95 else 0.0
    before = pose_of({"corner": 0.9, "jaw": 0.35, "brow_outer": 0.6, "tilt": 0.3}).scaled(scene.rise(0.0, 0.3))
    held = pose_of(
        {"corner": 0.6, "jaw": 0.55, "lid_left": 0.0, "brow_inner": 0.9, "lid": 0.45, "tilt": 0.55, "mouth_wide": 0.4}
    )
    push = frozen * scene.rise(0.34, 0.5)

    def flash(canvas: Canvas) -> None:
        white = max(0.0, 1.0 - abs(scene.lap - 0.36) / 0.05)
        if white > 0:
            canvas.light(1.0 + 1.6 * white)

    layers = Layers(color=light.saturation(1.0 - 0.8 * frozen), away=warps.zoom(scene, 1.0 + 0.25 * push))
    return Act(held if frozen else before, (flash,), layers)


def deep_fry(scene: Scene) -> Act:
    """Fry the picture: too much of everything, with glowing eyes."""
    on = scene.rise(0.10, 0.45) * (1.0 - scene.rise(0.92, 1.0))

    def fry(canvas: Canvas) -> None:
        frame = canvas.frame.astype(np.float32)
        blurred = cv2.GaussianBlur(frame, (0, 0), max(1.0, 0.008 * scene.side))
        sharp = frame + 2.6 * on * (frame - blurred)
        gray = sharp @ np.array([0.299, 0.587, 0.114], np.float32)
        vivid = gray[..., None] + (1.0 + 1.5 * on) * (sharp - gray[..., None])
        hot = vivid * (1.0 + on * np.array([0.35, 0.12, -0.25], np.float32)) + 10.0 * on
        levels = 255.0 / (24 - 16 * on)
        noisy = hot + on * 26.0 * scene.flicker("fry").standard_normal(frame.shape[:2])[..., None]
        posterized = np.rint(noisy / levels) * levels
        canvas.frame[:] = np.clip(frame + on * (posterized - frame), 0, 255).astype(np.uint8)
        for head in canvas.heads:
            for upper, lower in ((159, 145), (386, 374)):
                x, y = (head.points[upper] + head.points[lower]) / 2
                canvas.sticker("collision", float(x), float(y), 0.9 * head.span * on, angle=scene.lap * 4, opacity=0.92)

    return Act(
        angry.rage(scene).moved(red=0.0),
        (fry,),
        Layers(
            bend=warps.shift(
                scene, right=0.012 * scene.side * on * math.sin(2 * math.pi * scene.turns(2.2) * scene.lap), down=0.0
            )
        ),
    )


def glitch(scene: Scene) -> Act:
    return Act(layers=happenings.glitch(scene))


def zoom(scene: Scene) -> Act:
    """Zoom in on a face that realizes something."""
    return Act(
        pose_of({"eyes": 0.7, "lid": -0.6, "brow_inner": 1.0, "brow_outer": 0.7, "jaw": 0.10, "nod": 0.1})
        .scaled(scene.rise(0.3, 0.6) * (1.0 - scene.rise(0.84, 1.0)))
        .moved(calm=scene.settled()),
        layers=happenings.zoom(scene),
    )
