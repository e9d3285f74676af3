import io
import random
import tracemalloc
import zipfile

import cv2
import numpy as np
import pytest
import skimage.data

from apps.imaging.faces.analysis import MOST_BYTES, Analysis, Face, analyze, read_analysis
from tests.imaging.faces.photos import SPAN, as_jpeg, astronaut, farther, off_by, turned

NEAR = 0.1
"""In eye spans: how far a point may be from where a person sees it."""

UNCHANGED = np.eye(2, 3)


@pytest.fixture(scope="module")
def found() -> Analysis:
    return analyze(astronaut())


def test_points_of_a_face_are_where_a_person_sees_them(found):
    (face,) = found.faces

    assert (found.width, found.height) == (512, 512)
    assert face.points.shape == (468, 3)
    assert face.score > 0.99
    assert abs(face.span - SPAN) < NEAR * SPAN
    assert max(off_by(face.points).values()) < NEAR


def test_nose_is_nearer_than_the_ears(found):
    (face,) = found.faces

    assert face.points[1, 2] < face.points[[234, 454], 2].min() - 0.5 * face.span


VARIANTS = {
    **{
        f"turned by {degrees} degrees": (lambda degrees=degrees: turned(astronaut(), degrees))
        for degrees in (30, 60, 90, 180, 240)
    },
    "at a quarter of its brightness": lambda: (astronaut() // 4, UNCHANGED),
    "in gray": lambda: (cv2.cvtColor(cv2.cvtColor(astronaut(), cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), UNCHANGED),
    "as a JPEG of quality 10": lambda: (as_jpeg(astronaut(), 10), UNCHANGED),
    "with an eye span of 20 pixels": lambda: farther(astronaut(), 20.0),
    "that fills the picture": lambda: (astronaut()[55:185, 160:290].copy(), np.array([[1.0, 0, -160], [0, 1, -55]])),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_face_is_found(name):
    picture, matrix = VARIANTS[name]()

    (face,) = analyze(picture).faces

    assert max(off_by(face.points, matrix).values()) < NEAR


def test_two_faces_are_ordered_by_size():
    far, _ = farther(astronaut(), 45.0)

    faces = analyze(np.hstack([far, astronaut()])).faces

    assert [round(face.span) for face in faces] == pytest.approx([62, 45], abs=3)
    assert [face.points[1, 0] > 512 for face in faces] == [True, False]


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket"])
def test_no_face_is_found_in_a_picture_of_something_else(name):
    picture = np.ascontiguousarray(getattr(skimage.data, name)())

    assert analyze(picture).faces == ()


@pytest.mark.parametrize("shape", [(1, 1), (8, 3), (4, 900), (640, 7)])
def test_smallest_and_thinnest_pictures_are_analyzed(shape):
    picture = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)

    analysis = analyze(picture)

    assert read_analysis(analysis.as_bytes()).faces == analysis.faces == ()


def test_same_pixels_give_the_same_bytes(found):
    assert analyze(astronaut()).as_bytes() == found.as_bytes()


def test_analysis_is_read_back_as_it_was_written(found):
    read = read_analysis(found.as_bytes())

    assert (read.width, read.height) == (found.width, found.height)
    assert [face.score for face in read.faces] == [face.score for face in found.faces]
    assert all(np.array_equal(one.points, other.points) for one, other in zip(read.faces, found.faces, strict=True))
    assert np.array_equal(read.matte, found.matte)


def test_archive_with_a_damaged_byte_is_no_analysis_or_the_same(found):
    data, choice = found.as_bytes(), random.Random(1)
    read = 0
    # The ends hold the archive's directory, the beginning the first headers; between lies the matte.
    places = [*range(90), *range(len(data) - 300, len(data)), *choice.sample(range(len(data)), 60)]
    for place in places:
        damaged = bytearray(data)
        damaged[place] ^= 1 << choice.randrange(8)
        try:
            analysis = read_analysis(bytes(damaged))
        except ValueError:
            continue
        read += 1
        assert analysis.as_bytes() == data
    assert read < len(places) / 2


@pytest.mark.parametrize("length", [0, 1, 30, 500, 20_000])
def test_archive_that_was_cut_off_is_no_analysis(found, length):
    with pytest.raises(ValueError):
        read_analysis(found.as_bytes()[:length])


def one_face(at: float = 40.0) -> np.ndarray:
    points = np.zeros((1, 468, 3), np.float32)
    points[0, 263, 0] = at
    return points


def packed(**other: object) -> bytes:
    """An archive like ours, of these arrays or bytes instead of some."""
    arrays = {
        "size": np.array([64, 64], np.int32),
        "scores": np.ones(1, np.float32),
        "points": one_face(),
        "matte": np.zeros((64, 64), np.uint8),
        **other,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            inner = io.BytesIO()
            if isinstance(array, bytes):
                inner.write(array)
            elif array is not None:
                np.save(inner, array)
            if array is not None:
                archive.writestr(f"{name}.npy", inner.getvalue())
    return out.getvalue()


HUGE = b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }".ljust(127) + b"\n"

WRONG = {
    "another array": packed(extra=np.zeros(1)),
    "a missing array": packed(matte=None),
    "a matte of another size": packed(matte=np.zeros((64, 63), np.uint8)),
    "a matte of another type": packed(matte=np.zeros((64, 64), np.int8)),
    "a matte in columns": packed(matte=np.asfortranarray(np.arange(4096, dtype=np.uint8).reshape(64, 64))),
    "a matte that inflates to more": packed(matte=np.zeros((9000, 9000), np.uint8)),
    "an array of a shape without an end": packed(scores=HUGE),
    "an object": packed(scores=np.array([{}], object)),
    "more faces than are kept": packed(scores=np.ones(9, np.float32), points=one_face().repeat(9, axis=0)),
    "more scores than faces": packed(scores=np.ones(2, np.float32)),
    "a point that is no number": packed(points=np.full((1, 468, 3), np.nan, np.float32)),
    "a point far from the picture": packed(points=one_face(at=1e9)),
    "a face without a span": packed(points=np.zeros((1, 468, 3), np.float32)),
    "a score below the least": packed(scores=np.full(1, 0.4, np.float32)),
    "a picture without pixels": packed(
        size=np.array([0, 64], np.int32),
        matte=np.zeros((64, 1), np.uint8),
        scores=np.ones(0, np.float32),
        points=one_face()[:0],
    ),
    "more bytes than any has, before it": bytes(MOST_BYTES) + packed(),
    "text": b"no archive at all",
}


@pytest.mark.parametrize("name", WRONG)
def test_archive_is_refused_with(name):
    with pytest.raises(ValueError):
        read_analysis(WRONG[name])


def test_archive_is_not_inflated_beyond_what_an_analysis_has():
    tracemalloc.start()
    try:
        with pytest.raises(ValueError):
            read_analysis(WRONG["a matte that inflates to more"])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 4 << 20


def test_archive_that_is_made_like_ours_is_read():
    (face,) = read_analysis(packed()).faces

    assert isinstance(face, Face)
    assert face.span == 40.0
