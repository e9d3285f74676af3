"""Where the camera goes for what is to be seen."""

from apps.engines.sketch import warps
from apps.engines.sketch.act import Act
from apps.engines.sketch.layers import Layers
from apps.engines.sketch.plan import Part, Plan
from apps.engines.sketch.reaction import Family
from apps.engines.sketch.scene import Scene

HEAD_REACH = 1.35
"""How far a head reaches from the point between the eyes, in eye spans: where effects are centered on a face."""

EYES = 0.08
"""How far the eyes are above the middle of a close-up, as a share of its height, so that there is room for a sign above."""

Window = tuple[float, float, float, float]

NEAR, CLOSEST = 0.16, 1.8
"""Eye span as a share of the picture below which the camera comes closer for a feeling, and how much at most."""


def closer(plan: Plan, scene: Scene) -> Act:
    """Return the camera coming closer to one face, so that feelings are seen in it; to a larger face it does not.

    It comes once for all feelings of a plan: a step that begins with a camera far away would jump.
    """
    felt, factor = _felt_from(plan), _factor(plan, scene)
    if factor == 1.0 or not felt[0][0] <= scene.lap <= felt[-1][1]:
        return Act()
    shot = scene.within(felt[0][0], felt[-1][1])
    leaves = 0.80 if len(felt) == 1 else 0.7  # a longer story has the time to go back more slowly
    near = shot.rise(0.0, 0.3) * (1.0 - shot.rise(leaves, 1.0))
    now = 1.0 + (factor - 1.0) * near
    return Act(layers=Layers(away=warps.shot(shot, now, x=scene.focus.x, y=_height(scene, now))))


def window(plan: Plan, scene: Scene) -> Window:
    """Return what is seen of the picture where the camera is closest: left, top, right and bottom in pixels."""
    factor = _factor(plan, scene)
    left, top = warps.corner_of_shot(scene, factor, x=scene.focus.x, y=_height(scene, factor))
    return left, top, left + scene.width / factor, top + scene.height / factor


def _felt_from(plan: Plan) -> list[tuple[float, float]]:
    """Return when the steps with a feeling begin and end."""
    return [(start, end) for step, start, end in plan.windows() if any(map(_is_felt, step))]


def _factor(plan: Plan, scene: Scene) -> float:
    """Return how close the camera comes at most; 1 where it stays."""
    wanted = [part.reaction.near or NEAR for step in plan.steps for part in step if _is_felt(part)]
    share = scene.focus.radius / HEAD_REACH / scene.side
    return min(CLOSEST, max(1.0, max(wanted, default=0.0) / share))


def _height(scene: Scene, factor: float) -> float:
    """Return what is in the middle of a close-up, from the top: a little below the eyes."""
    return scene.focus.y + EYES * scene.height / factor


def _is_felt(part: Part) -> bool:
    return part.reaction.family == Family.FEELINGS or part.reaction.near is not None
