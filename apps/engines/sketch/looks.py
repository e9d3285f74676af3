"""The looks: each a small change to the frame before, so that they build up frame upon frame. No AI anywhere.

Warps swing or creep, light tints, particles are drawn. Every size is a part of the short side, so that looks are the
same at any size; every change grows with `amount`.
"""

import colorsys

import cv2
import numpy as np

from apps.engines.sketch.canvas import Look, Moment, Pixels, blend, centered, crisp, noise, warp

Color = tuple[float, float, float]
RED: Color = (235, 40, 20)
PINK: Color = (255, 120, 160)
ICE: Color = (150, 205, 255)
NIGHT: Color = (12, 14, 40)
FLAME: Color = (255, 140, 20)


# -- warps --------------------------------------------------------------------------------------------------------


def contort(pixels: Pixels, moment: Moment) -> Pixels:
    """A face that twists: smooth noise pulls it about, strongest in the middle, each frame in another direction."""
    x, y, side = centered(pixels)
    near = np.exp(-(x**2 + y**2) / (0.38 * side) ** 2)
    reach = 0.085 * moment.amount * side * near
    return crisp(
        warp(
            pixels,
            reach * noise(pixels.shape[:2], moment.rng, cells=5),
            reach * noise(pixels.shape[:2], moment.rng, cells=5),
        )
    )


def shake(pixels: Pixels, moment: Moment) -> Pixels:
    """The camera trembles around where it began: each frame undoes the last jolt and makes a new one."""
    side = min(pixels.shape[:2])
    jolts = np.random.default_rng(moment.seed % 997).uniform(-1, 1, (64, 2))
    step = round(moment.after * 48)
    last = round(moment.before * 48)
    dx, dy = (jolts[step] - jolts[last]) * 0.035 * moment.amount * side
    return warp(pixels, np.full(pixels.shape[:2], dx, np.float32), np.full(pixels.shape[:2], dy, np.float32))


def zoom(pixels: Pixels, moment: Moment) -> Pixels:
    x, y, _ = centered(pixels, at=(0.5, 0.42))
    inward = 0.075 * moment.creep
    return crisp(warp(pixels, -x * inward, -y * inward))


def spin(pixels: Pixels, moment: Moment) -> Pixels:
    """Turns, the middle most; swings back so that a loop closes."""
    x, y, side = centered(pixels)
    angle = 0.9 * moment.amount * moment.swing() * np.exp(-(x**2 + y**2) / (0.55 * side) ** 2)
    cos, sin = np.cos(angle), np.sin(angle)
    return crisp(warp(pixels, x * cos - y * sin - x, x * sin + y * cos - y))


def melt(pixels: Pixels, moment: Moment) -> Pixels:
    """Runs down in streaks, the lower the further."""
    height, width = pixels.shape[:2]
    streaks = np.abs(noise((2, width), np.random.default_rng(moment.seed % 997), cells=2)[0])
    columns = cv2.GaussianBlur(
        np.random.default_rng(moment.seed % 991).uniform(0, 1, (1, width)).astype(np.float32), (0, 0), 5
    )[0]
    depth = np.linspace(0.15, 1, height, dtype=np.float32)[:, None]
    fall = 0.05 * moment.creep * min(height, width) * depth * (0.4 + streaks + columns)[None, :]
    return crisp(warp(pixels, np.zeros((height, width), np.float32), -fall.astype(np.float32)))


def bounce(pixels: Pixels, moment: Moment) -> Pixels:
    """Squashes and stretches from the feet up, as somebody who laughs."""
    x, y, side = centered(pixels, at=(0.5, 1.0))
    stretch = 0.16 * moment.amount * moment.swing(3)
    jolt = 0.01 * moment.amount * side * moment.rng.uniform(-1, 1)
    return crisp(warp(pixels, x * stretch * 0.6 + np.float32(jolt), -y * stretch))


def grin(pixels: Pixels, moment: Moment) -> Pixels:
    """Lifts the corners of where a mouth usually is and widens it."""
    x, y, side = centered(pixels, at=(0.5, 0.55))
    near = np.exp(-((x / (0.3 * side)) ** 2) - (y / (0.2 * side)) ** 2)
    lift = 0.035 * moment.amount * side * near * (np.abs(x) / (0.2 * side) - 0.25)
    return crisp(warp(pixels, -x * 0.05 * moment.amount * near, lift.astype(np.float32)))


def bulge(pixels: Pixels, moment: Moment) -> Pixels:
    """The middle comes out at you and back."""
    x, y, side = centered(pixels, at=(0.5, 0.42))
    near = np.exp(-(x**2 + y**2) / (0.3 * side) ** 2)
    out = 0.28 * moment.amount * moment.swing(1) * near
    return crisp(warp(pixels, -x * out, -y * out))


def ripple(pixels: Pixels, moment: Moment) -> Pixels:
    """A wave runs through, sideways and up; over a whole chain it runs back to nothing."""
    x, y, side = centered(pixels)
    turn = 2 * np.pi
    reach = 0.022 * moment.amount * side
    dx = reach * (
        np.sin(y * turn * 3 / side + turn * moment.after) - np.sin(y * turn * 3 / side + turn * moment.before)
    )
    dy = reach * (
        np.sin(x * turn * 2 / side + turn * moment.after) - np.sin(x * turn * 2 / side + turn * moment.before)
    )
    return crisp(warp(pixels, dx.astype(np.float32), dy.astype(np.float32)))


def burst(pixels: Pixels, moment: Moment) -> Pixels:
    """Everything flies outward in splinters."""
    x, y, _side = centered(pixels)
    angle = np.arctan2(y, x)
    splinters = np.random.default_rng(moment.seed % 997).uniform(0.3, 1.4, 24)
    which = ((angle + np.pi) / (2 * np.pi) * 24).astype(np.int32) % 24
    outward = 0.07 * moment.creep * splinters.astype(np.float32)[which]
    return warp(pixels, -x * outward, -y * outward)


# -- glitches ---------------------------------------------------------------------------------------------------------


def glitch(pixels: Pixels, moment: Moment) -> Pixels:
    """Bands slip sideways and the colors come apart."""
    out = pixels.copy()
    height, width = pixels.shape[:2]
    for _ in range(2 + round(4 * moment.amount)):
        top = int(moment.rng.integers(0, height - 4))
        band = int(moment.rng.integers(3, max(4, height // 14)))
        out[top : top + band] = np.roll(
            out[top : top + band], int(moment.rng.uniform(-1, 1) * 0.12 * moment.creep * width), axis=1
        )
    split = max(1, round(0.02 * moment.amount * width * abs(moment.swing(2))))
    out[..., 0] = np.roll(out[..., 0], split, axis=1)
    out[..., 2] = np.roll(out[..., 2], -split, axis=1)
    return out


def pixelate(pixels: Pixels, moment: Moment) -> Pixels:
    """Blocks that grow from frame to frame."""
    height, width = pixels.shape[:2]
    block = 2 + 0.05 * min(height, width) * moment.amount * moment.after
    size = (max(1, round(width / block)), max(1, round(height / block)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return blend(
        pixels, cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST), 0.35 + 0.65 * moment.amount
    )


# -- light ------------------------------------------------------------------------------------------------------------


def _tint(color: Color, share: float) -> Look:
    def look(pixels: Pixels, moment: Moment) -> Pixels:
        return blend(
            pixels, pixels.mean(axis=2, keepdims=True) / 255 * np.asarray(color, np.float32), share * moment.creep
        )

    return look


redden = _tint(RED, 0.22)
blush = _tint(PINK, 0.16)
chill = _tint(ICE, 0.18)


def heat(pixels: Pixels, moment: Moment) -> Pixels:
    """Red in the face: strongest in the middle, harder in contrast."""
    x, y, side = centered(pixels, at=(0.5, 0.42))
    near = np.exp(-(x**2 + y**2) / (0.36 * side) ** 2)
    light = pixels.mean(axis=2, keepdims=True) / 255
    return blend(
        (pixels - 128) * (1 + 0.06 * moment.creep) + 128,
        light * np.asarray(RED, np.float32),
        0.26 * moment.creep * near,
    )


def darken(pixels: Pixels, moment: Moment) -> Pixels:
    """Night falls from the edges."""
    x, y, side = centered(pixels)
    edge = np.clip((x**2 + y**2) / (0.65 * side) ** 2, 0.15, 1)
    return blend(pixels, NIGHT, 0.16 * moment.creep * edge)


def glow(pixels: Pixels, moment: Moment) -> Pixels:
    """Bright parts bleed light."""
    soft = cv2.GaussianBlur(np.clip(pixels - 110, 0, None), (0, 0), min(pixels.shape[:2]) / 40)
    lit: Pixels = pixels + 0.09 * moment.creep * soft
    return lit


def haunt(pixels: Pixels, moment: Moment) -> Pixels:
    """A pale double drifts away."""
    side = min(pixels.shape[:2])
    drift = int(0.05 * side * (0.3 + moment.amount))
    double = np.roll(pixels, (-drift, round(drift * moment.swing(1))), axis=(0, 1))
    pale = double.mean(axis=2, keepdims=True) * np.asarray((0.85, 1.0, 1.05), np.float32)
    return blend(pixels, pale, 0.32 * moment.creep)


def disco(pixels: Pixels, moment: Moment) -> Pixels:
    """Hues turn and a colored light sweeps over."""
    hsv = cv2.cvtColor(np.clip(pixels, 0, 255) / 255, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0] + 70 * moment.amount) % 360
    hsv[..., 1] = np.clip(hsv[..., 1] * (1 + 0.15 * moment.amount), 0, 1)
    turned: Pixels = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255
    return turned


# -- particles --------------------------------------------------------------------------------------------------------


def _layer(pixels: Pixels) -> tuple[Pixels, float]:
    return np.zeros_like(pixels), float(min(pixels.shape[:2]))


def _over(pixels: Pixels, layer: Pixels, weight: float) -> Pixels:
    """Lay drawn shapes over the picture where they are drawn."""
    return blend(pixels, layer, np.minimum(layer.max(axis=2) / 255, 1) * weight)


def tears(pixels: Pixels, moment: Moment) -> Pixels:
    """Two streams from where eyes usually are, further down in every frame."""
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for eye in (0.41, 0.59):
        for drop in range(3):
            along = (moment.after + drop / 3 + moment.rng.uniform(0, 0.05)) % 1
            center = (int(width * (eye + 0.015 * np.sin(9 * along))), int(height * (0.4 + 0.55 * along)))
            size = (0.012 + 0.02 * moment.amount) * side
            cv2.ellipse(
                layer, center, (int(size * 0.7) + 1, int(size * 1.3) + 1), 0, 0, 360, (150, 210, 255), -1, cv2.LINE_AA
            )
            glint = (center[0] - int(size * 0.2), center[1] - int(size * 0.4))
            cv2.circle(layer, glint, max(1, int(size * 0.22)), (255, 255, 255), -1, cv2.LINE_AA)
    return _over(pixels, layer, 0.35 + 0.6 * moment.amount)


def rain(pixels: Pixels, moment: Moment) -> Pixels:
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for _ in range(8 + round(34 * moment.amount)):
        x, y = int(moment.rng.integers(0, width)), int(moment.rng.integers(-20, height))
        length = moment.rng.uniform(0.04, 0.1) * side
        cv2.line(
            layer,
            (x, y),
            (int(x - length * 0.2), int(y + length)),
            (200, 220, 240),
            max(1, round(side / 320)),
            cv2.LINE_AA,
        )
    return blend(_over(pixels, layer, 0.3 + 0.4 * moment.amount), ICE, 0.02 * moment.amount)


def snow(pixels: Pixels, moment: Moment) -> Pixels:
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for _ in range(6 + round(26 * moment.amount)):
        center = (int(moment.rng.integers(0, width)), int(moment.rng.integers(0, height)))
        cv2.circle(
            layer, center, max(1, round(moment.rng.uniform(0.003, 0.009) * side)), (255, 255, 255), -1, cv2.LINE_AA
        )
    return _over(pixels, layer, 0.4 + 0.5 * moment.amount)


def sparkle(pixels: Pixels, moment: Moment) -> Pixels:
    """Four-pointed stars that flash up."""
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for _ in range(3 + round(12 * moment.amount)):
        x, y = int(moment.rng.integers(0, width)), int(moment.rng.integers(0, height))
        reach = moment.rng.uniform(0.02, 0.06) * side * (0.5 + moment.amount)
        waist = reach * 0.14
        points = [
            (0, -reach),
            (waist, -waist),
            (reach, 0),
            (waist, waist),
            (0, reach),
            (-waist, waist),
            (-reach, 0),
            (-waist, -waist),
        ]
        cv2.fillPoly(layer, [np.array([(x + px, y + py) for px, py in points], np.int32)], (255, 245, 190), cv2.LINE_AA)
    return _over(pixels, layer, 0.5 + 0.45 * moment.amount)


def hearts(pixels: Pixels, moment: Moment) -> Pixels:
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    turn = np.linspace(0, 2 * np.pi, 40)
    shape = (
        np.stack(
            [
                16 * np.sin(turn) ** 3,
                -(13 * np.cos(turn) - 5 * np.cos(2 * turn) - 2 * np.cos(3 * turn) - np.cos(4 * turn)),
            ],
            axis=1,
        )
        / 17
    )
    for _ in range(2 + round(5 * moment.amount)):
        center = np.array(
            [moment.rng.uniform(0.05, 0.95) * width, height * (1.05 - moment.after * moment.rng.uniform(0.5, 1.1))]
        )
        size = moment.rng.uniform(0.02, 0.05) * side * (0.6 + moment.amount)
        cv2.fillPoly(layer, [(shape * size + center).astype(np.int32)], (255, 60, 110), cv2.LINE_AA)
    return _over(pixels, layer, 0.55 + 0.4 * moment.amount)


def flames(pixels: Pixels, moment: Moment) -> Pixels:
    """Fire licks up from the lower edge, higher in every frame."""
    height, width = pixels.shape[:2]
    tongues = np.abs(noise((8, width), moment.rng, cells=4)[0]) + 0.35 * np.abs(
        noise((8, width), moment.rng, cells=8)[3]
    )
    reach = height * (0.12 + 0.5 * moment.amount * (0.35 + 0.65 * moment.after)) * (0.35 + tongues)
    up = (height - np.arange(height, dtype=np.float32))[:, None]
    fire = np.clip(1 - up / np.maximum(reach, 1)[None, :], 0, 1)
    color = np.stack(
        [np.clip(fire * 3, 0, 1) * 255, np.clip(fire * 1.9 - 0.15, 0, 1) * 235, np.clip(fire * 1.6 - 0.9, 0, 1) * 160],
        axis=2,
    )
    return blend(pixels, color.astype(np.float32), np.clip(fire * 1.6, 0, 1) * (0.25 + 0.6 * moment.amount))


def confetti(pixels: Pixels, moment: Moment) -> Pixels:
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for _ in range(5 + round(16 * moment.amount)):
        color = tuple(int(255 * part) for part in colorsys.hsv_to_rgb(moment.rng.uniform(), 0.82, 1.0))
        box = (
            (moment.rng.uniform(0, width), moment.rng.uniform(0, height)),
            (0.012 * side + 2, 0.02 * side + 2),
            moment.rng.uniform(0, 180),
        )
        cv2.fillPoly(layer, [cv2.boxPoints(box).astype(np.int32)], color, cv2.LINE_AA)
    return _over(pixels, layer, 0.5 + 0.45 * moment.amount)


def nap(pixels: Pixels, moment: Moment) -> Pixels:
    """Drowsy: sways, and Zs rise."""
    layer, side = _layer(pixels)
    height, width = pixels.shape[:2]
    for index in range(3):
        along = (moment.after + index / 3) % 1
        place = (int(width * (0.62 + 0.22 * along)), int(height * (0.45 - 0.38 * along)))
        size = 0.05 * side * (0.5 + along)
        letter = np.array([(0, 0), (1, 0), (0, 1), (1, 1)]) * size + np.array(place)
        cv2.polylines(layer, [letter.astype(np.int32)], False, (235, 240, 255), max(2, round(size / 6)), cv2.LINE_AA)
    return _over(blend(pixels, NIGHT, 0.05 * moment.amount), layer, 0.4 + 0.6 * moment.amount)


def breathe(pixels: Pixels, moment: Moment) -> Pixels:
    """The look for words we do not know: the picture breathes, lit a little warmer."""
    drift = 0.006 * moment.amount * min(pixels.shape[:2]) * noise(pixels.shape[:2], moment.rng, cells=3)
    return blend(glow(bulge(warp(pixels, drift, drift), moment), moment), FLAME, 0.012 * moment.creep)
