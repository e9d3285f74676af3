"""Hands that meet something: a face, each other, a microphone."""

import math

from apps.engines.sketch import warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.clothes import Color
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import beside, how_far_in, side_with_room, within
from apps.engines.sketch.gestures.sleeves import arm, fist, hand_with_arm
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, Point, Sheet
from apps.imaging.faces import points as at

PAIRS: tuple[tuple[float, float, Color | None], ...] = (
    (0.16, 0.22, (44, 112, 186)),
    (0.84, 0.22, (186, 54, 78)),
    (0.5, 0.27, None),
)
"""Hands that applaud: where across the picture, how large as a share of it, and whose sleeves; None are the person's own."""


def facepalm(scene: Scene) -> Act:
    """Drop the face into a hand, with the arm it belongs to, and shake the head behind it."""
    up = scene.rise(0.0, 0.2) * (1.0 - scene.rise(0.88, 1.04))
    landed = scene.rise(0.18, 0.30) * (1.0 - scene.rise(0.86, 0.98))
    slap = math.sin(math.pi * scene.rise(0.20, 0.40))
    sway = 0.22 * math.sin(2.0 * math.pi * 2.0 * scene.lap) * scene.rise(0.42, 0.52) * (1.0 - scene.rise(0.8, 0.9))
    pose = (
        pose_of(
            {
                "calm": 1.0,
                "lid": 1.0,
                "brow_inner": 0.6,
                "brows_together": 0.5,
                "corner": -0.6,
                "nod": 0.70,
                "shift_y": 0.20,
            }
        )
        .scaled(landed)
        .moved(calm=scene.settled(), turn=sway, tilt=-0.28 * landed)
    )
    pose = pose.moved(shift_y=pose.shift_y + 0.07 * slap)

    def hand(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        away = 1.0 - up
        side = side_with_room(head, scene)
        place = (side * (0.12 + 0.75 * away), -0.02 + 3.2 * away)
        wrist = head.at(place[0] + side * 0.36, place[1] + 0.52)
        arm(canvas, wrist, head.at(place[0] + side * 2.9, place[1] + 4.8), 1.75 * head.span)
        x, y = head.at(*place)
        canvas.sticker(
            "hand", x, y, 1.75 * head.span, angle=head.angle - side * (0.62 - 0.4 * away), flip=side < 0, shadow=0.45
        )

    return Act(pose, (hand,))


def hand_on_mouth(scene: Scene) -> Act:
    """Clap a hand across a mouth that has been open for a moment, and keep it there."""
    up = scene.rise(0.30, 0.46) * (1.0 - scene.rise(0.86, 1.02))
    slap = math.sin(math.pi * scene.rise(0.42, 0.58))

    def hand(canvas: Canvas) -> None:
        for head in canvas.heads[:1]:
            side = side_with_room(head, scene)
            # The fingers lie across the lips, whichever way the head has jerked.
            x, y = head.at(side * (0.16 + 0.55 * (1.0 - up)), 0.80)
            size = 1.22 * head.span * (1.0 + 0.08 * slap)
            y += (1.0 - up) * (scene.height - y + size)
            angle = head.angle + side * 0.30
            wrist = (x + side * 0.36 * size, y + 0.20 * size)
            arm(canvas, wrist, (wrist[0] + side * 2.4 * size, wrist[1] + 3.6 * size), size)
            canvas.sticker("hand_left", x, y, size, angle=angle, flip=side < 0, shadow=0.45)

    return Act(Pose(nod=0.25 * slap, shift_y=0.04 * slap), (hand,))


def cheek_on_fist(scene: Scene) -> Act:
    """Let a head rest on a fist below the jaw, which sinks as it does and leaves the mouth to be seen."""
    shown = how_far_in(scene)

    def prop(canvas: Canvas) -> None:
        for head in canvas.heads[:1]:
            x, y = head.point(at.JAW_RIGHT)
            size = 0.86 * head.span
            x, y = x + 0.22 * head.span, y + 0.20 * head.span
            y += (1.0 - min(1.0, shown)) * (scene.height - y + size)
            arm(canvas, (x + 0.16 * size, y + 0.34 * size), (x + 1.2 * size, y + 4.0 * size), 0.90 * size)
            fist(canvas, x, y, 0.76 * size, 1.0)

    return Act(drawings=(prop,))


def clap(scene: Scene) -> Act:
    """Clap and beam: palms that meet once every four frames."""
    way = (scene.travel(4.0) + 0.375) % 1.0
    shut = (0.5 + 0.5 * math.cos(2.0 * math.pi * way)) ** 0.8
    pose = pose_of({"corner": 0.95, "cheeks": 0.7, "squint": 0.5, "jaw": 0.30, "brow_outer": 0.4, "brow_inner": 0.2})
    return _clapping(scene, shut, max(0.0, 1.0 - min(way, 1.0 - way) / 0.2), pose)


def slow_clap(scene: Scene) -> Act:
    """Clap twice with a straight face, and let people wait for the second one."""
    way = (scene.travel(6.0) + 0.08) % 1.0
    shut = max(1.0 - _eased((way - 0.34) / 0.22), _eased((way - 0.80) / 0.16))
    hit = max(0.0, 1.0 - abs(way - 0.10) / 0.22)
    pose = Pose(
        calm=1.0, lid_left=0.42, lid_right=0.30, brow_outer_right=0.95, brow_inner_right=0.55, brow_inner_left=-0.55,
        brow_outer_left=-0.30, corner_left=-0.35, corner_right=-0.35, press=0.45, tilt=-0.22, nod=-0.08,
    )  # fmt: skip
    return _clapping(scene, shut, hit, pose)


def applause(scene: Scene) -> Act:
    """Clap and beam between people who clap, too: hands on arms from the lower edge, each pair in its own time."""
    pose = pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.6, "jaw": 0.25, "brow_outer": 0.4})
    shown = how_far_in(scene)

    def hands(canvas: Canvas) -> None:
        for number, (across, large, color) in enumerate(PAIRS):
            way = (scene.travel(4.0) + 0.375 + 0.5 * (number % 2)) % 1.0
            shut = (0.5 + 0.5 * math.cos(2.0 * math.pi * way)) ** 0.8
            hit = max(0.0, 1.0 - min(way, 1.0 - way) / 0.2) * max(0.0, 2.5 * shown - 1.5)
            size = large * scene.side
            y = scene.height + (1.8 * (1.0 - shown) - 0.62 - 0.16 * shut) * size
            _pair(canvas, (across * scene.width, y), size, 0.50 + 0.50 * shut, hit, color=color)

    return Act(felt(scene, pose), (hands,))


def pray(scene: Scene) -> Act:
    """Hold the palms together and beg, with a tremble of hands and head."""
    plea = scene.sway(3.0)
    pose = pose_of(
        {
            "calm": 0.8,
            "brow_inner": 1.2,
            "brow_outer": -0.1,
            "eyes": 0.6,
            "corner": -0.35,
            "lower_lip": 0.5,
            "nod": 0.3 + 0.12 * plea,
            "gaze_y": -0.5,
            "shine": 0.8,
        }
    )
    return _clapping(scene, 1.14 - 0.05 * abs(plea), 0.0, pose)


def mic_drop(scene: Scene) -> Act:
    """Hold a microphone up, let go, look away while it hits the floor."""
    gone = 1.0 - scene.rise(0.90, 1.0)
    let_go = scene.rise(0.40, 0.46) * gone
    fall = max(0.0, (scene.lap - 0.40) / 0.22)
    hit = max(0.0, 1.0 - abs(scene.lap - 0.68) / 0.14)
    pose = (
        pose_of({"calm": 0.8, "lid": 0.55, "corner": 0.3, "press": 0.4, "brow_outer": 0.7, "brow_inner": 0.2})
        .plus(Pose(corner_right=0.7))
        .scaled(scene.mood(rise=0.2))
        .moved(calm=scene.settled(), turn=-0.75 * let_go, nod=-0.45 * let_go, tilt=-0.3 * let_go)
    )

    def mic(canvas: Canvas) -> None:
        x, y, size, floor = beside(canvas, how_far_in(scene) if fall <= 0 else 1.0)
        size = min(1.35 * size, 0.36 * scene.side)
        x, y = within(x, 0.5 * size, scene.width), min(y, floor - 0.75 * size)
        drop = min(1.0, fall * fall) * (floor - y)
        bounce = 0.0 if fall < 1 else abs(math.sin(math.pi * min(1.0, (fall - 1.0) / 0.9))) * 0.22 * size
        if hit > 0:
            canvas.sticker("collision", x, floor, 1.9 * size * hit**0.5, angle=0.3, opacity=gone)
        side = 1.0 if x > 0.5 * scene.width else -1.0
        hold = (x, y + 0.16 * size)
        if fall > 0.0:
            # The hand that let go stays open for a moment.
            leaves = scene.rise(0.70, 0.98) * (scene.height - y + size)
            hand_with_arm(
                canvas,
                "hand",
                hold[0],
                hold[1] + leaves,
                0.8 * size,
                angle=-1.2 * side,
                flip=side > 0,
                heading=(side, 1.4),
            )
        else:
            wrist = (hold[0] + side * 0.20 * size, hold[1] + 0.10 * size)
            arm(canvas, wrist, (wrist[0] + side * 1.4 * size, wrist[1] + 3.0 * size), 0.7 * size)
        turn = -0.75 + 2.9 * min(1.0, fall)
        canvas.sticker("microphone", x, y + drop - bounce, size, angle=turn, opacity=gone, shadow=0.3, rim=0.03)
        if fall <= 0.0:
            fist(canvas, *hold, 0.62 * size, side)

    shake = warps.shift(scene, right=0.0, down=0.03 * scene.side * hit * math.sin(2.0 * math.pi * 3.0 * scene.lap))
    return Act(pose, (mic,), Layers(bend=shake))


def _clapping(scene: Scene, shut: float, hit: float, pose: Pose) -> Act:
    """Clap below the chin: palms as far together as `shut`, 0 … 1, with lines of sound as strong as `hit`."""
    shown = how_far_in(scene)

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = min(max(1.45 * head.span, 0.24 * scene.side), 0.36 * scene.side)
        x, y = head.at(0.0, 2.05)
        y = within(y, 0.52 * size, scene.height) + 1.6 * (1.0 - shown) * size
        _pair(canvas, (x, y), size, shut, hit * max(0.0, 2.5 * shown - 1.5))

    pose = felt(scene, pose)
    return Act(pose.moved(shift_y=pose.shift_y + 0.035 * hit * shown, nod=pose.nod + 0.10 * hit * shown), (hands,))


def _pair(  # noqa: PLR0917 # where, how large, how far together
    canvas: Canvas, place: Point, size: float, shut: float, hit: float, color: Color | None = None
) -> None:
    """Draw two hands that are as far together as `shut`, on arms in the person's own sleeves or in somebody's of that color."""
    x, y = place
    # Hands that meet are seen from their edges: narrow, upright, palm to palm.
    apart, breadth, lean = 0.155 + 0.47 * (1.0 - shut), 0.58 + 0.36 * (1.0 - shut), 0.10 + 0.42 * (1.0 - shut)
    for side in (-1.0, 1.0):
        hand_with_arm(
            canvas, "hand", x + side * apart * size, y - 0.05 * hit * size, size, angle=side * (lean - 0.16),
            flip=side < 0, stretch=breadth, heading=(0.75 * side, 0.8), color=color,
        )  # fmt: skip
    if hit > 0.0:
        canvas.draw(
            lambda sheet, _: _sound(sheet, x, y - 0.12 * size, size, min(1.0, hit)), opacity=min(1.0, 2.0 * hit)
        )


def _sound(sheet: Sheet, x: float, y: float, size: float, loud: float) -> None:
    """Draw the lines that leave two hands as they meet."""
    for color, thick in ((INK, 0.085), ((255, 236, 110), 0.05)):
        for number in range(-3, 4):
            angle = -0.5 * math.pi + 0.52 * number
            near, far = 0.62 * size, (0.70 + 0.22 * loud) * size
            ray = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for reach in (near, far)]
            sheet.stroke(ray, color, thick * size)


def _eased(share: float) -> float:
    held = min(1.0, max(0.0, share))
    return held * held * (3.0 - 2.0 * held)
