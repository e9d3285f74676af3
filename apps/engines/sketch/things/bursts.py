"""What comes out of a head: light, steam, ideas."""

import math
from collections.abc import Iterator

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
from apps.engines.sketch.sheet import Sheet
from apps.engines.sketch.things import beside
from apps.engines.sketch.things.clouds import billows, cloud


def laser_eyes(scene: Scene) -> Act:
    charge = scene.rise(0.15, 0.34) * (1.0 - scene.rise(0.86, 0.96))
    flicker = 0.88 + 0.12 * math.sin(2.0 * math.pi * scene.turns(2.1) * scene.lap)

    def beams(canvas: Canvas) -> None:
        for head in canvas.heads:
            _lasers(canvas, head, charge * flicker)

    pose = pose_of(
        {"brow_inner": -1.1, "brow_outer": 0.5, "brows_together": 0.9, "squint": 0.35, "press": 0.8, "nod": 0.2}
    )
    return Act(
        felt(scene, pose.moved(calm=1.0)), (beams,), Layers(gain=light.even(scene, (1.0, 0.80, 0.80), 0.9 * charge))
    )


def steam_from_ears(scene: Scene) -> Act:
    act_pose = angry.rage(scene).moved(
        jaw=0.1, press=0.9, puff=0.7 * scene.rise(0.1, 0.4) * (1.0 - scene.rise(0.8, 1.0))
    )

    def jets(canvas: Canvas) -> None:
        blown = scene.rise(0.06, 0.20) * (1.0 - scene.rise(0.92, 1.0))
        if blown > 0.0:
            billows(canvas, (one for head in canvas.heads for one in _jets(head, scene, blown)), 0.94)

    return Act(act_pose, (jets,))


def _jets(head: Head, scene: Scene, blown: float) -> Iterator[tuple[float, float, float]]:
    """Yield where steam is that shoots out of both ears and rises, and how large."""
    for side, ear in ((-1.0, 127), (1.0, 356)):
        x, y = head.point(ear)
        for number in range(12):
            way = (number / 12 + scene.travel(4)) % 1.0
            reach = 1.25 * way**0.9 * (0.4 + 0.6 * blown)
            sway = 0.16 * math.sin(2.4 * number) * way
            size = head.span * (0.11 + 0.30 * way) * min(1.0, 3.0 * (1.0 - way)) * blown
            yield x + side * head.span * (0.04 + reach), y - head.span * (1.05 * way**1.4 + sway), size


def mind_blown(scene: Scene) -> Act:
    """Open the top of the head and let everything in it fly out."""
    burst = scene.rise(0.18, 0.28) * (1.0 - scene.rise(0.90, 1.0))
    way = max(0.0, min(1.0, (scene.lap - 0.18) / 0.74))

    def blast(canvas: Canvas) -> None:
        make_room(canvas, 2.2, beside.room_above(scene))
        head = canvas.head
        if head is None or burst <= 0:
            return
        x, y = head.at(0.0, -0.80)
        rng = scene.rng("mind blown")
        size = head.span
        with canvas.behind():
            cloud(canvas, x, y - 0.55 * size, size * (1.0 + 0.5 * way), burst)
        canvas.sticker(
            "collision", x, y - 0.2 * size, size * (1.5 + 0.6 * way), angle=0.4 * way, opacity=burst * (1.0 - 0.6 * way)
        )
        for number in range(16):
            angle = -math.pi / 2 + (float(rng.random()) - 0.5) * 2.8
            speed = 0.8 + 1.8 * float(rng.random())
            name = ("star", "sparkles", "bulb", "collision", "lightning")[number % 5]
            px = x + math.cos(angle) * speed * way * 1.9 * size
            py = y + math.sin(angle) * speed * way * 1.6 * size + 3.0 * way * way * size
            canvas.sticker(name, px, py, size * 0.46, angle=6.0 * way + number, opacity=burst)
        hop = math.sin(math.pi * min(1.0, way / 0.9))
        brain = min(1.0, 0.5 + 3.0 * way) * size
        above = max(y - (0.25 + 1.0 * hop) * size, 0.5 * brain)
        canvas.sticker("brain", x, above, brain, angle=0.5 * math.sin(9.0 * way), opacity=burst, shadow=0.3, rim=0.03)

    pose = felt(
        scene,
        pose_of({"lid": -1.0, "brow_inner": 1.1, "brow_outer": 1.1, "jaw": 0.55, "mouth_wide": -0.3}),
        rise=0.22,
        ebb=0.15,
        opens=True,
    )
    return Act(
        pose.moved(swell=0.12 * scene.rise(0.0, 0.18) * (1 - burst), shift_y=pose.shift_y + 0.06 * burst),
        (blast,),
        Layers(gain=light.even(scene, (1.25, 1.2, 1.1), 0.6 * burst * (1 - way))),
    )


def idea(scene: Scene) -> Act:
    """Light a bulb over the head."""
    on = scene.rise(0.22, 0.30) * (1.0 - scene.rise(0.92, 1.0))

    def bulb(canvas: Canvas) -> None:
        make_room(canvas, 2.3, beside.room_above(scene))
        head = canvas.head
        if head is None:
            return
        size = 1.1 * beside.unit_of(canvas, head)
        x, y = beside.free(canvas, head, size, 0.0, -1.7)
        canvas.sticker("bulb", x, y, size * (0.2 + 0.8 * on), opacity=on, rim=0.03)
        if on > 0:
            canvas.draw(lambda sheet, moment: _glints(sheet, moment, x, y, size * 0.95 * on))

    pose = pose_of({"brow_inner": 1.0, "brow_outer": 1.0, "lid": -0.6, "corner": 0.8, "jaw": 0.3, "nod": -0.2}).scaled(
        on
    )
    return Act(
        pose.plus(
            pose_of({"gaze_y": -0.7, "gaze_x": 0.5, "press": 0.4, "tilt": 0.3}),
            scene.rise(-0.06, 0.06) * (1 - scene.rise(0.18, 0.26)),
        ),
        (bulb,),
        Layers(gain=light.tint(scene, inner=(1.2, 1.18, 1.0), outer=(0.9, 0.9, 0.95), level=on)),
    )


def _lasers(canvas: Canvas, head: Head, power: float) -> None:
    height, width = canvas.frame.shape[:2]
    if power <= 0.01:
        return
    glow = np.zeros((height, width), np.float32)
    core = np.zeros((height, width), np.uint8)
    far = math.hypot(width, height)
    for upper, lower, lean in ((159, 145, -0.16), (386, 374, 0.16)):
        x, y = (head.points[upper] + head.points[lower]) / 2
        angle = head.angle + math.pi / 2 - lean - 0.55
        end = (round(float(x) + far * math.cos(angle)), round(float(y) + far * math.sin(angle)))
        cv2.line(
            core, (round(float(x)), round(float(y))), end, 255, max(2, round(0.10 * head.span * power)), cv2.LINE_AA
        )
        cv2.circle(
            core, (round(float(x)), round(float(y))), max(2, round(0.13 * head.span * power)), 255, -1, cv2.LINE_AA
        )
    beam = core.astype(np.float32) / 255.0
    glow = np.clip(2.2 * cv2.GaussianBlur(beam, (0, 0), max(1.5, 0.10 * head.span)), 0, 1)
    frame = canvas.frame.astype(np.float32)
    frame += (0.95 * power * glow)[..., None] * (np.array([255.0, 30.0, 24.0], np.float32) - frame)
    hot = cv2.GaussianBlur(beam, (0, 0), max(0.6, 0.02 * head.span))
    frame += (power * hot)[..., None] * (np.array([255.0, 238.0, 226.0], np.float32) - frame)
    canvas.frame[:] = np.clip(frame, 0, 255).astype(np.uint8)


def _glints(sheet: Sheet, scene: Scene, x: float, y: float, size: float) -> None:
    for number in range(10):
        angle = 2 * math.pi * number / 10
        near, far = 0.62 * size, (0.86 + 0.1 * math.sin(2 * math.pi * 2 * scene.lap + number)) * size
        sheet.stroke(
            [
                (x + near * math.cos(angle), y + near * math.sin(angle)),
                (x + far * math.cos(angle), y + far * math.sin(angle)),
            ],
            (255, 226, 90),
            0.05 * size,
        )
