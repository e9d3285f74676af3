import numpy as np
import pytest

from apps.imaging.faces import points as at
from tests.engines.sketch.acting import SIDE, frame, shape, stage
from tests.engines.sketch.pictures import astronaut


def share_that_differs(prompt: str, position: int) -> float:
    """The share of the pixels over both eyes that are others than in the photo."""
    differs = np.abs(frame(prompt, position).astype(int) - astronaut(SIDE)).max(axis=2) > 24
    places = np.rint(shape().points[[159, 145, 386, 374], :2]).astype(int)
    return float(np.mean([differs[y - 3 : y + 4, x - 3 : x + 4] for x, y in places]))


@pytest.mark.parametrize("prompt", ["sunglasses", "thug life"])
def test_glasses_come_from_above_land_on_the_eyes_and_are_gone_when_the_loop_begins(prompt: str) -> None:
    assert share_that_differs(prompt, 1) < 0.1
    assert share_that_differs(prompt, 9) > 0.9


def test_a_nose_becomes_red() -> None:
    x, y = np.rint(shape().points[at.NOSE_TIP, :2]).astype(int)
    red, green, blue = frame("clown nose", 6)[y - 3 : y + 4, x - 3 : x + 4].astype(float).mean(axis=(0, 1))
    assert red > 1.8 * max(green, blue)


@pytest.mark.parametrize("prompt", ["halo", "crown"])
def test_gold_on_a_head_is_above_its_hair(prompt: str) -> None:
    hair = int(shape().points[10, 1] - 0.6 * shape().span)

    def gold(picture: np.ndarray) -> float:
        red, blue = (picture[:hair, ..., channel].astype(int) for channel in (0, 2))
        return float(((red > 200) & (red - blue > 60)).mean())

    assert gold(frame(prompt, 7)) > gold(astronaut(SIDE)) + 0.03


def test_more_money_falls_behind_a_person_than_before() -> None:
    fell = [
        np.abs(frame("money rain", position).astype(int) - frame("smile", position)).max(axis=2) > 90
        for position in range(1, 13)
    ]
    # The face of the reaction itself smiles wider than "smile": what counts is where no face is.
    person, air = stage().matte > 0.95, stage().matte < 0.05
    person[: SIDE // 2] = False
    assert 0.0 < np.mean([one[person].mean() for one in fell]) < np.mean([one[air].mean() for one in fell])
