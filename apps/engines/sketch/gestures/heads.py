"""Nods, shakes and tilts."""

from apps.engines.sketch.act import Act
from apps.engines.sketch.face.feelings import heads as poses
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.things import answers


def nod(scene: Scene) -> Act:
    return Act(poses.nod(scene)).plus(answers.yes(scene))


def shake_head(scene: Scene) -> Act:
    return Act(poses.shake_head(scene)).plus(answers.no(scene))


def tilt_head(scene: Scene) -> Act:
    return Act(poses.tilt_head(scene)).plus(answers.puzzle(scene))
