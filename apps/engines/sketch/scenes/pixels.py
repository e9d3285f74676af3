"""A face as a game of the eighties would show it."""

import math

from apps.engines.sketch import warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.layers import Grain, Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import INK, Color, Sheet, clear_sheet
from apps.engines.sketch.things.worn import pixel_glasses

STEPS = ((0.10, 11), (0.19, 16), (0.27, 24), (0.35, 38), (0.86, 60), (0.93, 30), (1.0, 16))
"""Until when, as a share of the loop, the shorter side has how many squares: who it is shows bit by bit."""

LEVELS = 9
"""Values of a channel: as few as an old console had, and enough to know a face by."""

LIFE = ("0110110", "1111111", "1111111", "0111110", "0011100", "0001000")
"""A heart in squares."""


def pixels(scene: Scene) -> Act:
    """Guess who: squares become finer step by step, glasses of squares come down, and a life is won."""
    squares = next(count for until, count in STEPS if scene.lap <= until)
    landed = scene.rise(0.34, 0.58) * (1.0 - scene.rise(0.90, 0.96))
    jolt = math.sin(math.pi * scene.rise(0.56, 0.70))

    def glasses(canvas: Canvas) -> None:
        for head in canvas.heads:
            # In steps, as things moved then.
            fall = round(6.0 * landed) / 6.0
            canvas.lay(pixel_glasses(canvas, head, -2.6 * (1.0 - fall)), 1.0 if landed > 0.02 else 0.0)

    pose = felt(
        scene,
        Pose(calm=1.0, corner_right=1.0, corner_left=0.25, press=0.2, brow_outer_right=0.8, tilt=0.25),
        rise=0.6,
        ebb=0.2,
    )
    sheet = clear_sheet(scene)
    if squares >= STEPS[4][1]:
        _lives(sheet, scene, won=scene.lap > 0.62)
    shot = warps.zoom(scene, 1.0 + 0.22 * (squares / STEPS[4][1]) ** 0.5) if scene.focus.is_aimed else None
    grain = Grain(block=max(2, round(scene.side / squares)), levels=LEVELS, amount=min(1.0, 2.0 * scene.force))
    return Act(pose.moved(nod=pose.nod + 0.45 * jolt), (glasses,), Layers(away=shot, grain=grain, sheet=sheet))


def _lives(sheet: Sheet, scene: Scene, *, won: bool) -> None:
    """Draw three hearts in a corner; the last one is filled once it is `won`."""
    unit = scene.side / 84
    for number in range(3):
        full = number < 2 or won
        left, top = (3 + 9.5 * number) * unit, 3 * unit
        if number == 2 and won:
            top -= 1.5 * unit * abs(math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap))
        _heart(sheet, left, top, unit, (240, 40, 60) if full else (96, 88, 104))
        _square(sheet, left + unit, top + unit, unit, (255, 255, 255) if full else (150, 142, 158))


def _heart(sheet: Sheet, left: float, top: float, unit: float, color: Color) -> None:
    for ink, grown in ((INK, 1.0), (color, 0.0)):
        for row, line in enumerate(LIFE):
            for column, mark in enumerate(line):
                if mark == "1":
                    x, y = left + (column - grown) * unit, top + (row - grown) * unit
                    _square(sheet, x, y, unit * (1.0 + 2.0 * grown), ink)


def _square(sheet: Sheet, left: float, top: float, size: float, color: Color) -> None:
    sheet.shape([(left, top), (left + size, top), (left + size, top + size), (left, top + size)], color)
