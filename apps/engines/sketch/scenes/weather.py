"""Rain and snow."""

import math

from apps.engines.sketch import happenings
from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.things import beside
from apps.engines.sketch.things.clouds import rain_cloud


def rain(scene: Scene) -> Act:
    """Let it rain, most of all from a cloud of one's own."""
    there = scene.rise(0.02, 0.2) * (1.0 - scene.rise(0.9, 1.0))

    def cloud(canvas: Canvas) -> None:
        make_room(canvas, 1.9, beside.room_above(scene))
        for head in canvas.heads[:1]:
            size = 0.95 * beside.unit_of(canvas, head)
            x, y = head.at(0.0, -1.4)
            rain_cloud(canvas, x, max(y, 0.56 * size), size, there)

    pose = pose_of({"calm": 1.0, "corner": -0.7, "brow_inner": 1.0, "lid": 0.3, "nod": 0.4, "lower_lip": 0.4})
    return Act(felt(scene, pose, ebb=0.7), (cloud,), happenings.rain(scene))


def snow(scene: Scene) -> Act:
    shiver = math.sin(2 * math.pi * scene.turns(2.1) * scene.lap)
    pose = felt(
        scene,
        pose_of(
            {
                "teeth": 1.0,
                "mouth_wide": 0.7,
                "jaw": 0.24,
                "brow_inner": 0.9,
                "squint": 0.5,
                "blush": 0.7,
                "pale": 0.4,
            }
        ),
        ebb=0.8,
    )
    return Act(pose.moved(shift_x=0.035 * shiver, jaw=pose.jaw * (0.8 + 0.35 * shiver)), layers=happenings.snow(scene))
