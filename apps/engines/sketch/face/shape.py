"""Where the points of a face go in a pose.

Movements are worked out on one canonical face and carried over to any face along its own three axes, in eye spans. So a
tilted or half-turned head moves its mouth along its own mouth line.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.movements import CANONICAL, movements
from apps.engines.sketch.face.pose import Pose
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]

RINGS = (1.14, 1.32, 1.6, 2.1)
"""Sizes of the outline around the face: the first two carry ears and hair along, the others let the motion fade out."""

FULL_TURN = math.radians(20.0)
"""A turn, nod or tilt of 1. The face's mesh looks right up to here."""

PIVOT = 0.55
"""How far behind the eyes the head turns, in eye spans."""


SEEN, WIDE_ENOUGH, WIDE_OPEN = 0.048, 0.09, 0.125
"""Heights of an eye in eye spans: half an iris is seen, it is as open as usual, a whole iris is seen."""

SMALL, SMALLEST, BOLDEST = 0.17, 0.09, 1.5
"""Eye spans as shares of the picture: below the first a face acts more boldly, from the second on by so much."""


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


def boldness(span: float, side: float) -> float:
    """Return how much more a face has to do to be seen, 1 … 1.5. `span` is that of its eyes, `side` the picture's shorter one."""
    return 1.0 + (BOLDEST - 1.0) * min(1.0, max(0.0, (SMALL - span / side) / (SMALL - SMALLEST)))


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
    smiles = smile_of(shape)
    # Who smiles in the photo has further to go to a round mouth.
    round_ = smiles * min(1.0, max(0.0, -pose.mouth_wide)) * min(1.0, 2.5 * max(0.0, pose.jaw))
    for name, movement in movements().items():
        amount = _amount(pose, name)
        if name.startswith("frown_"):
            # … and a longer way down.
            amount += max(0.7 * min(1.0, amount), 0.92 * pose.calm) * smiles + 0.7 * round_
        elif name == "mouth_wide":
            amount -= 0.55 * max(0.0, pose.calm) * smiles + 0.6 * round_
        if amount:
            offsets += np.float32(amount) * movement
    points = shape.points + shape.span * (offsets @ shape.axes[:2])
    points = _lids(shape, _lips_closed(points, max(pose.press, pose.calm * max(0.95 * smiles, _apart(shape)))), pose)
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
        float(CANONICAL[corner, 1] - CANONICAL[at.LOWER_LIP_INNER, 1] - own[corner, 1] + own[at.LOWER_LIP_INNER, 1])
        for corner in (at.MOUTH_LEFT, at.MOUTH_RIGHT)
    ]
    return min(1.0, max(0.0, sum(lift) / 2 / 0.12))


def _apart(shape: Shape) -> float:
    """Return whether a photo shows teeth: 0 for lips that meet, 1 for lips that are clearly apart."""
    gap = shape.points[at.UPPER_LIP_INNER, :2] - shape.points[at.LOWER_LIP_INNER, :2]
    return min(1.0, max(0.0, (float(np.hypot(*gap)) / shape.span - 0.015) / 0.03))


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
    for upper, lower, wish in (
        (at.LEFT_UPPER_LID, at.LEFT_LOWER_LID, pose.lid_left),
        (at.RIGHT_UPPER_LID, at.RIGHT_LOWER_LID, pose.lid_right),
    ):
        top, bottom = points[list(upper)], points[list(lower)]
        tall = float(np.hypot(*(bottom - top)[len(upper) // 2, :2])) / shape.span
        closed = _lid_of(wish, tall)
        rise = min(0.6, 0.35 * pose.squint) * min(1.0, tall / WIDE_ENOUGH) + 0.22 * max(0.0, min(1.0, closed))
        meet = bottom + (top - bottom) * np.float32(rise)
        # Open wide, the lid goes up by half of the eye, a narrow one further; closed, it lies on the lower lid.
        target = (
            top + (meet - top) * np.float32(min(1.0, closed)) if closed >= 0 else top + 0.5 * closed * (bottom - top)
        )
        moved[list(lower)] = meet
        moved[list(upper)] = target
        _let_follow(moved, points, upper, target - top, reach=0.075, shape=shape)
        _let_follow(moved, points, lower, meet - bottom, reach=0.09, shape=shape)
    return moved


def _lid_of(closed: float, tall: float) -> float:
    """Return how far a lid has to go on an eye of this height, in eye spans, so that its iris is seen until it is nearly shut."""
    if closed < 0.0:
        return closed * max(1.0, min(2.2, WIDE_OPEN / max(tall, 0.02) - 1.0) / 0.5)
    left = 1.0 - min(1.0, closed)
    seen = min(1.0, SEEN / max(tall, 0.02)) * min(1.0, left / 0.35)
    return 1.0 - max(left, seen)


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
    line = CANONICAL[list(edge), :2]
    distances = np.hypot(*(CANONICAL[:, None, :2] - line[None]).transpose(2, 0, 1)).min(axis=1)
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
