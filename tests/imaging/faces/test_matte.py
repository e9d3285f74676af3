import numpy as np
import pytest

from apps.imaging.faces.matte import find_matte, matte_shape
from tests.imaging.faces.photos import astronaut


@pytest.fixture(scope="module")
def matte():
    return find_matte(astronaut())


PERSON = {"face": (130, 220), "hair": (40, 225), "left shoulder": (260, 110), "chest": (400, 220)}
ELSEWHERE = {"flag": (150, 40), "shuttle": (150, 430), "wall above": (60, 60)}


@pytest.mark.parametrize("name", PERSON)
def test_matte_is_white_on_the(matte, name):
    row, column = PERSON[name]

    assert matte[row - 5 : row + 5, column - 5 : column + 5].min() >= 250


@pytest.mark.parametrize("name", ELSEWHERE)
def test_matte_is_black_on_the(matte, name):
    row, column = ELSEWHERE[name]

    assert matte[row - 5 : row + 5, column - 5 : column + 5].max() <= 5


@pytest.mark.parametrize(
    ("size", "shape"), [((512, 512), (512, 512)), ((1280, 640), (320, 640)), ((1, 4000), (640, 1))]
)
def test_matte_is_at_most_640_pixels_long(size, shape):
    assert matte_shape(*size) == shape
    assert find_matte(np.zeros((size[1], size[0], 3), np.uint8)).shape == shape
