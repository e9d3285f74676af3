"""All that is found in a picture, once, and how it is kept beside it."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from apps.imaging.faces.detector import Box, find_boxes
from apps.imaging.faces.matte import LONGEST_SIDE, find_matte, matte_shape
from apps.imaging.faces.mesh import MARGIN, Square, find_points
from apps.imaging.faces.networks import Bytes, Floats
from apps.imaging.faces.points import LEFT_EYE_OUTER, OUTLINE, POINTS, RIGHT_EYE_OUTER

LEAST_SCORE = 0.5
"""A face whose points the network is less sure of is none: what moved would be a wall or a pet."""

MOST_FACES = 8
"""Of a group only the largest act: more would make an upload wait."""

SMALLEST_SPAN = 6.0
"""Pixels between the outer corners of the eyes below which nothing in a face can be seen to move."""

MOST_BYTES = 512 * 1024
"""Longest archive: the largest matte has 400 kB before it is compressed, the points of eight faces 45 kB."""

_NAMES = ("size", "scores", "points", "matte")
_HEADER_BYTES = 128  # of a .npy file with a shape as short as these
_MOST_BYTES_OF_ONE = (
    LONGEST_SIDE**2 + 2 * _HEADER_BYTES
)  # a little more than the largest matte, so that more is noticed


@dataclass(frozen=True, slots=True)
class Face:
    """A face: `points` are (468, 3) float32, x and y in pixels of the picture, z depth in the same unit, smaller is nearer."""

    points: Floats
    score: float

    @property
    def span(self) -> float:
        """Return the distance of the eyes' outer corners in pixels, the unit of everything that moves in a face."""
        return float(np.hypot(*(self.points[RIGHT_EYE_OUTER, :2] - self.points[LEFT_EYE_OUTER, :2])))


HEAD_SPANS = 3.6
"""Side of the square that shows a head and what happens around it, in eye spans: hands beside it, things above it."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a picture of `width` × `height` shows: its faces, largest first, and a matte.

    `matte` is (h, w) uint8, 255 where the picture is a person; its sides are those of the picture, both scaled down alike.
    """

    width: int
    height: int
    faces: tuple[Face, ...]
    matte: Bytes

    @property
    def head(self) -> tuple[float, float, float] | None:
        """Return the square around the largest face: x and y of its middle, and its side, all as shares.

        The middle is one of width and height, the side one of the shorter side. None without a face.
        """
        if not self.faces:
            return None
        face = self.faces[0]
        x, y = face.points[list(OUTLINE), :2].mean(axis=0)
        side = HEAD_SPANS * face.span / min(self.width, self.height)
        shares = (x / self.width, y / self.height, side)
        return tuple(round(min(1.0, max(0.0, float(share))), 4) for share in shares)  # type: ignore[return-value] # three

    def as_bytes(self) -> bytes:
        """Return a NumPy archive (.npz), the same bytes for the same analysis."""
        arrays: dict[str, NDArray[Any]] = {
            "size": np.array([self.width, self.height], np.int32),
            "scores": np.array([face.score for face in self.faces], np.float32),
            "points": np.array([face.points for face in self.faces], np.float32).reshape(-1, POINTS, 3),
            "matte": self.matte,
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in _NAMES:
                archive.writestr(zipfile.ZipInfo(f"{name}.npy"), _packed(arrays[name]), zipfile.ZIP_DEFLATED)
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
    """Return the inverse of `as_bytes`. Raises ValueError for anything else; the bytes may be an enemy's."""
    members = _members(data)
    count = (len(members["scores"]) - _HEADER_BYTES) // 4
    if not 0 <= count <= MOST_FACES:
        raise ValueError("an analysis holds fewer faces")
    width, height = map(int, _array(members["size"], np.int32, (2,)))
    if min(width, height) < 1:
        raise ValueError("an analysis is of a picture")
    scores = _array(members["scores"], np.float32, (count,))
    points = _array(members["points"], np.float32, (count, POINTS, 3))
    matte = _array(members["matte"], np.uint8, matte_shape(width, height))
    faces = tuple(Face(one, float(score)) for one, score in zip(points, scores, strict=True))
    if not all(_is_face(face, width=width, height=height) for face in faces):
        raise ValueError("an analysis holds what is no face")
    return Analysis(width, height, faces, matte)


def _members(data: bytes) -> dict[str, bytes]:
    """Return what an archive holds by name, each read up to a limit. Raises ValueError."""
    if len(data) > MOST_BYTES:
        raise ValueError("an analysis is shorter")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if [info.filename for info in infos] != [f"{name}.npy" for name in _NAMES]:
                raise ValueError("an analysis holds other arrays")
            if any(info.compress_type != zipfile.ZIP_DEFLATED or info.flag_bits for info in infos):
                raise ValueError("the arrays of an analysis are packed in another way")
            return {name: _member(archive, info) for name, info in zip(_NAMES, infos, strict=True)}
    except (OSError, EOFError, zipfile.BadZipFile, NotImplementedError, zlib.error, struct.error) as error:
        raise ValueError(f"no analysis: {error}") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        return member.read(_MOST_BYTES_OF_ONE)


def _array(data: bytes, dtype: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
    """Return the array of a .npy file that must be exactly what we write of such an array. Raises ValueError."""
    # The shape is ours and not the file's, whose header could name terabytes and is never parsed.
    array = np.frombuffer(data[_HEADER_BYTES:], dtype).reshape(shape)
    if _packed(array) != data:
        raise ValueError("an array of an analysis is of another type or shape")
    return array


def _packed(array: NDArray[Any]) -> bytes:
    """Return the .npy file of an array."""
    out = io.BytesIO()
    npy.write_array(out, array, version=(1, 0), allow_pickle=False)
    return out.getvalue()


def _is_face(face: Face, *, width: int, height: int) -> bool:
    """Return whether something in it can be seen to move, and no point lies further off than the picture is long."""
    longest = max(width, height)
    least, most = np.array([-longest] * 3), np.array([width + longest, height + longest, longest])
    is_near = bool(np.isfinite(face.points).all() and (face.points >= least).all() and (face.points <= most).all())
    return is_near and LEAST_SCORE <= face.score <= 1.0 and face.span >= SMALLEST_SPAN


def _faces(picture: Bytes) -> list[Face]:
    found = []
    for box in find_boxes(picture)[:MOST_FACES]:
        face = Face(*find_points(picture, _square(box)))
        if _is_face(face, width=picture.shape[1], height=picture.shape[0]):
            found.append(face)
    return sorted(found, key=lambda face: -face.span)


def _square(box: Box) -> Square:
    return Square(box.x, box.y, MARGIN * box.size, box.tilt)
