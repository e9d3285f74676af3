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

NEAR, CLOSEST = 0.16, 1.8
"""Eye span as a share of the picture below which the camera comes closer for a feeling, and how much at most."""


def closer(plan: Plan, scene: Scene) -> Act:
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
    leaves = 0.80 if len(felt) == 1 else 0.7  # a longer story has the time to go back more slowly
    near = shot.rise(0.0, 0.3) * (1.0 - shot.rise(leaves, 1.0))
    closer = 1.0 + (factor - 1.0) * near
    eyes = scene.focus.y + EYES * scene.height / closer
    return Act(layers=Layers(away=warps.shot(shot, closer, x=scene.focus.x, y=eyes)))


def _is_felt(part: Part) -> bool:
    return part.reaction.family == Family.FEELINGS
