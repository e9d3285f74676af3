"""All that is found in a picture, once, and how it is kept beside it."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
from numpy.lib import format as npy

from apps.imaging.faces.detector import Box, find_boxes
from apps.imaging.faces.matte import find_matte
from apps.imaging.faces.mesh import MARGIN, Square, find_points
from apps.imaging.faces.networks import Bytes, Floats
from apps.imaging.faces.points import LEFT_EYE_OUTER, POINTS, RIGHT_EYE_OUTER

LEAST_SCORE = 0.5
"""A face whose points the network is less sure of is none: what moved would be a wall or a pet."""

MOST_FACES = 8
"""Of a group only the largest act: more would make an upload wait."""

SMALLEST_SPAN = 6.0
"""Pixels between the outer corners of the eyes below which nothing in a face can be seen to move."""

_NAMES = {"size", "scores", "points", "matte"}


@dataclass(frozen=True, slots=True)
class Face:
    """A face: `points` are (468, 3) float32, x and y in pixels of the picture, z depth in the same unit, smaller is nearer."""

    points: Floats
    score: float

    @property
    def span(self) -> float:
        """Return the distance of the eyes' outer corners in pixels, the unit of everything that moves in a face."""
        return float(np.hypot(*(self.points[RIGHT_EYE_OUTER, :2] - self.points[LEFT_EYE_OUTER, :2])))


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a picture of `width` × `height` shows: its faces, largest first, and a matte.

    `matte` is (h, w) uint8, 255 where the picture is a person; its sides are those of the picture, both scaled down alike.
    """

    width: int
    height: int
    faces: tuple[Face, ...]
    matte: Bytes

    def as_bytes(self) -> bytes:
        """Return a NumPy archive (.npz), the same bytes for the same analysis."""
        arrays = {
            "size": np.array([self.width, self.height], np.int32),
            "scores": np.array([face.score for face in self.faces], np.float32),
            "points": np.array([face.points for face in self.faces], np.float32).reshape(-1, POINTS, 3),
            "matte": self.matte,
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, array in arrays.items():
                inner = io.BytesIO()
                npy.write_array(inner, array, allow_pickle=False)
                archive.writestr(zipfile.ZipInfo(f"{name}.npy"), inner.getvalue(), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def analyze(picture: Bytes) -> Analysis:
    """Find all faces and people in a picture, (H, W, 3) uint8 RGB. The same pixels always give the same analysis.

    A picture in which no face is found is tried upside down, too.
    """
    height, width = picture.shape[:2]
    faces = _faces(picture)
    if not faces:
        turned = np.ascontiguousarray(picture[::-1, ::-1])
        mirror = np.array([width - 1, height - 1, 0], np.float32)
        around = np.array([-1, -1, 1], np.float32)
        faces = [Face(mirror + around * face.points, face.score) for face in _faces(turned)]
    return Analysis(width, height, tuple(faces), find_matte(picture))


def read_analysis(data: bytes) -> Analysis:
    """Return the inverse of `as_bytes`. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            if set(archive.files) != _NAMES:
                raise ValueError("an analysis holds other arrays")
            size, scores, points, matte = (archive[name] for name in ("size", "scores", "points", "matte"))
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise ValueError(f"no analysis: {error}") from error
    if (
        (size.shape, size.dtype) != ((2,), np.int32)
        or (points.shape, points.dtype) != ((len(scores), POINTS, 3), np.float32)
        or (scores.ndim, scores.dtype) != (1, np.float32)
        or (matte.ndim, matte.dtype) != (2, np.uint8)
        or len(scores) > MOST_FACES
        or not (np.isfinite(points).all() and np.isfinite(scores).all())
    ):
        raise ValueError("the arrays of an analysis have other shapes")
    faces = tuple(Face(one, float(score)) for one, score in zip(points, scores, strict=True))
    return Analysis(int(size[0]), int(size[1]), faces, matte)


def _faces(picture: Bytes) -> list[Face]:
    found = []
    for box in find_boxes(picture)[:MOST_FACES]:
        points, score = find_points(picture, _square(box))
        face = Face(points, score)
        if score >= LEAST_SCORE and face.span >= SMALLEST_SPAN:
            found.append(face)
    return sorted(found, key=lambda face: -face.span)


def _square(box: Box) -> Square:
    return Square(box.x, box.y, MARGIN * box.size, box.tilt)
