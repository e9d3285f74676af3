"""Lids that have closed: skin that the photo does not show."""

import numpy as np

from apps.engines.sketch.face.eyes import Eye
from apps.engines.sketch.face.outlines import Bytes, Floats, darken_line, polygon
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import part_around


def draw_closed_lid(frame: Bytes, eye: Eye, points: Floats, shape: Shape, *, closed: float) -> None:
    """Draw the lid over an eye that has closed: its skin, rounded by the ball under it, and the line of its lashes."""
    height, width = frame.shape[:2]
    lashes = points[list(eye.upper)]
    # Where the lid's edge was while the eye was open, carried along with the lower lid.
    lower = list(eye.lower)
    ends = [eye.upper[0], eye.upper[-1]]
    then, now = shape.points[ends, :2], points[ends]
    growth = np.float32(np.hypot(*(now[1] - now[0])) / max(1e-3, float(np.hypot(*(then[1] - then[0])))))
    crease = points[lower] + growth * (shape.points[list(eye.upper), :2] - shape.points[lower, :2])
    down = shape.axes[1, :2] * np.float32(shape.span)
    part = part_around(np.concatenate([lashes, crease]), width, height, margin=0.08 * shape.span)
    view = part.of(frame)
    skin = _lid_color(frame, crease, points[lower], down)
    lid = polygon(
        np.concatenate([crease - 0.026 * growth * down, lashes[::-1] + 0.028 * down]), part, blur=0.018 * shape.span
    )
    rows, columns = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    middle = (lashes.mean(axis=0) + crease.mean(axis=0)) / 2
    away = np.hypot((columns - middle[0]) / max(1.0, 0.5 * eye.width), (rows - middle[1]) / max(1.0, 1.2 * eye.height))
    ball = 1.05 - 0.16 * np.clip(away, 0.0, 1.0) ** 2
    cover = (0.92 * closed * lid)[..., None]
    view[:] = np.clip(view + cover * (skin * ball[..., None] - view), 0, 255).astype(np.uint8)
    darken_line(view, lashes, part, thick=0.022 * shape.span, dark=0.68 * closed, blur=0.006 * shape.span)
    darken_line(view, crease - 0.01 * down, part, thick=0.012 * shape.span, dark=0.22 * closed, blur=0.010 * shape.span)


def _lid_color(frame: Bytes, crease: Floats, lower: Floats, down: Floats) -> Floats:
    """Return the color of the skin above and below an eye: the brighter half there, for paint and lashes are darker."""
    height, width = frame.shape[:2]
    places = np.concatenate(
        [
            *(crease[2:-2] - share * down for share in (0.06, 0.08, 0.10)),
            *(lower[2:-2] + share * down for share in (0.08, 0.11)),
        ]
    )
    places = np.clip(np.rint(places).astype(int), 0, [width - 1, height - 1])
    colors = frame[places[:, 1], places[:, 0]].astype(np.float32)
    bright = colors[np.argsort(colors.sum(axis=1))[len(colors) // 2 :]]
    color: Floats = bright.mean(axis=0).astype(np.float32)
    return color
