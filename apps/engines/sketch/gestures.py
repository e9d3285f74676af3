"""Gestures: the head nods or shakes, and hands come into the picture as stickers."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face import feelings
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene

REACH = 1.15
"""How large a hand is beside a face, in eye spans; enlarged a little, so that it reads in a chat."""


def nod(scene: Scene) -> Act:
    return Act(feelings.nod(scene))


def shake_head(scene: Scene) -> Act:
    return Act(feelings.shake_head(scene))


def tilt_head(scene: Scene) -> Act:
    return Act(feelings.tilt_head(scene))


def facepalm(scene: Scene) -> Act:
    """Bring a hand to the face and shake the head behind it."""
    landed = scene.rise(0.08, 0.30) * (1.0 - scene.rise(0.88, 1.0))
    sway = 0.25 * math.sin(2.0 * math.pi * 2.0 * scene.lap) * scene.rise(0.3, 0.4) * (1.0 - scene.rise(0.8, 0.9))
    pose = (
        pose_of({"lid": 1.0, "brow_inner": 0.6, "brows_together": 0.5, "corner": -0.6, "nod": 0.55})
        .scaled(landed)
        .moved(turn=sway)
    )

    def hand(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        away = 1.0 - landed
        x, y = head.at(0.12 + 0.9 * away, 0.12 + 3.4 * away)
        canvas.sticker("hand", x, y, 2.15 * head.span, angle=head.angle - 0.30 + 0.5 * away, shadow=0.45)

    return Act(pose, (hand,))


def thumbs_up(scene: Scene) -> Act:
    return _one_hand(scene, "thumbs_up", pose_of({"corner": 0.9, "cheeks": 0.6, "squint": 0.45, "nod": 0.15}), bob=True)


def thumbs_down(scene: Scene) -> Act:
    return _one_hand(
        scene,
        "thumbs_down",
        pose_of({"corner": -0.85, "brow_inner": -0.5, "brows_together": 0.5, "lower_lip": 0.6, "turn": -0.2}),
        bob=True,
    )


def ok_hand(scene: Scene) -> Act:
    return _one_hand(
        scene,
        "ok_hand",
        Pose(corner_left=0.5, corner_right=0.9, lid_left=0.15, lid_right=0.15, brow_outer_right=0.6, press=0.3),
    )


def victory(scene: Scene) -> Act:
    return _one_hand(scene, "victory", pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.6, "tilt": 0.3}))


def rock_on(scene: Scene) -> Act:
    beat = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    act = _one_hand(
        scene, "horns_hand", pose_of({"jaw": 0.5, "corner": 0.5, "brow_inner": -0.5, "brow_outer": 0.6, "squint": 0.5})
    )
    return Act(act.pose.moved(nod=0.55 * beat), act.drawings)


def muscle(scene: Scene) -> Act:
    return _one_hand(
        scene,
        "muscle",
        pose_of({"press": 0.8, "brow_inner": -0.5, "brow_outer": 0.5, "squint": 0.5, "corner": 0.3, "nod": -0.2}),
        bob=True,
    )


def heart_hands(scene: Scene) -> Act:
    return _one_hand(
        scene,
        "heart_hands",
        pose_of({"corner": 0.9, "cheeks": 0.6, "blush": 0.7, "tilt": 0.25, "shine": 0.7}),
        middle=True,
    )


def wave(scene: Scene) -> Act:
    swing = 0.42 * math.sin(2.0 * math.pi * scene.turns(5.0) * scene.lap)
    shown = _shown(scene)

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = _beside(canvas, shown)
        canvas.sticker("wave", x + 0.12 * size * math.sin(swing), y, size, angle=swing, shadow=0.35)

    return Act(
        pose_of({"corner": 0.85, "cheeks": 0.5, "brow_outer": 0.5, "brow_inner": 0.4, "tilt": 0.2}).scaled(scene.arc()),
        (hand,),
    )


def clap(scene: Scene) -> Act:
    return _clapping(
        scene, 4.0, pose_of({"corner": 0.95, "cheeks": 0.7, "squint": 0.5, "jaw": 0.15, "brow_outer": 0.3})
    )


def slow_clap(scene: Scene) -> Act:
    return _clapping(
        scene,
        7.0,
        pose_of({"lid": 0.42, "corner": 0.1, "press": 0.5, "brow_inner": -0.1, "tilt": -0.2, "brow_outer": 0.2}),
    )


def applause(scene: Scene) -> Act:
    """Hands that clap all along the lower edge."""
    pose = pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.6, "jaw": 0.3}).scaled(scene.arc())

    def hands(canvas: Canvas) -> None:
        size = 0.20 * scene.side
        shown = _shown(scene)
        for number in range(5):
            beat = abs(math.sin(math.pi * (scene.turns(3.0) * scene.lap + 0.37 * number)))
            x = within((number + 0.5) / 5 * scene.width, 0.55 * size, scene.width)
            y = scene.height - size * (0.42 + 0.10 * beat) + (1.0 - shown) * 1.4 * size
            canvas.sticker(
                "clap", x, y, size * (0.92 + 0.16 * beat), angle=0.12 * (number - 2), flip=number % 2 == 1, shadow=0.3
            )

    return Act(pose, (hands,))


def pray(scene: Scene) -> Act:
    return _one_hand(
        scene,
        "pray",
        pose_of(
            {
                "brow_inner": 1.1,
                "brow_outer": -0.1,
                "lid": 0.15,
                "corner": -0.2,
                "nod": 0.3,
                "gaze_y": -0.5,
                "shine": 0.6,
            }
        ),
        middle=True,
    )


def shrug(scene: Scene) -> Act:
    """Two open hands, raised brows, a tilted head."""
    shown = _shown(scene)
    lift = scene.arc(rise=0.35)
    pose = pose_of(
        {
            "brow_inner": 0.9,
            "brow_outer": 0.9,
            "corner": -0.55,
            "lower_lip": 0.5,
            "tilt": 0.5,
            "shift_y": 0.12,
            "lid": 0.1,
        }
    ).scaled(lift)

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        for side in (-1.0, 1.0):
            x, y = head.at(side * 1.85, 1.75 + 1.6 * (1.0 - shown) - 0.28 * lift)
            x = within(x, 0.62 * head.span, scene.width)
            canvas.sticker("open_hand", x, y, 1.25 * head.span, angle=-0.35 * side, flip=side > 0, shadow=0.35)

    return Act(pose, (hands,))


def mic_drop(scene: Scene) -> Act:
    """Hold a microphone up, let go, look away."""
    let_go = scene.rise(0.40, 0.46)
    fall = max(0.0, (scene.lap - 0.40) / 0.32)
    pose = (
        pose_of({"lid": 0.45, "corner": 0.5, "press": 0.4, "brow_outer": 0.5})
        .scaled(scene.arc(rise=0.2))
        .moved(turn=0.45 * let_go * (1.0 - scene.rise(0.88, 1.0)), nod=-0.25 * let_go * (1.0 - scene.rise(0.88, 1.0)))
    )

    def mic(canvas: Canvas) -> None:
        x, y, size, floor = _beside(canvas, _shown(scene) if fall <= 0 else 1.0)
        drop = min(1.0, fall * fall) * (floor - y)
        bounce = 0.0 if fall < 1 else abs(math.sin(math.pi * min(1.0, (fall - 1.0) / 0.6))) * 0.18 * size
        gone = 1.0 - scene.rise(0.92, 1.0)
        canvas.sticker(
            "microphone", x, y + drop - bounce, size, angle=-0.5 + 2.2 * min(1.0, fall), opacity=gone, shadow=0.3
        )

    return Act(pose, (mic,))


def finger_guns(scene: Scene) -> Act:
    """Two fingers shoot, with a wink."""
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) ** 2
    pose = (
        Pose(corner_left=0.6, corner_right=1.1, cheeks=0.6, tilt=0.3, brow_outer_left=0.5)
        .scaled(scene.arc())
        .moved(lid_right=scene.rise(0.35, 0.42) * (1.0 - scene.rise(0.6, 0.68)))
    )
    shown = _shown(scene)

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        for side, name in ((-1.0, "point_right"), (1.0, "point_left")):
            x, y = head.at(side * 1.75, 1.45 + 2.0 * (1.0 - shown))
            x = within(x, 0.6 * head.span, scene.width)
            canvas.sticker(
                name, x, y - 0.18 * beat * head.span, 1.2 * head.span, angle=side * (0.35 + 0.35 * beat), shadow=0.35
            )

    return Act(pose, (hands,))


def salute(scene: Scene) -> Act:
    """Raise a flat hand to the brow."""
    up = scene.rise(0.10, 0.30) * (1.0 - scene.rise(0.84, 0.97))
    pose = pose_of({"press": 0.6, "brow_inner": -0.2, "lid": -0.1, "nod": -0.25}).scaled(scene.arc())

    def hand(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        x, y = head.at(1.0 + 0.55 * (1 - up), -0.42 + 3.0 * (1.0 - up))
        canvas.sticker("hand_left", x, y, 1.35 * head.span, angle=head.angle + 0.55, shadow=0.4)

    return Act(pose, (hand,))


def point(scene: Scene) -> Act:
    beat = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    act = _one_hand(scene, "point_left", pose_of({"corner": 0.7, "jaw": 0.25, "brow_outer": 0.6, "turn": 0.3}))
    return Act(act.pose.moved(nod=0.1 * beat), act.drawings)


def _clapping(scene: Scene, frames_each: float, pose: Pose) -> Act:
    beat = abs(math.cos(math.pi * scene.turns(frames_each) * scene.lap)) ** 0.6
    shown = _shown(scene)

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        x, y = head.at(0.0, 2.0)
        y = within(y, 0.62 * head.span, scene.height) + 2.0 * (1.0 - shown) * head.span
        apart = 0.62 * (1.0 - beat) * head.span
        size = 1.25 * head.span
        canvas.sticker("hand_right", x - 0.30 * size - apart, y, size, angle=-0.85, shadow=0.3)
        canvas.sticker("hand_left", x + 0.30 * size + apart, y, size, angle=0.85, shadow=0.3)

    return Act(pose.scaled(scene.arc()).moved(shift_y=0.03 * beat), (hands,))


def _one_hand(scene: Scene, name: str, pose: Pose, *, bob: bool = False, middle: bool = False) -> Act:
    """Bring a hand up beside the face, keep it there and take it away; `middle` brings it below the chin."""
    shown = _shown(scene)
    jump = 0.10 * abs(math.sin(2.0 * math.pi * 1.5 * scene.lap)) if bob else 0.0

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = _beside(canvas, shown, middle=middle)
        pop = 1.0 + 0.18 * math.sin(math.pi * scene.rise(0.2, 0.42))
        canvas.sticker(
            name, x, y - jump * size, size * pop, angle=0.12 * math.sin(2.0 * math.pi * scene.lap), shadow=0.35
        )

    return Act(pose.scaled(scene.arc()), (hand,))


def _shown(scene: Scene) -> float:
    """Return how far a hand has come in: it overshoots, stays, and leaves at the end."""
    come = scene.rise(0.04, 0.26) + 0.10 * math.sin(math.pi * scene.rise(0.22, 0.42))
    return come * (1.0 - scene.rise(0.88, 1.0))


def within(place: float, room: float, length: float) -> float:
    """Return a place with so much room to both ends of a length; its middle when there is not so much."""
    return min(max(place, room), length - room) if length > 2 * room else length / 2


def _beside(canvas: Canvas, shown: float, *, middle: bool = False) -> tuple[float, float, float, float]:
    """Return where a hand is and how large, and where the floor is: below on the side with more room."""
    scene, head = canvas.scene, canvas.head
    if head is None:
        size = 0.34 * scene.side
        x, y = 0.74 * scene.width, 0.72 * scene.height
    else:
        size = max(REACH * head.span, 0.20 * scene.side)
        side = 1.0 if head.at(0.0, 0.0)[0] < 0.5 * scene.width else -1.0
        x, y = head.at(0.0 if middle else side * 1.55, 1.75 if middle else 1.25)
    x = min(max(x, 0.55 * size), scene.width - 0.55 * size)
    y = min(y, scene.height - 0.55 * size)
    floor = scene.height - 0.35 * size
    return x, y + (1.0 - shown) * (scene.height - y + size), size, floor
