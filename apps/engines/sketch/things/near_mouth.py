"""What comes to a mouth: a hand before a yawn, popcorn."""

import math

from apps.engines.sketch import figures
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import side_with_room, within
from apps.engines.sketch.gestures.sleeves import arm
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet
from apps.imaging.faces import points as at

POP = ((0.0, 0.0, 0.5), (-0.42, -0.16, 0.38), (0.40, -0.20, 0.40), (0.06, -0.46, 0.40), (0.12, 0.34, 0.30))
"""A piece of popcorn: where its puffs are and how large, in its own sizes."""

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
            x, y = head.at(side * (0.30 + 0.5 * (1.0 - there)), 1.10 + pat + 1.2 * (1.0 - there))
            size = 1.12 * head.span
            y += (1.0 - there) * max(0.0, scene.height - y + size)
            wrist = (x + side * 0.28 * size, y + 0.30 * size)
            arm(canvas, wrist, (wrist[0] + side * 2.0 * size, wrist[1] + 3.6 * size), size)
            canvas.sticker("hand", x, y, size, angle=head.angle - side * 0.70, flip=side < 0, shadow=0.45)

    return Act(drawings=(hand,))


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
        bucket = (x, y - 0.36 * size)
        if head is not None:
            _reach(canvas, head, bucket, side, up)
        canvas.sticker("popcorn", x, y, size, angle=0.08 * side, shadow=0.35)
        if head is not None:
            _feed(canvas, head, bucket, side, up, full=round_ < 0.56)

    pose = pose_of({"calm": 0.9, "brow_outer": 0.7, "brow_inner": 0.7, "lid": -0.65, "eyes": 0.45, "nod": 0.12})
    pose = felt(scene, pose, ebb=0.6)
    return Act(
        pose.moved(
            jaw=0.55 * opens + 0.13 * chew, puff=0.55 * shown * (1.0 - opens) * (0.4 + 0.6 * chew),
            mouth_wide=-0.3 * shown * (1.0 - opens), gaze_x=0.25 * math.sin(2.0 * math.pi * scene.lap) * shown,
        ),
        (meal,),
    )  # fmt: skip


def _fingers(head: Head, bucket: tuple[float, float], side: float, up: float) -> tuple[float, float]:
    """Return where the fingers are on their way from a bucket to the lips: round outside the chin, not through it."""
    mouth = head.at(side * 0.05, 0.80)
    swing = side * 0.22 * head.span * math.sin(math.pi * up)
    return bucket[0] + up * (mouth[0] - bucket[0]) + swing, bucket[1] + up * (mouth[1] - bucket[1])


def _reach(canvas: Canvas, head: Head, bucket: tuple[float, float], side: float, up: float) -> None:
    """Draw the arm that feeds, which passes behind the bucket."""
    x, y = _fingers(head, bucket, side, up)
    wrist = (x + side * 0.42 * head.span, y + 0.32 * head.span)
    arm(canvas, wrist, (wrist[0] + side * 1.6 * head.span, wrist[1] + 4.2 * head.span), 0.95 * head.span)


def _feed(canvas: Canvas, head: Head, bucket: tuple[float, float], side: float, up: float, *, full: bool) -> None:
    """Draw a hand between a bucket and the lips, with a piece between its fingers while `full`."""
    size, (x, y) = 0.95 * head.span, _fingers(head, bucket, side, up)
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


def _between(share: float, start: float, end: float) -> float:
    """Return 0 before `start`, 1 after `end`, smooth between."""
    held = min(1.0, max(0.0, (share - start) / (end - start)))
    return held * held * (3.0 - 2.0 * held)
