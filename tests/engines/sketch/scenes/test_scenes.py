import numpy as np
import pytest

from apps.engines.sketch.face.actor import perform
from apps.engines.sketch.face.pose import Pose
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import SIDE, frame, shape, stage
from tests.engines.sketch.pictures import astronaut


def about(picture: np.ndarray, *points: int, reach: int = 6) -> np.ndarray:
    """The pixels about points of the photo's face, (n, 3)."""
    places = np.rint(shape().points[list(points), :2]).astype(int)
    patches = [picture[y - reach : y + reach + 1, x - reach : x + reach + 1].reshape(-1, 3) for x, y in places]
    return np.concatenate(patches).astype(float)


def squares(picture: np.ndarray) -> float:
    """How many of neighboring pixels in a middle row differ: the fewer, the larger the squares."""
    return float((np.abs(np.diff(picture[SIDE // 2 :: SIDE // 16].astype(int), axis=1)).max(axis=2) > 8).mean())


def test_squares_become_finer_until_it_is_seen_who_it_is() -> None:
    first, second, last = (squares(frame("pixel", position)) for position in (1, 3, 8))
    assert first < second < last


def test_pixel_glasses_come_down_on_the_eyes() -> None:
    dark = [(about(frame("pixel", position), 159, 386).max(axis=1) < 70).mean() for position in (5, 9)]
    assert dark[1] > dark[0] + 0.4


def test_breath_is_held_under_water_until_it_comes_out_in_bubbles() -> None:
    """Where bubbles leave the lips, more is bright."""
    bright = [
        (about(frame("underwater", place), at.LOWER_LIP_INNER, reach=30).min(axis=1) > 190).mean() for place in (6, 9)
    ]
    assert bright[1] > bright[0] + 0.02


def test_a_dance_floor_is_dark_between_colored_beams_and_the_dancer_is_not() -> None:
    dancing, photo = frame("disco", 4).astype(float), astronaut(SIDE).astype(float)
    wall = stage().matte < 0.02
    wall[SIDE // 3 :] = False
    colorful = (dancing.max(axis=2) - dancing.min(axis=2))[wall]
    assert dancing[wall].mean() < 0.75 * photo[wall].mean()
    assert colorful.mean() > 3.0 * (photo.max(axis=2) - photo.min(axis=2))[wall].mean()


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_outline_of_a_person_follows_a_head_that_moves(side: float) -> None:
    people = stage().matte.copy()
    perform(astronaut(SIDE).copy(), astronaut(SIDE), stage().actors[0], Pose(shift_x=0.25 * side), people)
    row = int(shape().at(0.0, -0.2)[1])
    across = np.arange(SIDE)
    before, after = (float((one[row] * across).sum() / one[row].sum()) for one in (stage().matte, people))
    assert side * (after - before) > 0.12 * shape().span


def test_a_person_who_melts_keeps_a_body_and_what_is_behind_stays() -> None:
    """Down at the picture's edge nothing of the body has run away, and far from the head the wall is the photo's."""
    melted, photo = frame("melt", 9).astype(int), astronaut(SIDE).astype(int)
    body = stage().matte[-12:] > 0.97
    assert np.abs(melted[-12:] - photo[-12:]).mean(axis=2)[body].mean() < 30.0
    wall = stage().matte < 0.02
    wall[:, SIDE // 4 : 3 * SIDE // 4] = False
    assert np.abs(melted - photo).max(axis=2)[wall].mean() < 20.0
    assert np.abs(melted - photo).max(axis=2)[stage().matte > 0.97].mean() > 25.0
