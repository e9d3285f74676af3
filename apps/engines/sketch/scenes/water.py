"""Below the waves."""

import math
from functools import partial

from apps.engines.sketch import happenings
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, WHITE, Color, Point, Sheet, turned
from apps.engines.sketch.things.drops import bubble
from apps.imaging.faces import points as at

BODY: tuple[Point, ...] = tuple(
    (math.cos(2.0 * math.pi * step / 24), 0.58 * math.sin(2.0 * math.pi * step / 24)) for step in range(24)
)
"""A fish without its fins, a unit long from its middle to its nose."""


def underwater(scene: Scene) -> Act:
    """Hold one's breath with round cheeks until it all comes out in bubbles; a fish swims by and is looked at."""
    drift = math.sin(2.0 * math.pi * scene.lap)
    burst = scene.rise(0.56, 0.64) * (1.0 - scene.rise(0.80, 0.92))
    held = 1.0 - burst
    pose = felt(
        scene,
        pose_of({"calm": 1.0, "press": 0.6, "eyes": 0.7, "lid": -0.7, "brow_inner": 1.1, "brow_outer": 0.3}),
        ebb=0.7,
    )
    swims = _swims(scene)

    def water(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.draw(lambda sheet, _: _fish(sheet, scene, swims, (255, 150, 40), 0.085, 0.30))
        for head in canvas.heads:
            canvas.draw(partial(_breath, head=head, burst=burst))
        canvas.draw(lambda sheet, _: _fish(sheet, scene, (swims + 0.45) % 1.0, (70, 130, 250), 0.06, 0.86))

    return Act(
        pose.moved(
            puff=1.45 * held, mouth_wide=-0.85, jaw=0.30 * burst, press=pose.press * held, calm=1.0 * held,
            red=0.45 * scene.rise(0.1, 0.55) * held, gaze_x=1.0 - 2.0 * swims if swims < 1.0 else 0.0,
            tilt=0.45 * drift, shift_y=0.07 * math.cos(2.0 * math.pi * scene.lap), nod=-0.25 * burst,
        ),
        (water,),
        happenings.underwater(scene),
    )  # fmt: skip


def _swims(scene: Scene) -> float:
    """Return how far a fish has swum from the right edge to the left one, 0 … 1."""
    return scene.travel(12.0) % 1.0


def _breath(sheet: Sheet, scene: Scene, *, head: Head, burst: float) -> None:
    """Draw bubbles that leave the lips: a few while the breath is held, a stream when it is not."""
    x, y = head.point(at.LOWER_LIP_INNER)
    for number in range(16):
        way = (number / 16 + scene.travel(6.0)) % 1.0
        if number % 5 and burst < 0.1:
            continue
        strong = 1.0 if number % 5 == 0 else burst
        side = 1.0 if number % 2 else -1.0
        aside = side * (0.16 + 0.75 * way) + 0.10 * math.sin(9.0 * way + number)
        size = head.span * (0.05 + 0.13 * way) * (0.7 + 0.5 * ((number * 7) % 5) / 5) * strong
        if size >= 1.0:
            bubble(sheet, x + aside * head.span, y - 2.3 * way * way * head.span, size)


def _fish(  # noqa: PLR0917 # one call, all of one fish
    sheet: Sheet, scene: Scene, swum: float, color: Color, size: float, height: float
) -> None:
    """Draw a fish that swims to the left and beats its tail; `size` and `height` are shares of the picture."""
    unit = size * scene.side
    x = (1.0 - swum) * (scene.width + 4.0 * unit) - 2.0 * unit
    y = height * scene.height + 0.5 * unit * math.sin(4.0 * math.pi * swum)
    beat = 0.35 * math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)
    tail = ((0.80, 0.0), (1.65, -0.55 + beat), (1.45, beat * 0.6), (1.65, 0.55 + beat))
    fin = ((-0.25, -0.5), (0.35, -0.95), (0.55, -0.42))
    for grown, ink in ((1.12, INK), (1.0, color)):
        for figure in (tail, fin, BODY):
            middle = [sum(one[axis] for one in figure) / len(figure) for axis in (0, 1)]
            drawn = [(middle[0] + grown * (px - middle[0]), middle[1] + grown * (py - middle[1])) for px, py in figure]
            sheet.shape(turned(drawn, x=x, y=y, size=unit), ink)
    for stripe in (-0.1, 0.35):
        line = turned(((stripe, -0.48), (stripe + 0.10, 0.0), (stripe, 0.48)), x=x, y=y, size=unit)
        sheet.stroke(line, WHITE, 0.16 * unit)
    sheet.disc(x - 0.55 * unit, y - 0.12 * unit, 0.19 * unit, WHITE)
    sheet.disc(x - 0.59 * unit, y - 0.12 * unit, 0.10 * unit, INK)
