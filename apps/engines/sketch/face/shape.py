"""Where the points of a face go in a pose.

Movements are worked out on one canonical face and carried over to any face along its own three axes, in eye spans. So a
tilted or half-turned head moves its mouth along its own mouth line.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.pose import Pose
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]

RINGS = (1.14, 1.32, 1.6, 2.1)
"""Sizes of the outline around the face: the first two carry ears and hair along, the others let the motion fade out."""

FULL_TURN = math.radians(20.0)
"""A turn, nod or tilt of 1. The face's mesh looks right up to here."""

PIVOT = 0.55
"""How far behind the eyes the head turns, in eye spans."""

_CANONICAL: Floats = np.load(Path(at.__file__).parent / "canonical.npy")
_SIDE = {"left": -1.0, "right": 1.0}


@lru_cache(maxsize=1)
def movements() -> dict[str, Floats]:
    """Return how each linear number of a pose moves the 468 points at 1: (468, 2) in eye spans, to the right and down."""
    x, y = _CANONICAL[:, 0], _CANONICAL[:, 1]
    eye_y = -0.02
    mouth_y = float((_CANONICAL[at.UPPER_LIP_INNER, 1] + _CANONICAL[at.LOWER_LIP_INNER, 1]) / 2)
    above_eyes = _ramp((eye_y - 0.06) - y, 0.10)

    def near(px: float, py: float, across: float, down: float) -> Floats:
        return np.exp(-(((x - px) / across) ** 2) - ((y - py) / down) ** 2).astype(np.float32)

    def move(weight: Floats, dx: float | NDArray[np.floating], dy: float | NDArray[np.floating]) -> Floats:
        return np.stack([weight * dx, weight * dy], axis=1).astype(np.float32)

    moves: dict[str, Floats] = {}
    for side, sign in _SIDE.items():
        inner = _CANONICAL[at.LEFT_BROW[4]] * [sign * -1, 1, 1] if sign > 0 else _CANONICAL[at.LEFT_BROW[4]]
        outer = _CANONICAL[at.LEFT_BROW[1]] * [sign * -1, 1, 1] if sign > 0 else _CANONICAL[at.LEFT_BROW[1]]
        moves[f"brow_inner_{side}"] = move(above_eyes * near(float(inner[0]), float(inner[1]), 0.20, 0.26), 0.0, -0.16)
        moves[f"brow_outer_{side}"] = move(above_eyes * near(float(outer[0]), float(outer[1]), 0.24, 0.26), 0.0, -0.14)
        corner_x = sign * 0.316
        around = near(corner_x, mouth_y, 0.21, 0.20)
        cheek = near(sign * 0.42, 0.42, 0.24, 0.20)
        pull = move(around, sign * 0.13, -0.17) + move(cheek, sign * 0.02, -0.06)
        # The middle of the lips stays behind, so that the line becomes a curve.
        moves[f"corner_{side}"] = pull + move(near(0.0, mouth_y, 0.16, 0.12), 0.0, 0.012)
        hang = near(sign * 0.33, mouth_y + 0.02, 0.17, 0.22)
        moves[f"frown_{side}"] = move(hang, sign * 0.03, 0.16) + move(
            near(sign * 0.10, mouth_y, 0.14, 0.14), 0.0, -0.035
        )
    toward = np.where(x < 0, 1.0, -1.0).astype(np.float32) * np.minimum(1.0, np.abs(x) / 0.12)
    between = near(-0.19, -0.20, 0.18, 0.20) + near(0.19, -0.20, 0.18, 0.20)
    moves["brows_together"] = move(above_eyes * np.minimum(1.0, between), 0.075 * toward, 0.035)
    wings = near(-0.17, 0.40, 0.10, 0.11) + near(0.17, 0.40, 0.10, 0.11)
    moves["nostrils"] = move(wings, np.sign(x) * 0.055, -0.01)
    moves["nose_up"] = move(near(0.0, 0.36, 0.26, 0.22) * _ramp(mouth_y - 0.08 - y, 0.10), 0.0, -0.06)
    moves["upper_lip"] = move(_upper_lip(mouth_y) * np.exp(-((x / 0.24) ** 2)), 0.0, -0.11)
    lower = _lower_lip(mouth_y)
    moves["lower_lip"] = move(lower * near(0.0, mouth_y + 0.08, 0.20, 0.22), 0.0, -0.07) + move(
        near(0.0, mouth_y + 0.26, 0.24, 0.16), 0.0, -0.05
    )
    mouth = np.exp(-(((np.abs(x) - 0.24) / 0.22) ** 2) - ((y - mouth_y) / 0.24) ** 2).astype(np.float32)
    moves["mouth_wide"] = move(mouth, np.sign(x) * np.minimum(1.0, np.abs(x) / 0.20) * 0.11, 0.0)
    lips = np.exp(-((x / 0.36) ** 4) - ((y - mouth_y) / 0.13) ** 2).astype(np.float32)
    moves["press"] = move(lips, 0.0, -0.62 * (y - mouth_y))
    moves["cheeks"] = move(near(-0.36, 0.34, 0.24, 0.20) + near(0.36, 0.34, 0.24, 0.20), 0.0, -0.06)
    cheeks = near(-0.46, 0.56, 0.24, 0.28) + near(0.46, 0.56, 0.24, 0.28)
    moves["puff"] = move(cheeks, np.sign(x) * 0.13, 0.02)
    moves["jaw"] = _jaw(mouth_y)
    return moves


def _ramp(distance: Floats, reach: float) -> Floats:
    """Return 0 up to a distance of 0 and 1 from `reach` on, smooth between."""
    share = np.clip(distance / reach, 0.0, 1.0)
    result: Floats = (share * share * (3.0 - 2.0 * share)).astype(np.float32)
    return result


def _upper_lip(mouth_y: float) -> Floats:
    """Return how much each point belongs to the upper lip and what is above it."""
    y = _CANONICAL[:, 1]
    weight = _ramp(y - (mouth_y - 0.32), 0.22) * (y < mouth_y + 0.02)
    weight[list(_LOWER)] = 0.0
    weight[list(_UPPER)] = 1.0
    return weight


def _lower_lip(mouth_y: float) -> Floats:
    weight = (_CANONICAL[:, 1] > mouth_y).astype(np.float32)
    weight[list(_LOWER)] = 1.0
    weight[list(_UPPER)] = 0.0
    return weight


def _jaw(mouth_y: float) -> Floats:
    """Return an open mouth: the lower lip and the chin go down, the cheeks follow, the upper lip rises a little."""
    x, y = _CANONICAL[:, 0], _CANONICAL[:, 1]
    lower = _lower_lip(mouth_y)
    # Below the corners everything hangs on the jaw, most in the middle; toward the ears nothing does.
    hang = np.clip(1.0 - (np.abs(x) / 0.62) ** 2.4, 0.0, 1.0) * _ramp(y - mouth_y + 0.10, 0.30)
    down = np.where(lower > 0, hang, 0.25 * hang * (np.abs(x) > 0.24)).astype(np.float32)
    across = 1.0 - np.clip(np.abs(x) / 0.30, 0.0, 1.0) ** 2
    for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN):
        for index in ring[11:]:
            down[index] = 0.30 + 0.70 * math.sqrt(max(0.0, float(across[index])))
        for index in (ring[0], ring[10]):
            down[index] = 0.22
        for index in ring[1:10]:
            down[index] = 0.20 * (1.0 - float(across[index])) - 0.10 * float(across[index])
    narrow = -np.sign(x) * 0.05 * np.exp(-(((np.abs(x) - 0.30) / 0.14) ** 2) - ((y - mouth_y) / 0.25) ** 2)
    return np.stack([narrow, 0.38 * down], axis=1).astype(np.float32)


_UPPER = {index for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN) for index in ring[1:10]}
_LOWER = {index for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN) for index in ring[11:]}


@dataclass(frozen=True, slots=True)
class Shape:
    """The geometry of one face in a picture.

    `points` are (468, 3) pixels; `axes` (3, 3) are the face's own right, down and away as rows; `span` is the distance of
    the outer corners of the eyes in pixels, in depth too. `around` are the rings outside, (len(RINGS) * 36, 3).
    """

    points: Floats
    axes: Floats
    span: float
    around: Floats

    @property
    def middle(self) -> Floats:
        """Return the point between the eyes, (3,)."""
        middle: Floats = (self.points[at.LEFT_EYE_OUTER] + self.points[at.RIGHT_EYE_OUTER]) / 2
        return middle

    def at(self, right: float, down: float, away: float = 0.0) -> Floats:
        """Return where a place on the face is in the picture, (3,), given in eye spans from the point between the eyes."""
        place: Floats = self.middle + self.span * (np.array([right, down, away], np.float32) @ self.axes)
        return place


def shape_of(points: Floats) -> Shape:
    """Return the geometry of a face from its points, (468, 3)."""
    across = points[at.RIGHT_EYE_OUTER] - points[at.LEFT_EYE_OUTER]
    span = float(np.linalg.norm(across))
    right = across / span
    down = points[at.CHIN] - points[at.FOREHEAD]
    down = down - right * float(right @ down)
    down = down / np.linalg.norm(down)
    axes = np.stack([right, down, np.cross(right, down)]).astype(np.float32)
    outline = points[list(at.OUTLINE)]
    middle = outline.mean(axis=0)
    rings = []
    for size in RINGS:
        ring = middle + (outline - middle) * np.array([size, size, 1.0], np.float32)
        ring[:, 2] += (size - 1.0) * 0.5 * span
        rings.append(ring)
    return Shape(points, axes, span, np.concatenate(rings).astype(np.float32))


def posed(shape: Shape, pose: Pose) -> tuple[Floats, Floats]:
    """Return where the points and the rings are in a pose, (468, 2) and (len(RINGS) * 36, 2) pixels."""
    offsets = np.zeros((at.POINTS, 2), np.float32)
    for name, movement in movements().items():
        amount = _amount(pose, name)
        if name.startswith("frown_"):
            # Who smiles in the photo has a longer way down.
            amount += max(min(1.0, amount), 0.85 * pose.calm) * smile_of(shape)
        if amount:
            offsets += np.float32(amount) * movement
    points = shape.points + shape.span * (offsets @ shape.axes[:2])
    points = _lids(shape, _lips_closed(points, max(pose.press, 0.95 * pose.calm * smile_of(shape))), pose)
    # The rings next to the face follow its edge, less with distance.
    edge = points[list(at.OUTLINE)] - shape.points[list(at.OUTLINE)]
    around = shape.around.copy()
    for level, share in enumerate((0.85, 0.5, 0.2)):
        around[level * len(edge) : (level + 1) * len(edge)] += share * edge
    return _turned(shape, points, pose)[:, :2], _ring_motion(shape, around, pose)


def smile_of(shape: Shape) -> float:
    """Return how much a face smiles in its photo: 0 for a level mouth, 1 for corners as high as a smile of ours takes them."""
    own = (shape.points - shape.middle) @ shape.axes.T / shape.span
    lift = [
        float(_CANONICAL[corner, 1] - _CANONICAL[at.LOWER_LIP_INNER, 1] - own[corner, 1] + own[at.LOWER_LIP_INNER, 1])
        for corner in (at.MOUTH_LEFT, at.MOUTH_RIGHT)
    ]
    return min(1.0, max(0.0, sum(lift) / 2 / 0.12))


def _lips_closed(points: Floats, press: float) -> Floats:
    """Return the points with the lips brought together over whatever shows between them; at a press of 1 they meet."""
    share = min(1.0, max(0.0, press))
    if share == 0.0:
        return points
    closed = points.copy()
    count = len(at.INNER_LIPS)
    for index in range(1, count // 2):
        upper, lower = at.INNER_LIPS[index], at.INNER_LIPS[count - index]
        gap = points[lower] - points[upper]
        for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN):
            closed[ring[index]] += np.float32(0.45 * share) * gap
            closed[ring[count - index]] -= np.float32(0.55 * share) * gap
    return closed


def _amount(pose: Pose, name: str) -> float:
    """Return how much of a movement a pose has. The corners of the mouth go up by one and down by another."""
    if name.startswith("frown_"):
        return max(0.0, -float(getattr(pose, name.replace("frown", "corner"))))
    amount = float(getattr(pose, name))
    return max(0.0, amount) if name.startswith("corner_") else amount


def _lids(shape: Shape, points: Floats, pose: Pose) -> Floats:
    """Return the points with the upper lids brought down over the eyes, or up, and the lower ones up."""
    moved = points.copy()
    for upper, lower, closed in (
        (at.LEFT_UPPER_LID, at.LEFT_LOWER_LID, pose.lid_left),
        (at.RIGHT_UPPER_LID, at.RIGHT_LOWER_LID, pose.lid_right),
    ):
        rise = min(0.6, 0.35 * pose.squint) + 0.22 * max(0.0, min(1.0, closed))
        top, bottom = points[list(upper)], points[list(lower)]
        meet = bottom + (top - bottom) * np.float32(rise)
        # Open wide, the lid goes up by half of the eye; closed, it lies on the lower lid.
        target = (
            top + (meet - top) * np.float32(min(1.0, closed)) if closed >= 0 else top + 0.5 * closed * (bottom - top)
        )
        moved[list(lower)] = meet
        moved[list(upper)] = target
        _let_follow(moved, points, upper, target - top, reach=0.075, shape=shape)
        _let_follow(moved, points, lower, meet - bottom, reach=0.09, shape=shape)
    return moved


def _let_follow(
    moved: Floats, points: Floats, edge: tuple[int, ...], motion: Floats, *, reach: float, shape: Shape
) -> None:
    """Let the skin beside a lid follow it, less with distance."""
    own = set(at.LEFT_UPPER_LID + at.LEFT_LOWER_LID + at.RIGHT_UPPER_LID + at.RIGHT_LOWER_LID)
    line = points[list(edge), :2]
    for index in _beside(edge):
        if index in own:
            continue
        distances = np.hypot(*(line - points[index, :2]).T)
        nearest = int(distances.argmin())
        weight = math.exp(-((float(distances[nearest]) / (reach * shape.span)) ** 2))
        moved[index] += np.float32(weight) * motion[nearest]


@lru_cache(maxsize=8)
def _beside(edge: tuple[int, ...]) -> tuple[int, ...]:
    line = _CANONICAL[list(edge), :2]
    distances = np.hypot(*(_CANONICAL[:, None, :2] - line[None]).transpose(2, 0, 1)).min(axis=1)
    return tuple(int(index) for index in np.flatnonzero(distances < 0.2))


def _rotation(pose: Pose, axes: Floats) -> Floats:
    turn, nod, tilt = (FULL_TURN * amount for amount in (pose.turn, pose.nod, pose.tilt))
    about_down = _about(-turn, 1)
    about_right = _about(nod, 0)
    about_away = _about(tilt, 2)
    return (axes.T @ (about_away @ about_right @ about_down) @ axes).astype(np.float32)


def _about(angle: float, axis: int) -> Floats:
    cosine, sine = math.cos(angle), math.sin(angle)
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3, dtype=np.float32)
    matrix[first, first] = matrix[second, second] = cosine
    matrix[first, second], matrix[second, first] = -sine, sine
    return matrix


def _turned(shape: Shape, points: Floats, pose: Pose) -> Floats:
    """Return the points after the head has turned, grown and shifted, (n, 3)."""
    pivot = shape.at(0.0, 0.55, PIVOT)
    size = np.float32(1.0 + 0.5 * pose.swell)
    shift = shape.span * (np.array([pose.shift_x, pose.shift_y, 0.0], np.float32) @ shape.axes)
    turned: Floats = (pivot + size * (points - pivot) @ _rotation(pose, shape.axes).T + shift).astype(np.float32)
    return turned


def _ring_motion(shape: Shape, around: Floats, pose: Pose) -> Floats:
    """Return the rings' places: with the head where hair and ears are, less further out, and hardly below the chin."""
    moved = _turned(shape, around, pose)
    outline = shape.points[list(at.OUTLINE)]
    heights = (outline - shape.middle) @ shape.axes[1] / shape.span
    below = np.clip((heights - 0.55) / 0.55, 0.0, 1.0)
    weights = []
    for share, neck in zip((1.0, 0.96, 0.55, 0.0), (0.55, 0.15, 0.0, 0.0), strict=True):
        weights.append(share + (neck - share) * below)
    weight = np.concatenate(weights).astype(np.float32)[:, None]
    places: Floats = around[:, :2] + weight * (moved[:, :2] - around[:, :2])
    return places
