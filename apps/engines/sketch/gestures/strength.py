"""Arms that are flexed."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import how_far_in, within
from apps.engines.sketch.scene import Scene


def muscle(scene: Scene) -> Act:
    """Flex both arms, elbows out: they swell with every beat, and the face grins with the effort."""
    shown = how_far_in(scene)
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) ** 1.5
    grin = pose_of(
        {
            "corner": 0.95, "cheeks": 0.7, "teeth": 0.7, "squint": 0.45,
            "brow_inner": -0.35, "brow_outer": 0.7, "nod": -0.2,
        }
    )  # fmt: skip

    def limbs(canvas: Canvas) -> None:
        head = canvas.head
        size = min(max(1.7 * head.span, 0.26 * scene.side), 0.40 * scene.side) if head else 0.34 * scene.side
        middle = head.shape.at(0.0, 1.0)[:2] if head else (0.5 * scene.width, 0.62 * scene.height)
        aside = 0.85 * head.span + 0.36 * size if head else 0.8 * size
        # They grow out from behind the shoulders, whatever is worn there.
        with canvas.behind():
            for side in (-1.0, 1.0):
                x = within(float(middle[0]) + side * aside, 0.46 * size, scene.width)
                y = float(middle[1]) - 0.06 * beat * size + 1.6 * (1.0 - shown) * size
                grown = size * (1.0 + 0.16 * beat)
                canvas.sticker("muscle", x, y, grown, flip=side > 0, angle=0.10 * side * (1.0 - beat), shadow=0.35)

    return Act(felt(scene, grin, ebb=0.35).moved(shift_y=-0.05 * beat * shown), (limbs,))
