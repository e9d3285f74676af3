"""Boxes around faces."""

from dataclasses import dataclass

import cv2
import numpy as np

from apps.imaging.faces.networks import Bytes, Floats, face_detector, sigmoid

INPUT_SIDE = 192
CELLS = 48
"""The network looks at a grid of 48 × 48 places, one candidate each."""

LEAST_SCORE = 0.5
"""Cats, cups and rockets stay below it; half of a face at the edge of a photo is above it."""

SAME_FACE = 0.3
"""Overlap (intersection over union) from which two boxes are of one face."""

ROOMS = (1.0, 1.8)
"""How wide a border the picture gets, in sides of it: the network knows faces from across a room, and overlooks one that
fills the picture until it is shown from further away."""

LEFT_EYE, RIGHT_EYE = 0, 1


@dataclass(frozen=True, slots=True)
class Box:
    """A face's place in pixels: middle, width and height; `points` (6, 2) are eyes, nose, mouth and ears; score 0 … 1."""

    x: float
    y: float
    width: float
    height: float
    points: Floats
    score: float

    @property
    def size(self) -> float:
        return max(self.width, self.height)

    @property
    def tilt(self) -> float:
        """Return the angle of the line through the eyes in radians, clockwise as seen."""
        across, down = self.points[RIGHT_EYE] - self.points[LEFT_EYE]
        return float(np.arctan2(down, across))


def find_boxes(picture: Bytes) -> list[Box]:
    """Return the boxes of all faces in a picture, (H, W, 3) uint8 RGB, largest first."""
    for room in ROOMS:
        found = _look(picture, room)
        if found:
            return found
    return []


def _look(picture: Bytes, room: float) -> list[Box]:
    height, width = picture.shape[:2]
    side = room * max(height, width)
    # The picture in the middle of a gray square, as the network was trained.
    scale = INPUT_SIDE / side
    small_width, small_height = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (INPUT_SIDE - small_width) // 2, (INPUT_SIDE - small_height) // 2
    square = np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.float32)
    small = cv2.resize(picture, (small_width, small_height), interpolation=cv2.INTER_AREA)
    square[top : top + small_height, left : left + small_width] = small.astype(np.float32) / 127.5 - 1.0
    boxes, scores = face_detector().run(square)
    found = _candidates(boxes.reshape(-1, 16), sigmoid(scores.reshape(-1)))
    back = np.array([left, top], np.float32)
    merged = []
    for score, box, points in _merged(found):
        x, y = map(float, (box[:2] * INPUT_SIDE - back) / scale)
        across, down = map(float, box[2:] * INPUT_SIDE / scale)
        merged.append(Box(x, y, across, down, (points * INPUT_SIDE - back) / scale, score))
    return sorted(merged, key=lambda one: -one.size)


def _candidates(boxes: Floats, scores: Floats) -> list[tuple[float, Floats, Floats]]:
    """Return score, box (x, y, width, height) and points (6, 2) of each place that holds a face, in shares of the square."""
    found = []
    for index in np.flatnonzero(scores >= LEAST_SCORE):
        row, column = divmod(int(index), CELLS)
        anchor = np.array([(column + 0.5) / CELLS, (row + 0.5) / CELLS], np.float32)
        values = boxes[index] / INPUT_SIDE
        box = np.concatenate([values[:2] + anchor, values[2:4]])
        found.append((float(scores[index]), box, values[4:].reshape(6, 2) + anchor))
    return found


def _merged(found: list[tuple[float, Floats, Floats]]) -> list[tuple[float, Floats, Floats]]:
    """Return one candidate for each face: the mean of those that overlap the best one, weighted by their scores."""
    rest = sorted(found, key=lambda one: -one[0])
    merged = []
    while rest:
        best = rest[0]
        same = [one for one in rest if overlap(best[1], one[1]) >= SAME_FACE]
        rest = [one for one in rest[1:] if overlap(best[1], one[1]) < SAME_FACE]
        weights = np.array([one[0] for one in same], np.float32)
        weights /= weights.sum()
        box = np.einsum("i,ij->j", weights, np.stack([one[1] for one in same]))
        points = np.einsum("i,ijk->jk", weights, np.stack([one[2] for one in same]))
        merged.append((best[0], box, points))
    return merged


def overlap(one: Floats, other: Floats) -> float:
    """Return intersection over union of two boxes (x, y, width, height) with x and y in the middle."""
    least = np.maximum(one[:2] - one[2:] / 2, other[:2] - other[2:] / 2)
    most = np.minimum(one[:2] + one[2:] / 2, other[:2] + other[2:] / 2)
    both = float(np.prod(np.clip(most - least, 0.0, None)))
    union = float(np.prod(one[2:]) + np.prod(other[2:])) - both
    return both / union if union > 0 else 0.0
