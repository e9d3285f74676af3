"""What happens around a person: fire behind them, weather, tricks of the camera. With or without a face in the picture."""

import math
from dataclasses import replace

import cv2
import numpy as np

from apps.engines.sketch import happenings, light, warps
from apps.engines.sketch.act import Act, Drawing
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import angry, startled
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import burning, marks
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
    pose = pose_of({"corner": 0.35, "lid": 0.2, "gaze_y": 0.05, "press": 0.2}).scaled(scene.arc(anticipation=0.0))
    gain = light.tint(scene, inner=(1.18, 0.98, 0.80), outer=(1.25, 0.82, 0.55), level=0.9 * flicker)
    return Act(pose, (behind,), Layers(gain=gain))


def rain(scene: Scene) -> Act:
    return Act(
        pose_of({"corner": -0.6, "brow_inner": 0.8, "lid": 0.25, "nod": 0.35}).scaled(scene.arc()),
        layers=happenings.rain(scene),
    )


def snow(scene: Scene) -> Act:
    shiver = math.sin(2 * math.pi * scene.turns(2.1) * scene.lap)
    pose = pose_of({"mouth_wide": 0.6, "press": 0.4, "brow_inner": 0.6, "squint": 0.5, "blush": 0.5}).scaled(
        scene.arc(anticipation=0.0)
    )
    return Act(pose.moved(shift_x=0.02 * shiver), layers=happenings.snow(scene))


def spotlight(scene: Scene) -> Act:
    """Darken all but the person; the light finds them."""
    on = scene.rise(0.05, 0.3) * (1.0 - scene.rise(0.9, 1.0))

    def beam(canvas: Canvas) -> None:
        head = canvas.head
        x, y = head.at(0.0, 0.4) if head else (scene.focus.x, scene.focus.y)
        radius = 1.7 * head.span if head else 0.3 * scene.side
        sway = (1.0 - scene.rise(0.1, 0.5)) * 0.5 * scene.side
        height, width = canvas.frame.shape[:2]
        down, across = np.mgrid[:height, :width].astype(np.float32)
        inside = np.clip(1.4 - np.hypot(across - x - sway, (down - y) * 0.92) / radius, 0.0, 1.0)
        ray = np.clip(
            1.0
            - np.abs(across - x - sway * (down / max(1.0, y))) / (0.25 * radius + 0.75 * radius * down / max(1.0, y)),
            0,
            1,
        )
        ray = ray * (down < y) * 0.22
        gain = 1.0 - on * (0.86 - 0.96 * np.minimum(1.0, inside + ray))
        canvas.light(np.dstack([gain * 1.02, gain, gain * 0.94]).astype(np.float32))

    return Act(pose_of({"lid": -0.4, "brow_inner": 0.7, "brow_outer": 0.6, "corner": 0.4}).scaled(scene.arc()), (beam,))


def speed_lines(scene: Scene) -> Act:
    """Rush at the face, as in a comic."""
    on = scene.rise(0.02, 0.15) * (1.0 - scene.rise(0.9, 1.0))

    def lines(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.draw(marks.speed_lines, opacity=0.92 * on)

    zoom = warps.zoom(scene, 1.0 + 0.22 * on * (0.7 + 0.3 * scene.force))
    return Act(angry.fury(scene).moved(red=0.0), (lines,), Layers(away=zoom))


def dolly_zoom(scene: Scene) -> Act:
    """Let the background rush away behind a person who stays."""
    arc = scene.arc(rise=0.75, fall=0.85, anticipation=0.0, overshoot=0.0)

    def background(canvas: Canvas) -> None:
        height, width = canvas.frame.shape[:2]
        head = canvas.head
        x, y = head.at(0.0, 0.0) if head else (scene.focus.x, scene.focus.y)
        size = 1.0 + 0.55 * arc
        matrix = np.array([[size, 0.0, x - size * x], [0.0, size, y - size * y]])
        with canvas.behind():
            moved = cv2.warpAffine(
                canvas.plate, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
            )
            canvas.frame[:] = cv2.GaussianBlur(moved, (0, 0), 0.5 + 0.006 * scene.side * arc)

    pose = pose_of({"lid": -0.8, "brow_inner": 0.9, "brow_outer": 0.4, "jaw": 0.2, "pale": 0.4}).scaled(arc)
    return Act(
        pose,
        (background,),
        Layers(
            away=warps.zoom(scene, 1.0 + 0.08 * arc),
            gain=light.tint(scene, inner=(1.05, 1.05, 1.05), outer=(0.55, 0.55, 0.62), level=arc),
        ),
    )


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


def explode(scene: Scene) -> Act:
    """Let it blow up behind the person, who notices."""
    return Act(startled.shock(scene), *_behind(happenings.explode(scene)))


def ghost(scene: Scene) -> Act:
    """Let ghosts drift by behind a pale face."""
    return Act(startled.fear(scene).moved(sweat=0.0), *_behind(happenings.ghost(scene)))


def _behind(layers: Layers) -> tuple[tuple[Drawing, ...], Layers]:
    """Return layers whose drawn things stand behind the person: as a drawing, and the layers without them."""
    sheet = layers.sheet
    if sheet is None:
        return (), layers

    def lay(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.lay(sheet, 0.95)

    return (lay,), replace(layers, sheet=None)


def glitch(scene: Scene) -> Act:
    return Act(layers=happenings.glitch(scene))


def shake(scene: Scene) -> Act:
    return Act(startled.fear(scene).moved(pale=0.0, sweat=0.3), layers=happenings.shake(scene))


def zoom(scene: Scene) -> Act:
    """Zoom in on a face that realizes something."""
    return Act(
        pose_of({"lid": -0.5, "brow_inner": 0.7, "brow_outer": 0.5, "jaw": 0.12}).scaled(
            scene.rise(0.3, 0.7) * (1 - scene.rise(0.9, 1.0))
        ),
        layers=happenings.zoom(scene),
    )


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
