"""Paints one frame of a plan from the photo: the faces act, things are drawn, then the whole picture is moved and lit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import cv2
import numpy as np

from apps.engines.sketch.act import Act
from apps.engines.sketch.camera import HEAD_REACH, Window, closer, window
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.face.actor import Actor, actor_of, perform, plate_behind
from apps.engines.sketch.face.pose import NEUTRAL, Pose
from apps.engines.sketch.layers import merge
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.scene import Floats, Focus, Scene
from apps.engines.sketch.sheet import Bytes
from apps.engines.sketch.treatment import treated
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis

WHOLE_FACE = 0.95
"""How much of a face a mask must hold for its head to move: less, and it would move out from under the mask."""

INSTEAD = "breathe"
"""What a picture without a face does where only a face could do what was asked for."""

MOST_ACTORS = 5
"""Of a group so many faces act: each costs about ten milliseconds a frame."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A photo, (H, W, 3) uint8 RGB, with its faces studied.

    `matte` (H, W) float32 says how much each pixel is a person; `plate` (H, W, 3) uint8 is the photo without them.
    """

    picture: Bytes
    actors: tuple[Actor, ...]
    matte: Floats
    plate: Bytes


def set_stage(picture: Bytes, analysis: Analysis | None) -> Stage:
    """Study a photo. Without an analysis it has no faces and nobody in front of anything."""
    height, width = picture.shape[:2]
    if analysis is None:
        return Stage(picture, (), np.zeros((height, width), np.float32), picture)
    matte = cv2.resize(analysis.matte, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255.0
    plate = plate_behind(picture, matte)
    actors = tuple(actor_of(picture, face, matte, plate) for face in analysis.faces[:MOST_ACTORS])
    return Stage(picture, actors, matte, plate)


def paint(stage: Stage, plan: Plan, scene: Scene, *, weight: Floats | None) -> Bytes:
    """Return the frame of a plan at a moment, (H, W, 3) uint8: the same for the same photo, plan and moment.

    `weight` (H, W) float32 is how far each pixel may change, None for all of it. Where it is 0, the photo's own pixels stay.
    """
    troupes = [_troupe(stage, plan, who, scene, weight) for who in plan.people or (Who.LARGEST,)]
    frame = stage.picture.copy()
    heads, people = {}, stage.matte.copy()
    for actor in dict.fromkeys(actor for troupe in troupes for actor in troupe.cast):
        pose = reduce(Pose.beside, (troupe.act.pose for troupe in troupes if actor in troupe.cast))
        # A pose of nothing is the photo itself, pixel for pixel.
        points = perform(frame, stage.picture, actor, pose, people) if pose != NEUTRAL else actor.shape.points[:, :2]
        heads[actor] = Head(points, actor.shape, actor.clothes)
    layers = merge(troupe.act.layers for troupe in troupes)
    for troupe in troupes:
        canvas = Canvas(
            frame,
            people,
            stage.matte,
            stage.plate,
            troupe.scene,
            [heads[actor] for actor in troupe.cast],
            troupe.window,
            may_move=weight is None and len(troupes) == 1,
        )
        for drawing in troupe.act.drawings:
            drawing(canvas)
        frame = canvas.frame
    frame = treated(frame, layers, troupes[0].scene)
    if weight is None:
        return frame
    mixed = stage.picture + weight[..., None] * (frame.astype(np.float32) - stage.picture)
    return np.where(weight[..., None] > 0.0, np.rint(np.clip(mixed, 0.0, 255.0)).astype(np.uint8), stage.picture)


@dataclass(frozen=True, slots=True)
class _Troupe:
    """Who does the same things at a moment: the main one first, the scene about them, and what they do."""

    cast: list[Actor]
    scene: Scene
    act: Act
    window: Window | None


def _troupe(stage: Stage, plan: Plan, who: Who, scene: Scene, weight: Floats | None) -> _Troupe:
    """Return what a plan asks of one of the people that it names."""
    cast = _cast(stage.actors, who, weight)
    if cast and not scene.focus.is_aimed:
        middle = cast[0].shape.middle
        focus = Focus(float(middle[0]), float(middle[1]), HEAD_REACH * cast[0].shape.span, is_aimed=True)
        scene = replace(scene, focus=focus)
    # Beside a mask the picture stands still, so that a camera would tear it; and it keeps all in view who are named.
    comes_closer = len(cast) == 1 and len(plan.people) == 1 and weight is None
    act = _act_at(plan.of(who), scene, has_face=bool(cast))
    if comes_closer:
        act = act.plus(closer(plan, scene))
    if weight is not None and any(_share_inside(actor, weight) < WHOLE_FACE for actor in cast):
        act = replace(act, pose=act.pose.of_a_part())
    return _Troupe(cast, scene, act, window(plan, scene) if comes_closer else None)


def _cast(actors: Sequence[Actor], who: Who, weight: Floats | None) -> list[Actor]:
    """Return who acts, the main one first. With a mask only faces within it."""
    able = [actor for actor in actors if weight is None or _may_act(actor, weight)]
    if not able or who == Who.ALL:
        return able
    if who == Who.LARGEST:
        return able[:1]
    return [min(able, key=lambda actor: float(actor.shape.middle[0]) * (1.0 if who == Who.LEFT else -1.0))]


def _may_act(actor: Actor, weight: Floats) -> bool:
    """Return whether a mask holds enough of a face: much of it, both eyes, or the mouth."""
    parts = ((at.LEFT_UPPER_LID + at.RIGHT_UPPER_LID), at.OUTER_LIPS)
    return _share_inside(actor, weight) > 0.4 or any(_share_inside(actor, weight, part) > 0.8 for part in parts)


def _share_inside(actor: Actor, weight: Floats, part: tuple[int, ...] = ()) -> float:
    """Return how much of a face is inside a mask, 0 to 1, or of a part of it by its points."""
    height, width = weight.shape
    places = np.rint(actor.shape.points[list(part) or slice(None), :2]).astype(int)
    inside = weight[np.clip(places[:, 1], 0, height - 1), np.clip(places[:, 0], 0, width - 1)]
    return float((inside > 0.3).mean())


def _act_at(plan: Plan, scene: Scene, *, has_face: bool) -> Act:
    """Return everything that a plan asks for at a moment."""
    act = Act()
    for step, start, end in plan.windows():
        if not start <= scene.lap <= end:
            continue
        for part in step:
            act = act.plus(_play(part, scene.within(start, end), has_face=has_face))
    return act


def _play(part: Part, scene: Scene, *, has_face: bool) -> Act:
    strong = replace(scene, force=scene.force * part.strength)
    alone = part.reaction.alone
    if not has_face and alone is not None:
        return alone(strong)
    if not has_face and part.reaction.needs_face:
        instead = BY_NAME[INSTEAD]
        return (instead.alone or instead.play)(strong)
    act = part.reaction.play(strong)
    return replace(act, pose=act.pose.scaled(strong.acting))


def mask_weight(mask: Bytes, *, feather: float) -> Floats:
    """Return (H, W) float32: 0 where the mask is dark, rising inward from its edge to 1 over `feather` pixels, or over half
    the depth of a thin mask.

    White begins at 128; nothing outside the white is ever above 0.
    """
    white = (mask >= 128).astype(np.uint8)
    inward = cv2.distanceTransform(white, cv2.DIST_L2, cv2.DIST_MASK_5)
    if white.all():
        return np.ones(white.shape, np.float32)
    breadth = max(1.0, min(feather, float(inward.max()) / 2))
    linear = np.clip(inward / np.float32(breadth), 0.0, 1.0)
    weight: Floats = (linear * linear * (3.0 - 2.0 * linear)).astype(np.float32)
    return weight
