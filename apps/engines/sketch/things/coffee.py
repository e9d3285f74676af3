"""A mug of coffee that is drunk."""

import math
from collections.abc import Callable, Sequence

from apps.engines.sketch import figures
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import side_with_room, within
from apps.engines.sketch.gestures.sleeves import SKIN, arm
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import WHITE, Color, Point, Sheet, turned
from apps.engines.sketch.things import beside
from apps.engines.sketch.things.clouds import puff
from apps.imaging.faces import points as at

RIM = (-0.92, -0.95)
"""The edge of the mug that is drunk from, from its middle in halves of its size; its handle is on the other side."""

CLAY: tuple[Color, Color, Color] = ((240, 244, 250), (206, 214, 228), (86, 94, 118))
"""A white mug, its shaded side and its edge."""


def coffee(scene: Scene) -> Act:
    """Smell a steaming mug, tip it to the lips and drink with closed eyes, and sigh: ahh."""
    shown = scene.rise(-0.06, 0.14) * (1.0 - scene.rise(0.90, 1.06))
    sip = scene.rise(0.22, 0.36) * (1.0 - scene.rise(0.56, 0.68))
    bliss = scene.rise(0.62, 0.72) * (1.0 - scene.rise(0.92, 1.0))
    gulp = 0.06 * math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap) * sip

    def cup(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        side = side_with_room(head, scene)
        size = min(1.2 * max(head.span, 0.16 * scene.side), 0.36 * scene.side)
        angle = -side * (0.10 + 0.72 * sip)
        rest = head.at(side * 0.95, 1.55)
        rest = within(rest[0], 0.7 * size, scene.width), min(rest[1], scene.height - 0.48 * size)
        lips = head.at(0.0, 0.80)
        edge = turned(((side * RIM[0], RIM[1]),), x=0.0, y=0.0, size=0.5 * size, angle=angle)[0]
        x = rest[0] + sip * (lips[0] - edge[0] - rest[0])
        y = rest[1] + sip * (lips[1] - edge[1] - rest[1]) + 2.0 * (1.0 - shown) * size
        grip = turned(((side * 1.35, 0.15),), x=x, y=y, size=0.5 * size, angle=angle)[0]
        arm(canvas, grip, (grip[0] + side * 2.2 * size, grip[1] + 4.4 * size), 0.9 * size)
        canvas.draw(lambda sheet, _: _mug(sheet, (x, y), 0.5 * size, angle, side))
        steam = shown * (1.0 - sip)
        canvas.draw(lambda sheet, moment: _steam(sheet, moment, (x, y - 0.55 * size), size, steam))
        _sigh(canvas, head, bliss, side)

    smells = (1.0 - sip) * (1.0 - bliss)
    pose = pose_of(
        {"calm": 1.0, "lid": 0.55, "brow_outer": 0.5, "brow_inner": 0.4, "nostrils": 0.6, "nod": 0.25, "corner": 0.25}
    )
    drinking = pose_of(
        {
            "calm": 1.0,
            "lid": 1.0,
            "mouth_wide": -0.85,
            "jaw": 0.05,
            "nod": -0.70,
            "brow_inner": 0.6,
            "brow_outer": 0.5,
            "shift_y": -0.05,
        }
    )
    sigh = pose_of(
        {
            "lid": 0.95,
            "corner": 0.95,
            "cheeks": 0.9,
            "jaw": 0.30,
            "nod": -0.35,
            "tilt": 0.45,
            "blush": 0.7,
            "brow_inner": 0.7,
            "brow_outer": 0.4,
        }
    )
    whole = felt(scene, pose, ebb=0.8).scaled(smells).plus(drinking, sip).plus(sigh, bliss)
    return Act(
        whole.moved(calm=scene.settled() * (1.0 - bliss), nod=whole.nod + gulp, shift_y=whole.shift_y + 0.5 * gulp),
        (cup,),
    )


def _mug(sheet: Sheet, middle: Point, half: float, angle: float, side: float) -> None:
    """Draw a mug and the fingers that hold it; `half` of its height in pixels, its handle on one side."""

    def put(points: Sequence[Point]) -> list[Point]:
        return turned(((side * px, py) for px, py in points), x=middle[0], y=middle[1], size=half, angle=angle)

    light, shade, edge = CLAY
    handle = [(0.72 + 0.62 * math.sin(math.pi * step / 10), -0.50 + 1.0 * step / 10) for step in range(11)]
    for ink, wide in ((edge, 0.38), (light, 0.24)):
        sheet.stroke(put(handle), ink, wide * half)
    body = [(-0.84, -0.9), (0.84, -0.9), (0.80, 0.66), (0.58, 0.92), (-0.58, 0.92), (-0.80, 0.66)]
    sheet.shape(put([(1.08 * px, 1.06 * py) for px, py in body]), edge)
    sheet.shape(put(body), light)
    sheet.shape(put([(0.30, -0.9), (0.84, -0.9), (0.80, 0.66), (0.58, 0.92), (0.26, 0.92)]), shade)
    sheet.shape(put(_oval(0.0, -0.92, 0.92, 0.24)), edge)
    sheet.shape(put(_oval(0.0, -0.92, 0.82, 0.18)), (92, 54, 34))
    love = [(0.30 * px - 0.16, 0.30 * py + 0.06) for px, py in figures.HEART]
    sheet.shape(put(love), (232, 58, 74))
    for ink, wide in zip(reversed(SKIN), (0.34, 0.25), strict=True):
        for number in range(4):
            tall = -0.46 + 0.30 * number
            reach = (0.50, 0.42, 0.46, 0.56)[number]
            sheet.stroke(put([(1.30, tall + 0.05), (reach, tall)]), ink, wide * half)
        sheet.stroke(put([(1.34, -0.40), (1.36, 0.50)]), ink, 1.9 * wide * half)


def _oval(x: float, y: float, wide: float, tall: float) -> list[Point]:
    return [
        (x + wide * math.cos(2.0 * math.pi * step / 24), y + tall * math.sin(2.0 * math.pi * step / 24))
        for step in range(24)
    ]


def _sigh(canvas: Canvas, head: Head, bliss: float, side: float) -> None:
    """Let warm breath leave the lips, and write what is said."""
    if bliss <= 0.02:
        return
    x, y = head.point(at.LOWER_LIP_INNER)
    for number in range(5):
        way = (number / 5 + canvas.scene.travel(4.0)) % 1.0
        place = (x - side * (0.15 + 0.75 * way) * head.span, y + (0.02 - 0.35 * way) * head.span)
        puff(canvas, *place, head.span * (0.06 + 0.18 * way), 0.8 * bliss * (1.0 - way))
    size = 0.23 * beside.unit_of(canvas, head)
    place = beside.free(canvas, head, 5.0 * size, -side * 1.5, -0.55)
    canvas.draw(_said(place, size, -0.12 * side), opacity=bliss)


def _said(place: Point, size: float, angle: float) -> Callable[[Sheet, Scene], None]:
    return lambda sheet, _: figures.write(sheet, "AHH", x=place[0], y=place[1], size=size, color=WHITE, angle=angle)


def _steam(sheet: Sheet, scene: Scene, foot: tuple[float, float], size: float, opacity: float) -> None:
    """Draw three wavy ribbons that rise, white with a soft dark edge, so that they are seen before anything."""
    x, y = foot
    for color, thick, share in (((120, 120, 135), 0.105, 0.45), ((255, 255, 255), 0.07, 1.0)):
        for number in range(3):
            ribbon = []
            for step in range(13):
                way = step / 12
                wave = math.sin(2.0 * math.pi * (1.1 * way - scene.travel(5.0) + 0.33 * number))
                ribbon.append((x + size * (0.22 * (number - 1) + 0.07 * wave), y - size * (0.06 + 0.60 * way)))
            sheet.stroke(ribbon, color, thick * size, share * opacity)
