"""The 468 points of one face."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from apps.imaging.faces.networks import Bytes, Floats, face_mesh, sigmoid
from apps.imaging.faces.points import LEFT_EYE_OUTER, POINTS, RIGHT_EYE_OUTER

INPUT_SIDE = 192

MARGIN = 1.5
"""Side of the square that is looked at, in sizes of the box, as the network was trained."""

SAME_TILT, SAME_SHARE = math.radians(3.0), 0.06
"""How far the square may be off, in tilt and in shares of its side, before the face is looked at again in a better one."""


MOST_CORRECTIONS = 3
"""Faces turned by more than a quarter need two: the detector's eyes are a poor measure of their tilt."""


@dataclass(frozen=True, slots=True)
class Square:
    """What the network looks at: a square of the picture, turned. Pixels and radians."""

    x: float
    y: float
    side: float
    tilt: float

    def matrix(self) -> Floats:
        """Return the (2, 3) map from the network's pixels into the picture."""
        scale = self.side / INPUT_SIDE
        cosine, sine = math.cos(self.tilt) * scale, math.sin(self.tilt) * scale
        middle = INPUT_SIDE / 2
        return np.array(
            [
                [cosine, -sine, self.x - cosine * middle + sine * middle],
                [sine, cosine, self.y - sine * middle - cosine * middle],
            ],
            np.float32,
        )


def find_points(picture: Bytes, square: Square) -> tuple[Floats, float]:
    """Return the points of the face in a square, (468, 3) float32, and how sure the network is, 0 … 1.

    x and y are pixels of the picture, z is depth in the same unit: smaller is nearer, 0 about the middle of the head.
    A square that was too far off is corrected by what was found in it.
    """
    points, score = _look(picture, square)
    for _ in range(MOST_CORRECTIONS):
        better = square_around(points)
        if score < 0.5 or _is_close(square, better):
            break
        again, sure = _look(picture, better)
        if sure < score - 0.05:
            break
        square, points, score = better, again, sure
    return points, score


def _is_close(square: Square, better: Square) -> bool:
    off = max(abs(better.x - square.x), abs(better.y - square.y), abs(better.side - square.side)) / better.side
    turned = abs(math.remainder(better.tilt - square.tilt, 2.0 * math.pi))
    return off <= SAME_SHARE and turned <= SAME_TILT


def square_around(points: Floats) -> Square:
    """Return the square in which the network sees a face best whose points are known."""
    across, down = points[RIGHT_EYE_OUTER, :2] - points[LEFT_EYE_OUTER, :2]
    tilt = math.atan2(down, across)
    cosine, sine = math.cos(tilt), math.sin(tilt)
    upright = points[:, :2] @ np.array([[cosine, -sine], [sine, cosine]], np.float32)
    least, most = upright.min(axis=0), upright.max(axis=0)
    middle = (least + most) / 2 @ np.array([[cosine, sine], [-sine, cosine]], np.float32)
    return Square(float(middle[0]), float(middle[1]), MARGIN * float((most - least).max()), tilt)


def _look(picture: Bytes, square: Square) -> tuple[Floats, float]:
    matrix = square.matrix()
    crop = cv2.warpAffine(
        picture,
        matrix,
        (INPUT_SIDE, INPUT_SIDE),
        flags=(cv2.INTER_AREA if square.side > 2 * INPUT_SIDE else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    found, score = face_mesh().run(crop.astype(np.float32) / 255.0)
    points = found.reshape(POINTS, 3)
    placed = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    depth = points[:, 2:] * (square.side / INPUT_SIDE)
    return np.hstack([placed, depth]).astype(np.float32), float(sigmoid(score.reshape(-1))[0])
