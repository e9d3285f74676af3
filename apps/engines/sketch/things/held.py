"""Things that are held or stand before a person."""

import math

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import sad, startled
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import glitter
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.things.beside import room_above


def cake(scene: Scene) -> Act:
    """Bring up a birthday cake and blow out its candles."""
    shown = scene.rise(0.05, 0.28) * (1.0 - scene.rise(0.92, 1.0))
    blow = scene.rise(0.42, 0.5) * (1.0 - scene.rise(0.66, 0.74))

    def drawing(canvas: Canvas) -> None:
        head = canvas.head
        size = min(1.7 * head.span, 0.42 * scene.side) if head else 0.4 * scene.side
        x, y = head.at(0.0, 2.15) if head else (0.5 * scene.width, 0.7 * scene.height)
        y = min(y, scene.height - 0.45 * size) + (1.0 - shown) * 1.6 * size
        canvas.sticker("cake", x, y, size, shadow=0.35)
        canvas.draw(glitter.confetti, opacity=scene.rise(0.68, 0.78) * (1.0 - scene.rise(0.92, 1.0)))

    happy = pose_of({"corner": 0.9, "cheeks": 0.7, "squint": 0.4, "brow_outer": 0.4}).scaled(
        scene.mood() * (1.0 - blow)
    )
    return Act(
        happy.plus(pose_of({"mouth_wide": -1.0, "puff": 0.7, "jaw": 0.14, "squint": 0.4, "nod": 0.2}), blow), (drawing,)
    )


def broken_heart(scene: Scene) -> Act:
    shown = scene.rise(0.1, 0.3) * (1.0 - scene.rise(0.9, 1.0))

    def heart(canvas: Canvas) -> None:
        head = canvas.head
        size = (min(1.3 * head.span, 0.40 * scene.side) if head else 0.3 * scene.side) * shown
        x, y = head.at(0.0, 2.1) if head else (0.5 * scene.width, 0.6 * scene.height)
        canvas.sticker(
            "broken_heart",
            x,
            min(y, scene.height - 0.5 * size) + 0.2 * size * scene.rise(0.5, 0.9),
            size,
            angle=0.15 * math.sin(2 * math.pi * scene.lap),
            shadow=0.3,
        )

    return Act(sad.sob(scene), (heart,), Layers(color=light.saturation(1.0 - 0.5 * shown)))


def siren(scene: Scene) -> Act:
    flash = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)

    def lamp(canvas: Canvas) -> None:
        make_room(canvas, 1.75, room_above(scene))
        head = canvas.head
        size = 1.0 * head.span if head else 0.25 * scene.side
        x, y = (0.5 * scene.width, 0.2 * scene.height)
        if head:
            share, lowered = head.fit_above(-0.62, 1.0)
            size *= share
            x, y = head.at(0.0, -0.62 - 0.45 * share + lowered)
        canvas.sticker("siren", x, y, size * (1.0 + 0.06 * flash), angle=head.angle if head else 0.0, shadow=0.3)

    inner, outer = ((1.35, 0.8, 0.8), (1.1, 0.45, 0.45)) if flash > 0 else ((0.85, 0.85, 1.3), (0.5, 0.5, 1.05))
    return Act(
        startled.shock(scene),
        (lamp,),
        Layers(
            gain=light.tint(
                scene,
                inner=inner,
                outer=outer,
                level=0.7 * abs(flash) * scene.rise(0.0, 0.1) * (1 - scene.rise(0.92, 1.0)),
            )
        ),
    )
