"""An earthquake: a wall that cracks and what falls."""

import math
from collections.abc import Sequence
from itertools import pairwise

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.scenes.shaking import CHIP, blur_of_motion, shaken
from apps.engines.sketch.sheet import INK, Color, Sheet, turned
from apps.engines.sketch.things.clouds import puff


def shake(scene: Scene) -> Act:
    """Shake the camera and everything before it until the wall cracks and things fall."""
    power = scene.rise(0.03, 0.18) * (1.0 - scene.rise(0.76, 0.98))
    cracked = scene.rise(0.12, 0.42) * (1.0 - scene.rise(0.90, 1.0))

    def room(canvas: Canvas) -> None:
        with canvas.behind():
            canvas.draw(
                lambda sheet, moment: _cracks(sheet, moment, cracked),
                lambda sheet, moment: _rubble(sheet, moment, "far", 16),
                opacity=power,
            )
        _things_fall(canvas, power)
        canvas.draw(lambda sheet, moment: _rubble(sheet, moment, "near", 14, canvas.heads), opacity=power)
        for across, late, large, high in scene.rng("dust").random((6, 4)):
            way = (float(late) + scene.travel(6.0)) % 1.0
            top = float(high) < 0.4
            place = 0.02 + 0.20 * way if top else 1.0 - 0.14 * way
            size = scene.side * (0.06 + 0.07 * float(large)) * (0.5 + way)
            puff(canvas, float(across) * scene.width, scene.height * place, size, 0.62 * power * (1.0 - way))
        blur_of_motion(canvas, 0.06 * power)

    rattle = scene.sway(2.3)
    pose = pose_of(
        {
            "lid": -0.8,
            "eyes": 0.45,
            "brow_inner": 1.1,
            "brow_outer": 0.5,
            "jaw": 0.42,
            "mouth_wide": 0.35,
            "corner": -0.9,
            "teeth": 0.7,
        }
    ).scaled(power)
    pose = pose.moved(
        tilt=0.35 * rattle * power, shift_x=0.07 * rattle * power, shift_y=0.05 * scene.sway(2.9) * power,
        gaze_x=0.6 * scene.sway(4.0) * power, gaze_y=-0.4 * power,
    )  # fmt: skip
    return Act(pose, (room,), Layers(away=shaken(scene, 0.06 * power)))


def _cracks(sheet: Sheet, scene: Scene, grown: float) -> None:
    """Draw cracks that run through the wall from its edges, branching, dark with a light edge."""
    rng = scene.rng("cracks")
    width, height = scene.width, scene.height
    starts = (
        (0.10, 0.0, 1.15),
        (0.90, 0.0, 2.0),
        (0.0, 0.62, -0.25),
        (1.0, 0.55, 3.4),
        (0.30, 1.0, -1.2),
        (0.74, 1.0, -1.9),
    )
    for across, down, start in starts:
        line, heading = [(across * width, down * height)], start
        for number in range(11):
            heading = start + (0.75 if number % 2 else -0.75) * float(rng.uniform(0.3, 1.2))
            long = scene.side * float(rng.uniform(0.025, 0.06)) * grown
            line.append((line[-1][0] + long * math.cos(heading), line[-1][1] + long * math.sin(heading)))
        side = start + float(rng.choice([-1.1, 1.1]))
        fork = line[4]
        long = 0.10 * scene.side * grown
        branch = [fork, (fork[0] + long * math.cos(side), fork[1] + long * math.sin(side))]
        for color, breadth, aside in (((238, 230, 214), 0.020, 0.005), (INK, 0.017, 0.0)):
            _crack(sheet, line, color, breadth * scene.side, aside * scene.side)
            _crack(sheet, branch, color, 0.55 * breadth * scene.side, aside * scene.side)


def _crack(sheet: Sheet, line: list[tuple[float, float]], color: Color, breadth: float, aside: float) -> None:
    last = len(line) - 1
    for at, (start, end) in enumerate(pairwise(line)):
        moved = [(start[0] + aside, start[1] + aside), (end[0] + aside, end[1] + aside)]
        sheet.stroke(moved, color, max(1.0, breadth * (1.0 - at / (last + 0.5))))


def _rubble(sheet: Sheet, scene: Scene, look: str, most: int, heads: Sequence[Head] = ()) -> None:
    """Draw plaster that falls from the ceiling, with a streak of dust behind each lump; none before a face of `heads`."""
    for across, late, large, shade in scene.rng(f"rubble {look}").random((most, 4)):
        way = (float(late) + scene.travel(5.0)) % 1.0
        x = float(across) * scene.width
        y = (1.25 * way**1.6 - 0.12) * scene.height
        size = scene.side * (0.010 + 0.024 * float(large)) * (1.0 if look == "far" else 1.3)
        if any(head.covers(x, y, size) for head in heads):
            continue
        gray = 120 + int(90 * float(shade))
        sheet.stroke([(x, y - 3.2 * size), (x, y)], (226, 220, 208), 0.9 * size, 0.35)
        angle = 7.0 * way + 6.0 * float(shade)
        sheet.shape(turned(CHIP, x=x, y=y, size=1.12 * size, angle=angle), (70, 64, 60))
        sheet.shape(
            turned(CHIP, x=x - 0.1 * size, y=y - 0.14 * size, size=0.86 * size, angle=angle),
            (gray, gray - 6, gray - 16),
        )


def _things_fall(canvas: Canvas, power: float) -> None:
    """Let things from a shelf tumble through the picture, beside the face."""
    scene = canvas.scene
    for number, (name, across) in enumerate((("coffee", 0.12), ("trophy", 0.88), ("cookie", 0.24))):
        way = (0.37 * number + scene.travel(6.0)) % 1.0
        size = 0.13 * scene.side
        x = (across + 0.05 * math.sin(5.0 * way + number)) * scene.width
        y = (1.4 * way**1.7 - 0.2) * scene.height
        canvas.sticker(name, x, y, size, angle=5.0 * way * (-1.0) ** number, opacity=power, shadow=0.3, rim=0.02)
