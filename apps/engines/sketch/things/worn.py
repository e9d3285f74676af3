"""Things that are put on: glasses, hats, a nose."""

import math

from apps.engines.sketch import light
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings import happy
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.particles import glitter
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Color, Sheet, clear_sheet
from apps.engines.sketch.things.beside import room_above
from apps.imaging.faces import points as at


def sunglasses(scene: Scene) -> Act:
    """Let sunglasses come down, land with a small jolt, and look cool."""
    landed = scene.rise(-0.04, 0.26)
    jolt = math.sin(math.pi * scene.rise(0.24, 0.40))
    pose = (
        Pose(corner_right=0.75, corner_left=0.25, brow_outer_right=0.3)
        .scaled(scene.rise(0.30, 0.45))
        .moved(nod=0.20 * jolt, tilt=-0.15 * scene.rise(0.35, 0.5))
    )
    leave = scene.rise(0.93, 1.0)

    def glasses(canvas: Canvas) -> None:
        for head in canvas.heads:
            _on_eyes(canvas, head, "sunglasses", height=-4.2 * (1.0 - landed), opacity=1.0 - leave)

    return Act(pose.scaled(1.0 - leave), (glasses,))


def thug_life(scene: Scene) -> Act:
    """Pixel glasses slide down, the music plays in gray."""
    landed = scene.rise(-0.06, 0.22)
    leave = scene.rise(0.94, 1.0)
    gray = landed * (1.0 - leave)
    cool = scene.rise(0.20, 0.32) * (1.0 - leave)
    jolt = math.sin(math.pi * scene.rise(0.18, 0.34))
    bob = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap) * scene.rise(0.32, 0.42) * (1.0 - leave)
    pose = Pose(calm=0.7, corner_right=0.8, corner_left=0.1, brow_outer_right=0.4, nod=-0.25, tilt=-0.15).scaled(cool)
    pose = pose.moved(calm=0.7 * scene.settled(), nod=pose.nod + 0.22 * jolt + 0.14 * bob)

    def drawing(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.lay(pixel_glasses(canvas, head, -3.6 * (1.0 - landed)), 1.0 - leave)

    return Act(pose, (drawing,), Layers(color=light.saturation(1.0 - 0.75 * gray)))


def party_hat(scene: Scene) -> Act:
    drop = scene.rise(0.05, 0.30)
    leave = scene.rise(0.94, 1.0)
    bounce = 0.10 * abs(math.sin(2.0 * math.pi * 2.0 * scene.lap))

    def hat(canvas: Canvas) -> None:
        make_room(canvas, 2.3, room_above(scene))
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            _cone(sheet, head, lift=2.4 * (1.0 - drop))

            canvas.lay(sheet, 1.0 - leave)
        canvas.draw(glitter.confetti, opacity=drop * (1.0 - leave))

    pose = (
        pose_of({"corner": 1.05, "cheeks": 0.9, "squint": 0.6, "jaw": 0.25})
        .scaled(scene.mood())
        .moved(tilt=0.3 * math.sin(2 * math.pi * 2 * scene.lap), shift_y=-bounce)
    )
    return Act(pose, (hat,))


def clown(scene: Scene) -> Act:
    """Put on a wig, a red nose and rosy cheeks, and honk."""
    on = scene.rise(0.08, 0.25)
    leave = scene.rise(0.94, 1.0)
    honk = math.sin(math.pi * scene.rise(0.45, 0.62))

    def nose(canvas: Canvas) -> None:
        for head in canvas.heads:
            wig = clear_sheet(canvas.scene)
            _wig(wig, head, on)
            canvas.lay(wig, 1.0 - leave)
            x, y = head.point(at.NOSE_TIP)
            size = 0.20 * head.span * on * (1.0 + 0.28 * honk)
            if size >= 1.0:
                canvas.lay(_ball(canvas.scene, x, y, size), 1.0 - leave)

    pose = (
        pose_of({"corner": 0.9, "cheeks": 0.8, "blush": 1.1, "brow_outer": 0.9, "brow_inner": 0.7, "lid": -0.2})
        .scaled(scene.mood())
        .moved(squint=0.5 * honk, nod=0.15 * honk)
    )
    return Act(pose, (nose,))


def crown(scene: Scene) -> Act:
    drop = scene.rise(0.05, 0.32)
    leave = scene.rise(0.94, 1.0)

    def king(canvas: Canvas) -> None:
        make_room(canvas, 1.8, room_above(scene))
        for head in canvas.heads:
            share, lowered = head.fit_above(-0.55, 1.15)
            x, y = head.at(0.0, -0.55 - 0.55 * share + lowered - 2.6 * (1.0 - drop))
            canvas.sticker("crown", x, y, 1.6 * share * head.span, angle=head.angle, opacity=1.0 - leave, shadow=0.4)
        canvas.draw(
            lambda sheet, moment: glitter.sparkles(sheet, moment, most=14, look="crown"), opacity=drop * (1.0 - leave)
        )

    return Act(happy.proud(scene), (king,))


def _on_eyes(canvas: Canvas, head: Head, name: str, *, height: float, opacity: float) -> None:
    x, y = head.at(0.0, height)
    canvas.sticker(
        name,
        x,
        y + 0.06 * head.span,
        1.62 * head.span,
        angle=head.angle,
        opacity=opacity,
        shadow=0.35 if height > -0.1 else 0.0,
    )


def pixel_glasses(canvas: Canvas, head: Head, height: float) -> Sheet:
    """Return the blocky sunglasses of the meme on a sheet, `height` eye spans below the eyes."""
    rows = (
        "1111111111111111",
        "0120111110120111",
        "0112011110112011",
        "0011111000111110",
        "0001110000011100",
    )
    sheet = clear_sheet(canvas.scene)
    unit = 1.75 * head.span / 16
    x, y = head.at(0.0, height - 0.10)
    cosine, sine = math.cos(head.angle), math.sin(head.angle)
    for row, line in enumerate(rows):
        for column, mark in enumerate(line):
            if mark == "0":
                continue
            color: Color = (250, 250, 250) if mark == "2" else (12, 12, 14)
            left, top = (column - 8) * unit, row * unit
            corners = [
                (left, top),
                (left + unit * 1.04, top),
                (left + unit * 1.04, top + unit * 1.04),
                (left, top + unit * 1.04),
            ]
            sheet.shape([(x + px * cosine - py * sine, y + px * sine + py * cosine) for px, py in corners], color)
    return sheet


def _cone(sheet: Sheet, head: Head, *, lift: float) -> None:
    share, lowered = head.fit_above(-0.62, 1.6, least=0.62)

    def place(right: float, down: float) -> tuple[float, float]:
        return head.at(share * right, -0.62 + share * (down + 0.62) + lowered - lift)

    stripes: tuple[Color, ...] = ((255, 80, 120), (255, 205, 60), (70, 190, 255), (140, 110, 255))
    foot, top = -0.62, -2.05
    for band in range(6):
        low, high = foot + (top - foot) * band / 6, foot + (top - foot) * (band + 1) / 6
        wide, narrow = 0.46 * (1 - band / 6), 0.46 * (1 - (band + 1) / 6)
        sheet.shape(
            [place(-wide, low), place(wide, low + 0.02), place(narrow, high), place(-narrow, high)], stripes[band % 4]
        )
    for number in range(9):
        x, y = place(-0.46 + 0.115 * number, foot + 0.03 * math.sin(number))
        sheet.disc(x, y, 0.07 * head.span, (255, 250, 235))
    x, y = place(0.0, top)
    sheet.disc(x, y, 0.15 * head.span, (255, 240, 120))
    sheet.disc(x - 0.04 * head.span, y - 0.04 * head.span, 0.05 * head.span, (255, 255, 230))


def _wig(sheet: Sheet, head: Head, on: float) -> None:
    """Draw curls on both sides of the head."""
    for shade, (color, spread) in enumerate((((196, 52, 20), 1.0), ((246, 104, 30), 0.82), ((255, 150, 64), 0.45))):
        for side in (-1.0, 1.0):
            for number in range(6):
                turn = 0.5 + 1.1 * number
                x, y = head.at(
                    side * (0.92 + 0.17 * math.cos(turn)) - 0.03 * shade, -0.16 + 0.27 * math.sin(turn) - 0.04 * shade
                )
                sheet.disc(x, y, 0.19 * spread * on * head.span, color)


def _ball(scene: Scene, x: float, y: float, size: float) -> Sheet:
    sheet = clear_sheet(scene)
    for step in range(8):
        share = step / 7
        sheet.disc(
            x - 0.22 * size * share,
            y - 0.24 * size * share,
            size * (1.0 - 0.72 * share),
            (int(176 + 70 * share), int(16 + 62 * share), int(24 + 56 * share)),
        )
    sheet.disc(x - 0.36 * size, y - 0.40 * size, 0.17 * size, (255, 225, 220), opacity=0.9)
    return sheet
