"""What comes to a mouth: a hand before a yawn, a cup, popcorn."""

import math

from apps.engines.sketch import figures
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import side_with_room, within
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet
from apps.imaging.faces import points as at

POP = ((0.0, 0.0, 0.5), (-0.42, -0.16, 0.38), (0.40, -0.20, 0.40), (0.06, -0.46, 0.40), (0.12, 0.34, 0.30))
"""A piece of popcorn: where its puffs are and how large, in its own sizes."""

RIM = (-0.29, -0.29)
"""The edge of the cup that is drunk from, from the middle of its picture in shares of its size."""

PINCH = (-0.34, 0.10)
"""Where the thumb and the finger of a hand meet, from the middle of its picture in shares of its size."""


def hand_at_yawn(scene: Scene) -> Act:
    """Bring a hand before a mouth that yawns, and pat; water comes to the eyes."""
    there = scene.rise(0.26, 0.40) * (1.0 - scene.rise(0.68, 0.84))
    pat = 0.09 * math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap) * there
    wet = scene.rise(0.40, 0.55) * (1.0 - scene.rise(0.84, 0.94))

    def hand(canvas: Canvas) -> None:
        for head in canvas.heads:
            side = side_with_room(head, scene)
            for corner in (at.LEFT_EYE_OUTER, at.RIGHT_EYE_OUTER):
                x, y = head.point(corner)
                _bead(canvas, x, y + 0.09 * head.span * (1.0 + wet), 0.075 * head.span * wet, wet)
            x, y = head.at(side * (0.30 + 0.5 * (1.0 - there)), 1.10 + pat + 2.6 * (1.0 - there))
            canvas.sticker(
                "hand", x, y, 1.12 * head.span, angle=head.angle - side * 0.70, flip=side < 0, opacity=min(1.0, 4 * there), shadow=0.45
            )  # fmt: skip

    return Act(drawings=(hand,))


def coffee(scene: Scene) -> Act:
    """Bring a steaming cup to the lips, tip it, drink, and sigh."""
    shown = scene.rise(0.02, 0.22) * (1.0 - scene.rise(0.90, 1.0))
    sip = scene.rise(0.28, 0.42) * (1.0 - scene.rise(0.66, 0.78))
    bliss = scene.rise(0.70, 0.80) * (1.0 - scene.rise(0.92, 1.0))

    def cup(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = min(1.25 * max(head.span, 0.14 * scene.side), 0.40 * scene.side)
        angle = head.angle - 0.62 * sip
        rest = head.at(0.95, 1.55)
        rest = within(rest[0], 0.5 * size, scene.width), min(rest[1], scene.height - 0.48 * size)
        drunk = _turned_by(angle, -RIM[0] * size, -RIM[1] * size)
        lips = head.point(at.LOWER_LIP_INNER)
        x = rest[0] + sip * (lips[0] + drunk[0] - rest[0])
        y = rest[1] + sip * (lips[1] + drunk[1] - rest[1]) + 2.0 * (1.0 - shown) * size
        canvas.sticker("coffee", x, y, size, angle=angle, shadow=0.35, rim=0.02)
        steam = shown * (1.0 - sip)
        canvas.draw(lambda sheet, moment: _steam_from(sheet, moment, (x - 0.06 * size, y - 0.40 * size), size, steam))

    pose = pose_of({"calm": 0.8, "lid": 0.15, "brow_outer": 0.4, "brow_inner": 0.3, "gaze_x": 0.5, "gaze_y": 0.5})
    pose = pose.scaled(scene.arc() * (1.0 - sip) * (1.0 - bliss))
    drinking = pose_of(
        {"calm": 1.0, "lid": 1.0, "mouth_wide": -0.7, "jaw": 0.08, "nod": -0.55, "brow_inner": 0.5, "brow_outer": 0.4}
    )
    sigh = pose_of(
        {"lid": 0.85, "corner": 0.9, "cheeks": 0.7, "nod": -0.25, "tilt": 0.3, "blush": 0.5, "brow_inner": 0.5}
    )
    return Act(pose.plus(drinking, sip).plus(sigh, bliss), (cup,))


def popcorn(scene: Scene) -> Act:
    """Eat popcorn, piece after piece, with eyes that cannot look away."""
    shown = scene.rise(0.02, 0.18) * (1.0 - scene.rise(0.92, 1.0))
    round_ = (scene.travel(6.0) + 0.40) % 1.0
    up = shown * _between(round_, 0.10, 0.42) * (1.0 - _between(round_, 0.62, 0.92))
    opens = _between(round_, 0.20, 0.40) * (1.0 - _between(round_, 0.55, 0.64)) * shown
    chew = (0.5 + 0.5 * math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)) * (1.0 - opens) * shown

    def meal(canvas: Canvas) -> None:
        head = canvas.head
        size = min(1.7 * head.span, 0.46 * scene.side) if head else 0.36 * scene.side
        side = side_with_room(head, scene) if head else 1.0
        x, y = head.at(side * 1.15, 2.2) if head else (0.6 * scene.width, 0.7 * scene.height)
        x = within(x, 0.46 * size, scene.width)
        y = min(y, scene.height - 0.44 * size) + (1.0 - shown) * 1.6 * size
        canvas.sticker("popcorn", x, y, size, angle=0.08 * side, shadow=0.35)
        if head is not None:
            _feed(canvas, head, (x, y - 0.36 * size), side, up, full=round_ < 0.56)

    pose = pose_of({"calm": 0.9, "brow_outer": 0.7, "brow_inner": 0.7, "lid": -0.65, "eyes": 0.45, "nod": 0.12})
    pose = felt(scene, pose, ebb=0.6)
    return Act(
        pose.moved(
            jaw=0.55 * opens + 0.13 * chew, puff=0.55 * shown * (1.0 - opens) * (0.4 + 0.6 * chew),
            mouth_wide=-0.3 * shown * (1.0 - opens), gaze_x=0.25 * math.sin(2.0 * math.pi * scene.lap) * shown,
        ),
        (meal,),
    )  # fmt: skip


def _feed(canvas: Canvas, head: Head, bucket: tuple[float, float], side: float, up: float, *, full: bool) -> None:
    """Draw a hand between a bucket and the lips, with a piece between its fingers while `full`."""
    size = 0.95 * head.span
    mouth = head.at(side * 0.05, 0.80)
    # It goes round outside the chin, not through it.
    swing = math.sin(math.pi * up)
    x = bucket[0] + up * (mouth[0] - bucket[0]) + side * 0.22 * head.span * swing
    y = bucket[1] + up * (mouth[1] - bucket[1])
    angle = head.angle - side * 0.45
    back = _turned_by(angle, -side * PINCH[0] * size, -PINCH[1] * size)
    canvas.sticker("ok_hand", x + back[0], y + back[1], size, angle=angle, flip=side < 0, shadow=0.35)
    if full:
        canvas.draw(lambda sheet, _: _piece(sheet, x, y, 0.17 * head.span))


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


def _steam_from(sheet: Sheet, scene: Scene, foot: tuple[float, float], size: float, opacity: float) -> None:
    """Draw three wavy ribbons that rise, white with a soft dark edge, so that they are seen before anything."""
    x, y = foot
    for color, thick, share in (((120, 120, 135), 0.105, 0.45), ((255, 255, 255), 0.07, 1.0)):
        for number in range(3):
            ribbon = []
            for step in range(13):
                way = step / 12
                wave = math.sin(2.0 * math.pi * (1.1 * way - scene.travel(5.0) + 0.33 * number))
                ribbon.append((x + size * (0.22 * (number - 1) + 0.07 * wave), y - size * (0.06 + 0.60 * way)))
            sheet.stroke(ribbon, color, thick * size, share * opacity)


def _between(share: float, start: float, end: float) -> float:
    """Return 0 before `start`, 1 after `end`, smooth between."""
    held = min(1.0, max(0.0, (share - start) / (end - start)))
    return held * held * (3.0 - 2.0 * held)
