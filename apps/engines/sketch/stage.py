"""Paints one frame of a plan from the photo: the faces act, things are drawn, then the whole picture is moved and lit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import cv2
import numpy as np

from apps.engines.sketch import warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.face.actor import Actor, actor_of, perform, plate_behind
from apps.engines.sketch.face.pose import NEUTRAL, Pose
from apps.engines.sketch.layers import Grain, Layers, Slip, merge
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.reaction import Family
from apps.engines.sketch.scene import Floats, Focus, Scene, enlarge
from apps.engines.sketch.sheet import Bytes
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import Analysis

SOLID = 0.92
"""Opacity of a sheet's most solid ink: drawn things let a little of the photo through, so that they sit in its light."""

GAIN_LOW, GAIN_HIGH = 0.25, 3.0
"""Below a quarter eight bits keep too few levels, above three a picture is only white."""

HOLD = 1.25
"""How early a bend gives way to the edge. Above one, or the picture would fold; not much above, or it would look framed."""

HEAD_REACH = 1.35
"""How far a head reaches from the point between the eyes, in eye spans: where effects are centered on a face."""

NEAR, CLOSEST = 0.16, 1.8
"""Eye span as a share of the picture below which the camera comes closer for a feeling, and how much at most."""

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
    heads = {}
    for actor in dict.fromkeys(actor for troupe in troupes for actor in troupe.cast):
        pose = reduce(Pose.beside, (troupe.act.pose for troupe in troupes if actor in troupe.cast))
        # A pose of nothing is the photo itself, pixel for pixel.
        points = perform(frame, stage.picture, actor, pose) if pose != NEUTRAL else actor.shape.points[:, :2]
        heads[actor] = Head(points, actor.shape)
    layers = merge(troupe.act.layers for troupe in troupes)
    for troupe in troupes:
        canvas = Canvas(frame, stage.matte, stage.plate, troupe.scene, [heads[actor] for actor in troupe.cast])
        for drawing in troupe.act.drawings:
            drawing(canvas)
        frame = canvas.frame
    frame = _treated(frame, layers, troupes[0].scene)
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
        act = act.plus(_closer(plan, scene))
    if weight is not None and any(_share_inside(actor, weight) < WHOLE_FACE for actor in cast):
        act = replace(act, pose=act.pose.of_a_part())
    return _Troupe(cast, scene, act)


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


def _closer(plan: Plan, scene: Scene) -> Act:
    """Return the camera coming closer to one face, so that feelings are seen in it; to a larger face it does not.

    It comes once for all feelings of a plan: a step that begins with a camera far away would jump.
    """
    felt = [(start, end) for step, start, end in plan.windows() if any(map(_is_felt, step))]
    if not felt or not felt[0][0] <= scene.lap <= felt[-1][1]:
        return Act()
    wanted = max(part.reaction.near or NEAR for step in plan.steps for part in step if _is_felt(part))
    share = scene.focus.radius / HEAD_REACH / scene.side
    factor = min(CLOSEST, max(1.0, wanted / share))
    if factor == 1.0:
        return Act()
    shot = scene.within(felt[0][0], felt[-1][1])
    leaves = 0.84 if len(felt) == 1 else 0.7  # a longer story has the time to go back more slowly
    near = shot.rise(0.0, 0.3) * (1.0 - shot.rise(leaves, 1.0))
    return Act(layers=Layers(away=warps.zoom(shot, 1.0 + (factor - 1.0) * near)))


def _is_felt(part: Part) -> bool:
    return part.reaction.family == Family.FEELINGS


def _treated(frame: Bytes, layers: Layers, scene: Scene) -> Bytes:
    """Return a frame moved, lit and covered as layers ask for."""
    if layers.changes_nothing:
        return frame
    image = frame.astype(np.float32)
    image = _bent(image, _whole_way(layers, scene), scene)
    if layers.grain is not None:
        image = _grained(image, layers.grain)
    image = _relit(image, layers, scene)
    image = _slipped(image, layers.slips)
    image = _laid(image, layers, scene)
    treated: Bytes = np.rint(np.clip(image, 0.0, 255.0)).astype(np.uint8)
    return treated


def _laid(image: Floats, layers: Layers, scene: Scene) -> Floats:
    if layers.sheet is None:
        return image
    solid = layers.sheet.pixels.astype(np.float32) * np.float32(SOLID * scene.presence)
    laid = image * (1.0 - solid[..., 3:] / np.float32(255.0))
    laid += solid[..., :3]
    return laid


def _slipped(image: Floats, slips: Sequence[Slip]) -> Floats:
    if not slips:
        return image
    slipped = image.copy()
    for slip in slips:
        rows = slipped[slip.top : slip.bottom, :, slip.channel]
        rows[:] = np.roll(rows, slip.right, axis=1)
    return slipped


def _relit(image: Floats, layers: Layers, scene: Scene) -> Floats:
    """Return the image in the light of `layers`, 0 … 255."""
    if layers.color is not None:
        image = np.clip(cv2.transform(image, layers.color), 0.0, 255.0).astype(np.float32, copy=False)
    if layers.gain is None:
        return image
    if (layers.gain > 1.0).any():
        image = _exposed(image, enlarge(np.clip(layers.gain, 1.0, GAIN_HIGH), scene.width, scene.height))
    if (layers.gain < 1.0).any():
        image = image * enlarge(np.clip(layers.gain, GAIN_LOW, 1.0), scene.width, scene.height)
    return image


def _exposed(image: Floats, gain: Floats) -> Floats:
    """Return the image brighter by `gain` in its shadows and less and less so up to white, which stays white.

    x → gx / (1 + (g - 1)x) for x from 0 to 1: no light is clipped.
    """
    dampened = gain - 1.0
    dampened *= image
    dampened *= np.float32(1.0 / 255.0)
    dampened += 1.0
    exposed = image * gain
    exposed /= dampened
    return exposed


def _whole_way(layers: Layers, scene: Scene) -> Floats | None:
    """Return where each pixel comes from by all bends together, on the coarse grid; None when from where it is."""
    if layers.bend is None:
        return layers.away
    across, below = scene.mesh()
    held = np.empty_like(layers.bend)
    for axis, place, length in ((0, across, scene.width), (1, below, scene.height)):
        room = np.minimum(place + np.float32(0.5), np.float32(length) - np.float32(0.5) - place)
        wish = layers.bend[..., axis]
        # At an edge this falls to zero with a slope below one: pixels crowd there, and none is pushed out or folded over.
        held[..., axis] = wish * room / (room + np.float32(HOLD) * np.abs(wish))
    return held if layers.away is None else held + layers.away


def _bent(image: Floats, way: Floats | None, scene: Scene) -> Floats:
    """Return the image with each pixel taken from as far away as `way` says, (h, w, 2) on the coarse grid."""
    if way is None:
        return image
    step = enlarge(way.astype(np.float32), scene.width, scene.height)
    step[..., 0] += np.arange(scene.width, dtype=np.float32)[None, :]
    step[..., 1] += np.arange(scene.height, dtype=np.float32)[:, None]
    bent: Floats = cv2.remap(image, step[..., 0], step[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    np.clip(bent, 0.0, 255.0, out=bent)
    return bent


def _grained(image: Floats, grain: Grain) -> Floats:
    """Return the image with squares and few levels mixed in."""
    height, width = image.shape[:2]
    small = cv2.resize(
        image,
        (max(1, round(width / grain.block)), max(1, round(height / grain.block))),
        interpolation=cv2.INTER_AREA,
    ).astype(np.float32, copy=False)
    pitch = np.float32(255.0 / (grain.levels - 1))
    small = np.rint(small / pitch) * pitch
    squares = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST).astype(np.float32, copy=False)
    mixed: Floats = image + (squares - image) * np.float32(grain.amount)
    return mixed


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
