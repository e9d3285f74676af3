"""Things that fall or rise in the air around a person."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import happy, heads
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures.placing import within
from apps.engines.sketch.particles import glitter
from apps.engines.sketch.particles.places import places
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.things import beside

MARKS = ((1.25, -0.75, 0.95), (-1.35, -0.15, 0.75), (-0.95, -1.25, 0.85), (1.45, 0.45, 0.6))
"""Where question marks are, to the right and down in eye spans from between the eyes, and how large."""


def money_rain(scene: Scene) -> Act:
    """Banknotes rain, in front and behind."""

    def notes(canvas: Canvas) -> None:
        with canvas.behind():
            _rain_of(canvas, ("banknote", "money", "coin"), "money behind", 22, 0.15)
        _rain_of(canvas, ("banknote", "coin", "money"), "money", 11, 0.19, aside=True)

    pose = pose_of(
        {
            "corner": 1.1,
            "cheeks": 0.9,
            "squint": 0.4,
            "jaw": 0.42,
            "brow_outer": 0.9,
            "brow_inner": 0.8,
            "lid": -0.25,
            "gaze_y": -0.5,
            "nod": -0.25,
        }
    )
    return Act(pose.scaled(scene.mood()), (notes,))


def confetti(scene: Scene) -> Act:
    """Let party poppers go off on both sides, and cheer."""
    pose = pose_of({"corner": 1.0, "cheeks": 0.9, "squint": 0.6, "jaw": 0.3, "brow_outer": 0.7, "brow_inner": 0.5})
    shown = scene.rise(0.02, 0.16) * (1.0 - scene.rise(0.90, 0.99))
    kick = math.sin(math.pi * scene.rise(0.18, 0.34))

    def poppers(canvas: Canvas) -> None:
        size = 0.30 * scene.side
        for side in (-1.0, 1.0):
            x = 0.5 * scene.width + side * (0.5 * scene.width - 0.48 * size)
            y = scene.height - 0.46 * size + (1.2 * (1.0 - shown) + 0.12 * kick) * size
            canvas.sticker("party_popper", x, y, size * (1.0 + 0.10 * kick), flip=side > 0, shadow=0.3)

    return Act(
        pose.scaled(scene.mood()).moved(shift_y=-0.05 * abs(math.sin(2 * math.pi * 2 * scene.lap))),
        (lambda canvas: canvas.draw(glitter.confetti), poppers),
    )


def hearts(scene: Scene) -> Act:
    beat = 1.0 + 0.16 * math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    there = scene.rise(0.16, 0.34) * (1.0 - scene.rise(0.86, 0.98))

    def around(canvas: Canvas) -> None:
        with canvas.behind():
            _rise_of(canvas, ("heart",), "hearts behind", 14, 0.13)
        for head in canvas.heads:
            for upper, lower in ((159, 145), (386, 374)):
                x, y = (head.points[upper] + head.points[lower]) / 2
                size = 0.62 * head.span * there * beat
                canvas.sticker("heart", float(x), float(y), size, angle=head.angle, shadow=0.3)
        _rise_of(canvas, ("heart",), "hearts", 6, 0.13, aside=True)

    return Act(happy.love(scene), (around,))


def question(scene: Scene) -> Act:
    """Let question marks pop up around a head that wonders, one after the other, beside it and above."""

    def marks(canvas: Canvas) -> None:
        make_room(canvas, 1.9, beside.room_above(scene))
        for head in canvas.heads[:1]:
            for number, (right, down, large) in enumerate(MARKS):
                there = beside.shown(scene, 0.02 + 0.11 * number, 0.88)
                pop = there + 0.35 * math.sin(math.pi * scene.rise(0.02 + 0.11 * number, 0.26 + 0.11 * number))
                size = large * beside.unit_of(canvas, head)
                x, y = beside.free(canvas, head, size, right, down)
                rock = math.sin(2.0 * math.pi * (scene.travel(6.0) + 0.31 * number))
                canvas.sticker(
                    "question",
                    x,
                    y + 0.05 * size * rock,
                    size * pop,
                    angle=0.22 * rock + 0.12 * right,
                    opacity=there,
                    rim=0.03,
                )

    return Act(heads.tilt_head(scene), (marks,))


def hundred(scene: Scene) -> Act:
    """Stamp a large one beside the head, and let smaller ones rise."""
    pose = pose_of({"corner": 1.0, "cheeks": 0.7, "squint": 0.5}).scaled(scene.mood())
    stamped = scene.rise(0.22, 0.32) * (1.0 - scene.rise(0.90, 0.99))
    nod = math.sin(math.pi * scene.rise(0.28, 0.46))

    def stamp(canvas: Canvas) -> None:
        head = canvas.head
        if head is None or stamped <= 0.0:
            return
        size = 1.5 * beside.unit_of(canvas, head)
        x, y = beside.whole(canvas, head.at(1.35, 0.95), size)
        canvas.sticker("hundred", x, y, size * (1.9 - 0.9 * stamped), angle=-0.1, opacity=stamped, rim=0.03)

    act = _floating(scene, "hundred", pose.moved(nod=pose.nod + 0.35 * nod), most=5)
    return Act(act.pose, (*act.drawings, stamp))


def skull(scene: Scene) -> Act:
    """Die of it: the face becomes a skull."""
    act = _floating(scene, "skull", happy.laugh(scene).moved(tears=0.0), most=6)
    there = scene.rise(0.36, 0.46) * (1.0 - scene.rise(0.88, 0.97))
    rattle = math.sin(2.0 * math.pi * scene.turns(2.4) * scene.lap)

    def face(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.at(0.0, 0.24 + 0.03 * rattle)
            size = 2.35 * head.span * (0.6 + 0.4 * there)
            canvas.sticker("skull", x, y, size, angle=head.angle + 0.06 * rattle, opacity=there, shadow=0.4)

    return Act(act.pose, (*act.drawings, face))


def _floating(scene: Scene, name: str, pose: Pose, *, most: int) -> Act:
    def around(canvas: Canvas) -> None:
        _rise_of(canvas, (name,), name, most, 0.24, aside=True)

    return Act(pose, (around,))


def _rain_of(  # noqa: PLR0917 # what, where and how large
    canvas: Canvas, names: tuple[str, ...], look: str, most: int, size: float, aside: bool = False
) -> None:
    """Let stickers fall over the frame; `aside` keeps them off the face."""
    scene, head = canvas.scene, canvas.head
    for number, row in enumerate(scene.rng(look).random((most, 4))[: scene.share(most)]):
        across, start, large, late = (float(value) for value in row)
        way = (start + scene.turns(8.0) * scene.lap) % 1.0 * 1.3 - 0.15
        sway = 0.03 * math.sin(2 * math.pi * (scene.travel(6) + late))
        flip = math.cos(2 * math.pi * (scene.travel(6) * (1 if late < 0.5 else -1) + across))
        x, y, breadth = (across + sway) * scene.width, way * scene.height, scene.side * size * (0.7 + 0.6 * large)
        if aside and head is not None and head.covers(x, y, 0.5 * breadth):
            continue
        canvas.sticker(
            names[number % len(names)],
            x,
            y,
            breadth,
            angle=6.3 * late + 0.6 * flip,
            stretch=max(0.25, abs(flip)),
        )


def _rise_of(  # noqa: PLR0917 # what, where and how large
    canvas: Canvas, names: tuple[str, ...], look: str, most: int, size: float, aside: bool = False
) -> None:
    """Let stickers rise over the frame; `aside` keeps them off the middle and off a face."""
    scene, head = canvas.scene, canvas.head
    for number, row in enumerate(scene.rng(look).random((most, 4))[: scene.share(most)]):
        across, start, large, late = (float(value) for value in row)
        if aside:
            across = 0.26 * across if number % 2 else 1.0 - 0.26 * across
        way = (start + scene.turns(9.0) * scene.lap) % 1.0
        sway = 0.03 * math.sin(2 * math.pi * (scene.travel(6) + late))
        grown = scene.side * size * (0.7 + 0.6 * large) * math.sin(math.pi * min(1.0, way * 1.2)) ** 0.5
        x, y = (across + sway) * scene.width, (1.12 - 1.25 * way) * scene.height
        if aside:
            x = within(x, 0.5 * grown, scene.width)
        if aside and head is not None:
            grown *= head.beside(x, y, 0.3 * grown)
        canvas.sticker(names[number % len(names)], x, y, grown, angle=sway * 8)


def ghosts(scene: Scene) -> Act:
    """Let ghosts rise on both sides, in front of everything."""

    def around(canvas: Canvas) -> None:
        _rise_of(canvas, ("ghost",), "ghosts", 5, 0.26, aside=True)

    return Act(drawings=(around,))


def sparkles(scene: Scene) -> Act:
    """Let large sparkles come and go around somebody fabulous."""

    def around(canvas: Canvas) -> None:
        for number, (across, down, large, late) in enumerate(places(scene, "large sparkles", 9)):
            x = (0.04 + 0.26 * across if number % 2 else 0.96 - 0.26 * across) * scene.width
            shine = math.sin(math.pi * ((scene.travel(6) + late) % 1.0)) ** 2
            canvas.sticker(
                "sparkles", x, (0.06 + 0.84 * down) * scene.height, scene.side * (0.11 + 0.10 * large) * shine, rim=0.02
            )

    return Act(drawings=(around,))
