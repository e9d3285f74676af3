import numpy as np
import pytest

from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis, read_analysis
from apps.imaging.faces.parts import PARTS, NotFound, part_mask
from tests.engines.sketch.pictures import analysis

SIDE = 256


@pytest.fixture(scope="module")
def found() -> Analysis:
    return read_analysis(analysis(SIDE))


def inside(mask: np.ndarray, found: Analysis, *points: int) -> bool:
    places = np.rint(found.faces[0].points[list(points), :2]).astype(int)
    return bool((mask[places[:, 1], places[:, 0]] == 255).all())


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_a_mask_of_the_pictures_size(found, name) -> None:
    mask = part_mask(found, name)
    assert mask.shape == (SIDE, SIDE)
    assert set(np.unique(mask)) == {0, 255}


def test_parts_hold_what_they_are_named_after_and_lie_in_each_other(found) -> None:
    masks = {name: part_mask(found, name) for name in PARTS}
    assert inside(masks["face"], found, at.NOSE_TIP, at.CHIN, at.LEFT_CHEEK)
    assert inside(masks["eyes"], found, 159, 145, 386, 374)
    assert not inside(masks["eyes"], found, at.NOSE_TIP)
    assert inside(masks["mouth"], found, at.MOUTH_LEFT, at.MOUTH_RIGHT)
    assert not inside(masks["mouth"], found, at.LEFT_CHEEK)
    sizes = [float((masks[name] == 255).mean()) for name in ("eyes", "face", "head", "person")]
    assert sizes == sorted(sizes)
    assert sizes[2] > 1.2 * sizes[1]  # the hair is part of the head
    assert np.array_equal(masks["background"], 255 - masks["person"])


def test_a_head_ends_at_the_chin_and_holds_no_collar(found) -> None:
    chin = found.faces[0].points[at.CHIN, 1]
    head, face = part_mask(found, "head") == 255, part_mask(found, "face") == 255
    assert np.argwhere(head)[:, 0].max() <= chin + 1
    jaw = round(chin - 0.2 * found.faces[0].span)
    assert np.array_equal(head[jaw:], face[jaw:])


def test_a_head_holds_all_of_its_hair(found) -> None:
    person = np.argwhere(part_mask(found, "person") == 255)[:, 0].min()
    assert np.argwhere(part_mask(found, "head") == 255)[:, 0].min() == person


@pytest.mark.parametrize("name", PARTS)
def test_what_a_picture_does_not_show_is_not_found(name) -> None:
    with pytest.raises(NotFound):
        part_mask(Analysis(64, 48, (), np.zeros((48, 64), np.uint8)), name)
