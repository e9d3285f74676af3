"""A deep breath."""

import math

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet
from apps.engines.sketch.things.clouds import puff
from apps.imaging.faces import points as at

TURN = 0.46
"""When breathing in ends, as a share of a breath: out takes a little longer, as it does."""


def breathe(scene: Scene) -> Act:
    """Breathe in until the head is back and the cheeks are full, and blow it all out with a cloud, eyes closed."""
    way = scene.lap % 1.0
    full = scene.rise(0.02, TURN) * (1.0 - scene.rise(TURN + 0.08, 0.94))
    blows = scene.rise(TURN + 0.06, TURN + 0.16) * (1.0 - scene.rise(0.84, 0.96))
    rests = 1.0 - scene.rise(0.03, 0.14) * (1.0 - scene.rise(0.92, 1.0))
    pose = felt(
        scene,
        pose_of({"calm": 1.0, "corner": 0.20, "brow_inner": 0.45, "brow_outer": 0.4, "lid": 1.0}),
        rise=0.2,
        ebb=0.8,
    )
    lid = min(1.0, pose.lid_left) * (1.0 - 0.6 * rests)
    pose = pose.moved(
        lid_left=lid, lid_right=lid, nod=-0.75 * full + 0.45 * blows, shift_y=-0.20 * full + 0.12 * blows, swell=0.16 * full,
        nostrils=0.9 * full * (1.0 - blows), puff=0.55 * full + 0.85 * blows, mouth_wide=-1.0 * blows, press=0.5 * blows,
        corner_left=pose.corner_left * (1.0 - blows), corner_right=pose.corner_right * (1.0 - blows),
    )  # fmt: skip
    glow = light.tint(scene, inner=(1.35, 1.28, 1.08), outer=(0.46, 0.66, 0.98), level=0.55 + 0.55 * full)

    side = 1.0 if scene.focus.x < 0.55 * scene.width else -1.0

    def air(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.draw(lambda sheet, _: _ring(sheet, scene, full, way))
        for head in canvas.heads:
            _cloud(canvas, head, blows, side)

    return Act(pose.moved(turn=0.55 * side * blows), (air,), Layers(gain=glow))


def _ring(sheet: Sheet, scene: Scene, full: float, way: float) -> None:
    """Draw the ring that grows with a breath and shrinks with it, and beads that go round on it."""
    reach = min(scene.focus.radius * (0.95 + 0.75 * full), 0.62 * scene.side)
    for wide, opacity in ((0.09, 0.35), (0.035, 0.9)):
        sheet.circle(
            scene.focus.x,
            scene.focus.y,
            reach,
            (255, 246, 200),
            width=wide * scene.side * (0.7 + 0.5 * full),
            opacity=opacity,
        )
    for number in range(8):
        turn = 2.0 * math.pi * (number / 8 + way / 4)
        x, y = scene.focus.x + reach * math.cos(turn), scene.focus.y + reach * math.sin(turn)
        sheet.disc(x, y, scene.side * (0.014 + 0.012 * full), (255, 255, 240))


def _cloud(canvas: Canvas, head: Head, blows: float, side: float) -> None:
    """Let a cloud leave the lips to one side, seen once it is beside the face."""
    x, y = head.point(at.LOWER_LIP_INNER)
    for number in range(8):
        way = (number / 8 + canvas.scene.travel(4.0)) % 1.0
        size = head.span * (0.07 + 0.34 * way)
        place = (
            x + side * (0.14 + 1.25 * way) * head.span,
            y + (0.04 + 0.22 * way + 0.10 * (number % 3 - 1) * way) * head.span,
        )
        puff(canvas, *place, size, 0.9 * blows * min(1.0, 0.25 + 2.5 * way) * (1.0 - way) ** 0.6)
