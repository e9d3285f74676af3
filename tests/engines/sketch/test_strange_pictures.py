"""Pictures that nobody would frame: turned, torn, dark, tiny, noisy, with no face or many. Each is looked at and acted on."""

import random

import cv2
import numpy as np
import pytest

from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.stage import paint, set_stage
from apps.engines.sketch.words import plan_for
from apps.imaging.faces.analysis import analyze, read_analysis
from tests.engines.sketch.pictures import astronaut, faceless
from tests.sizes import sizes

NAMES = [reaction.name for reaction in CATALOG]


def turned(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), choice.uniform(0, 360), choice.uniform(0.3, 2.5))
    return cv2.warpAffine(
        picture, matrix, (width, height), borderMode=choice.choice([cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT])
    )


def torn(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    height, width = picture.shape[:2]
    x, y = choice.randrange(width), choice.randrange(height)
    torn = picture.copy()
    torn[y : y + height // 3, x : x + width // 3] = choice.randrange(256)
    return torn


def noisy(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    noise = np.random.default_rng(choice.randrange(2**32)).normal(0, choice.uniform(5, 90), picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def lit(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    return np.clip(255.0 * (picture / 255.0) ** choice.uniform(0.2, 5.0), 0, 255).astype(np.uint8)


def gray(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    return cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)


def negative(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    return 255 - picture


def squashed(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    return cv2.resize(picture, (choice.randrange(16, 300), choice.randrange(16, 300)))


def crowd(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    tile = cv2.resize(picture, (96, 96))
    return np.tile(tile, (choice.randrange(1, 4), choice.randrange(1, 4), 1))


def blocky(picture: np.ndarray, choice: random.Random) -> np.ndarray:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, choice.randrange(1, 12)])
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


STRANGE = [turned, torn, noisy, lit, gray, negative, squashed, crowd, blocky]


def strange(choice: random.Random) -> np.ndarray:
    picture = choice.choice([astronaut(192), astronaut(192), astronaut(192), faceless(160, 120)])
    for change in choice.sample(STRANGE, choice.randrange(1, 4)):
        picture = change(picture, choice)
    height, width = (max(16, side // 16 * 16) for side in picture.shape[:2])
    return np.ascontiguousarray(cv2.resize(picture, (width, height)))


@pytest.mark.parametrize("count", sizes(small=8, full=500))
def test_every_picture_is_acted_on(count: int) -> None:
    choice = random.Random(20261129)
    faces = 0
    for number in range(count):
        picture = strange(choice)
        height, width = picture.shape[:2]
        found = read_analysis(analyze(picture).as_bytes())
        faces += len(found.faces)
        assert all(np.isfinite(face.points).all() for face in found.faces)
        stage, plan = set_stage(picture, found), plan_for(NAMES[number % len(NAMES)])
        for position in (1, 6):
            scene = Scene(
                width=width, height=height, position=position, frame_count=12, force=choice.uniform(0.1, 1.4),
                cast=number, focus=Focus(width / 2, height / 2, height / 4, is_aimed=False),
            )  # fmt: skip
            frame = paint(stage, plan, scene, weight=None)
            assert (frame.shape, frame.dtype) == (picture.shape, np.uint8)
    assert faces > count / 3
