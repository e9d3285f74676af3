"""An explosion behind a person: fire, what flies out of it, and soot."""

import math

import cv2
import numpy as np

from apps.engines.sketch import figures
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.scenes.shaking import CHIP, shaken
from apps.engines.sketch.sheet import Color, Sheet, turned
from apps.engines.sketch.things.clouds import puff

HEAT: tuple[tuple[float, Color], ...] = (
    (0.0, (44, 40, 42)),
    (0.16, (74, 50, 44)),
    (0.26, (150, 42, 14)),
    (0.42, (240, 96, 16)),
    (0.62, (255, 178, 48)),
    (0.82, (255, 236, 140)),
    (1.0, (255, 253, 236)),
)
"""What color a fireball has at which heat: white inside, orange flames, black smoke where it has cooled."""

BANG = 0.13
"""When it blows up, as a share of the loop: late enough to have seen that all was well."""

SMEARS = ((-0.36, 0.36, 0.15, -0.6), (0.40, 0.48, 0.12, 0.5), (0.20, -0.34, 0.16, -0.2), (-0.05, 0.92, 0.09, 0.1))
"""Smears of soot on a face: to the right and down from between the eyes, how long in eye spans, and how far turned."""


def explode(scene: Scene) -> Act:
    """Let everything behind the person blow up; what remains is soot and a slow blink."""
    way = min(1.0, max(0.0, (scene.lap - BANG) / 0.62))
    there = (1.0 if scene.lap >= BANG else 0.0) * (1.0 - scene.rise(0.66, 0.84))
    sooty = scene.rise(0.40, 0.52) * (1.0 - scene.rise(0.90, 1.0))

    def blast(canvas: Canvas) -> None:
        head = canvas.head
        x, y = head.at(0.0, 0.2) if head else (scene.focus.x, scene.focus.y)
        if there > 0.0:
            with canvas.behind():
                canvas.draw(
                    lambda sheet, moment: _fireball(sheet, moment, (x, y), way),
                    lambda sheet, moment: _debris(sheet, moment, (x, y), way, most=38),
                    opacity=there,
                )
        _soot(canvas, sooty)
        flash = math.exp(-(((scene.lap - BANG - 0.03) / 0.055) ** 2))
        if flash > 0.05:
            canvas.frame[:] = cv2.addWeighted(
                canvas.frame, 1.0 - 0.75 * flash, np.full_like(canvas.frame, 255), 0.75 * flash, 0.0
            )

    def word(sheet: Sheet, moment: Scene) -> None:
        grown = moment.side * 0.115 * min(1.0, 0.5 + 2.5 * way)
        figures.write(
            sheet, "BOOM", x=0.5 * moment.width, y=0.81 * moment.height, size=grown, color=(255, 226, 60), angle=-0.10
        )

    said = there * (1.0 if way > 0.12 else 0.0) * (1.0 - scene.rise(0.52, 0.62))
    force = there * math.exp(-3.2 * way)
    lit = 0.75 * there * (1.0 - way)
    return Act(
        _blown_up(scene),
        (blast, lambda canvas: canvas.draw(word, opacity=said)),
        Layers(away=shaken(scene, 0.035 * force), gain=_glare(scene, lit)),
    )


def _blown_up(scene: Scene) -> Pose:
    """Return a face that jumps at the bang, and then has seen it all."""
    start = scene.rise(BANG - 0.04, BANG + 0.05) * (1.0 - scene.rise(0.42, 0.52))
    after = scene.rise(0.46, 0.56) * (1.0 - scene.rise(0.90, 1.0))
    blinks = max(0.0, 1.0 - abs(scene.lap - 0.71) / 0.07)
    jumped = pose_of(
        {
            "lid": -1.0,
            "eyes": 0.5,
            "brow_inner": 1.0,
            "brow_outer": 1.0,
            "jaw": 0.75,
            "mouth_wide": -0.2,
            "shift_y": -0.08,
            "swell": 0.08,
        }
    )
    stunned = pose_of({"calm": 1.0, "lid": -0.25, "eyes": 0.5, "brow_inner": 0.5, "brow_outer": 0.3, "corner": -0.1})
    pose = jumped.scaled(start).plus(stunned, after)
    return pose.moved(lid_left=pose.lid_left + 1.3 * blinks * after, lid_right=pose.lid_right + 1.3 * blinks * after)


def _glare(scene: Scene, level: float) -> Floats | None:
    """Return the warm light of a fire on everything, (h, w, 3) on the coarse grid."""
    if level <= 0.01:
        return None
    _, _, distance = scene.around(scene.focus.x, scene.focus.y)
    near = np.exp(-((distance / np.float32(0.8 * scene.side)) ** 2))[..., None]
    gain: Floats = (1.0 + np.float32(level) * near * np.array([0.75, 0.30, -0.10], np.float32)).astype(np.float32)
    return gain


def _fireball(sheet: Sheet, scene: Scene, middle: tuple[float, float], way: float) -> None:
    """Draw a ball of fire that grows, rolls and cools to smoke; `way` goes from 0 to 1."""
    right, below, distance = scene.around(*middle)
    grown = 1.0 - (1.0 - way) ** 2.6
    reach = scene.side * (0.26 + 0.52 * grown)
    billow = _billows(scene, right, below, scale=0.35 + 0.75 * grown)
    rising = np.float32(0.30 * way) * below / np.float32(scene.side)
    inside = 1.0 + 0.42 * (billow - 0.55) - distance / np.float32(reach) - rising
    temperature = 1.30 * (1.0 - 0.62 * way)
    heat = np.clip((0.90 * inside + 0.85 * (billow - 0.55) + 0.16) * temperature, 0.0, 1.0)
    # Smoke is lit from above, so that its rolls are seen.
    shade = 1.0 + np.clip(cv2.Sobel(billow, cv2.CV_32F, 0, 1, ksize=5) / 9.0, -0.22, 0.30)
    colors = np.empty((*heat.shape, 3), np.float32)
    for channel, levels in enumerate(zip(*(color for _, color in HEAT), strict=True)):
        colors[..., channel] = np.interp(heat, [level for level, _ in HEAT], levels)
    colors = np.clip(colors * shade[..., None], 0.0, 255.0)
    sheet.glow(colors.astype(np.uint8), np.clip(7.0 * inside, 0.0, 1.0).astype(np.float32) * np.float32(0.98))


def _billows(scene: Scene, right: Floats, below: Floats, *, scale: float) -> Floats:
    """Return rolls of smoke about a point, 0 … 1 on the coarse grid, drawn out by `scale` as they expand."""
    rng = scene.rng("fireball")
    total, weight = np.zeros(right.shape, np.float32), 0.0
    for cells, share in ((7, 1.0), (14, 0.42), (28, 0.16)):
        texture = cv2.resize(
            rng.standard_normal((cells, cells), dtype=np.float32), (160, 160), interpolation=cv2.INTER_CUBIC
        )
        unit = np.float32(110.0 / (scale * scene.side))
        found = cv2.remap(
            texture, 80.0 + right * unit, 80.0 + below * unit, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        )
        # Round tops with creases between them, as clouds have.
        total += np.float32(share) * np.sqrt(np.minimum(1.0, np.abs(found)))
        weight += share
    rolls: Floats = (total / np.float32(weight)).astype(np.float32)
    return rolls


def _debris(sheet: Sheet, scene: Scene, middle: tuple[float, float], way: float, *, most: int) -> None:
    """Draw what flies out of an explosion: dark chips with glowing tails, and sparks."""
    far = math.hypot(scene.width, scene.height) * 0.70
    for angle, speed, large, late in scene.rng(f"debris {most}").random((most, 4)):
        direction = 2.0 * math.pi * float(angle)
        pace = far * (0.30 + 0.80 * float(speed))

        def place(moment: float, direction: float = direction, pace: float = pace) -> tuple[float, float]:
            gone = pace * (1.0 - (1.0 - moment) ** 2)
            fallen = 0.30 * scene.height * moment**2
            return middle[0] + gone * math.cos(direction), middle[1] + gone * math.sin(direction) + fallen

        size = scene.side * (0.008 + 0.022 * float(large))
        x, y = place(way)
        if float(late) < 0.6:
            tail = [place(max(0.0, way - back)) for back in (0.10, 0.05, 0.0)]
            # Ink on a sheet covers what is below, so that a tail gets thinner and not fainter.
            if way < 0.6:
                sheet.stroke(tail, (255, 150, 40), 0.8 * size * (1.0 - way / 0.6))
            sheet.shape(turned(CHIP, x=x, y=y, size=size, angle=9.0 * way + 6.0 * float(late)), (40, 34, 34))
        else:
            sheet.stroke([place(max(0.0, way - 0.05)), (x, y)], (255, 224, 120), 0.35 * size * (1.0 - 0.6 * way))


def _soot(canvas: Canvas, amount: float) -> None:
    """Smear some soot on a face, and let smoke rise from the hair."""
    scene, head = canvas.scene, canvas.head
    if head is None or amount <= 0.01:
        return
    smears = np.zeros(canvas.frame.shape[:2], np.float32)
    for right, down, long, lean in SMEARS:
        x, y = head.at(right, down)
        axes = (max(1, round(long * head.span)), max(1, round(0.42 * long * head.span)))
        cv2.ellipse(smears, (round(x), round(y)), axes, math.degrees(head.angle + lean), 0, 360, 1.0, -1, cv2.LINE_AA)
    smears = cv2.GaussianBlur(smears, (0, 0), max(0.8, 0.035 * head.span))
    grain = enlarge(np.clip(0.75 + 0.30 * scene.noise(scene.rng("soot"), 60), 0.2, 1.0), scene.width, scene.height)
    canvas.light(np.full(3, 0.28, np.float32), (0.85 * amount * smears * grain).astype(np.float32))
    for number in range(5):
        way = (number / 5 + scene.travel(4.0)) % 1.0
        px, py = head.at(0.24 * (number - 2) + 0.1 * math.sin(6.0 * way), -0.80 - 0.9 * way)
        puff(canvas, px, py, head.span * (0.09 + 0.17 * way), 0.9 * amount * (1.0 - way))
