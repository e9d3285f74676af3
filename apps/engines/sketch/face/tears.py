"""Water on a face: tears that run down the cheeks and sweat on the forehead. It refracts what is behind it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import Part, part_around

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

PATHS = {
    "left": ((145, 0.0), (230, 0.02), (118, -0.02), (50, 0.0), (187, 0.02), (214, 0.0), (135, -0.02)),
    "right": ((374, 0.0), (450, -0.02), (347, 0.02), (280, 0.0), (411, -0.02), (434, 0.0), (364, 0.02)),
}
"""From the lower lid over the cheek to the jaw: points, and how far beside them in eye spans."""

INNER = {"left": ((154, 0.0), (232, 0.01), (121, -0.06), (126, -0.07), (203, -0.05), (206, -0.02), (216, 0.01)),
         "right": ((381, 0.0), (452, -0.01), (350, 0.06), (355, 0.07), (423, 0.05), (426, 0.02), (436, -0.01))}  # fmt: skip
"""A second way, from the inner corner along the nose."""

DROPS = 3
"""Drops on their way down each cheek at once."""


def path_of(points: Floats, shape: Shape, way: tuple[tuple[int, float], ...]) -> Floats:
    """Return a smooth line of 48 places down the cheek, (48, 2) pixels."""
    right = shape.axes[0, :2]
    line = np.stack([points[index] + beside * shape.span * right for index, beside in way])
    steps = np.linspace(0.0, len(line) - 1.0, 48)
    smooth = np.stack([np.interp(steps, np.arange(len(line)), line[:, axis]) for axis in (0, 1)], axis=1)
    kernel = np.hanning(11)
    kernel /= kernel.sum()
    padded = np.concatenate([np.repeat(smooth[:1], 5, axis=0), smooth, np.repeat(smooth[-1:], 5, axis=0)])
    found: Floats = np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1).astype(
        np.float32
    )
    return found


def draw_tears(frame: Bytes, points: Floats, shape: Shape, *, left: float, right: float, phase: float) -> None:
    """Draw tears into a frame, (H, W, 3) uint8. `left` and `right` say how far they have run, 0 … 1; `phase` moves the drops."""
    for side, reach in (("left", left), ("right", right)):
        if reach <= 0.02:
            continue
        ways = [PATHS[side]] + ([INNER[side]] if reach > 0.75 else [])
        for number, way in enumerate(ways):
            line = path_of(points, shape, way)
            shown = max(2, round(min(1.0, reach * (1.15 - 0.35 * number)) * len(line)))
            _run(frame, line[:shown], shape, phase + 0.43 * number + (0.21 if side == "right" else 0.0), reach)


def _run(frame: Bytes, line: Floats, shape: Shape, phase: float, reach: float) -> None:
    """Draw one run of water: a thin film, drops that slide on it, and one that hangs at its end."""
    height, width = frame.shape[:2]
    span = shape.span
    part = part_around(line, width, height, margin=0.12 * span)
    film = np.zeros((part.height, part.width), np.float32)
    thick = 0.030 * span * (0.6 + 0.4 * reach)
    # Height of the water: a film that narrows at the lid, with drops on it.
    for index in range(0, len(line), 1):
        taper = min(1.0, 0.35 + index / 10)
        _heap(film, line[index], part, thick * taper, 0.55)
    sharp = film.copy()
    for number in range(DROPS):
        place = (phase + number / DROPS) % 1.0
        at = min(len(line) - 1, int(place * len(line)))
        size = 0.040 * span * (0.75 + 0.45 * place)
        _heap(sharp, line[at], part, size, 1.0)
    _heap(sharp, line[-1], part, 0.052 * span, 1.0)
    water = np.clip(sharp, 0.0, 1.0)
    _refract(frame, water, part, span)


def _heap(water: Floats, place: Floats, part: Part, radius: float, high: float) -> None:
    """Put a round drop into a field of heights, where it is higher than what is there."""
    x, y = float(place[0]) - part.left, float(place[1]) - part.top
    reach = int(np.ceil(2.0 * radius)) + 1
    top, bottom = max(0, int(y) - reach), min(water.shape[0], int(y) + reach + 1)
    left, right = max(0, int(x) - reach), min(water.shape[1], int(x) + reach + 1)
    if top >= bottom or left >= right:
        return
    down, across = np.mgrid[top:bottom, left:right].astype(np.float32)
    distance = np.hypot(across - x, (down - y) * np.where(down < y, 0.7, 1.0)) / max(radius, 0.6)
    drop = high * np.clip(1.15 - distance**2, 0.0, 1.0)
    np.maximum(water[top:bottom, left:right], drop, out=water[top:bottom, left:right])


def _refract(frame: Bytes, water: Floats, part: Part, span: float) -> None:
    """Show a frame through water of a height, (h, w) 0 … 1: bent, lit from above on the left, dark at the far edge."""
    smooth = cv2.GaussianBlur(water, (0, 0), max(0.5, 0.010 * span))
    slope_x, slope_y = cv2.Sobel(smooth, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(smooth, cv2.CV_32F, 0, 1) / 8
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    bend = 0.22 * span
    behind = cv2.remap(
        frame, across - bend * slope_x, down - bend * slope_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    cover = np.clip(smooth * 1.7, 0.0, 1.0)[..., None]
    scale = max(1.0, 0.05 * span)
    light = np.clip(scale * (slope_x * 0.6 + slope_y * 0.8), -1.0, 1.0)
    # Clear water: a little of the sky in it, a bright edge toward the light, a dark one away from it.
    lit = behind + 0.16 * (np.array([205.0, 228.0, 250.0], np.float32) - behind)
    lit = lit + (0.9 * np.clip(3.0 * light - 0.55, 0.0, 1.0))[..., None] * (255.0 - lit)
    lit = lit * (1.0 - 0.40 * np.clip(-2.4 * light - 0.1, 0.0, 1.0)[..., None])
    view = part.of(frame)
    view[:] = np.clip(view + cover * (lit - view), 0, 255).astype(np.uint8)


def draw_sweat(frame: Bytes, points: Floats, shape: Shape, *, amount: float, phase: float) -> None:
    """Draw beads of sweat on forehead and temples of a frame, (H, W, 3) uint8; they slide down with `phase`."""
    if amount <= 0.02:
        return
    height, width = frame.shape[:2]
    places = [(109, 67), (338, 297), (54, 68), (284, 298), (151, 108), (21, 162), (251, 389)]
    part = part_around(points, width, height, margin=0.1 * shape.span)
    water = np.zeros((part.height, part.width), np.float32)
    for number, (first, second) in enumerate(places[: max(2, round(amount * len(places)))]):
        slide = (phase + 0.37 * number) % 1.0
        start = 0.35 * points[first] + 0.65 * points[second]
        place = start + shape.axes[1, :2] * shape.span * 0.22 * slide**1.5
        size = 0.042 * shape.span * (0.7 + 0.3 * ((number * 7) % 3) / 2) * min(1.0, 5 * slide + 0.3)
        _heap(water, place, part, size, 1.0)
    _refract(frame, np.clip(water, 0, 1), part, shape.span)
