"""Things that fall or rise in the air around a person."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import happy, heads, tired
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.particles import glitter
from apps.engines.sketch.scene import Scene


def money_rain(scene: Scene) -> Act:
    """Banknotes rain, in front and behind."""

    def notes(canvas: Canvas) -> None:
        with canvas.behind():
            _rain_of(canvas, ("banknote", "money", "coin"), "money behind", 16, 0.13)
        _rain_of(canvas, ("banknote", "coin", "money"), "money", 9, 0.17)

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
    return Act(pose.scaled(scene.arc()), (notes,))


def confetti(scene: Scene) -> Act:
    pose = pose_of({"corner": 1.05, "cheeks": 0.9, "squint": 0.5, "jaw": 0.4, "brow_outer": 0.5})
    return Act(
        pose.scaled(scene.arc()).moved(shift_y=-0.05 * abs(math.sin(2 * math.pi * 2 * scene.lap))),
        (lambda canvas: canvas.draw(glitter.confetti),),
    )


def hearts(scene: Scene) -> Act:
    def around(canvas: Canvas) -> None:
        with canvas.behind():
            _rise_of(canvas, ("heart",), "hearts behind", 14, 0.13)
        _rise_of(canvas, ("heart",), "hearts", 6, 0.11)

    return Act(happy.love(scene), (around,))


def question(scene: Scene) -> Act:
    return _floating(scene, "question", heads.tilt_head(scene), most=6)


def hundred(scene: Scene) -> Act:
    return _floating(
        scene, "hundred", pose_of({"corner": 1.0, "cheeks": 0.7, "squint": 0.5, "nod": 0.2}).scaled(scene.arc()), most=7
    )


def skull(scene: Scene) -> Act:
    """Die of it."""
    return _floating(scene, "skull", tired.dead_inside(scene), most=6)


def _floating(scene: Scene, name: str, pose: Pose, *, most: int) -> Act:
    def around(canvas: Canvas) -> None:
        _rise_of(canvas, (name,), name, most, 0.20, aside=True)

    return Act(pose, (around,))


def _rain_of(canvas: Canvas, names: tuple[str, ...], look: str, most: int, size: float) -> None:
    scene = canvas.scene
    for number, row in enumerate(scene.rng(look).random((most, 4))[: scene.share(most)]):
        across, start, large, late = (float(value) for value in row)
        way = (start + scene.turns(8.0) * scene.lap) % 1.0 * 1.3 - 0.15
        sway = 0.03 * math.sin(2 * math.pi * (scene.travel(6) + late))
        flip = math.cos(2 * math.pi * (scene.travel(6) * (1 if late < 0.5 else -1) + across))
        canvas.sticker(
            names[number % len(names)],
            (across + sway) * scene.width,
            way * scene.height,
            scene.side * size * (0.7 + 0.6 * large),
            angle=6.3 * late + 0.6 * flip,
            stretch=max(0.25, abs(flip)),
        )


def _rise_of(  # noqa: PLR0917 # what, where and how large
    canvas: Canvas, names: tuple[str, ...], look: str, most: int, size: float, aside: bool = False
) -> None:
    """Let stickers rise over the frame; `aside` keeps them off the middle, where a face is."""
    scene = canvas.scene
    for number, row in enumerate(scene.rng(look).random((most, 4))[: scene.share(most)]):
        across, start, large, late = (float(value) for value in row)
        if aside:
            across = 0.26 * across if number % 2 else 1.0 - 0.26 * across
        way = (start + scene.turns(9.0) * scene.lap) % 1.0
        sway = 0.03 * math.sin(2 * math.pi * (scene.travel(6) + late))
        grown = math.sin(math.pi * min(1.0, way * 1.2)) ** 0.5
        canvas.sticker(
            names[number % len(names)],
            (across + sway) * scene.width,
            (1.12 - 1.25 * way) * scene.height,
            scene.side * size * (0.7 + 0.6 * large) * grown,
            angle=sway * 8,
        )
