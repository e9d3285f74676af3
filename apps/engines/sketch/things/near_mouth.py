"""What comes to a mouth: the breath of a yawn, popcorn."""

import math
from collections.abc import Callable

from apps.engines.sketch import figures, light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import side_with_room, within
from apps.engines.sketch.gestures.sleeves import arm, hand_with_arm
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet
from apps.engines.sketch.things.beside import free, unit_of
from apps.engines.sketch.things.clouds import puff
from apps.imaging.faces import points as at

POP = ((0.0, 0.0, 0.5), (-0.42, -0.16, 0.38), (0.40, -0.20, 0.40), (0.06, -0.46, 0.40), (0.12, 0.34, 0.30))
"""A piece of popcorn: where its puffs are and how large, in its own sizes."""

PINCH = (-0.26, 0.0)
"""What is between the thumb and the fingers of a hand, from the middle of its picture in shares of its size."""

HANDFUL = ((-0.10, -0.08, 0.15), (0.08, -0.12, 0.14), (-0.02, 0.06, 0.15))
"""The pieces in a hand: to its right and down, and how large, in eye spans."""


def tired_breath(scene: Scene) -> Act:
    """Let the eyes of somebody who yawns water, the breath come out, and sleep rise beside what is left."""
    wet = scene.rise(0.24, 0.42) * (1.0 - scene.rise(0.86, 0.96))
    blows = scene.rise(0.30, 0.42) * (1.0 - scene.rise(0.64, 0.80))
    sleeps = scene.rise(0.62, 0.74) * (1.0 - scene.rise(0.92, 1.0))

    def signs(canvas: Canvas) -> None:
        for head in canvas.heads:
            side = side_with_room(head, scene)
            for corner in (at.LEFT_EYE_OUTER, at.RIGHT_EYE_OUTER):
                x, y = head.point(corner)
                _bead(canvas, x, y + 0.10 * head.span * (1.0 + wet), 0.062 * head.span * wet, wet)
            x, y = head.point(at.LOWER_LIP_INNER)
            for number in range(5):
                way = (number / 5 + scene.travel(4.0)) % 1.0
                place = (x + side * (0.30 + 0.95 * way) * head.span, y + (0.10 * way - 0.12) * head.span)
                puff(canvas, *place, head.span * (0.08 + 0.22 * way), 0.85 * blows * (1.0 - way) ** 0.6)
            size = 0.95 * unit_of(canvas, head)
            place = free(canvas, head, size, side * 1.2, -0.6)
            canvas.sticker("sleep", *place, size, opacity=sleeps, rim=0.03)

    return Act(drawings=(signs,))


def popcorn(scene: Scene) -> Act:
    """Eat popcorn out of a tub, handful after handful, in the light of a screen, with eyes that cannot look away from it."""
    shown = scene.rise(-0.04, 0.12) * (1.0 - scene.rise(0.94, 1.04))
    round_ = (scene.travel(6.0) + 0.30) % 1.0
    up = shown * _between(round_, 0.12, 0.36) * (1.0 - _between(round_, 0.60, 0.84))
    opens = _between(round_, 0.18, 0.36) * (1.0 - _between(round_, 0.52, 0.64)) * shown
    chew = (0.5 + 0.5 * math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)) * (1.0 - opens) * shown

    def meal(canvas: Canvas) -> None:
        head = canvas.head
        size = min(1.75 * head.span, 0.42 * scene.side) if head else 0.36 * scene.side
        side = side_with_room(head, scene) if head else 1.0
        x, y = head.shape.at(-side * 0.12, 2.15)[:2] if head else (0.5 * scene.width, 0.7 * scene.height)
        x = within(float(x), 0.7 * size, scene.width)
        y = min(float(y), scene.height - 0.26 * size) + (1.0 - shown) * 1.6 * size
        bucket = (x + side * 0.16 * size, y - 0.34 * size)
        if head is not None and up <= 0.02:
            _feed(canvas, head, bucket, side, up, full=False)
        canvas.sticker("popcorn", x, y, size, angle=-0.05 * side, shadow=0.35)
        grip = (x - side * 0.42 * size, y + 0.14 * size)
        hand_with_arm(
            canvas, "hand_right", *grip, 0.62 * size, angle=-0.12 * side, flip=side < 0, heading=(-0.8 * side, 1.0)
        )
        if head is not None and up > 0.02:
            _feed(canvas, head, bucket, side, up, full=round_ < 0.54)

    pose = pose_of({"calm": 1.0, "brow_outer": 0.95, "brow_inner": 0.95, "lid": -0.95, "eyes": 0.75, "nod": 0.08})
    pose = felt(scene, pose, ebb=0.6)
    watch = math.sin(2.0 * math.pi * scene.lap) * shown
    glow = light.tint(
        scene, inner=(0.76, 0.86, 1.0), outer=(0.42, 0.46, 0.66),
        level=shown * (0.50 + 0.22 * math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)),
    )  # fmt: skip
    return Act(
        pose.moved(
            jaw=0.75 * opens + 0.36 * chew, press=0.95 * (1.0 - opens) * shown, puff=0.75 * shown * (1.0 - opens) * (0.4 + 0.6 * chew),
            mouth_wide=-0.35 * shown * (1.0 - opens), corner_left=0.25 * chew, gaze_x=0.35 * watch, turn=0.10 * watch,
        ),
        (meal,), Layers(gain=glow),
    )  # fmt: skip


def _feed(
    canvas: Canvas, head: Head, bucket: tuple[float, float], side: float, up: float, *, full: bool
) -> None:  # who, from where to where
    """Draw a hand between a tub and the lips, with a handful of pieces while `full`."""
    mouth = head.at(side * 0.10, 0.84)
    swing = side * 0.30 * head.span * math.sin(math.pi * up)
    x, y = bucket[0] + up * (mouth[0] - bucket[0]) + swing, bucket[1] + up * (mouth[1] - bucket[1])
    size, angle = 1.05 * head.span, head.angle + side * (0.35 - 0.10 * up)
    back = _turned_by(angle, -side * PINCH[0] * size, -PINCH[1] * size)
    middle = (x + back[0], y + back[1])
    wrist = (middle[0] + side * 0.34 * size, middle[1] + 0.22 * size)
    arm(canvas, wrist, (wrist[0] + side * 1.7 * head.span, wrist[1] + 4.0 * head.span), size)
    if full:
        for right, down, large in HANDFUL:
            canvas.draw(_piece_at(x + side * right * head.span, y + down * head.span, large * head.span))
    canvas.sticker("open_hand", *middle, size, angle=angle, flip=side > 0, shadow=0.35)


def _piece_at(x: float, y: float, size: float) -> Callable[[Sheet, Scene], None]:
    return lambda sheet, _: _piece(sheet, x, y, size)


def _piece(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Draw one piece of popcorn."""
    for grown, color in ((1.22, (120, 84, 34)), (1.0, (255, 246, 214))):
        for right, down, large in POP:
            sheet.disc(x + right * size, y + down * size, grown * large * size + (grown - 1.0) * 0.3 * size, color)
    sheet.disc(x + 0.10 * size, y + 0.06 * size, 0.2 * size, (244, 196, 92))


def _bead(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    """Draw a tear in the corner of an eye."""
    if size >= 1.0:
        canvas.draw(lambda sheet, _: figures.drop(sheet, x=x, y=y, size=size, opacity=1.0), opacity=opacity)


def _turned_by(angle: float, right: float, down: float) -> tuple[float, float]:
    cosine, sine = math.cos(angle), math.sin(angle)
    return right * cosine - down * sine, right * sine + down * cosine


def _between(share: float, start: float, end: float) -> float:
    """Return 0 before `start`, 1 after `end`, smooth between."""
    held = min(1.0, max(0.0, (share - start) / (end - start)))
    return held * held * (3.0 - 2.0 * held)
