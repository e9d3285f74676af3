"""Masks of what is found in a picture, for one click instead of a brush."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

import cv2
import numpy as np

from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis, Face
from apps.imaging.faces.networks import Bytes

PartName = Literal["face", "eyes", "mouth", "head", "person", "background"]
PARTS: tuple[PartName, ...] = get_args(PartName)

AROUND = 0.14
"""What is added around eyes and a mouth, in eye spans: they move, and a mask that ends at their edge would cut them."""

HEAD, HAIR = 1.75, 2.5
"""How far a head with its hair reaches to the sides and up from the middle of its face, in halves of the face: beyond it the
person's matte decides."""

JAW = 0.6
"""From the middle of a face down, in halves of it, where a head is no broader than its face: lower are collars and shoulders."""


class NotFound(Exception):
    """The picture shows no such part: no face, or no person."""


def part_mask(analysis: Analysis, name: PartName) -> Bytes:
    """Return a mask (H, W) uint8, 255 inside: of all faces, or of all people. Raises NotFound."""
    if name in ("person", "background"):
        person = _matte(analysis)
        if person.max() < 128:
            raise NotFound("no person is found in this picture")
        mask = person if name == "person" else 255 - person
    else:
        if not analysis.faces:
            raise NotFound("no face is found in this picture")
        mask = np.zeros((analysis.height, analysis.width), np.uint8)
        for face in analysis.faces:
            np.maximum(mask, _OF_FACE[name](analysis, face), out=mask)
    return np.where(mask >= 128, np.uint8(255), np.uint8(0))


def _face(analysis: Analysis, face: Face) -> Bytes:
    return _filled(analysis, face.points[list(at.OUTLINE), :2])


def _eyes(analysis: Analysis, face: Face) -> Bytes:
    mask = np.zeros((analysis.height, analysis.width), np.uint8)
    # With their brows: no eye acts without one.
    for ring in (
        at.LEFT_UPPER_LID + at.LEFT_LOWER_LID + at.LEFT_BROW,
        at.RIGHT_UPPER_LID + at.RIGHT_LOWER_LID + at.RIGHT_BROW,
    ):
        np.maximum(mask, _filled(analysis, face.points[list(ring), :2]), out=mask)
    return _grown(mask, AROUND * face.span)


def _mouth(analysis: Analysis, face: Face) -> Bytes:
    return _grown(_filled(analysis, face.points[list(at.OUTER_LIPS), :2]), AROUND * face.span)


def _head(analysis: Analysis, face: Face) -> Bytes:
    """Return the face, and the hair around it: what of the person is beside it and above it, but not below."""
    outline = face.points[list(at.OUTLINE), :2]
    middle = outline.mean(axis=0)
    chin, forehead = face.points[at.CHIN, :2], face.points[at.FOREHEAD, :2]
    down = (chin - forehead) / max(1.0, float(np.hypot(*(chin - forehead))))
    across = np.array([-down[1], down[0]])
    tall = max(1.0, float(np.abs((outline - middle) @ down).max()))
    broad = max(1.0, float(np.abs((outline - middle) @ across).max()))
    rows, columns = np.mgrid[0 : analysis.height, 0 : analysis.width].astype(np.float32)
    below = ((columns - middle[0]) * down[0] + (rows - middle[1]) * down[1]) / tall
    beside = np.abs((columns - middle[0]) * across[0] + (rows - middle[1]) * across[1]) / broad
    above = np.hypot(beside / HEAD, below / HAIR) < 1.0
    # Narrower and narrower down to the jaw, from where on only the face itself counts.
    lower = beside < HEAD - (HEAD - 1.0) * below / JAW
    person = np.where(np.where(below < 0.0, above, lower & (below < JAW)), _matte(analysis), 0).astype(np.uint8)
    mask: Bytes = np.maximum(person, _filled(analysis, outline))
    return mask


_OF_FACE: Mapping[str, Callable[[Analysis, Face], Bytes]] = {
    "face": _face,
    "eyes": _eyes,
    "mouth": _mouth,
    "head": _head,
}


def _matte(analysis: Analysis) -> Bytes:
    matte: Bytes = cv2.resize(analysis.matte, (analysis.width, analysis.height), interpolation=cv2.INTER_LINEAR)
    return matte


def _filled(analysis: Analysis, points: np.ndarray) -> Bytes:
    mask = np.zeros((analysis.height, analysis.width), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(points).astype(np.int32)), 255)
    return mask


def _grown(mask: Bytes, reach: float) -> Bytes:
    side = 2 * max(1, round(reach)) + 1
    grown: Bytes = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
    return grown
