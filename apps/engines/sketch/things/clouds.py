"""Clouds: soft ones, and those of a comic."""

import math
from collections.abc import Iterable

import cv2
import numpy as np

from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.sheet import INK, Color, clear_sheet


def puff(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    """Draw a soft white cloud with a gray shade below, so that it is seen before a bright wall."""
    _blot(canvas, x, y + 0.30 * size, 1.12 * size, 0.60 * opacity, (124, 128, 142))
    _blot(canvas, x, y, size, opacity, (252, 250, 248))


def _blot(canvas: Canvas, x: float, y: float, size: float, opacity: float, color: Color) -> None:  # noqa: PLR0917 # where, how large
    height, width = canvas.frame.shape[:2]
    reach = int(2.2 * size) + 2
    left, top = max(0, int(x) - reach), max(0, int(y) - reach)
    right, bottom = min(width, int(x) + reach), min(height, int(y) + reach)
    if left >= right or top >= bottom or opacity <= 0.01:
        return
    below, aside = ((np.arange(*ends, dtype=np.float32) - at) for ends, at in (((top, bottom), y), ((left, right), x)))
    # A round bell is one bell across times one down.
    down, across = (np.exp(-(far * far) / np.float32(0.9 * size * size)) for far in (below, aside))
    share = np.minimum(np.outer(np.float32(1.25 * opacity) * down, across), np.float32(1.0)).astype(
        np.float32, copy=False
    )
    view = canvas.frame[top:bottom, left:right]
    solid = np.empty_like(view)
    solid[:] = color
    view[:] = cv2.blendLinear(view, solid, 1.0 - share, share)


def billows(canvas: Canvas, puffs: Iterable[tuple[float, float, float]], opacity: float) -> None:
    """Draw what is blown out, as in a comic: one white cloud with a dark edge, of (x, y, size), seen before any wall."""
    sheet, rounds = clear_sheet(canvas.scene), tuple(puffs)
    for grown, color, lift in ((1.0, (84, 88, 106), 0.0), (0.86, (206, 212, 224), 0.0), (0.68, (252, 252, 252), -0.12)):
        for x, y, size in rounds:
            sheet.disc(x, y + lift * size, grown * size, color)
    canvas.lay(sheet, opacity)


def rain_cloud(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    """Draw a dark cloud as in a comic, `size` pixels to each side."""
    sheet = clear_sheet(canvas.scene)
    bob = 0.04 * size * math.sin(2.0 * math.pi * canvas.scene.lap)
    puffs = ((-0.66, 0.08, 0.30), (0.66, 0.08, 0.30), (-0.32, -0.12, 0.38), (0.28, -0.16, 0.42), (0.0, 0.10, 0.36))
    for grown, color, lift in ((1.0, INK, 0.0), (0.90, (118, 128, 148), 0.0), (0.66, (160, 170, 188), -0.05)):
        for aside, down, large in puffs:
            sheet.disc(x + aside * size, y + (down + lift) * size + bob, grown * large * size, color)
    canvas.lay(sheet, opacity)


def cloud(canvas: Canvas, x: float, y: float, size: float, opacity: float) -> None:
    for number in range(9):
        angle = 2 * math.pi * number / 9
        puff(canvas, x + 0.62 * size * math.cos(angle), y + 0.40 * size * math.sin(angle), 0.42 * size, opacity * 0.9)
    puff(canvas, x, y - 0.2 * size, 0.7 * size, opacity)
