"""One face of a photo that can take any pose."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from apps.engines.sketch.face.clothes import Color, color_of_clothes
from apps.engines.sketch.face.eyes import Eye, draw_eye, find_eyes
from apps.engines.sketch.face.lids import draw_closed_lid
from apps.engines.sketch.face.lips import draw_lips, lips_closed
from apps.engines.sketch.face.mouth import OPEN, Mouth, draw_mouth, find_mouth
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.face.shape import Shape, boldness, posed, shape_of
from apps.engines.sketch.face.skin import color_skin, fold_skin
from apps.engines.sketch.face.tears import draw_sweat, draw_tears
from apps.engines.sketch.face.warp import Part, field, part_around, sample
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Face

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

STILL = 0.02
"""Motion in pixels below which a pixel is taken from the photo as it is."""


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: arrays have no one truth
class Actor:
    """A face of a photo, studied once. `matte` (H, W) float32 is the person, `plate` (H, W, 3) uint8 what is behind.

    `clothes` is the color that the person wears.
    """

    shape: Shape
    eyes: tuple[Eye, Eye]
    mouth: Mouth
    matte: Floats
    plate: Bytes
    clothes: Color


def actor_of(picture: Bytes, face: Face, matte: Floats, plate: Bytes) -> Actor:
    """Study one face of a photo, (H, W, 3) uint8 RGB."""
    shape = shape_of(face.points)
    return Actor(
        shape,
        find_eyes(picture, shape),
        find_mouth(picture, shape),
        matte,
        plate,
        color_of_clothes(picture, shape, matte),
    )


def plate_behind(picture: Bytes, matte: Floats) -> Bytes:
    """Return the photo with the background continued behind the people of a matte, (H, W, 3) uint8."""
    known = (cv2.dilate(matte, np.ones((5, 5), np.uint8)) < 0.08).astype(np.float32)
    plate: Bytes = np.clip(_filled(picture.astype(np.float32), known), 0, 255).astype(np.uint8)
    return plate


def _filled(picture: Floats, known: Floats) -> Floats:
    """Return a picture, (h, w, 3), with what is not known filled from around it: coarse far inside, fine at the edge."""
    if known.all() or min(known.shape) < 2:
        return picture
    if not known.any():
        soft: Floats = cv2.GaussianBlur(picture, (0, 0), max(1.0, 0.1 * min(known.shape)))
        return soft
    height, width = known.shape
    size = max(1, (width + 1) // 2), max(1, (height + 1) // 2)
    weight = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    small = (
        cv2.resize(picture * known[..., None], size, interpolation=cv2.INTER_AREA) / np.maximum(weight, 1e-6)[..., None]
    )
    below = _filled(small.astype(np.float32), (weight > 0.01).astype(np.float32))
    wide = cv2.resize(below, (width, height), interpolation=cv2.INTER_LINEAR)
    filled: Floats = np.where(known[..., None] > 0, picture, wide).astype(np.float32)
    return filled


def perform(frame: Bytes, picture: Bytes, actor: Actor, pose: Pose, people: Floats | None = None) -> Floats:
    """Put a face in a pose into a frame, (H, W, 3) uint8, which is the photo or the photo with other faces at work.

    `people` (H, W) float32 is the matte of everybody in the frame; it follows. Returns where the 468 points are now,
    (468, 2) pixels.
    """
    height, width = frame.shape[:2]
    shape = actor.shape
    pose = pose.bolder(boldness(shape.span, min(height, width)))
    points, around = posed(shape, pose)
    source = np.concatenate([shape.points[:, :2], shape.around[:, :2]])
    target = np.concatenate([points, around])
    moves = bool(np.abs(target - source).max() > STILL)
    if moves:
        depth = np.concatenate([shape.points[:, 2], shape.around[:, 2]])
        part = part_around(np.concatenate([source, target]), width, height)
        motion = field(source, target, depth, part)
        _lay(frame, picture, actor, motion, part, people)
    _act(frame, actor, points, pose, moves=moves)
    return points


def _lay(  # noqa: PLR0917 # what, whose, where
    frame: Bytes, picture: Bytes, actor: Actor, motion: Floats, part: Part, people: Floats | None
) -> None:
    """Lay the moved photo over what is behind the person."""
    moved = sample(picture, motion, part).astype(np.float32)
    view = part.of(frame)
    moves = np.maximum(np.abs(motion[..., 0]), np.abs(motion[..., 1]))
    matte = sample(actor.matte, motion, part, flags=cv2.INTER_LINEAR).astype(np.float32)
    # Where person stays person, the moved photo; where it comes or goes, what is behind shows through.
    person = np.clip(matte, 0.0, 1.0)
    laid = cv2.blendLinear(moved, np.array(part.of(actor.plate), np.float32), person, 1.0 - person)
    settled = np.clip((moves - STILL) / 0.4, 0.0, 1.0).astype(np.float32)
    mixed = cv2.blendLinear(laid, view.astype(np.float32), settled, 1.0 - settled)
    view[:] = np.clip(np.rint(mixed), 0, 255).astype(np.uint8)
    if people is not None:
        own = part.of(people)
        own[:] = settled * person + (1.0 - settled) * own


def _act(frame: Bytes, actor: Actor, points: Floats, pose: Pose, *, moves: bool) -> None:
    """Draw what a warp alone cannot show."""
    shape = actor.shape
    gaze = (pose.gaze_x, pose.gaze_y)
    for eye, closed in zip(actor.eyes, (pose.lid_left, pose.lid_right), strict=True):
        if closed > 0.02 or closed < -0.02 or any(gaze) or pose.shine:
            draw_eye(frame, eye, points, shape, closed=closed, gaze=gaze, shine=pose.shine)
        if closed > 0.75:
            draw_closed_lid(frame, eye, points, shape, closed=min(1.0, (closed - 0.75) * 4))
    gap = float(np.hypot(*(points[at.UPPER_LIP_INNER] - points[at.LOWER_LIP_INNER]))) / shape.span
    if moves and (gap > OPEN or actor.mouth.shown is not None):
        smiles = (pose.corner_left + pose.corner_right) / 2
        draw_mouth(frame, actor.mouth, points, shape, smiles=smiles, clenched=pose.teeth)
    lips = lips_closed(actor.mouth, points, shape) if moves else 0.0
    if lips > 0.0:
        draw_lips(frame, actor.mouth, points, shape, closed=lips, pout=pose.lower_lip)
    fold_skin(frame, points, shape, pose)
    color_skin(frame, points, shape, pose)
    draw_tears(
        frame,
        points,
        shape,
        left=max(pose.tears, pose.tears_left),
        right=pose.tears,
        phase=pose.tears_phase,
        single=pose.tears_left > pose.tears,
    )
    draw_sweat(frame, points, shape, amount=pose.sweat, phase=pose.tears_phase)
