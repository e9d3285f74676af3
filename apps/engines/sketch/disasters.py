"""An explosion and an earthquake: what burns, falls and cracks around a person, and a camera that is shaken with them."""

import math
from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from apps.engines.sketch import figures, warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.scene import Floats, Scene, enlarge
from apps.engines.sketch.sheet import INK, Color, Sheet, turned
from apps.engines.sketch.things.clouds import puff

HEAT: tuple[tuple[float, Color], ...] = (
    (0.0, (44, 40, 42)),
    (0.16, (74, 50, 44)),
    (0.26, (150, 42, 14)),
    (0.42, (240, 96, 16)),
    (0.62, (255, 178, 48)),
    (0.82, (255, 236, 140)),
    (1.0, (255, 253, 236)),
)
"""What color a fireball has at which heat: white inside, orange flames, black smoke where it has cooled."""

BANG = 0.13
"""When it blows up, as a share of the loop: late enough to have seen that all was well."""

SMEARS = ((-0.36, 0.36, 0.15, -0.6), (0.40, 0.48, 0.12, 0.5), (0.20, -0.34, 0.16, -0.2), (-0.05, 0.92, 0.09, 0.1))
"""Smears of soot on a face: to the right and down from between the eyes, how long in eye spans, and how far turned."""

CHIP = ((-1.0, -0.5), (0.1, -0.9), (0.9, -0.3), (0.5, 0.8), (-0.6, 0.7))


def explode(scene: Scene) -> Act:
    """Let everything behind the person blow up; what remains is soot and a slow blink."""
    way = min(1.0, max(0.0, (scene.lap - BANG) / 0.62))
    there = (1.0 if scene.lap >= BANG else 0.0) * (1.0 - scene.rise(0.66, 0.84))
    sooty = scene.rise(0.40, 0.52) * (1.0 - scene.rise(0.90, 1.0))

    def blast(canvas: Canvas) -> None:
        head = canvas.head
        x, y = head.at(0.0, 0.2) if head else (scene.focus.x, scene.focus.y)
        if there > 0.0:
            with canvas.behind():
                canvas.draw(
                    lambda sheet, moment: _fireball(sheet, moment, (x, y), way),
                    lambda sheet, moment: _debris(sheet, moment, (x, y), way, most=38),
                    opacity=there,
                )
        _soot(canvas, sooty)
        flash = math.exp(-(((scene.lap - BANG - 0.03) / 0.055) ** 2))
        if flash > 0.05:
            canvas.frame[:] = cv2.addWeighted(
                canvas.frame, 1.0 - 0.75 * flash, np.full_like(canvas.frame, 255), 0.75 * flash, 0.0
            )

    def word(sheet: Sheet, moment: Scene) -> None:
        grown = moment.side * 0.115 * min(1.0, 0.5 + 2.5 * way)
        figures.write(
            sheet, "BOOM", x=0.5 * moment.width, y=0.88 * moment.height, size=grown, color=(255, 226, 60), angle=-0.10
        )

    said = there * (1.0 if way > 0.12 else 0.0) * (1.0 - scene.rise(0.52, 0.62))
    force = there * math.exp(-3.2 * way)
    lit = 0.75 * there * (1.0 - way)
    return Act(
        _blown_up(scene),
        (blast, lambda canvas: canvas.draw(word, opacity=said)),
        Layers(away=_shaken(scene, 0.035 * force), gain=_glare(scene, lit)),
    )


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
        _blur_of_motion(canvas, 0.06 * power)

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
    return Act(pose, (room,), Layers(away=_shaken(scene, 0.06 * power)))


def _blown_up(scene: Scene) -> Pose:
    """Return a face that jumps at the bang, and then has seen it all."""
    start = scene.rise(BANG - 0.04, BANG + 0.05) * (1.0 - scene.rise(0.42, 0.52))
    after = scene.rise(0.46, 0.56) * (1.0 - scene.rise(0.90, 1.0))
    blinks = max(0.0, 1.0 - abs(scene.lap - 0.71) / 0.07)
    jumped = pose_of(
        {
            "lid": -1.0,
            "eyes": 0.5,
            "brow_inner": 1.0,
            "brow_outer": 1.0,
            "jaw": 0.75,
            "mouth_wide": -0.2,
            "shift_y": -0.08,
            "swell": 0.08,
        }
    )
    stunned = pose_of({"calm": 1.0, "lid": -0.25, "eyes": 0.5, "brow_inner": 0.5, "brow_outer": 0.3, "corner": -0.1})
    pose = jumped.scaled(start).plus(stunned, after)
    return pose.moved(lid_left=pose.lid_left + 1.3 * blinks * after, lid_right=pose.lid_right + 1.3 * blinks * after)


def _shaken(scene: Scene, share: float) -> Floats | None:
    """Return the camera shaken by a share of the picture's side: stiff, and so near that no edge of the picture is seen."""
    if share < 1e-3:
        return None
    reach = share * scene.side * min(1.6, 0.4 + 1.2 * scene.force)
    right, down = _kick(scene)
    angle = 0.35 * share * scene.sway(2.2)
    zoom = 1.0 + 2.3 * reach / scene.side + 1.1 * abs(angle) * max(scene.width, scene.height) / scene.side
    across, below, _ = scene.around(scene.width / 2.0, scene.height / 2.0)
    cosine, sine = math.cos(angle) / zoom, math.sin(angle) / zoom
    turned_right = across * np.float32(cosine) + below * np.float32(sine) - across
    turned_down = below * np.float32(cosine) - across * np.float32(sine) - below
    field = np.dstack((turned_right, turned_down)).astype(np.float32)
    return (field + warps.shift(scene, right=reach * right, down=reach * down)).astype(np.float32)


def _kick(scene: Scene) -> tuple[float, float]:
    """Return where a shaken camera is thrown at a moment, to the right and down, -1 … 1."""
    return scene.sway(2.6) * 0.75 + 0.25 * scene.sway(3.7), 0.55 * scene.sway(3.1) + 0.25 * scene.sway(2.2)


def _blur_of_motion(canvas: Canvas, share: float) -> None:
    """Blur a frame along the way in which its camera is thrown."""
    right, down = _kick(canvas.scene)
    reach = share * canvas.scene.side
    # Fastest where the swing passes its middle, still where it turns back.
    half = int(min(1.0 + 0.007 * canvas.scene.side, 0.24 * reach * (1.0 - min(1.0, 1.3 * abs(right)))))
    if half < 1:
        return
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    lean = 0.5 * half * (1.0 if right * down >= 0 else -1.0)
    cv2.line(kernel, (0, round(half - lean)), (2 * half, round(half + lean)), 1.0, 1, cv2.LINE_AA)
    canvas.frame[:] = cv2.filter2D(canvas.frame, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT_101)


def _glare(scene: Scene, level: float) -> Floats | None:
    """Return the warm light of a fire on everything, (h, w, 3) on the coarse grid."""
    if level <= 0.01:
        return None
    _, _, distance = scene.around(scene.focus.x, scene.focus.y)
    near = np.exp(-((distance / np.float32(0.8 * scene.side)) ** 2))[..., None]
    gain: Floats = (1.0 + np.float32(level) * near * np.array([0.75, 0.30, -0.10], np.float32)).astype(np.float32)
    return gain


def _fireball(sheet: Sheet, scene: Scene, middle: tuple[float, float], way: float) -> None:
    """Draw a ball of fire that grows, rolls and cools to smoke; `way` goes from 0 to 1."""
    right, below, distance = scene.around(*middle)
    grown = 1.0 - (1.0 - way) ** 2.6
    reach = scene.side * (0.26 + 0.52 * grown)
    billow = _billows(scene, right, below, scale=0.35 + 0.75 * grown)
    rising = np.float32(0.30 * way) * below / np.float32(scene.side)
    inside = 1.0 + 0.42 * (billow - 0.55) - distance / np.float32(reach) - rising
    temperature = 1.30 * (1.0 - 0.62 * way)
    heat = np.clip((0.90 * inside + 0.85 * (billow - 0.55) + 0.16) * temperature, 0.0, 1.0)
    # Smoke is lit from above, so that its rolls are seen.
    shade = 1.0 + np.clip(cv2.Sobel(billow, cv2.CV_32F, 0, 1, ksize=5) / 9.0, -0.22, 0.30)
    colors = np.empty((*heat.shape, 3), np.float32)
    for channel, levels in enumerate(zip(*(color for _, color in HEAT), strict=True)):
        colors[..., channel] = np.interp(heat, [level for level, _ in HEAT], levels)
    colors = np.clip(colors * shade[..., None], 0.0, 255.0)
    sheet.glow(colors.astype(np.uint8), np.clip(7.0 * inside, 0.0, 1.0).astype(np.float32) * np.float32(0.98))


def _billows(scene: Scene, right: Floats, below: Floats, *, scale: float) -> Floats:
    """Return rolls of smoke about a point, 0 … 1 on the coarse grid, drawn out by `scale` as they expand."""
    rng = scene.rng("fireball")
    total, weight = np.zeros(right.shape, np.float32), 0.0
    for cells, share in ((7, 1.0), (14, 0.42), (28, 0.16)):
        texture = cv2.resize(
            rng.standard_normal((cells, cells), dtype=np.float32), (160, 160), interpolation=cv2.INTER_CUBIC
        )
        unit = np.float32(110.0 / (scale * scene.side))
        found = cv2.remap(
            texture, 80.0 + right * unit, 80.0 + below * unit, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
        )
        # Round tops with creases between them, as clouds have.
        total += np.float32(share) * np.sqrt(np.minimum(1.0, np.abs(found)))
        weight += share
    rolls: Floats = (total / np.float32(weight)).astype(np.float32)
    return rolls


def _debris(sheet: Sheet, scene: Scene, middle: tuple[float, float], way: float, *, most: int) -> None:
    """Draw what flies out of an explosion: dark chips with glowing tails, and sparks."""
    far = math.hypot(scene.width, scene.height) * 0.70
    for angle, speed, large, late in scene.rng(f"debris {most}").random((most, 4)):
        direction = 2.0 * math.pi * float(angle)
        pace = far * (0.30 + 0.80 * float(speed))

        def place(moment: float, direction: float = direction, pace: float = pace) -> tuple[float, float]:
            gone = pace * (1.0 - (1.0 - moment) ** 2)
            fallen = 0.30 * scene.height * moment**2
            return middle[0] + gone * math.cos(direction), middle[1] + gone * math.sin(direction) + fallen

        size = scene.side * (0.008 + 0.022 * float(large))
        x, y = place(way)
        if float(late) < 0.6:
            tail = [place(max(0.0, way - back)) for back in (0.10, 0.05, 0.0)]
            # Ink on a sheet covers what is below, so that a tail gets thinner and not fainter.
            if way < 0.6:
                sheet.stroke(tail, (255, 150, 40), 0.8 * size * (1.0 - way / 0.6))
            sheet.shape(turned(CHIP, x=x, y=y, size=size, angle=9.0 * way + 6.0 * float(late)), (40, 34, 34))
        else:
            sheet.stroke([place(max(0.0, way - 0.05)), (x, y)], (255, 224, 120), 0.35 * size * (1.0 - 0.6 * way))


def _soot(canvas: Canvas, amount: float) -> None:
    """Smear some soot on a face, and let smoke rise from the hair."""
    scene, head = canvas.scene, canvas.head
    if head is None or amount <= 0.01:
        return
    smears = np.zeros(canvas.frame.shape[:2], np.float32)
    for right, down, long, lean in SMEARS:
        x, y = head.at(right, down)
        axes = (max(1, round(long * head.span)), max(1, round(0.42 * long * head.span)))
        cv2.ellipse(smears, (round(x), round(y)), axes, math.degrees(head.angle + lean), 0, 360, 1.0, -1, cv2.LINE_AA)
    smears = cv2.GaussianBlur(smears, (0, 0), max(0.8, 0.035 * head.span))
    grain = enlarge(np.clip(0.75 + 0.30 * scene.noise(scene.rng("soot"), 60), 0.2, 1.0), scene.width, scene.height)
    canvas.light(np.full(3, 0.28, np.float32), (0.85 * amount * smears * grain).astype(np.float32))
    for number in range(5):
        way = (number / 5 + scene.travel(4.0)) % 1.0
        px, py = head.at(0.24 * (number - 2) + 0.1 * math.sin(6.0 * way), -0.80 - 0.9 * way)
        puff(canvas, px, py, head.span * (0.09 + 0.17 * way), 0.9 * amount * (1.0 - way))


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
