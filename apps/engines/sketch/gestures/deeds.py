"""Hands that meet something: a face, each other, a microphone."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import beside, how_far_in, one_hand, within
from apps.engines.sketch.scene import Scene


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
    """Hold a microphone up, let go, look away."""
    let_go = scene.rise(0.40, 0.46)
    fall = max(0.0, (scene.lap - 0.40) / 0.32)
    pose = (
        pose_of({"lid": 0.45, "corner": 0.5, "press": 0.4, "brow_outer": 0.5})
        .scaled(scene.arc(rise=0.2))
        .moved(turn=0.45 * let_go * (1.0 - scene.rise(0.88, 1.0)), nod=-0.25 * let_go * (1.0 - scene.rise(0.88, 1.0)))
    )

    def mic(canvas: Canvas) -> None:
        x, y, size, floor = beside(canvas, how_far_in(scene) if fall <= 0 else 1.0)
        drop = min(1.0, fall * fall) * (floor - y)
        bounce = 0.0 if fall < 1 else abs(math.sin(math.pi * min(1.0, (fall - 1.0) / 0.6))) * 0.18 * size
        gone = 1.0 - scene.rise(0.92, 1.0)
        canvas.sticker(
            "microphone", x, y + drop - bounce, size, angle=-0.5 + 2.2 * min(1.0, fall), opacity=gone, shadow=0.3
        )

    return Act(pose, (mic,))


def _clapping(scene: Scene, frames_each: float, pose: Pose) -> Act:
    beat = abs(math.cos(math.pi * scene.turns(frames_each) * scene.lap)) ** 0.6
    shown = how_far_in(scene)

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
