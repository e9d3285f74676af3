"""The inside of a mouth that opens: a dark cavity with teeth and a tongue, in the picture's own light."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import Part, part_around
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

HARDLY_OPEN = 0.07
"""Gap below which a photo shows too little of the teeth for a mouth that opens wide: then a row is drawn behind them."""

OPEN = 0.025
"""Gap of the lips in eye spans from which a photo shows the inside of the mouth itself."""


@dataclass(frozen=True, slots=True)
class Mouth:
    """What is known of the mouth of a photo: the light on the face, 0 … 1.1, the color of the lips, and what is seen inside.

    `inside` is the patch of `part`, (h, w, 3) uint8, and `shown` how much of each pixel is inside the lips, (h, w) float32;
    None when the lips are closed.
    """

    light: float
    lip: Floats
    part: Part
    inside: Bytes
    shown: Floats | None
    gap: float


def find_mouth(picture: Bytes, shape: Shape) -> Mouth:
    """Study the mouth of a photo, (H, W, 3) uint8 RGB."""
    height, width = picture.shape[:2]
    ring = shape.points[list(at.INNER_LIPS), :2]
    part = part_around(shape.points[list(at.OUTER_LIPS), :2], width, height, margin=2.0)
    gap = float(np.hypot(*(shape.points[at.UPPER_LIP_INNER, :2] - shape.points[at.LOWER_LIP_INNER, :2]))) / shape.span
    skin = polygon(shape.points[list(at.OUTLINE), :2], Part(0, 0, width, height)) > 0.9
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    light = float(np.percentile(gray[skin], 80)) / 200.0 if skin.any() else 0.8
    lips = polygon(shape.points[list(at.OUTER_LIPS), :2], part) - polygon(ring, part)
    patch = np.array(part.of(picture))
    lip = _reddest(patch[lips > 0.8]) if (lips > 0.8).any() else np.array([150.0, 80.0, 80.0])
    shown = polygon(ring, part) if gap > OPEN else None
    return Mouth(min(1.1, max(0.25, light)), lip.astype(np.float32), part, patch, shown, gap)


def _reddest(colors: Bytes) -> Floats:
    """Return the middle of the redder half of colors, (n, 3): along a lip's edge are skin and teeth, too."""
    wide = colors.astype(np.float32)
    redness = wide[:, 0] - wide[:, 1:].mean(axis=1)
    found: Floats = np.median(wide[redness >= np.median(redness)], axis=0)
    return found


def draw_mouth(
    frame: Bytes, mouth: Mouth, points: Floats, shape: Shape, *, smiles: float = 0.0, clenched: float = 0.0
) -> None:
    """Draw the inside of the mouth into a frame, (H, W, 3) uint8, between the lips of `points`, (468, 2) pixels.

    A mouth that smiles shows its teeth; a clenched one shows both rows.
    """
    height, width = frame.shape[:2]
    ring = points[list(at.INNER_LIPS)]
    part = part_around(ring, width, height, margin=3.0)
    hole = polygon(ring, part, blur=0.008 * shape.span)
    if hole.max() < 0.05:
        return
    gap = float(np.hypot(*(points[at.UPPER_LIP_INNER] - points[at.LOWER_LIP_INNER]))) / shape.span
    inside = _cavity(mouth, points, shape, part, gap, smiles, clenched)
    # Lips throw a shadow inward; what the photo shows has its own.
    depth = cv2.GaussianBlur(hole, (0, 0), max(0.8, 0.03 * shape.span))
    inside = inside * (0.55 + 0.45 * np.clip(2.0 * depth - 0.6, 0.0, 1.0))[..., None] if gap > 0.06 else inside
    if mouth.shown is not None:
        inside = _with_own_teeth(inside, mouth, points, shape, part)
    view = part.of(frame)
    mixed = hole[..., None] * inside + (1.0 - hole[..., None]) * view
    view[:] = np.clip(mixed, 0, 255).astype(np.uint8)


def _cavity(  # noqa: PLR0917 # one call, all of one mouth
    mouth: Mouth, points: Floats, shape: Shape, part: Part, gap: float, smiles: float, clenched: float
) -> Floats:
    """Return what would be seen behind the lips: darkness, a tongue below, a row of teeth above, (h, w, 3) float32."""
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    middle = (points[at.MOUTH_LEFT] + points[at.MOUTH_RIGHT]) / 2
    right = points[at.MOUTH_RIGHT] - points[at.MOUTH_LEFT]
    wide = max(1.0, float(np.hypot(*right)))
    right = right / wide
    below = np.array([-right[1], right[0]], np.float32)
    x = ((across - middle[0]) * right[0] + (down - middle[1]) * right[1]) / wide
    y = ((across - middle[0]) * below[0] + (down - middle[1]) * below[1]) / shape.span
    axes = np.stack([right / wide, below / shape.span])
    upper = _edge(points[list(at.INNER_LIPS[:11])] - middle, axes, x)
    lower = _edge(points[[*at.INNER_LIPS[10:], at.INNER_LIPS[0]]] - middle, axes, x)
    dark = np.array([46.0, 12.0, 16.0], np.float32) * mouth.light
    cavity = np.broadcast_to(dark, (*x.shape, 3)).astype(np.float32)
    soft = max(1.2 / shape.span, 0.012)
    # The tongue lies on the lower lip's side, rounded, with a groove.
    high = min(0.5 * gap, 0.16)
    if gap > 0.10:
        hill = lower - high * np.sqrt(np.clip(1.0 - (x / 0.36) ** 2, 0.0, 1.0))
        tongue = np.clip((y - hill) / soft, 0.0, 1.0)
        color = np.array([188.0, 82.0, 88.0], np.float32) * mouth.light
        lit = 0.78 + 0.30 * np.clip((y - hill) / max(high, 1e-3), 0, 1) - 0.16 * np.exp(-((x / 0.03) ** 2))
        cavity = cavity + tongue[..., None] * (color * lit[..., None] - cavity)
    if mouth.gap < HARDLY_OPEN and gap > 0.035:
        reach = min(0.085 + 0.05 * min(1.0, max(0.0, smiles)), (0.42 + 0.45 * min(1.0, max(0.0, smiles))) * gap)
        edge = upper + reach * (1.0 - 0.55 * (x / 0.5) ** 2)
        teeth = np.clip((edge - y) / soft, 0.0, 1.0) * np.clip((0.46 - np.abs(x)) / 0.05, 0.0, 1.0)
        color = np.array([236.0, 228.0, 214.0], np.float32) * min(1.02, 0.25 + 0.75 * mouth.light)
        gaps = 1.0 - 0.13 * np.exp(-(((np.abs(x) * 9.0 + 0.5) % 1.0 - 0.5) ** 2) / 0.004)
        lit = (0.80 + 0.20 * np.clip((y - upper) / max(reach, 1e-3), 0, 1)) * (1.0 - 0.28 * (2.0 * x) ** 2) * gaps
        cavity = cavity + teeth[..., None] * (color * lit[..., None] - cavity)
    if clenched > 0:
        share = np.clip((y - upper) / np.maximum(lower - upper, 1e-3), 0.0, 1.0)
        rows = _two_rows(mouth, x, share, soft=soft / max(gap, 0.03))
        cavity = cavity + min(1.0, clenched) * (rows - cavity)
    return cavity


def _two_rows(mouth: Mouth, x: Floats, share: Floats, *, soft: float) -> Floats:
    """Return teeth that meet in the middle of a mouth, (h, w, 3). `x` goes along it, `share` from the upper lip to the lower."""
    color = np.array([240.0, 233.0, 220.0], np.float32) * min(1.02, 0.30 + 0.70 * mouth.light)
    between = 1.0 - 0.22 * np.exp(-(((np.abs(x) * 9.0 + 0.5) % 1.0 - 0.5) ** 2) / 0.005)
    meet = 1.0 - 0.48 * np.exp(-(((share - 0.52) / max(0.05, 0.8 * soft)) ** 2))
    ends = np.clip((0.50 - np.abs(x)) / 0.05, 0.35, 1.0) * (1.0 - 0.22 * (2.0 * x) ** 2)
    rows: Floats = (color * (between * meet * ends)[..., None]).astype(np.float32)
    return rows


def _edge(line: Floats, axes: Floats, x: Floats) -> Floats:
    """Return the height of a lip's inner edge over x. `line` (n, 2) is from the middle of the mouth, `axes` (2, 2) measure it."""
    places, heights = axes @ line.T
    order = np.argsort(places, kind="stable")
    found: Floats = np.interp(x, places[order], heights[order]).astype(np.float32)
    return found


def _with_own_teeth(inside: Floats, mouth: Mouth, points: Floats, shape: Shape, part: Part) -> Floats:
    """Return the inside with what the photo itself shows between the lips: it hangs on the upper lip."""
    if mouth.shown is None:
        return inside
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    lips = list(at.INNER_LIPS[:11])
    then, now = shape.points[lips, :2], points[lips]
    # Column by column, so that teeth follow the curve of the lip and are stretched with the mouth.
    right = shape.axes[0, :2] / np.hypot(*shape.axes[0, :2])
    order = np.argsort(now @ right, kind="stable")
    along = across * right[0] + down * right[1]
    back = (then - now)[order]
    place = (now @ right)[order]
    dx = np.interp(along, place, back[:, 0]).astype(np.float32)
    dy = np.interp(along, place, back[:, 1]).astype(np.float32)
    columns, rows = across + dx - mouth.part.left, down + dy - mouth.part.top
    own = cv2.remap(mouth.inside, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    seen = cv2.remap(mouth.shown, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    seen = np.clip(1.4 * cv2.GaussianBlur(seen, (0, 0), 0.7) - 0.3, 0.0, 1.0)[..., None]
    mixed: Floats = seen * own + (1.0 - seen) * inside
    return mixed
