import numpy as np
import pytest

from apps.imaging.faces import points as at
from tests.engines.sketch.acting import PEAK, SIDE, frame, shape
from tests.engines.sketch.pictures import astronaut


def covered(prompt: str, position: int, index: int, reach: float = 0.25) -> float:
    """The share of the pixels about a point of the face that have changed clearly."""
    x, y = np.rint(shape().points[index, :2]).astype(int)
    half = int(reach * shape().span)
    square = (slice(y - half, y + half), slice(x - half, x + half))
    return float(
        (np.abs(frame(prompt, position)[square].astype(int) - astronaut(SIDE)[square]).max(axis=2) > 60).mean()
    )


def test_a_yawn_shows_the_dark_of_the_mouth_and_ends_in_sleepy_letters() -> None:
    x, y = np.rint(shape().points[at.LOWER_LIP_INNER, :2]).astype(int)
    half = int(0.2 * shape().span)
    dark, blue = [], []
    for position in (PEAK, 10, 12):
        picture = frame("yawn", position, camera=False).astype(int)
        mouth = (slice(y - half, y + half), slice(x - half, x + half))
        dark.append(float((picture.sum(axis=2) < 200)[mouth].mean()))
        blue.append(float((picture[..., 2] - picture[..., 0] > 80)[: y - 2 * half].mean()))
    assert dark[0] > dark[2] + 0.4
    assert blue[1] > max(blue[0], blue[2]) + 0.004


@pytest.mark.parametrize("prompt", ["coffee", "popcorn"])
def test_what_is_eaten_or_drunk_comes_to_the_lips_and_leaves_them(prompt: str) -> None:
    near = [covered(prompt, position, at.LOWER_LIP_INNER) for position in range(1, 13)]
    assert max(near) > 0.25
    assert min(near[:2] + near[-2:]) < 0.5 * max(near)


def test_popcorn_is_watched_with_wide_eyes() -> None:
    flat = np.abs(frame("popcorn", PEAK).astype(int) - astronaut(SIDE)).mean(axis=2)
    places = np.rint(shape().points[[159, 386], :2]).astype(int)
    assert np.mean([flat[y - 4 : y + 5, x - 4 : x + 5].mean() for x, y in places]) > 5.0
