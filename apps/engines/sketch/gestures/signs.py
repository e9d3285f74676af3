"""Signs made with one hand, or two that do not meet."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import beside, how_far_in, one_hand, within
from apps.engines.sketch.scene import Scene


def thumbs_up(scene: Scene) -> Act:
    return one_hand(scene, "thumbs_up", pose_of({"corner": 0.9, "cheeks": 0.6, "squint": 0.45, "nod": 0.15}), bob=True)


def thumbs_down(scene: Scene) -> Act:
    return one_hand(
        scene,
        "thumbs_down",
        pose_of({"corner": -0.85, "brow_inner": -0.5, "brows_together": 0.5, "lower_lip": 0.6, "turn": -0.2}),
        bob=True,
    )


def ok_hand(scene: Scene) -> Act:
    return one_hand(
        scene,
        "ok_hand",
        Pose(corner_left=0.5, corner_right=0.9, lid_left=0.15, lid_right=0.15, brow_outer_right=0.6, press=0.3),
    )


def victory(scene: Scene) -> Act:
    return one_hand(scene, "victory", pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.6, "tilt": 0.3}))


def rock_on(scene: Scene) -> Act:
    beat = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    act = one_hand(
        scene, "horns_hand", pose_of({"jaw": 0.5, "corner": 0.5, "brow_inner": -0.5, "brow_outer": 0.6, "squint": 0.5})
    )
    return Act(act.pose.moved(nod=0.55 * beat), act.drawings)


def muscle(scene: Scene) -> Act:
    return one_hand(
        scene,
        "muscle",
        pose_of({"press": 0.8, "brow_inner": -0.5, "brow_outer": 0.5, "squint": 0.5, "corner": 0.3, "nod": -0.2}),
        bob=True,
    )


def heart_hands(scene: Scene) -> Act:
    return one_hand(
        scene,
        "heart_hands",
        pose_of({"corner": 0.9, "cheeks": 0.6, "blush": 0.7, "tilt": 0.25, "shine": 0.7}),
        middle=True,
    )


def wave(scene: Scene) -> Act:
    swing = 0.42 * math.sin(2.0 * math.pi * scene.turns(5.0) * scene.lap)
    shown = how_far_in(scene)

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = beside(canvas, shown)
        canvas.sticker("wave", x + 0.12 * size * math.sin(swing), y, size, angle=swing, shadow=0.35)

    return Act(
        pose_of({"corner": 0.85, "cheeks": 0.5, "brow_outer": 0.5, "brow_inner": 0.4, "tilt": 0.2}).scaled(scene.arc()),
        (hand,),
    )


def point(scene: Scene) -> Act:
    beat = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    act = one_hand(scene, "point_left", pose_of({"corner": 0.7, "jaw": 0.25, "brow_outer": 0.6, "turn": 0.3}))
    return Act(act.pose.moved(nod=0.1 * beat), act.drawings)


def finger_guns(scene: Scene) -> Act:
    """Two fingers shoot, with a wink."""
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) ** 2
    pose = (
        Pose(corner_left=0.6, corner_right=1.1, cheeks=0.6, tilt=0.3, brow_outer_left=0.5)
        .scaled(scene.arc())
        .moved(lid_right=scene.rise(0.35, 0.42) * (1.0 - scene.rise(0.6, 0.68)))
    )
    shown = how_far_in(scene)

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


def shrug(scene: Scene) -> Act:
    """Two open hands, raised brows, a tilted head."""
    shown = how_far_in(scene)
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
