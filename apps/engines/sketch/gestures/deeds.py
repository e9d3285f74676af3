"""Hands that meet something: a face, each other, a microphone."""

import math

from apps.engines.sketch import warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import beside, how_far_in, one_hand, within
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene


def facepalm(scene: Scene) -> Act:
    """Bring a hand to the face and shake the head behind it."""
    landed = scene.rise(0.08, 0.30) * (1.0 - scene.rise(0.88, 1.0))
    sway = 0.25 * math.sin(2.0 * math.pi * 2.0 * scene.lap) * scene.rise(0.3, 0.4) * (1.0 - scene.rise(0.8, 0.9))
    pose = (
        pose_of({"calm": 1.0, "lid": 1.0, "brow_inner": 0.6, "brows_together": 0.5, "corner": -1.1, "nod": 0.55})
        .scaled(landed)
        .moved(turn=sway, tilt=-0.25 * landed)
    )

    def hand(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        away = 1.0 - landed
        x, y = head.at(0.10 + 0.9 * away, -0.06 + 3.4 * away)
        canvas.sticker("hand", x, y, 1.85 * head.span, angle=head.angle - 0.62 + 0.6 * away, shadow=0.45)

    return Act(pose, (hand,))


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
        shown = how_far_in(scene)
        for number in range(5):
            beat = abs(math.sin(math.pi * (scene.turns(3.0) * scene.lap + 0.37 * number)))
            x = within((number + 0.5) / 5 * scene.width, 0.55 * size, scene.width)
            y = scene.height - size * (0.42 + 0.10 * beat) + (1.0 - shown) * 1.4 * size
            canvas.sticker(
                "clap", x, y, size * (0.92 + 0.16 * beat), angle=0.12 * (number - 2), flip=number % 2 == 1, shadow=0.3
            )

    return Act(pose, (hands,))


def pray(scene: Scene) -> Act:
    return one_hand(
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


def mic_drop(scene: Scene) -> Act:
    """Hold a microphone up, let go, look away while it hits the floor."""
    gone = 1.0 - scene.rise(0.90, 1.0)
    let_go = scene.rise(0.40, 0.46) * gone
    fall = max(0.0, (scene.lap - 0.40) / 0.22)
    hit = max(0.0, 1.0 - abs(scene.lap - 0.68) / 0.14)
    pose = (
        pose_of({"calm": 0.8, "lid": 0.55, "corner": 0.3, "press": 0.4, "brow_outer": 0.7, "brow_inner": 0.2})
        .plus(Pose(corner_right=0.7))
        .scaled(scene.arc(rise=0.2))
        .moved(turn=-0.75 * let_go, nod=-0.45 * let_go, tilt=-0.3 * let_go)
    )

    def mic(canvas: Canvas) -> None:
        x, y, size, floor = beside(canvas, how_far_in(scene) if fall <= 0 else 1.0)
        size = min(1.35 * size, 0.36 * scene.side)
        x, y = within(x, 0.5 * size, scene.width), min(y, floor - 0.75 * size)
        drop = min(1.0, fall * fall) * (floor - y)
        bounce = 0.0 if fall < 1 else abs(math.sin(math.pi * min(1.0, (fall - 1.0) / 0.9))) * 0.22 * size
        if hit > 0:
            canvas.sticker("collision", x, floor, 1.9 * size * hit**0.5, angle=0.3, opacity=gone)
        canvas.sticker(
            "microphone",
            x,
            y + drop - bounce,
            size,
            angle=-0.75 + 2.9 * min(1.0, fall),
            opacity=gone,
            shadow=0.3,
            rim=0.03,
        )

    shake = warps.shift(scene, right=0.0, down=0.03 * scene.side * hit * math.sin(2.0 * math.pi * 3.0 * scene.lap))
    return Act(pose, (mic,), Layers(bend=shake))


def _clapping(scene: Scene, frames_each: float, pose: Pose) -> Act:
    beat = abs(math.cos(math.pi * scene.turns(frames_each) * scene.lap)) ** 0.6
    shown = how_far_in(scene)

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = min(max(1.25 * head.span, 0.20 * scene.side), 0.38 * scene.side)
        x, y = head.at(0.0, 2.0)
        y = within(y, 0.5 * size, scene.height) + 1.6 * (1.0 - shown) * size
        apart = 0.5 * (1.0 - beat) * size
        canvas.sticker("hand_right", x - 0.30 * size - apart, y, size, angle=-0.85, shadow=0.3)
        canvas.sticker("hand_left", x + 0.30 * size + apart, y, size, angle=0.85, shadow=0.3)

    return Act(pose.scaled(scene.arc()).moved(shift_y=0.03 * beat), (hands,))
