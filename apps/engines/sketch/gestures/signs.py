"""Signs made with one hand, or two that do not meet."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import happy
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import beside, how_far_in, one_hand, within
from apps.engines.sketch.gestures.sleeves import arm, hand_with_arm
from apps.engines.sketch.particles import marks
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Sheet


def thumbs_up(scene: Scene) -> Act:
    return one_hand(scene, "thumbs_up", pose_of({"corner": 0.9, "cheeks": 0.6, "squint": 0.45, "nod": 0.15}), bob=True)


def thumbs_down(scene: Scene) -> Act:
    return one_hand(
        scene,
        "thumbs_down",
        pose_of(
            {
                "calm": 1.0,
                "corner": -0.7,
                "brow_inner": -0.6,
                "brows_together": 0.6,
                "lower_lip": 0.6,
                "turn": -0.3,
                "lid": 0.25,
            }
        ),
        bob=True,
    )


def ok_hand(scene: Scene) -> Act:
    return one_hand(
        scene,
        "ok_hand",
        Pose(
            calm=0.9,
            corner_left=0.35,
            corner_right=0.95,
            lid_left=0.75,
            brow_outer_right=0.9,
            brow_inner_right=0.4,
            press=0.3,
            tilt=0.35,
            nod=0.12,
            cheeks=0.5,
        ),
    )


def victory(scene: Scene) -> Act:
    return one_hand(scene, "victory", pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.6, "tilt": 0.3}))


def rock_on(scene: Scene) -> Act:
    beat = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    act = one_hand(
        scene,
        "horns_hand",
        pose_of({"jaw": 0.5, "corner": 0.5, "brow_inner": -0.5, "brow_outer": 0.6, "squint": 0.5}),
        bob=True,
    )
    return Act(act.pose.moved(nod=0.95 * beat, shift_y=0.08 * beat), act.drawings)


def heart_hands(scene: Scene) -> Act:
    """Form a heart below the chin with both hands; it beats."""
    shown = how_far_in(scene)
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) ** 2
    pose = felt(
        scene,
        pose_of(
            {"corner": 0.9, "cheeks": 0.8, "squint": 0.4, "blush": 0.9, "tilt": 0.35, "shine": 0.8, "brow_inner": 0.5}
        ),
    )

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        size = min(max(1.55 * head.span, 0.26 * scene.side), 0.40 * scene.side) if head else 0.34 * scene.side
        x, y = head.at(0.0, 1.85) if head else (0.5 * scene.width, 0.7 * scene.height)
        x = within(x, 0.6 * size, scene.width)
        y = min(y, scene.height - 0.52 * size) + (1.0 - shown) * (scene.height - y + size)
        for side in (-1.0, 1.0):
            wrist = (x + side * 0.36 * size, y + 0.30 * size)
            arm(canvas, wrist, (x + side * 1.5 * size, scene.height + 1.2 * size), 0.85 * size)
        canvas.sticker("heart_hands", x, y, size * (1.0 + 0.10 * beat), shadow=0.35)
        for number in range(6):
            way = (number / 6 + scene.travel(7.0)) % 1.0
            side = 1.0 if number % 2 else -1.0
            grown = 0.30 * size * math.sin(math.pi * way) ** 0.6 * min(1.0, shown)
            place = (x + side * (0.35 + 0.75 * way + 0.06 * math.sin(7.0 * way)) * size, y - (0.2 + 1.25 * way) * size)
            if head is None or not head.covers(*place, 0.3 * grown):
                canvas.sticker("heart", *place, grown, angle=0.3 * side)

    return Act(pose, (hands,))


def wave(scene: Scene) -> Act:
    swing = 0.42 * math.sin(2.0 * math.pi * scene.turns(5.0) * scene.lap)
    shown = how_far_in(scene)

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = beside(canvas, shown)
        flip = x > 0.5 * scene.width
        hand_with_arm(
            canvas, "wave", x + 0.12 * size * math.sin(swing), y, size, angle=swing, flip=flip, heading=(0.0, 1.0)
        )

    return Act(
        pose_of({"corner": 0.85, "cheeks": 0.5, "brow_outer": 0.5, "brow_inner": 0.4, "tilt": 0.2}).scaled(
            scene.mood()
        ),
        (hand,),
    )


def point(scene: Scene) -> Act:
    """Point at somebody and shake with laughter."""
    beat = math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)
    shown = how_far_in(scene)

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = beside(canvas, shown)
        leftward = x < 0.5 * scene.width
        thrust = 0.10 * beat * (-1.0 if leftward else 1.0)
        size = min(1.25 * size, 0.38 * scene.side)
        x, y = within(x + thrust * size, 0.52 * size, scene.width), min(y, scene.height - 0.5 * size)
        hand_with_arm(canvas, "point_left" if leftward else "point_right", x, y, size)

    def laughter(sheet: Sheet, moment: Scene) -> None:
        marks.letters(sheet, moment, "HA", most=9, color=(255, 226, 70), size=0.085)

    return Act(
        happy.laugh(scene).moved(tears=0.0, nod=-0.2 + 0.2 * beat, tilt=0.25 * scene.mood()),
        (lambda canvas: canvas.draw(laughter, opacity=max(0.0, shown)), hand),
    )


def finger_guns(scene: Scene) -> Act:
    """Two fingers shoot, with a wink."""
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) ** 2
    pose = (
        Pose(corner_left=0.6, corner_right=1.1, cheeks=0.6, tilt=0.3, brow_outer_left=0.5)
        .scaled(scene.mood())
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
            angle = side * (0.35 + 0.35 * beat)
            hand_with_arm(canvas, name, x, y - 0.18 * beat * head.span, 1.2 * head.span, angle=angle)

    return Act(pose, (hands,))


def salute(scene: Scene) -> Act:
    """Bring a flat hand to the brow with a snap, chin up, and cut it through the air once."""
    up = scene.rise(0.10, 0.28) * (1.0 - scene.rise(0.84, 0.97))
    snap = math.sin(math.pi * scene.rise(0.26, 0.40))
    cut = math.sin(math.pi * scene.rise(0.58, 0.74))
    pose = felt(
        scene,
        pose_of({"calm": 1.0, "press": 0.8, "brow_inner": -0.7, "brow_outer": 0.3, "lid": -0.2, "nod": -0.45}),
        ebb=0.6,
    ).moved(shift_y=-0.06 * snap - 0.06 * cut)

    def hand(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        side = 1.0 if float(head.shape.middle[0]) < 0.55 * scene.width else -1.0
        place = (1.08 + 0.7 * (1.0 - up) + 0.30 * cut, -0.16 + 2.8 * (1.0 - up) - 0.22 * cut)
        size = 1.35 * head.span
        x, y = head.at(side * place[0], place[1])
        x = within(x, 0.42 * size, scene.width) if up > 0.9 else x
        # Upside down its thumb is below, as it is in a salute.
        name = "hand_right" if side > 0 else "hand_left"
        wrist = (x + side * 0.26 * size, y + 0.15 * size)
        arm(canvas, wrist, (x + side * 2.3 * size, y + 3.3 * size), size)
        canvas.sticker(name, x, y, size, angle=head.angle + math.pi + side * 0.50, shadow=0.4)

    return Act(pose, (hand,))


def shrug(scene: Scene) -> Act:
    """Two open hands, raised brows, a tilted head."""
    shown = how_far_in(scene)
    lift = scene.mood(rise=0.35, ebb=0.25)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "brow_inner": 0.9,
                "brow_outer": 0.9,
                "corner": -0.55,
                "lower_lip": 0.5,
                "tilt": 0.5,
                "shift_y": 0.12,
                "lid": 0.1,
            }
        ),
        rise=0.35,
        ebb=0.25,
    )

    def hands(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        for side in (-1.0, 1.0):
            size = min(max(1.15 * head.span, 0.18 * scene.side), 0.32 * scene.side)
            x, y = head.at(side * 1.45, 1.45 - 0.40 * lift)
            x, y = within(x, 0.56 * size, scene.width), min(y, scene.height - 0.5 * size)
            y += (1.0 - shown) * (scene.height - y + size)
            hand_with_arm(canvas, "open_hand", x, y, size, angle=-0.30 * side, flip=side < 0)

    return Act(pose, (hands,))
