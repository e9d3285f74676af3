"""Water on a face: tears that run down the cheeks and sweat on the forehead. It bends what is behind it and shines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.shape import Shape, boldness
from apps.engines.sketch.face.warp import Part, part_around

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

WAYS = {"left": ((145, 50, 214), (154, 126, 216)), "right": ((374, 280, 434), (381, 355, 436))}
"""Each cheek's two ways: from the lower lid over the cheek to the jaw, and from the inner corner along the nose."""

SECOND = 0.55
"""How far a tear has run when the second one starts."""

FILM, DROP = 0.028, 0.066
"""Half the width of a run of water, and the radius of the drop at its end, in eye spans."""

SLIDING = 2
"""Bulges that slide down a run."""

_SHARP = 3
"""Water is drawn three times as large and scaled down, so that thin runs have smooth edges."""

_SWEAT = ((109, 67), (338, 297), (54, 68), (284, 298), (151, 108), (21, 162), (251, 389))
"""Where beads of sweat form: between these pairs of points, nearer to the second."""

_TEMPLE = 251


def way_of(points: Floats, way: tuple[int, int, int]) -> Floats:
    """Return a curve of 40 places from the first point by the second to the third, (40, 2) pixels."""
    first, over, last = points[list(way)]
    share = np.linspace(0.0, 1.0, 40, dtype=np.float32)[:, None]
    bend = 1.3 * over - 0.15 * (first + last)
    curve: Floats = ((1 - share) ** 2 * first + 2 * share * (1 - share) * bend + share**2 * last).astype(np.float32)
    return curve


def draw_tears(
    frame: Bytes, points: Floats, shape: Shape, *, left: float, right: float, phase: float, single: bool = False
) -> None:
    """Draw tears into a frame, (H, W, 3) uint8. `left` and `right` say how far they have run, 0 … 1; `phase` slides the drops.

    A single tear runs one way only.
    """
    height, width = frame.shape[:2]
    wet = shape.span * boldness(shape.span, min(height, width)) ** 1.5
    for side, reach in (("left", left), ("right", right)):
        late = 0.0 if side == "left" else 0.31
        for number, way in enumerate(WAYS[side][: 1 if single else 2]):
            ran = reach if number == 0 else (reach - SECOND) / (1.0 - SECOND)
            if ran <= 0.02:
                continue
            curve = way_of(points, way)
            # Along the nose it runs half as far, or both would close to a loop.
            long = 1.0 if number == 0 else 0.55
            line = curve[: max(2, round(long * min(1.0, ran) * len(curve)))]
            part = part_around(line, width, height, margin=0.16 * shape.span)
            water = np.zeros((part.height * _SHARP, part.width * _SHARP), np.uint8)
            _run(water, line, part, wet)
            for bulge in range(SLIDING):
                at = int(((phase + late + 0.4 * number + bulge / SLIDING) % 1.0) * (len(line) - 1))
                _blob(water, line[at], part, FILM * 1.5 * wet)
            _blob(water, line[-1], part, DROP * wet * min(1.0, 0.4 + 2.0 * ran))
            _lay_water(frame, water, part, wet)
            if single:  # it has to be seen from afar
                _draw_drop(frame, shape, line[-1], 0.085 * wet * min(1.0, 0.4 + 2.0 * ran), opacity=0.85)


def draw_sweat(frame: Bytes, points: Floats, shape: Shape, *, amount: float, phase: float) -> None:
    """Draw beads of sweat on forehead and temples of a frame, (H, W, 3) uint8; they slide down with `phase`."""
    if amount <= 0.02:
        return
    height, width = frame.shape[:2]
    part = part_around(points, width, height, margin=0.1 * shape.span)
    water = np.zeros((part.height * _SHARP, part.width * _SHARP), np.uint8)
    down = shape.axes[1, :2] * shape.span
    for number, (first, second) in enumerate(_SWEAT[: max(2, round(amount * len(_SWEAT)))]):
        slide = (phase + 0.37 * number) % 1.0
        place = 0.35 * points[first] + 0.65 * points[second] + down * 0.24 * slide**1.5
        size = 0.036 * shape.span * (0.75 + 0.25 * (number % 3)) * min(1.0, 5 * slide + 0.3)
        _blob(water, place, part, size)
        _blob(water, place - 0.8 * size / shape.span * down, part, 0.45 * size)
    _lay_water(frame, water, part, shape.span)
    if amount > 0.6:
        _draw_large_drop(frame, points, shape, phase)


def _draw_large_drop(frame: Bytes, points: Floats, shape: Shape, phase: float) -> None:
    """Draw the one drop that every comic has: blue, as large as an eye, sliding down beside the brow."""
    height, width = frame.shape[:2]
    slide = phase % 1.0
    down, right = shape.axes[1, :2] * shape.span, shape.axes[0, :2] * shape.span
    place = points[_TEMPLE] + 0.10 * right + (0.05 + 0.42 * slide) * down
    bold = boldness(shape.span, min(height, width))
    size = 0.115 * shape.span * bold * min(1.0, 6.0 * slide + 0.4)
    _draw_drop(frame, shape, place, size, opacity=0.92 * min(1.0, 5.0 * (1.0 - slide)))


def _draw_drop(frame: Bytes, shape: Shape, place: Floats, size: float, *, opacity: float) -> None:
    """Draw a blue drop with a light on it, `size` pixels in radius, its tip away from the chin."""
    height, width = frame.shape[:2]
    down = shape.axes[1, :2]
    part = part_around(np.stack([place - 3 * size, place + 3 * size]), width, height)
    drop = np.zeros((part.height * _SHARP, part.width * _SHARP), np.uint8)
    _blob(drop, place, part, size)
    for step in range(1, 9):
        share = step / 8
        _blob(drop, place - 2.1 * share * size * down, part, size * (1.0 - share) ** 0.8)
    cover = (
        cv2.resize(drop, (part.width, part.height), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255.0
    )
    rows, columns = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    shine = np.exp(
        -((columns - place[0] + 0.35 * size) ** 2 + (rows - place[1] + 0.25 * size) ** 2) / (0.12 * size * size)
    )
    color = np.array([120.0, 190.0, 250.0], np.float32) + (0.9 * shine)[..., None] * np.array(
        [135.0, 65.0, 5.0], np.float32
    )
    view = part.of(frame)
    view[:] = np.clip(view + opacity * cover * (color - view), 0, 255).astype(np.uint8)


def _run(water: Bytes, line: Floats, part: Part, span: float) -> None:
    """Draw a run of water that is thin at the lid and widens."""
    corners = np.rint(_scaled(line, part) * 16).astype(np.int32)
    for index in range(len(corners) - 1):
        thick = FILM * span * min(1.0, 0.45 + index / 14)
        size = max(1, round(2 * thick * _SHARP))
        cv2.line(water, corners[index].tolist(), corners[index + 1].tolist(), 255, size, cv2.LINE_AA, 4)


def _blob(water: Bytes, place: Floats, part: Part, radius: float) -> None:
    middle = np.rint(_scaled(place, part) * 16).astype(np.int32).tolist()
    cv2.circle(water, middle, max(1, round(radius * _SHARP * 16)), 255, cv2.FILLED, cv2.LINE_AA, 4)


def _scaled(places: Floats, part: Part) -> Floats:
    corner = np.array([part.left - 0.5, part.top - 0.5], np.float32)
    scaled: Floats = ((places - corner) * _SHARP - 0.5).astype(np.float32)
    return scaled


def _lay_water(frame: Bytes, water: Bytes, part: Part, span: float) -> None:
    """Show a frame through water: bent, lit from above on the left, dark at the far edge."""
    # Water is as high as it is far from its edge, up to a drop's height.
    inside = cv2.distanceTransform((water > 127).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    high = DROP * span * _SHARP
    height = np.sqrt(np.clip(inside / high, 0.0, 1.0))
    height = cv2.GaussianBlur(height, (0, 0), max(0.8, 0.10 * high))
    size = (part.width, part.height)
    slope_x = cv2.resize(cv2.Sobel(height, cv2.CV_32F, 1, 0) / 8, size, interpolation=cv2.INTER_AREA) * high
    slope_y = cv2.resize(cv2.Sobel(height, cv2.CV_32F, 0, 1) / 8, size, interpolation=cv2.INTER_AREA) * high
    cover = cv2.resize(water, size, interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255.0
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    bend = np.float32(0.05 * span)
    behind = cv2.remap(
        frame,
        (across - bend * slope_x).astype(np.float32),
        (down - bend * slope_y).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    # Clear, with a little sky in it; a bright edge toward the light and a soft shade away from it.
    wet = behind + 0.62 * (np.array([126.0, 196.0, 255.0], np.float32) - behind)
    light = 0.62 * slope_x + 0.78 * slope_y
    wet = wet * (1.0 - 0.10 * np.clip(-1.1 * light, 0.0, 1.0)[..., None])
    wet = wet + (0.60 * np.clip(2.6 * light - 1.7, 0.0, 1.0))[..., None] * (255.0 - wet)
    # A thin shadow on the skin makes it stand up.
    edge = cv2.GaussianBlur(cover[..., 0], (0, 0), max(0.7, 0.016 * span))
    edge = np.clip(edge - cover[..., 0], 0.0, 1.0)[..., None]
    view = part.of(frame)
    skin = view * (1.0 - 0.22 * edge)
    view[:] = np.clip(skin + cover * (wet - skin), 0, 255).astype(np.uint8)
