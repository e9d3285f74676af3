"""Room above a head, for what stands there: the camera pulls back."""

from typing import TypeVar

import cv2
import numpy as np

from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.scene import Floats
from apps.engines.sketch.sheet import Bytes

Layer = TypeVar("Layer", Bytes, Floats)

MOST, MOST_OF_CUT_HAIR = 0.17, 0.12
"""How much smaller a picture may become, and where the photo cuts off the hair: more, and it would be seen that edges are made up."""

HAIR_IS_CUT = 0.4
"""How much of the upper edge above a face is person where the photo cuts off the hair."""

DRAWN_OUT = 0.35
"""How much hair is mirrored to fill the height that came into sight: a little is drawn out, or a forehead would be seen above it."""


def make_room(canvas: Canvas, tall: float, amount: float) -> None:
    """Let the camera pull back until `tall` eye spans above the eyes are in the picture, as far as `amount` says, 0 … 1.

    The lower edge stays. How far it goes is read off the photo, so that a head that bobs does not take the camera along.
    """
    head = canvas.head
    if head is None or not canvas.may_move or amount <= 0.0:
        return
    height, width = canvas.frame.shape[:2]
    span = head.shape.span
    x, y = (float(value) for value in head.shape.middle[:2])
    above = canvas.standing[0, max(0, round(x - 0.5 * span)) : round(x + 0.5 * span) + 1]
    is_cut = bool(above.size) and float(above.mean()) > HAIR_IS_CUT
    missing = (tall * span - y) / height + 0.02
    size = 1.0 - amount * min(MOST_OF_CUT_HAIR if is_cut else MOST, max(0.0, missing))
    if size > 0.998:
        return
    matrix = np.array([[size, 0.0, (1.0 - size) * x], [0.0, size, (1.0 - size) * height]], np.float32)
    frame, wall = (_warped(layer, matrix, cv2.BORDER_REFLECT_101) for layer in (canvas.frame, canvas.plate))
    people, standing = (_warped(layer, matrix, cv2.BORDER_REPLICATE) for layer in (canvas.matte, canvas.standing))
    top, left, right = round((1.0 - size) * height), round((1.0 - size) * x), round((1.0 - size) * x + size * width)
    # What came into sight is mirrored where the photo's edge cuts off a person, and wall where it does not.
    for strip in (np.s_[:top], np.s_[top:, :left], np.s_[top:, min(width, right) :]):
        share = standing[strip][..., None]
        frame[strip] = np.rint(share * frame[strip] + (1.0 - share) * wall[strip]).astype(np.uint8)
    if is_cut and top > 0:
        for layer in (frame, wall, people, standing):
            hair = layer[top : top + max(1, round(DRAWN_OUT * top))][::-1]
            layer[:top] = cv2.resize(np.ascontiguousarray(hair), (width, top), interpolation=cv2.INTER_LINEAR)
    canvas.frame, canvas.plate, canvas.matte, canvas.standing = frame, wall, people, standing
    canvas.heads = tuple(one.moved(size, matrix[:, 2]) for one in canvas.heads)


def _warped(layer: Layer, matrix: Floats, border: int) -> Layer:
    """Return a layer of a picture moved by a (2, 3) map, with what comes into sight made up in one of OpenCV's ways."""
    moved = np.empty_like(layer)
    size = (layer.shape[1], layer.shape[0])
    cv2.warpAffine(layer, matrix, size, dst=moved, flags=cv2.INTER_LINEAR, borderMode=border)
    return moved
