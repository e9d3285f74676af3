"""A face that nobody found, where somebody pointed at it: on animals, drawings and statues.

The canonical face is laid onto three places, two eyes and a mouth, by the one affine map that takes it there. So it tilts,
leans and stretches as the pointed face does; its outline is a guess, which is enough for lids, brows, mouth and cheeks.
"""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis, Face
from apps.imaging.faces.networks import Bytes, Floats

Places = tuple[float, float, float, float, float, float]
"""An eye, the other eye and the mouth: x and y of each, as shares of the picture's width and height."""

MIN_EYES_SHARE = 0.02
"""Least distance of the eyes, of the shorter side. Nearer ones are two taps on the same eye."""

MIN_DROP = 0.2
"""Least distance of the mouth from the line of the eyes, in distances of the eyes: a cat's is 0.6, a person's 1.1."""

PERSON_SHARE = 0.5
"""How much of a face the person's matte must cover to be believed. A network for people finds no cats."""

HEAD = 1.35
"""A head is larger than its face: by about a third, with ears and hair."""

_CANONICAL: Floats = np.load(Path(__file__).parent / "canonical.npy")
_EYES = (
    _CANONICAL[[at.LEFT_EYE_OUTER, at.LEFT_EYE_INNER], :2].mean(axis=0),
    _CANONICAL[[at.RIGHT_EYE_OUTER, at.RIGHT_EYE_INNER], :2].mean(axis=0),
)
_MOUTH = _CANONICAL[[at.MOUTH_LEFT, at.MOUTH_RIGHT], :2].mean(axis=0)


def check_places(places: Places, width: int, height: int) -> None:
    """Raise ValueError with a sentence for people where three places cannot be a face of a picture of this size."""
    if not all(0.0 <= share <= 1.0 for share in places):
        raise ValueError("Those points are outside the picture. Point at two eyes and the mouth.")
    first, second, mouth = _pixels(places, width, height)
    apart = float(np.hypot(*(second - first)))
    if apart < MIN_EYES_SHARE * min(width, height):
        raise ValueError("Both eyes are at the same place. Point at one eye, the other eye and the mouth.")
    if abs(_side_of(first, second, mouth)) < MIN_DROP * apart * apart:
        raise ValueError("The mouth is between the eyes. Point at one eye, the other eye and the mouth.")


def with_face_at(analysis: Analysis, places: Places) -> Analysis:
    """Return an analysis in which the pointed face is the first one; found faces at the same place give way to it.

    Raises ValueError as `check_places`.
    """
    check_places(places, analysis.width, analysis.height)
    first, second, mouth = _pixels(places, analysis.width, analysis.height)
    # The left eye is the one from which the other lies to the right, as the mouth sees it.
    left, right = (first, second) if _side_of(first, second, mouth) > 0 else (second, first)
    face = Face(_laid_on(left, right, mouth), 1.0)
    others = tuple(one for one in analysis.faces if _distance(one, face) > 0.5 * (one.span + face.span))
    return replace(analysis, faces=(face, *others), matte=_with_head(analysis, face))


def _pixels(places: Places, width: int, height: int) -> tuple[Floats, Floats, Floats]:
    pairs = np.array(places, np.float32).reshape(3, 2) * np.array([width, height], np.float32)
    return pairs[0], pairs[1], pairs[2]


def _side_of(first: Floats, second: Floats, mouth: Floats) -> float:
    """Return the signed area: above 0 where the mouth is below a line from the left eye to the right one."""
    (ax, ay), (bx, by) = second - first, mouth - first
    return float(ax * by - ay * bx)


def _laid_on(left: Floats, right: Floats, mouth: Floats) -> Floats:
    matrix = cv2.getAffineTransform(
        np.array([*_EYES, _MOUTH], np.float32), np.array([left, right, mouth], np.float32)
    ).astype(np.float32)
    placed = _CANONICAL[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    # Depth has no direction of its own in the picture: it is as large as the face is wide.
    scale = np.hypot(*(right - left)) / np.hypot(*(_EYES[1] - _EYES[0]))
    face: Floats = np.column_stack([placed, scale * _CANONICAL[:, 2]]).astype(np.float32)
    return face


def _distance(one: Face, other: Face) -> float:
    return float(np.hypot(*(one.points[at.NOSE_TIP, :2] - other.points[at.NOSE_TIP, :2])))


def _with_head(analysis: Analysis, face: Face) -> Bytes:
    """Return the matte with an oval for the head, where no person was seen there."""
    height, width = analysis.matte.shape
    scale = width / analysis.width
    outline = face.points[:, :2] * scale
    inside = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(outline).astype(np.int32)), 255)
    covered = analysis.matte[inside > 0]
    if covered.size and float(covered.mean()) > PERSON_SHARE * 255:
        return analysis.matte
    middle = outline.mean(axis=0)
    head = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(head, cv2.convexHull(np.rint(middle + HEAD * (outline - middle)).astype(np.int32)), 255)
    soft = cv2.GaussianBlur(head, (0, 0), max(1.0, 0.05 * face.span * scale))
    matte: Bytes = np.maximum(analysis.matte, soft)
    return matte
