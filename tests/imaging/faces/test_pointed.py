import numpy as np
import pytest

from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis, Face, read_analysis
from apps.imaging.faces.pointed import check_places, with_face_at

WIDTH, HEIGHT = 400, 300
CAT = (0.40, 0.40, 0.60, 0.44, 0.49, 0.62)


def nothing_found(*faces: Face) -> Analysis:
    return Analysis(WIDTH, HEIGHT, faces, np.zeros((HEIGHT, WIDTH), np.uint8))


def pointed(places=CAT) -> Face:
    return with_face_at(nothing_found(), places).faces[0]


def places_of(face: Face) -> np.ndarray:
    """The middles of both eyes and of the mouth, as shares."""
    pairs = (
        (at.LEFT_EYE_OUTER, at.LEFT_EYE_INNER),
        (at.RIGHT_EYE_OUTER, at.RIGHT_EYE_INNER),
        (at.MOUTH_LEFT, at.MOUTH_RIGHT),
    )
    return np.array([face.points[list(pair), :2].mean(axis=0) for pair in pairs]) / [WIDTH, HEIGHT]


def test_eyes_and_mouth_lie_where_somebody_pointed() -> None:
    face = pointed()
    assert face.points.shape == (at.POINTS, 3)
    assert places_of(face).ravel() == pytest.approx(CAT, abs=0.002)


def test_the_order_of_the_eyes_does_not_matter() -> None:
    assert np.allclose(pointed((*CAT[2:4], *CAT[:2], *CAT[4:])).points, pointed().points)


def test_of_a_face_upside_down_the_eyes_change_sides() -> None:
    turned = tuple(1.0 - share for share in CAT)
    face = pointed(turned)
    assert places_of(face).ravel() == pytest.approx(turned, abs=0.002)
    assert face.points[at.LEFT_EYE_OUTER, 0] > face.points[at.RIGHT_EYE_OUTER, 0]


def test_a_pointed_face_comes_first_and_takes_the_place_of_one_that_was_found_there() -> None:
    here, elsewhere = pointed(), pointed((0.05, 0.05, 0.12, 0.05, 0.085, 0.15))
    found = with_face_at(nothing_found(here, elsewhere), CAT)
    assert [
        np.allclose(one.points, other.points) for one, other in zip(found.faces, (here, elsewhere), strict=True)
    ] == [
        True,
        True,
    ]


def test_a_head_counts_as_a_person_where_no_person_was_seen() -> None:
    matte = with_face_at(nothing_found(), CAT).matte
    assert matte[int(0.5 * HEIGHT), int(0.5 * WIDTH)] == 255
    assert matte[-1, -1] == 0


def test_a_person_that_was_seen_keeps_its_matte() -> None:
    person = Analysis(WIDTH, HEIGHT, (), np.full((HEIGHT, WIDTH), 200, np.uint8))
    assert np.array_equal(with_face_at(person, CAT).matte, person.matte)


def test_a_pointed_face_is_kept_as_any_other() -> None:
    found = with_face_at(nothing_found(), CAT)
    assert np.allclose(read_analysis(found.as_bytes()).faces[0].points, found.faces[0].points)


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((0.5, 0.5, 0.5, 0.5, 0.5, 0.8), "same place"),
        ((0.4, 0.4, 0.6, 0.4, 0.5, 0.41), "between the eyes"),
        ((0.4, 0.4, 0.6, 0.4, 0.5, 1.2), "outside the picture"),
    ],
)
def test_what_can_be_no_face_is_refused_in_words(places, words) -> None:
    with pytest.raises(ValueError, match=words):
        check_places(places, WIDTH, HEIGHT)
