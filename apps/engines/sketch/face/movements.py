"""How far each point of a face goes for each number of a pose."""

import math
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.imaging.faces import points as at

Floats = NDArray[np.float32]

CANONICAL: Floats = np.load(Path(at.__file__).parent / "canonical.npy")
"""The 468 points of a face that looks straight ahead, (468, 3) in eye spans from between the eyes."""

_SIDE = {"left": -1.0, "right": 1.0}
_UPPER = {index for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN) for index in ring[1:10]}
_LOWER = {index for ring in (at.INNER_LIPS, at.OUTER_LIPS, *at.LIPS_BETWEEN) for index in ring[11:]}


@lru_cache(maxsize=1)
def movements() -> dict[str, Floats]:
    """Return how each linear number of a pose moves the 468 points at 1: (468, 2) in eye spans, to the right and down."""
    x, y = CANONICAL[:, 0], CANONICAL[:, 1]
    eye_y = -0.02
    mouth_y = float((CANONICAL[at.UPPER_LIP_INNER, 1] + CANONICAL[at.LOWER_LIP_INNER, 1]) / 2)
    above_eyes = _ramp((eye_y - 0.06) - y, 0.10)

    def near(px: float, py: float, across: float, down: float) -> Floats:
        return np.exp(-(((x - px) / across) ** 2) - ((y - py) / down) ** 2).astype(np.float32)

    def move(weight: Floats, dx: float | NDArray[np.floating], dy: float | NDArray[np.floating]) -> Floats:
        return np.stack([weight * dx, weight * dy], axis=1).astype(np.float32)

    moves: dict[str, Floats] = {}
    for side, sign in _SIDE.items():
        inner = CANONICAL[at.LEFT_BROW[4]] * [sign * -1, 1, 1] if sign > 0 else CANONICAL[at.LEFT_BROW[4]]
        outer = CANONICAL[at.LEFT_BROW[1]] * [sign * -1, 1, 1] if sign > 0 else CANONICAL[at.LEFT_BROW[1]]
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
    for sign in _SIDE.values():
        lids = CANONICAL[[*at.LEFT_UPPER_LID, *at.LEFT_LOWER_LID], :2].mean(axis=0) * [-sign, 1.0]
        grown = near(float(lids[0]), float(lids[1]), 0.26, 0.20)
        larger = move(grown, 0.42 * (x - lids[0]), 0.42 * (y - lids[1]))
        moves["eyes"] = moves.get("eyes", 0.0) + larger
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
    # A lip that is pushed out is seen from below: it is thicker.
    moves["lower_lip"][list(at.OUTER_LIPS[12:19]), 1] += 0.055
    for ring in at.LIPS_BETWEEN:
        moves["lower_lip"][list(ring[12:19]), 1] += 0.02
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
    y = CANONICAL[:, 1]
    weight = _ramp(y - (mouth_y - 0.32), 0.22) * (y < mouth_y + 0.02)
    weight[list(_LOWER)] = 0.0
    weight[list(_UPPER)] = 1.0
    return weight


def _lower_lip(mouth_y: float) -> Floats:
    weight = (CANONICAL[:, 1] > mouth_y).astype(np.float32)
    weight[list(_LOWER)] = 1.0
    weight[list(_UPPER)] = 0.0
    return weight


def _jaw(mouth_y: float) -> Floats:
    """Return an open mouth: the lower lip and the chin go down, the cheeks follow, the upper lip rises a little."""
    x, y = CANONICAL[:, 0], CANONICAL[:, 1]
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
