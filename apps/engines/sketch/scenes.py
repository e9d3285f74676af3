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
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.sheet import Sheet
from apps.engines.sketch.things import airborne, comic
from apps.engines.sketch.things.clouds import rain_cloud


def on_fire(scene: Scene) -> Act:
    """Let everything behind the person burn while they keep smiling."""

    def behind(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.light(0.55)
            canvas.draw(_wall_of_fire)
        canvas.draw(_embers)

    flicker = float(scene.flicker("firelight").uniform(0.85, 1.1))
    pose = (
        pose_of({"corner": 0.6, "lid": 0.15, "press": 0.3, "brow_inner": 0.5, "brow_outer": 0.2, "sweat": 0.7})
        .scaled(scene.arc(anticipation=0.0))
        .moved(tears_phase=scene.travel(8))
    )
    gain = light.tint(scene, inner=(1.18, 0.98, 0.80), outer=(1.25, 0.82, 0.55), level=0.9 * flicker)
    return Act(pose, (behind,), Layers(gain=gain))


def rain(scene: Scene) -> Act:
    """Let it rain, most of all from a cloud of one's own."""
    there = scene.rise(0.02, 0.2) * (1.0 - scene.rise(0.9, 1.0))

    def cloud(canvas: Canvas) -> None:
        for head in canvas.heads[:1]:
            size = 0.95 * comic.unit_of(canvas, head)
            x, y = head.at(0.0, -1.4)
            rain_cloud(canvas, x, max(y, 0.56 * size), size, there)

    pose = pose_of({"calm": 1.0, "corner": -0.7, "brow_inner": 1.0, "lid": 0.3, "nod": 0.4, "lower_lip": 0.4})
    return Act(pose.scaled(scene.arc()), (cloud,), happenings.rain(scene))


def snow(scene: Scene) -> Act:
    shiver = math.sin(2 * math.pi * scene.turns(2.1) * scene.lap)
    pose = pose_of(
        {
            "calm": 0.7,
            "teeth": 1.0,
            "mouth_wide": 0.7,
            "jaw": 0.24,
            "brow_inner": 0.9,
            "squint": 0.5,
            "blush": 0.7,
            "pale": 0.4,
        }
    ).scaled(scene.arc(anticipation=0.0))
    return Act(pose.moved(shift_x=0.035 * shiver, jaw=pose.jaw * (0.8 + 0.35 * shiver)), layers=happenings.snow(scene))


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
    """Let the background rush away behind a person who stays."""
    arc = scene.arc(rise=0.75, fall=0.85, anticipation=0.0, overshoot=0.0)

    def background(canvas: Canvas) -> None:
        height, width = canvas.frame.shape[:2]
        head = canvas.head
        x, y = head.at(0.0, 0.0) if head else (scene.focus.x, scene.focus.y)
        size = 1.0 + 0.95 * arc
        matrix = np.array([[size, 0.0, x - size * x], [0.0, size, y - size * y]])
        with canvas.behind():
            moved = cv2.warpAffine(
                canvas.plate, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
            )
            canvas.frame[:] = cv2.GaussianBlur(moved, (0, 0), 0.5 + 0.006 * scene.side * arc)

    pose = pose_of(
        {"calm": 0.8, "eyes": 0.6, "lid": -0.8, "brow_inner": 1.0, "brow_outer": 0.4, "jaw": 0.3, "pale": 0.5}
    ).scaled(arc)
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


def breathe(scene: Scene) -> Act:
    """Breathe in, breathe out, eyes closed, in a calm light."""
    still = scene.rise(0.0, 0.18) * (1.0 - scene.rise(0.86, 1.0))
    air = 0.5 - 0.5 * math.cos(2.0 * math.pi * 2.0 * scene.lap)
    pose = pose_of({"calm": 0.4, "lid": 1.0, "corner": 0.45, "brow_inner": 0.35, "brow_outer": 0.3}).scaled(still)
    pose = pose.moved(
        nod=-0.35 * air * still, shift_y=-0.13 * air * still, swell=0.10 * air * still, puff=0.5 * air * still
    )
    glow = light.tint(scene, inner=(1.45, 1.34, 1.05), outer=(0.42, 0.62, 0.98), level=still * (0.75 + 0.5 * air))

    def rings(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.draw(_aura, opacity=0.85 * still)

    return Act(pose, (rings,), Layers(gain=glow))


def underwater(scene: Scene) -> Act:
    """Hold one's breath with round cheeks, below the waves."""
    arc = scene.arc(anticipation=0.0)
    drift = math.sin(2.0 * math.pi * scene.lap)
    pose = pose_of(
        {"calm": 1.0, "puff": 1.1, "press": 0.6, "mouth_wide": -0.7, "eyes": 0.5, "lid": -0.5, "brow_inner": 0.9}
    )
    return Act(
        pose.scaled(arc).moved(tilt=0.3 * drift, shift_y=0.05 * math.cos(2.0 * math.pi * scene.lap)),
        layers=happenings.underwater(scene),
    )


def disco(scene: Scene) -> Act:
    """Dance: the head goes from side to side with the beat."""
    beat = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    pose = pose_of({"corner": 0.9, "cheeks": 0.7, "squint": 0.5, "jaw": 0.15, "brow_outer": 0.5}).scaled(scene.arc())
    bounce = abs(math.cos(2.0 * math.pi * scene.turns(6.0) * scene.lap)) - 1.0
    return Act(pose.moved(tilt=0.7 * beat, shift_x=0.14 * beat, shift_y=0.08 * bounce), layers=happenings.disco(scene))


def sparkle(scene: Scene) -> Act:
    """Turn to the light, fabulous."""
    sway = math.sin(2.0 * math.pi * scene.lap)
    pose = pose_of(
        {"corner": 0.7, "lid": 0.35, "brow_outer": 0.9, "brow_inner": 0.4, "nod": -0.3, "shine": 1.0, "blush": 0.4}
    )
    return Act(
        pose.scaled(scene.arc()).moved(turn=0.45 * sway, tilt=0.3 * sway), layers=happenings.sparkle(scene)
    ).plus(airborne.sparkles(scene))


def glitch(scene: Scene) -> Act:
    return Act(layers=happenings.glitch(scene))


def zoom(scene: Scene) -> Act:
    """Zoom in on a face that realizes something."""
    return Act(
        pose_of({"calm": 0.8, "eyes": 0.5, "lid": -0.5, "brow_inner": 0.8, "brow_outer": 0.6, "jaw": 0.12}).scaled(
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


def _aura(sheet: Sheet, scene: Scene) -> None:
    """Draw rings that leave the head, one with each breath."""
    for number in range(4):
        way = (number / 4 + scene.travel(12.0)) % 1.0
        reach = scene.focus.radius * (0.9 + 1.5 * way)
        sheet.circle(
            scene.focus.x, scene.focus.y, reach, (255, 244, 190), width=0.045 * scene.side * (1.0 - 0.6 * way),
            opacity=0.75 * (1.0 - way) * min(1.0, 5.0 * way),
        )  # fmt: skip
