"""What is held before a person: a cake, a glass."""

import numpy as np
import pytest

from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import paint, set_stage
from apps.engines.sketch.words import plan_for
from apps.imaging.faces.analysis import analyze
from tests.engines.sketch.acting import SIDE, frame, shape
from tests.engines.sketch.pictures import astronaut


def flames(position: int) -> float:
    """The share of the pixels above the cake that have the color of a flame."""
    x, y = (int(value) for value in shape().at(0.0, 1.53)[:2])
    half = int(0.5 * shape().span)
    red, green, blue = (
        frame("birthday cake", position)[y - half // 4 : y + half // 4, x - half : x + half, at].astype(int)
        for at in range(3)
    )
    return float(((red > 240) & (green > 120) & (green < 236) & (blue < 100)).mean())


def test_candles_burn_and_are_blown_out() -> None:
    assert flames(4) > 0.1
    assert flames(8) < 0.01


@pytest.mark.parametrize("position", [4, 7, 10])
def test_the_hand_of_somebody_drunk_is_seen_whole_beside_an_edge(position: int) -> None:
    narrow = np.ascontiguousarray(astronaut(SIDE)[:, : int(0.78 * SIDE)])
    scene = Scene(
        narrow.shape[1], SIDE, position, 12, force=0.5, cast=3, focus=Focus(0.0, 0.0, 1.0, is_aimed=False)
    )  # fmt: skip
    picture = paint(set_stage(narrow, analyze(narrow)), plan_for("drunk"), scene, weight=None).astype(int)
    yellow = (picture[..., 0] > 215) & (picture[..., 1] > 155) & (picture[..., 1] < 222) & (picture[..., 2] < 110)
    columns = np.flatnonzero(yellow[SIDE // 3 :].sum(axis=0) > 4)
    assert len(columns) > 0.06 * SIDE
    assert columns[-1] < narrow.shape[1] - 2


def test_a_tub_of_popcorn_is_below_the_chin_and_the_face_free() -> None:
    picture = frame("popcorn", 4).astype(int)
    stripes = (picture[..., 0] > 150) & (picture[..., 1] < 90) & (picture[..., 2] > 50)
    rows = np.argwhere(stripes & (picture[..., 2] > picture[..., 1] + 20))[:, 0]
    assert len(rows) > 0.004 * SIDE * SIDE
    assert np.quantile(rows, 0.05) > shape().at(0.0, 1.2)[1]
