"""What an expression does to skin: folds, color, sweat, veins."""

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.eyes import ring_of
from apps.engines.sketch.face.outlines import polygon
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.face.shape import Shape
from apps.engines.sketch.face.warp import Part, part_around
from apps.imaging.faces import points as at

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

RED = np.array([1.0, 0.62, 0.58], np.float32)
PALE = np.array([0.98, 1.02, 1.06], np.float32)
GREEN = np.array([0.78, 1.02, 0.62], np.float32)
BLUSH = np.array([1.06, 0.70, 0.72], np.float32)
"""What a full color multiplies red, green and blue by."""


def color_skin(frame: Bytes, points: Floats, shape: Shape, pose: Pose) -> None:
    """Color the skin of a face in a frame, (H, W, 3) uint8; eyes and the inside of the mouth keep theirs."""
    if not (pose.red or pose.pale or pose.green or pose.blush):
        return
    height, width = frame.shape[:2]
    part = part_around(_wider(points[list(at.OUTLINE)]), width, height, margin=0.35 * shape.span)
    skin = polygon(_wider(points[list(at.OUTLINE)]), part, blur=0.10 * shape.span) * _skin_like(
        part.of(frame), points, part
    )
    for upper, lower in ((at.LEFT_UPPER_LID, at.LEFT_LOWER_LID), (at.RIGHT_UPPER_LID, at.RIGHT_LOWER_LID)):
        skin = skin * (1.0 - polygon(points[ring_of(upper, lower)], part, blur=0.01 * shape.span))
    skin = skin * (1.0 - polygon(points[list(at.INNER_LIPS)], part, blur=0.01 * shape.span))
    view = part.of(frame)
    # Hair that hangs into the face is darker than skin and takes less color.
    gray = cv2.cvtColor(np.ascontiguousarray(view), cv2.COLOR_RGB2GRAY).astype(np.float32)
    inside = gray[skin > 0.8]
    usual = float(np.median(inside)) if inside.size else 128.0
    skin = skin * np.clip((gray / max(1.0, usual) - 0.25) / 0.35, 0.0, 1.0)
    factor = np.ones((part.height, part.width, 3), np.float32)
    # Blood shows most in the middle of the face.
    middle = _spot(points[at.NOSE_TIP] - 0.2 * shape.span * shape.axes[1, :2], part, 1.0 * shape.span)
    skin = skin * (0.40 + 0.60 * middle)
    for amount, color in ((pose.red, RED), (pose.pale, PALE), (pose.green, GREEN)):
        factor *= 1.0 + (np.clip(amount, 0.0, 1.0) * skin)[..., None] * (color - 1.0)
    if pose.blush:
        cheeks = np.maximum(
            _spot(points[at.LEFT_CHEEK], part, 0.24 * shape.span),
            _spot(points[at.RIGHT_CHEEK], part, 0.24 * shape.span),
        )
        factor *= 1.0 + (np.clip(pose.blush, 0.0, 1.2) * skin * cheeks)[..., None] * (BLUSH - 1.0)
    if pose.pale:
        lift = (np.clip(pose.pale, 0.0, 1.0) * 0.45 * skin)[..., None]
        bleached = gray[..., None] + 0.4 * (view - gray[..., None]) + 18.0
        view[:] = np.clip(view + lift * (bleached - view), 0, 255).astype(np.uint8)
    view[:] = np.clip(view * factor, 0, 255).astype(np.uint8)


def _wider(outline: Floats) -> Floats:
    """Return the outline of a face with its ears and the beginning of the neck."""
    middle = outline.mean(axis=0)
    wider: Floats = (middle + 1.16 * (outline - middle)).astype(np.float32)
    return wider


def _skin_like(view: Bytes, points: Floats, part: Part) -> Floats:
    """Return how much each pixel has the hue of the cheeks, (h, w) float32: hair, cloth and sky do not."""
    lab = cv2.cvtColor(np.ascontiguousarray(view), cv2.COLOR_RGB2LAB).astype(np.float32)
    places = np.rint(points[[at.LEFT_CHEEK, at.RIGHT_CHEEK, at.NOSE_TIP, 151]] - [part.left, part.top]).astype(int)
    places = np.clip(places, 0, [part.width - 1, part.height - 1])
    usual = np.median(lab[places[:, 1], places[:, 0], 1:], axis=0)
    away = np.hypot(*(lab[..., 1:] - usual).transpose(2, 0, 1))
    like: Floats = np.clip((26.0 - away) / 14.0, 0.0, 1.0).astype(np.float32)
    soft: Floats = cv2.GaussianBlur(like, (0, 0), max(0.8, 0.008 * part.width))
    return soft


def _spot(place: Floats, part: Part, size: float) -> Floats:
    down, across = np.mgrid[part.top : part.bottom, part.left : part.right].astype(np.float32)
    spot: Floats = np.exp(-(((across - place[0]) ** 2 + (down - place[1]) ** 2) / size**2)).astype(np.float32)
    return spot


def fold_skin(frame: Bytes, points: Floats, shape: Shape, pose: Pose) -> None:
    """Shade the folds of an expression: between the brows, on the forehead, beside nose and mouth, in the chin."""
    folds = _folds(points, shape, pose)
    if not folds:
        return
    height, width = frame.shape[:2]
    every = np.concatenate([line for line, *_ in folds])
    part = part_around(every, width, height, margin=0.12 * shape.span)
    dark, light = np.zeros((part.height, part.width), np.float32), np.zeros((part.height, part.width), np.float32)
    below = shape.axes[1, :2]
    for line, strength, thick in folds:
        stroke = _stroke(line, part, thick * shape.span)
        dark = np.maximum(dark, strength * cv2.GaussianBlur(stroke, (0, 0), max(0.6, 0.9 * thick * shape.span)))
        bulge = _stroke(line + 0.045 * shape.span * below, part, 1.6 * thick * shape.span)
        light = np.maximum(light, strength * cv2.GaussianBlur(bulge, (0, 0), max(0.5, 0.8 * thick * shape.span)))
    view = part.of(frame)
    shaded = view * (1.0 - 0.60 * dark[..., None]) * (1.0 + 0.10 * light[..., None])
    view[:] = np.clip(shaded, 0, 255).astype(np.uint8)


def _folds(points: Floats, shape: Shape, pose: Pose) -> list[tuple[Floats, float, float]]:
    """Return lines (n, 2), how dark they are and how thick in eye spans."""

    def between(*indices: int) -> Floats:
        found: Floats = points[list(indices)].mean(axis=0)
        return found

    folds: list[tuple[Floats, float, float]] = []
    together = np.clip(0.9 * pose.brows_together - 0.15, 0.0, 1.0)
    if together > 0:
        for inner, top in ((55, 107), (285, 336)):
            line = np.stack([0.45 * points[inner] + 0.55 * points[8], 0.5 * points[top] + 0.5 * points[9]])
            folds.append((line.astype(np.float32), float(0.55 * together), 0.020))
    raised = np.clip(
        (pose.brow_inner_left + pose.brow_inner_right + pose.brow_outer_left + pose.brow_outer_right) / 4, 0, 1
    )
    inner_only = np.clip((pose.brow_inner_left + pose.brow_inner_right) / 2 - 0.3, 0.0, 1.0)
    if max(raised, inner_only) > 0.1:
        strength = float(0.42 * max(raised, 0.8 * inner_only))
        reach = (104, 69, 108, 151, 337, 299, 333) if raised > 0.5 * inner_only else (69, 108, 151, 337, 299)
        for lift in (0.0, 0.35, 0.7):
            line = points[list(reach)] + lift * (points[at.FOREHEAD] - points[151])
            folds.append((line.astype(np.float32), strength * (1.0 - 0.3 * lift), 0.016))
    for side, way in (("left", (129, 203, 206, 216, 212)), ("right", (358, 423, 426, 436, 432))):
        smile = float(getattr(pose, f"corner_{side}"))
        amount = max(0.5 * smile, 0.6 * -smile, 0.8 * pose.nose_up, 0.6 * pose.upper_lip)
        if amount > 0.15:
            folds.append((points[list(way)], float(min(0.8, 0.6 * amount)), 0.014))
    if pose.lower_lip > 0.2:
        folds.append((points[[204, 194, 200, 418, 424]], float(min(1.0, 0.6 * pose.lower_lip)), 0.022))
    return folds


def _stroke(line: Floats, part: Part, thick: float) -> Floats:
    """Return a smooth line through points, (n, 2), thinner at its ends: (h, w) float32."""
    along = np.linspace(0.0, len(line) - 1.0, 8 * len(line))
    places = np.arange(len(line))
    smooth = np.stack([np.interp(along, places, line[:, axis]) for axis in (0, 1)], axis=1)
    kernel = np.ones(7) / 7
    padded = np.concatenate([np.repeat(smooth[:1], 3, axis=0), smooth, np.repeat(smooth[-1:], 3, axis=0)])
    smooth = np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)
    large = np.zeros((part.height * 2, part.width * 2), np.uint8)
    corners = np.rint(((smooth - [part.left, part.top]) * 2 + 0.5) * 16).astype(np.int32)
    for index, (first, second) in enumerate(pairwise(corners)):
        share = 1.0 - abs(2.0 * index / max(1, len(corners) - 2) - 1.0) ** 2
        cv2.line(
            large, first.tolist(), second.tolist(), 255, max(1, round(2 * thick * (0.3 + 0.7 * share))), cv2.LINE_AA, 4
        )
    small: Floats = (
        cv2.resize(large, (part.width, part.height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    )
    return small
