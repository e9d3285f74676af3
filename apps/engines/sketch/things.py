"""Things that stand where they belong: on eyes and heads, in the air around a person."""

import math

import cv2
import numpy as np

from apps.engines.sketch import light, particles
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face import feelings
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.gestures import within
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Color, Sheet, clear_sheet
from apps.imaging.faces import points as at


def sunglasses(scene: Scene) -> Act:
    """Let sunglasses come down, land with a small jolt, and look cool."""
    landed = scene.rise(0.10, 0.42)
    jolt = math.sin(math.pi * scene.rise(0.40, 0.55))
    pose = (
        Pose(corner_right=0.75, corner_left=0.25, brow_outer_right=0.3)
        .scaled(scene.rise(0.45, 0.6))
        .moved(nod=0.20 * jolt, tilt=-0.15 * scene.rise(0.5, 0.7))
    )
    leave = scene.rise(0.93, 1.0)

    def glasses(canvas: Canvas) -> None:
        for head in canvas.heads:
            _on_eyes(canvas, head, "sunglasses", height=-4.2 * (1.0 - landed), opacity=1.0 - leave)

    return Act(pose.scaled(1.0 - leave), (glasses,))


def thug_life(scene: Scene) -> Act:
    """Pixel glasses slide down, the music plays in gray."""
    landed = scene.rise(0.06, 0.60)
    leave = scene.rise(0.95, 1.0)
    gray = min(1.0, 1.2 * landed) * (1.0 - leave)
    pose = Pose(corner_right=0.8, corner_left=0.2, nod=-0.15).scaled(scene.rise(0.55, 0.75) * (1.0 - leave))

    def drawing(canvas: Canvas) -> None:
        for head in canvas.heads:
            canvas.lay(_pixel_glasses(canvas, head, -3.6 * (1.0 - landed)), 1.0 - leave)

    return Act(pose, (drawing,), Layers(color=light.saturation(1.0 - 0.75 * gray)))


def party_hat(scene: Scene) -> Act:
    drop = scene.rise(0.05, 0.30)
    leave = scene.rise(0.94, 1.0)
    bounce = 0.10 * abs(math.sin(2.0 * math.pi * 2.0 * scene.lap))

    def hat(canvas: Canvas) -> None:
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            _cone(sheet, head, lift=2.4 * (1.0 - drop))
            canvas.lay(sheet, 1.0 - leave)
        canvas.draw(particles.confetti, opacity=drop * (1.0 - leave))

    pose = (
        pose_of({"corner": 1.05, "cheeks": 0.9, "squint": 0.6, "jaw": 0.25})
        .scaled(scene.arc())
        .moved(tilt=0.3 * math.sin(2 * math.pi * 2 * scene.lap), shift_y=-bounce)
    )
    return Act(pose, (hat,))


def clown(scene: Scene) -> Act:
    """Put on a red nose and rosy cheeks, and honk."""
    on = scene.rise(0.08, 0.25)
    leave = scene.rise(0.94, 1.0)
    honk = math.sin(math.pi * scene.rise(0.45, 0.62))

    def nose(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.point(at.NOSE_TIP)
            size = 0.20 * head.span * on * (1.0 + 0.28 * honk)
            if size >= 1.0:
                canvas.lay(_ball(canvas.scene, x, y, size), 1.0 - leave)

    pose = (
        pose_of({"corner": 0.9, "cheeks": 0.8, "blush": 1.1, "brow_outer": 0.9, "brow_inner": 0.7, "lid": -0.2})
        .scaled(scene.arc())
        .moved(squint=0.5 * honk, nod=0.15 * honk)
    )
    return Act(pose, (nose,))


def halo(scene: Scene) -> Act:
    shown = scene.rise(0.05, 0.30) * (1.0 - scene.rise(0.9, 1.0))

    def ring(canvas: Canvas) -> None:
        for head in canvas.heads:
            _halo(canvas, head, shown)

    return Act(
        pose_of(
            {"gaze_y": -0.9, "brow_inner": 0.9, "corner": 0.5, "press": 0.4, "tilt": 0.25, "nod": -0.2, "shine": 0.6}
        ).scaled(scene.arc()),
        (ring,),
    )


def devil(scene: Scene) -> Act:
    """Horns grow, and the grin goes with them."""
    grown = scene.rise(0.15, 0.45) * (1.0 - scene.rise(0.9, 1.0))

    def horns(canvas: Canvas) -> None:
        for head in canvas.heads:
            sheet = clear_sheet(canvas.scene)
            for side in (-1.0, 1.0):
                _horn(sheet, head, side, grown)
            canvas.lay(sheet)

    pose = feelings.evil_grin(scene).moved(red=0.45 * grown)
    return Act(
        pose,
        (horns,),
        Layers(gain=light.tint(scene, inner=(1.08, 0.92, 0.9), outer=(0.9, 0.45, 0.4), level=0.8 * grown)),
    )


def crown(scene: Scene) -> Act:
    drop = scene.rise(0.05, 0.32)
    leave = scene.rise(0.94, 1.0)

    def king(canvas: Canvas) -> None:
        for head in canvas.heads:
            x, y = head.at(0.0, -1.02 - 2.6 * (1.0 - drop))
            canvas.sticker("crown", x, y, 1.5 * head.span, angle=head.angle, opacity=1.0 - leave, shadow=0.4)
        canvas.draw(
            lambda sheet, moment: particles.sparkles(sheet, moment, most=14, look="crown"), opacity=drop * (1.0 - leave)
        )

    return Act(feelings.proud(scene), (king,))


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
        (lambda canvas: canvas.draw(particles.confetti),),
    )


def cake(scene: Scene) -> Act:
    """Bring up a birthday cake and blow out its candles."""
    shown = scene.rise(0.05, 0.28) * (1.0 - scene.rise(0.92, 1.0))
    blow = scene.rise(0.42, 0.5) * (1.0 - scene.rise(0.66, 0.74))

    def drawing(canvas: Canvas) -> None:
        head = canvas.head
        size = 1.7 * head.span if head else 0.4 * scene.side
        x, y = head.at(0.0, 2.15) if head else (0.5 * scene.width, 0.7 * scene.height)
        y = min(y, scene.height - 0.45 * size) + (1.0 - shown) * 1.6 * size
        canvas.sticker("cake", x, y, size, shadow=0.35)
        canvas.draw(particles.confetti, opacity=scene.rise(0.68, 0.78) * (1.0 - scene.rise(0.92, 1.0)))

    happy = pose_of({"corner": 0.9, "cheeks": 0.7, "squint": 0.4, "brow_outer": 0.4}).scaled(scene.arc() * (1.0 - blow))
    return Act(
        happy.plus(pose_of({"mouth_wide": -1.0, "puff": 0.7, "jaw": 0.14, "squint": 0.4, "nod": 0.2}), blow), (drawing,)
    )


def coffee(scene: Scene) -> Act:
    """Sip from a steaming cup."""
    shown = scene.rise(0.04, 0.26) * (1.0 - scene.rise(0.9, 1.0))
    sip = scene.rise(0.36, 0.5) * (1.0 - scene.rise(0.72, 0.84))

    def cup(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        x, y = head.at(0.34 - 0.18 * sip, 1.72 - 0.52 * sip + 2.2 * (1.0 - shown))
        size = 1.25 * head.span
        _steam_from(canvas, x - 0.1 * size, y - 0.45 * size, size, shown * (1.0 - 0.6 * sip))
        canvas.sticker("coffee", x, y, size, angle=-0.35 * sip, shadow=0.35)

    pose = pose_of({"lid": 0.45, "corner": 0.35, "brow_outer": 0.4}).scaled(scene.arc())
    return Act(
        pose.moved(lid_left=pose.lid_left + 0.5 * sip, lid_right=pose.lid_right + 0.5 * sip, nod=-0.2 * sip), (cup,)
    )


def laser_eyes(scene: Scene) -> Act:
    charge = scene.rise(0.15, 0.34) * (1.0 - scene.rise(0.86, 0.96))
    flicker = 0.88 + 0.12 * math.sin(2.0 * math.pi * scene.turns(2.1) * scene.lap)

    def beams(canvas: Canvas) -> None:
        for head in canvas.heads:
            _lasers(canvas, head, charge * flicker)

    pose = pose_of(
        {"brow_inner": -1.1, "brow_outer": 0.5, "brows_together": 0.9, "squint": 0.35, "press": 0.8, "nod": 0.2}
    ).scaled(scene.arc())
    return Act(pose, (beams,), Layers(gain=light.even(scene, (1.0, 0.80, 0.80), 0.9 * charge)))


def steam_from_ears(scene: Scene) -> Act:
    act_pose = feelings.rage(scene).moved(
        jaw=0.1, press=0.9, puff=0.7 * scene.rise(0.1, 0.4) * (1.0 - scene.rise(0.8, 1.0))
    )

    def jets(canvas: Canvas) -> None:
        blown = scene.rise(0.25, 0.4) * (1.0 - scene.rise(0.88, 0.98))
        for head in canvas.heads:
            for side, ear in ((-1.0, 127), (1.0, 356)):
                x, y = head.point(ear)
                for puff in range(7):
                    way = (puff / 7 + scene.travel(4)) % 1.0
                    size = head.span * (0.10 + 0.34 * way)
                    px = x + side * head.span * (0.1 + 1.3 * way)
                    py = y - head.span * 0.9 * way**1.7
                    _puff(canvas, px, py, size, blown * (1.0 - way**2))

    return Act(act_pose, (jets,))


def mind_blown(scene: Scene) -> Act:
    """Open the top of the head and let everything in it fly out."""
    burst = scene.rise(0.30, 0.40) * (1.0 - scene.rise(0.90, 1.0))
    way = max(0.0, min(1.0, (scene.lap - 0.30) / 0.62))

    def blast(canvas: Canvas) -> None:
        head = canvas.head
        if head is None or burst <= 0:
            return
        x, y = head.at(0.0, -0.95)
        rng = scene.rng("mind blown")
        size = head.span
        with canvas.behind():
            _cloud(canvas, x, y - 0.55 * size, size * (1.0 + 0.5 * way), burst)
        canvas.sticker(
            "collision", x, y - 0.2 * size, size * (1.5 + 0.6 * way), angle=0.4 * way, opacity=burst * (1.0 - 0.6 * way)
        )
        for number in range(16):
            angle = -math.pi / 2 + (float(rng.random()) - 0.5) * 2.4
            speed = 0.8 + 1.8 * float(rng.random())
            name = ("star", "sparkles", "bulb", "brain", "lightning")[number % 5]
            px = x + math.cos(angle) * speed * way * 1.9 * size
            py = y + math.sin(angle) * speed * way * 1.9 * size + 1.6 * way * way * size
            canvas.sticker(name, px, py, size * 0.42, angle=6.0 * way + number, opacity=burst)

    pose = pose_of({"lid": -1.0, "brow_inner": 1.1, "brow_outer": 1.1, "jaw": 0.55, "mouth_wide": -0.3}).scaled(
        scene.arc(rise=0.3)
    )
    return Act(
        pose.moved(swell=0.12 * scene.rise(0.1, 0.3) * (1 - burst), shift_y=pose.shift_y + 0.06 * burst),
        (blast,),
        Layers(gain=light.even(scene, (1.25, 1.2, 1.1), 0.6 * burst * (1 - way))),
    )


def hearts(scene: Scene) -> Act:
    def around(canvas: Canvas) -> None:
        with canvas.behind():
            _rise_of(canvas, ("heart",), "hearts behind", 14, 0.13)
        _rise_of(canvas, ("heart",), "hearts", 6, 0.11)

    return Act(feelings.love(scene), (around,))


def broken_heart(scene: Scene) -> Act:
    shown = scene.rise(0.1, 0.3) * (1.0 - scene.rise(0.9, 1.0))

    def heart(canvas: Canvas) -> None:
        head = canvas.head
        size = (1.3 * head.span if head else 0.3 * scene.side) * shown
        x, y = head.at(0.0, 2.1) if head else (0.5 * scene.width, 0.6 * scene.height)
        canvas.sticker(
            "broken_heart",
            x,
            min(y, scene.height - 0.5 * size) + 0.2 * size * scene.rise(0.5, 0.9),
            size,
            angle=0.15 * math.sin(2 * math.pi * scene.lap),
            shadow=0.3,
        )

    return Act(feelings.sob(scene), (heart,), Layers(color=light.saturation(1.0 - 0.5 * shown)))


def popcorn(scene: Scene) -> Act:
    """Eat popcorn and watch."""
    chew = abs(math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap))
    shown = scene.rise(0.02, 0.22) * (1.0 - scene.rise(0.92, 1.0))

    def bucket(canvas: Canvas) -> None:
        head = canvas.head
        size = 1.5 * head.span if head else 0.36 * scene.side
        x, y = head.at(0.55, 2.1) if head else (0.6 * scene.width, 0.7 * scene.height)
        y = min(y, scene.height - 0.48 * size) + (1 - shown) * 2 * size
        canvas.sticker("popcorn", x, y, size, angle=0.08, shadow=0.35)

    pose = (
        pose_of({"corner": 0.35, "brow_outer": 0.5, "brow_inner": 0.4})
        .scaled(scene.arc(anticipation=0.0))
        .moved(jaw=0.22 * chew, gaze_x=0.8 * math.sin(2 * math.pi * scene.lap), puff=0.35)
    )
    return Act(pose, (bucket,))


def question(scene: Scene) -> Act:
    return _floating(scene, "question", feelings.tilt_head(scene), most=6)


def idea(scene: Scene) -> Act:
    """Light a bulb over the head."""
    on = scene.rise(0.34, 0.4) * (1.0 - scene.rise(0.92, 1.0))

    def bulb(canvas: Canvas) -> None:
        head = canvas.head
        if head is None:
            return
        size = 0.95 * head.span
        x, y = head.at(0.0, -1.75)
        if y < 0.55 * size:  # no room above the head: beside it
            x, y = head.at(1.35, -0.7)
            x, y = within(x, 0.55 * size, scene.width), within(y, 0.55 * size, scene.height)
        canvas.sticker("bulb", x, y, size * (0.2 + 0.8 * on), opacity=on)
        if on > 0:
            canvas.draw(lambda sheet, moment: _glints(sheet, moment, x, y, size * 0.95 * on))

    pose = pose_of({"brow_inner": 1.0, "brow_outer": 1.0, "lid": -0.6, "corner": 0.8, "jaw": 0.3, "nod": -0.2}).scaled(
        on
    )
    return Act(
        pose.plus(
            pose_of({"gaze_y": -0.7, "gaze_x": 0.5, "press": 0.4, "tilt": 0.3}),
            scene.rise(0.02, 0.15) * (1 - scene.rise(0.28, 0.36)),
        ),
        (bulb,),
        Layers(gain=light.tint(scene, inner=(1.2, 1.18, 1.0), outer=(0.9, 0.9, 0.95), level=on)),
    )


def siren(scene: Scene) -> Act:
    flash = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)

    def lamp(canvas: Canvas) -> None:
        head = canvas.head
        size = 1.0 * head.span if head else 0.25 * scene.side
        x, y = head.at(0.0, -1.25) if head else (0.5 * scene.width, 0.2 * scene.height)
        canvas.sticker("siren", x, max(y, 0.5 * size), size, shadow=0.3)

    inner, outer = ((1.35, 0.8, 0.8), (1.1, 0.45, 0.45)) if flash > 0 else ((0.85, 0.85, 1.3), (0.5, 0.5, 1.05))
    return Act(
        feelings.shock(scene),
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


def hundred(scene: Scene) -> Act:
    return _floating(
        scene, "hundred", pose_of({"corner": 1.0, "cheeks": 0.7, "squint": 0.5, "nod": 0.2}).scaled(scene.arc()), most=7
    )


def skull(scene: Scene) -> Act:
    """Die of it."""
    return _floating(scene, "skull", feelings.dead_inside(scene), most=6)


def _floating(scene: Scene, name: str, pose: Pose, *, most: int) -> Act:
    def around(canvas: Canvas) -> None:
        _rise_of(canvas, (name,), name, most, 0.20, aside=True)

    return Act(pose, (around,))


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


def _pixel_glasses(canvas: Canvas, head: Head, height: float) -> Sheet:
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
    def place(right: float, down: float) -> tuple[float, float]:
        return head.at(right, down - lift)

    stripes: tuple[Color, ...] = ((255, 80, 120), (255, 205, 60), (70, 190, 255), (140, 110, 255))
    foot, top = -0.70, -2.05
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


def _halo(canvas: Canvas, head: Head, shown: float) -> None:
    height, width = canvas.frame.shape[:2]
    x, y = head.at(0.0, -1.5 + 0.04 * math.sin(2 * math.pi * canvas.scene.lap))
    ring = np.zeros((height, width), np.uint8)
    axes = (max(2, round(0.72 * head.span)), max(1, round(0.20 * head.span)))
    cv2.ellipse(
        ring,
        (round(x), round(y)),
        axes,
        math.degrees(head.angle),
        0,
        360,
        255,
        max(2, round(0.11 * head.span)),
        cv2.LINE_AA,
    )
    core = ring.astype(np.float32) / 255.0
    glow = np.clip(2.4 * cv2.GaussianBlur(core, (0, 0), max(1.0, 0.14 * head.span)), 0, 1)
    frame = canvas.frame.astype(np.float32)
    frame += (shown * 0.75 * glow)[..., None] * (np.array([255.0, 224.0, 120.0], np.float32) - frame) * 0.9
    frame += (shown * core)[..., None] * (np.array([255.0, 246.0, 190.0], np.float32) - frame)
    canvas.frame[:] = np.clip(frame, 0, 255).astype(np.uint8)


def _horn(sheet: Sheet, head: Head, side: float, grown: float) -> None:
    outline, shade = [], []
    for step in range(13):
        share = step / 12
        thick = 0.17 * (1.0 - share) ** 0.8
        x = side * (0.46 + 0.26 * math.sin(1.5 * share) * grown)
        y = -0.72 - 0.72 * share * grown
        outline.append(head.at(x - thick * side, y))
        shade.append(head.at(x + thick * side, y + 0.03))
    sheet.shape([*outline, *reversed(shade)], (150, 14, 20))
    middle = [((ax + 2 * bx) / 3, (ay + 2 * by) / 3) for (ax, ay), (bx, by) in zip(outline, shade, strict=True)]
    sheet.shape([*outline, *reversed(middle)], (212, 36, 40))


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


def _steam_from(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    scene = canvas.scene
    for number in range(6):
        way = (number / 6 + scene.travel(7)) % 1.0
        px = x + 0.12 * size * math.sin(2 * math.pi * (way + 0.3 * number)) + 0.14 * size * (number % 3 - 1)
        _puff(canvas, px, y - 0.75 * size * way, size * (0.08 + 0.12 * way), opacity * 0.8 * math.sin(math.pi * way))


def _puff(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    """Draw a soft white cloud."""
    height, width = canvas.frame.shape[:2]
    reach = int(2.2 * size) + 2
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    right, bottom = min(width, int(x) + reach), min(height, int(y) + reach)
    if left >= right or top >= bottom or opacity <= 0.01:
        return
    down, across = np.mgrid[top:bottom, left:right].astype(np.float32)
    soft = np.exp(-(((across - x) ** 2 + (down - y) ** 2) / (0.9 * size * size)))
    view = canvas.frame[top:bottom, left:right]
    mixed = view + (np.clip(1.25 * soft * opacity, 0, 1))[..., None] * (
        np.array([252.0, 250.0, 248.0], np.float32) - view
    )
    view[:] = np.clip(mixed, 0, 255).astype(np.uint8)


def _cloud(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    for number in range(9):
        angle = 2 * math.pi * number / 9
        _puff(canvas, x + 0.62 * size * math.cos(angle), y + 0.40 * size * math.sin(angle), 0.42 * size, opacity * 0.9)
    _puff(canvas, x, y - 0.2 * size, 0.7 * size, opacity)


def _lasers(canvas: Canvas, head: Head, power: float) -> None:
    height, width = canvas.frame.shape[:2]
    if power <= 0.01:
        return
    glow = np.zeros((height, width), np.float32)
    core = np.zeros((height, width), np.uint8)
    far = math.hypot(width, height)
    for upper, lower, lean in ((159, 145, -0.16), (386, 374, 0.16)):
        x, y = (head.points[upper] + head.points[lower]) / 2
        angle = head.angle + math.pi / 2 - lean - 0.55
        end = (round(float(x) + far * math.cos(angle)), round(float(y) + far * math.sin(angle)))
        cv2.line(
            core, (round(float(x)), round(float(y))), end, 255, max(2, round(0.10 * head.span * power)), cv2.LINE_AA
        )
        cv2.circle(
            core, (round(float(x)), round(float(y))), max(2, round(0.13 * head.span * power)), 255, -1, cv2.LINE_AA
        )
    beam = core.astype(np.float32) / 255.0
    glow = np.clip(2.2 * cv2.GaussianBlur(beam, (0, 0), max(1.5, 0.10 * head.span)), 0, 1)
    frame = canvas.frame.astype(np.float32)
    frame += (0.95 * power * glow)[..., None] * (np.array([255.0, 30.0, 24.0], np.float32) - frame)
    hot = cv2.GaussianBlur(beam, (0, 0), max(0.6, 0.02 * head.span))
    frame += (power * hot)[..., None] * (np.array([255.0, 238.0, 226.0], np.float32) - frame)
    canvas.frame[:] = np.clip(frame, 0, 255).astype(np.uint8)


def _glints(sheet: Sheet, scene: Scene, x: float, y: float, size: float) -> None:
    for number in range(10):
        angle = 2 * math.pi * number / 10
        near, far = 0.62 * size, (0.86 + 0.1 * math.sin(2 * math.pi * 2 * scene.lap + number)) * size
        sheet.stroke(
            [
                (x + near * math.cos(angle), y + near * math.sin(angle)),
                (x + far * math.cos(angle), y + far * math.sin(angle)),
            ],
            (255, 226, 90),
            0.05 * size,
        )
