"""Eyes that look elsewhere, open wide or close: eyeballs drawn anew inside lids that have moved.

Whatever of an eye is seen in the photo is kept; only what the photo does not show (the iris behind a lid, the white behind
the iris) is made up, from the eye's own colors.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from apps.engines.sketch.face.outlines import Bytes, Floats, polygon
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import Part, part_around
from apps.imaging.faces import points as at

IRIS_RADIUS = 0.066
"""In eye spans: an iris is 11.7 mm wide in every grown person, the outer corners of the eyes are 89 mm apart."""

GAZE_X, GAZE_Y = 0.56, 0.62
"""How far the iris goes at a gaze of 1, in halves of the opening's width and in heights of it."""


@dataclass(frozen=True, slots=True)
class Eye:
    """What is known of one eye of a photo. Pixels of the picture; `part` is the patch around it.

    `white` is the eyeball without an iris, (h, w, 3) uint8; `iris` the iris alone, (d, d, 3) float32, with its opacity in
    `disc`, (d, d) float32; `opening` says how much each pixel of the patch is within the lids, (h, w) float32.
    """

    upper: tuple[int, ...]
    lower: tuple[int, ...]
    part: Part
    opening: Floats
    white: Bytes
    iris: Floats
    disc: Floats
    x: float
    y: float
    radius: float
    width: float
    height: float


def ring_of(upper: tuple[int, ...], lower: tuple[int, ...]) -> list[int]:
    """Return the lids as one polygon."""
    return [*upper, *reversed(lower[1:-1])]


def find_eyes(picture: Bytes, shape: Shape) -> tuple[Eye, Eye]:
    """Study both eyes of a photo, (H, W, 3) uint8 RGB."""
    left = _study(picture, shape, at.LEFT_UPPER_LID, at.LEFT_LOWER_LID)
    right = _study(picture, shape, at.RIGHT_UPPER_LID, at.RIGHT_LOWER_LID)
    return left, right


def _study(picture: Bytes, shape: Shape, upper: tuple[int, ...], lower: tuple[int, ...]) -> Eye:
    height, width = picture.shape[:2]
    ring = shape.points[ring_of(upper, lower), :2]
    part = part_around(ring, width, height, margin=0.10 * shape.span)
    patch = np.array(part.of(picture), np.float32)
    opening = polygon(ring, part)
    wide = float(np.hypot(*(ring[0] - ring[len(upper) - 1])))
    middle = len(upper) // 2
    tall = float(np.hypot(*(shape.points[upper[middle], :2] - shape.points[lower[middle], :2])))
    radius = max(1.5, IRIS_RADIUS * shape.span)
    corner = np.array([part.left, part.top], np.float32)
    middle_of_eye = (ring[0] + ring[len(upper) - 1]) / 2 - corner
    x, y = (float(value) for value in corner + _iris(patch, opening, radius, middle_of_eye, wide))
    iris, disc = _sprite(patch, opening, (x - part.left, y - part.top), radius)
    white = _white(patch, opening, (x - part.left, y - part.top), radius)
    return Eye(upper, lower, part, opening, white, iris, disc, x, y, radius, wide, max(tall, 0.3 * radius))


def _iris(patch: Floats, opening: Floats, radius: float, middle: Floats, width: float) -> Floats:
    """Return the middle of the iris in the patch, (2,): where a disc is darkest beside what is left and right of it within the lids."""
    gray = patch @ np.array([0.299, 0.587, 0.114], np.float32)
    down, across = np.mgrid[: patch.shape[0], : patch.shape[1]].astype(np.float32)
    inside = opening > 0.5
    if inside.sum() < 6:
        return middle
    best, found = -np.inf, middle
    step = max(0.5, radius / 6)
    for dx in np.arange(-0.26 * width, 0.26 * width + step, step):
        for dy in np.arange(-0.7 * radius, 0.5 * radius + step, step):
            px, py = middle[0] + dx, middle[1] + dy
            distance = np.hypot(across - px, down - py)
            disc, rest = inside & (distance < 0.92 * radius), inside & (distance > 1.1 * radius)
            if disc.sum() < 4 or rest.sum() < 2:
                continue
            # The darkest of ties is the one that covers most; near the middle is likelier.
            score = float(gray[rest].mean() - gray[disc].mean()) + 0.02 * float(disc.sum()) ** 0.5
            score -= 6.0 * (abs(dx) / width) ** 2 + 2.0 * (dy / radius) ** 2
            if score > best:
                best, found = score, np.array([px, py], np.float32)
    return found


def _sprite(patch: Floats, opening: Floats, place: tuple[float, float], radius: float) -> tuple[Floats, Floats]:
    """Return the whole iris and its opacity; what lids hide is what is seen at the same distance from the middle."""
    side = 2 * int(np.ceil(radius * 1.25)) + 1
    half = side // 2
    down, across = np.mgrid[:side, :side].astype(np.float32) - half
    columns, rows = (place[0] + across).astype(np.float32), (place[1] + down).astype(np.float32)
    colors = cv2.remap(patch, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = cv2.remap(opening, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    distance = np.hypot(across, down)
    known = seen > 0.9
    profile = np.zeros((half + 2, 3), np.float32)
    last = (
        np.median(colors[known & (distance < radius)], axis=0) if (known & (distance < radius)).any() else [40, 30, 25]
    )
    for ring in range(half + 2):
        of_ring = known & (np.abs(distance - ring) < 0.8)
        if of_ring.sum() >= 3 and ring < radius:
            last = np.median(colors[of_ring], axis=0)
        profile[ring] = last
    made = profile[np.minimum(distance.astype(np.int64), half + 1)]
    keep = cv2.GaussianBlur(known.astype(np.float32), (0, 0), 0.6)[..., None] * known[..., None]
    iris = keep * colors + (1.0 - keep) * made
    disc = np.clip((radius - distance) / max(1.0, 0.18 * radius) + 0.5, 0.0, 1.0)
    return iris.astype(np.float32), disc.astype(np.float32)


def _white(patch: Floats, opening: Floats, place: tuple[float, float], radius: float) -> Bytes:
    """Return the patch as an eyeball without an iris, shaded below the lid and toward the corners."""
    down, across = np.mgrid[: patch.shape[0], : patch.shape[1]].astype(np.float32)
    distance = np.hypot(across - place[0], down - place[1])
    shown = (opening > 0.85) & (distance > 1.12 * radius)
    gray = patch @ np.array([0.299, 0.587, 0.114], np.float32)
    if shown.sum() >= 4:
        bright = shown & (gray >= np.percentile(gray[shown], 55))
        color = np.median(patch[bright], axis=0)
    else:
        color = (
            np.percentile(patch[opening > 0.5].reshape(-1, 3), 90, axis=0)
            if (opening > 0.5).any()
            else np.full(3, 200.0)
        )
    color = _as_white(np.asarray(color, np.float32), patch, opening)
    made = np.broadcast_to(color, patch.shape).astype(np.float32)
    # A ball: darker toward its edges, and in the shadow of the upper lid.
    rows = np.flatnonzero(opening.max(axis=1) > 0.5)
    top, bottom = (rows[0], rows[-1]) if rows.size else (0, patch.shape[0])
    share = np.clip((down - top) / max(1.0, bottom - top), 0.0, 1.0)
    shade = (
        0.80 + 0.20 * np.clip(2.2 * share, 0.0, 1.0) - 0.10 * np.clip((distance - 1.6 * radius) / (2.0 * radius), 0, 1)
    )
    made = made * shade[..., None]
    keep = cv2.GaussianBlur((shown & (gray > 0.75 * float(color.mean()))).astype(np.float32), (0, 0), 0.7)[..., None]
    white: Bytes = np.clip(keep * patch + (1.0 - keep) * made, 0.0, 255.0).astype(np.uint8)
    return white


def _as_white(color: Floats, patch: Floats, opening: Floats) -> Floats:
    """Return the color of the white of an eye: in a narrow eye the photo shows only lashes and shadow, darker than the skin."""
    luma = np.array([0.299, 0.587, 0.114], np.float32)
    around = patch[opening < 0.1]
    skin = float(np.percentile(around @ luma, 70)) if len(around) else 160.0
    missing = np.clip((1.08 * skin - float(color @ luma)) / (0.30 * max(1.0, skin)), 0.0, 1.0)
    clean = min(225.0, 1.08 * skin) * np.array([1.01, 1.0, 0.99], np.float32)
    white: Floats = (color + np.float32(0.85 * missing) * (clean - color)).astype(np.float32)
    return white


def draw_eye(
    frame: Bytes, eye: Eye, points: Floats, shape: Shape, *, closed: float, gaze: tuple[float, float], shine: float
) -> None:
    """Draw an eyeball into a frame, (H, W, 3) uint8, between the lids of `points`, (468, 2) pixels where they are now."""
    height, width = frame.shape[:2]
    ring = points[ring_of(eye.upper, eye.lower)]
    part = part_around(ring, width, height, margin=3.0)
    opening = polygon(ring, part, blur=0.012 * shape.span)
    if opening.max() < 0.05:
        return
    # The ball goes with the head: with the corners of its lids.
    corners = [eye.upper[0], eye.upper[-1]]
    then, now = shape.points[corners, :2], points[corners]
    shift = now.mean(axis=0) - then.mean(axis=0)
    growth = float(np.hypot(*(now[1] - now[0])) / max(1e-3, np.hypot(*(then[1] - then[0]))))
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    middle = then.mean(axis=0)
    back_x = (across - shift[0] - middle[0]) / growth + middle[0]
    back_y = (down - shift[1] - middle[1]) / growth + middle[1]
    white = cv2.remap(
        eye.white,
        (back_x - eye.part.left).astype(np.float32),
        (back_y - eye.part.top).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    right, below = shape.axes[0, :2], shape.axes[1, :2]
    go = gaze[0] * GAZE_X * eye.width / 2 * right + gaze[1] * GAZE_Y * max(eye.height, eye.radius) * below
    half = eye.iris.shape[0] // 2
    local_x = (back_x - (eye.x + go[0] - half)).astype(np.float32)
    local_y = (back_y - (eye.y + go[1] - half)).astype(np.float32)
    iris = cv2.remap(eye.iris, local_x, local_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    disc = cv2.remap(eye.disc, local_x, local_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)[
        ..., None
    ]
    ball = disc * iris + (1.0 - disc) * white
    # The lid throws a shadow on the ball, and a wet eye has a light on it.
    below_lid = polygon(ring + below * 0.10 * eye.radius * 2, part, blur=0.02 * shape.span)
    ball *= (0.72 + 0.28 * below_lid)[..., None]
    if shine > 0:
        ball = _with_lights(ball, eye, (local_x - half, local_y - half), shine)
    view = part.of(frame)
    # What is made up comes in softly, or an eye would jump as it begins to move.
    begun = min(1.0, 6.0 * max(abs(closed), abs(gaze[0]), abs(gaze[1]), shine))
    seen = (np.float32(begun) * opening)[..., None]
    view[:] = np.clip(seen * ball + (1.0 - seen) * view, 0, 255).astype(np.uint8)


def _with_lights(ball: Floats, eye: Eye, place: tuple[Floats, Floats], shine: float) -> Floats:
    """Return an eyeball with three lights, as eyes full of water have them."""
    lit = ball
    for dx, dy, size in ((-0.34, -0.36, 0.42), (0.36, 0.36, 0.22), (0.02, 0.62, 0.12)):
        distance = np.hypot(place[0] - dx * eye.radius, place[1] - dy * eye.radius)
        light = np.clip((size * eye.radius - distance) / max(0.7, 0.25 * size * eye.radius) + 0.5, 0.0, 1.0)
        lit = lit + (shine * light)[..., None] * (255.0 - lit)
    return lit
