"""Things that are held or stand before a person."""

import math
from collections.abc import Callable

import cv2

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings import sad, startled
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import glitter
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Color, Point, Sheet
from apps.engines.sketch.things.beside import room_above
from apps.engines.sketch.things.clouds import puff
from apps.imaging.faces import points as at

FLAMES, FLAMES_TOP, WICKS = (-0.21, 0.0, 0.205), -0.44, -0.31
"""Where the flames on a cake are, from its middle in shares of its size: across, their tips, and the candles' ends."""


def cake(scene: Scene) -> Act:
    """Bring up a birthday cake, draw breath, blow out its candles one after the other, and cheer over the smoke."""
    shown = scene.rise(-0.04, 0.14) * (1.0 - scene.rise(0.93, 1.04))
    breath = scene.rise(0.16, 0.28) * (1.0 - scene.rise(0.30, 0.36))
    blow = scene.rise(0.31, 0.37) * (1.0 - scene.rise(0.56, 0.64))
    cheer = scene.rise(0.60, 0.72) * (1.0 - scene.rise(0.93, 1.0))

    def drawing(canvas: Canvas) -> None:
        head = canvas.head
        size = min(1.7 * head.span, 0.34 * scene.side) if head else 0.4 * scene.side
        x, y = head.shape.at(0.0, 2.15)[:2] if head else (0.5 * scene.width, 0.7 * scene.height)
        x, y = float(x), min(float(y), scene.height - 0.38 * size) + (1.0 - shown) * 1.6 * size
        canvas.sticker("cake_out", x, y, size, shadow=0.35)
        for number, aside in enumerate(FLAMES):
            _candle(canvas, (x + aside * size, y), size, scene, (number, aside))
        if head is not None and blow > 0.0:
            lips = head.point(at.LOWER_LIP_INNER)
            for number in range(6):
                way = (number / 6 + scene.travel(3.0)) % 1.0
                target = (x + FLAMES[number % 3] * size, y + FLAMES_TOP * size)
                place = [start + way * (end - start) for start, end in zip(lips, target, strict=True)]
                puff(canvas, place[0], place[1], head.span * (0.05 + 0.13 * way), 0.75 * blow * (1.0 - 0.6 * way))
        canvas.draw(glitter.confetti, opacity=cheer)

    glad = pose_of({"corner": 0.8, "cheeks": 0.6, "squint": 0.3, "brow_outer": 0.4}).scaled(
        scene.mood() * (1.0 - breath) * (1.0 - blow) * (1.0 - cheer)
    )
    draws = pose_of(
        {"calm": 1.0, "jaw": 0.25, "mouth_wide": -0.6, "nod": -0.35, "brow_inner": 0.9, "brow_outer": 0.9, "lid": -0.4}
    )
    blows = pose_of(
        {
            "calm": 1.0,
            "mouth_wide": -1.25,
            "puff": 1.3,
            "jaw": 0.16,
            "squint": 0.7,
            "nod": 0.45,
            "shift_y": 0.10,
            "brows_together": 0.5,
        }
    )
    cheers = pose_of(
        {"corner": 1.1, "cheeks": 1.0, "squint": 0.7, "jaw": 0.55, "brow_inner": 0.5, "brow_outer": 0.7, "nod": -0.25}
    )
    return Act(glad.plus(draws, breath).plus(blows, blow).plus(cheers, cheer), (drawing,))


def _candle(canvas: Canvas, foot: Point, size: float, scene: Scene, which: tuple[int, float]) -> None:
    """Draw the flame of one candle, or the smoke that is left of it."""
    number, (x, y) = which[0], foot
    out = scene.rise(0.38 + 0.05 * number, 0.44 + 0.05 * number)
    if out < 1.0:
        lean = 0.5 * scene.rise(0.34, 0.38) * (1.0 if which[1] >= 0.0 else -1.0)
        flare = 1.0 + 0.12 * math.sin(2.0 * math.pi * (scene.travel(3.0) + 0.37 * number))
        tall = size * (1.0 - out) * flare
        for share, color in ((1.0, (255, 140, 24)), (0.62, (255, 226, 92))):
            tip = (x + lean * 0.13 * tall, y + WICKS * size - 0.15 * share * tall)
            canvas.draw(_flame(tip, (x, y + (WICKS + 0.01) * size - 0.035 * tall), 0.048 * share * tall, color))
        return
    gone = scene.lap - 0.44 - 0.05 * number
    for wisp in range(4):
        way = (wisp / 4 + scene.travel(4.0)) % 1.0
        sway = 0.05 * math.sin(2.0 * math.pi * (way + 0.3 * number))
        place = (x + sway * size, y + (WICKS - 0.02 - 0.34 * way) * size)
        puff(canvas, *place, size * (0.025 + 0.055 * way), max(0.0, 1.0 - 2.2 * gone) * (1.0 - way))


def _flame(tip: Point, middle: Point, wide: float, color: Color) -> Callable[[Sheet, Scene], None]:
    def drawn(sheet: Sheet, _: Scene) -> None:
        sheet.disc(middle[0], middle[1], wide, color)
        sheet.shape([(middle[0] - wide, middle[1]), tip, (middle[0] + wide, middle[1])], color)

    return drawn


def broken_heart(scene: Scene) -> Act:
    shown = scene.rise(0.1, 0.3) * (1.0 - scene.rise(0.9, 1.0))

    def heart(canvas: Canvas) -> None:
        # Who is sad loses color, the heart does not.
        canvas.frame[:] = cv2.transform(canvas.frame, light.saturation(1.0 - 0.6 * shown))
        head = canvas.head
        size = (min(1.45 * head.span, 0.40 * scene.side) if head else 0.3 * scene.side) * shown
        x, y = head.at(0.0, 2.1) if head else (0.5 * scene.width, 0.6 * scene.height)
        canvas.sticker(
            "broken_heart",
            x,
            min(y, scene.height - 0.5 * size) + 0.2 * size * scene.rise(0.5, 0.9),
            size,
            angle=0.15 * math.sin(2 * math.pi * scene.lap),
            shadow=0.3,
            rim=0.035,
        )

    return Act(sad.sob(scene), (heart,))


def siren(scene: Scene) -> Act:
    flash = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)

    def lamp(canvas: Canvas) -> None:
        make_room(canvas, 2.0, room_above(scene))
        head = canvas.head
        size = 1.0 * head.span if head else 0.25 * scene.side
        x, y = (0.5 * scene.width, 0.2 * scene.height)
        if head:
            share, lowered = head.fit_above(-0.88, 1.0)
            size *= share
            x, y = head.at(0.0, -0.88 - 0.45 * share + lowered)
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
