"""A dance floor: a mirror ball, colored beams, and a head that goes with the beat."""

import math

import cv2
import numpy as np

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.figures import glint
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.sheet import INK, WHITE, Color, Sheet
from apps.engines.sketch.things import beside

LAMPS: tuple[tuple[float, float, float], ...] = (
    (255.0, 40.0, 150.0),
    (60.0, 255.0, 120.0),
    (70.0, 120.0, 255.0),
    (255.0, 200.0, 30.0),
    (190.0, 60.0, 255.0),
    (30.0, 230.0, 255.0),
)
"""The colors of the beams."""

TILES = 7
"""Rows of mirrors on the ball: more would be noise at the size of an emoji."""


def disco(scene: Scene) -> Act:
    """Dance: bounce on every beat, lean to one side and the other, sing along, under a mirror ball."""
    beat = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    hop = abs(math.cos(2.0 * math.pi * scene.turns(6.0) * scene.lap)) ** 1.5
    pose = pose_of({"corner": 1.0, "cheeks": 0.8, "squint": 0.7, "brow_outer": 0.6, "brow_inner": 0.3})
    pose = pose.scaled(scene.mood(ebb=0.8)).moved(
        tilt=0.85 * beat,
        shift_x=0.20 * beat,
        shift_y=0.10 - 0.16 * hop,
        nod=0.3 - 0.5 * hop,
        jaw=0.12 + 0.3 * hop,
        turn=0.35 * beat,
    )

    on = scene.settled()

    def floor(canvas: Canvas) -> None:
        make_room(canvas, 2.2, on)
        head = canvas.head
        size = 0.22 * scene.side
        x, y = (0.5 * scene.width, 0.55 * size) if head is None else beside.free(canvas, head, size, -0.9, -1.9)
        y = max(y, 0.62 * size) - 1.3 * size * (1.0 - on)
        rays = _rays(scene, x, y)
        with canvas.behind():
            canvas.light(1.0 - 0.64 * on)
            _shine(canvas, rays, 0.80 * on)
        _shine(canvas, rays, 0.16 * on)
        canvas.draw(lambda sheet, _: _spots(sheet, scene), opacity=0.55 * on)
        canvas.draw(lambda sheet, _: _ball(sheet, scene, x, y, 0.5 * size))

    warm = scene.travel(3.0) % 1.0
    tint = (1.18, 0.86, 1.12) if warm < 0.5 else (0.90, 1.06, 1.18)
    return Act(pose, (floor,), Layers(gain=light.even(scene, tint, on * min(1.0, 1.6 * scene.force))))


def _rays(scene: Scene, x: float, y: float) -> Floats:
    """Return the beams that leave the ball, red, green and blue at the size of the picture, 0 … 1."""
    right, below, distance = scene.around(x, y)
    turns = np.arctan2(below, right) / np.float32(2.0 * math.pi) + np.float32(0.5 * scene.travel(6.0))
    count = 2 * len(LAMPS)
    place = turns * count
    share = np.clip(2.6 * (0.5 - np.abs(place - np.rint(place))) - 0.35, 0.0, 1.0)
    number = np.rint(place).astype(int) % len(LAMPS)
    colors = (np.array(LAMPS, np.float32) / np.float32(255.0))[number]
    reach = np.clip(1.15 - 0.5 * distance / np.float32(scene.side), 0.25, 1.0)
    return enlarge((colors * (share * reach)[..., None]).astype(np.float32), scene.width, scene.height)


def _shine(canvas: Canvas, rays: Floats, level: float) -> None:
    """Add light to the frame, as lamps do: what is bright stays below white."""
    frame = canvas.frame.astype(np.float32)
    frame += rays * np.float32(level) * (np.float32(255.0) - frame)
    canvas.frame[:] = np.clip(np.rint(frame), 0, 255).astype(np.uint8)


def _spots(sheet: Sheet, scene: Scene) -> None:
    """Draw the spots of light that a mirror ball throws everywhere, wandering to one side."""
    for across, down, large, late in scene.rng("mirror ball").random((34, 4)):
        x = (float(across) + scene.travel(12.0)) % 1.0 * 1.1 * scene.width - 0.05 * scene.width
        y = float(down) * scene.height
        size = scene.side * (0.010 + 0.012 * float(large))
        red, green, blue = (int(0.5 * (value + 255.0)) for value in LAMPS[int(6 * float(late)) % len(LAMPS)])
        sheet.shape(_oval(x, y, size, 0.7 * size), (red, green, blue), 0.8)


def _ball(sheet: Sheet, scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a mirror ball on its string: rows of tiles that go round, each with a light of its own."""
    sheet.stroke([(x, -4.0), (x, y - size)], (40, 38, 52), max(1.0, 0.07 * size))
    sheet.disc(x, y, 1.06 * size, INK)
    sheet.disc(x, y, size, (120, 126, 150))
    rng = scene.rng("tiles")
    for row in range(TILES):
        low, high = (math.pi * ((row + edge) / TILES - 0.5) for edge in (0.06, 0.94))
        count = max(4, round(13 * math.cos((low + high) / 2)))
        lights = rng.random(2 * count)
        for tile in range(2 * count):
            start = math.pi * tile / count + 2.0 * math.pi * 0.5 * scene.travel(12.0)
            start = start % (2.0 * math.pi) - math.pi / 2
            end = start + 0.86 * math.pi / count
            if start < -math.pi / 2 or end > math.pi / 2:
                continue
            corners = [
                (x + size * math.cos(tall) * math.sin(wide), y + size * math.sin(tall))
                for tall, wide in ((low, start), (low, end), (high, end), (high, start))
            ]
            sheet.shape(corners, _tile(float((lights[tile] + scene.travel(4.0)) % 1.0), row))
    for number in range(3):
        flash = math.sin(math.pi * ((scene.travel(4.0) + number / 3) % 1.0))
        place = (x + size * (-0.5, 0.45, 0.1)[number], y + size * (-0.35, -0.1, 0.5)[number])
        if flash > 0.15:
            glint(sheet, x=place[0], y=place[1], size=0.55 * size * flash, color=WHITE, opacity=1.0)


def _tile(lit: float, row: int) -> Color:
    if lit > 0.72:
        return WHITE
    if lit > 0.5:
        red, green, blue = (int(value) for value in LAMPS[row % len(LAMPS)])
        return red, green, blue
    gray = int(110 + 190 * lit - 6 * row)
    return gray, gray + 6, gray + 22


def _oval(x: float, y: float, wide: float, tall: float) -> list[tuple[float, float]]:
    corners = cv2.ellipse2Poly((0, 0), (100, 100), 0, 0, 330, 30)
    return [(x + wide * px / 100.0, y + tall * py / 100.0) for px, py in corners]
