"""Arms that are flexed."""

import math
from collections.abc import Callable

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas
from apps.engines.sketch.face.clothes import PLAIN, Color
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import pose_of
from apps.engines.sketch.gestures.placing import how_far_in, within
from apps.engines.sketch.gestures.sleeves import fist, shaded
from apps.engines.sketch.scene import Scene
from apps.engines.sketch.sheet import Point, Sheet


def muscle(scene: Scene) -> Act:
    """Flex both arms twice, elbows out: they swell in their sleeves, and the face grins with the effort."""
    shown = how_far_in(scene)
    beat = max(0.0, math.sin(2.0 * math.pi * scene.turns(6.0) * (scene.lap - 0.08))) ** 1.2
    grin = pose_of(
        {
            "corner": 0.95, "cheeks": 0.7, "teeth": 0.7, "squint": 0.45,
            "brow_inner": -0.35, "brow_outer": 0.7, "nod": -0.2,
        }
    )  # fmt: skip

    def limbs(canvas: Canvas) -> None:
        head = canvas.head
        span = min(max(head.span, 0.13 * scene.side), 0.24 * scene.side) if head else 0.2 * scene.side
        middle = head.shape.at(0.0, 1.0)[:2] if head else (0.5 * scene.width, 0.55 * scene.height)
        worn = head.clothes if head else PLAIN
        sink = 3.0 * (1.0 - shown) * span
        for side in (-1.0, 1.0):
            elbow_x = within(float(middle[0]) + side * 1.90 * span, 0.30 * span, scene.width)
            shoulder = (float(middle[0]) + side * 0.80 * span, float(middle[1]) + 1.05 * span + sink)
            elbow = (elbow_x, float(middle[1]) + (0.72 - 0.12 * beat) * span + sink)
            wrist = (elbow[0] - side * (0.18 + 0.30 * beat) * span, elbow[1] - 1.05 * span)
            # They grow out from behind the shoulders, whatever is worn there.
            with canvas.behind():
                canvas.draw(_arm_of((shoulder, elbow, wrist), span, beat, worn))
                fist(canvas, wrist[0], wrist[1] - 0.16 * span, 0.62 * span, side)

    pose = felt(scene, grin, ebb=0.35)
    return Act(pose.moved(shift_y=-0.06 * beat * shown, nod=pose.nod + 0.25 * beat), (limbs,))


def _arm_of(
    joints: tuple[Point, Point, Point], span: float, beat: float, color: Color
) -> Callable[[Sheet, Scene], None]:
    """Return the drawing of an arm in its sleeve: shoulder, elbow and wrist, with a muscle that swells with the beat."""

    def draw(sheet: Sheet, _: Scene) -> None:
        shoulder, elbow, wrist = joints
        bulge = (
            0.42 * shoulder[0] + 0.58 * elbow[0],
            0.42 * shoulder[1] + 0.58 * elbow[1] - (0.22 + 0.20 * beat) * span,
        )
        round_ = (0.27 + 0.17 * beat) * span
        for ink, grown in ((shaded(color, 0.45), 0.07 * span), (color, 0.0)):
            sheet.disc(*bulge, round_ + 0.5 * grown, ink)
            sheet.stroke([shoulder, elbow], ink, 0.56 * span + grown)
            sheet.stroke([elbow, wrist], ink, 0.44 * span + grown)
        sheet.disc(bulge[0] - 0.05 * span, bulge[1] - 0.10 * span, 0.30 * round_, shaded(color, 1.25))
        cuff = [
            (0.86 * wrist[0] + 0.14 * elbow[0] + aside * 0.2 * span, 0.86 * wrist[1] + 0.14 * elbow[1])
            for aside in (-1, 1)
        ]
        sheet.stroke(cuff, shaded(color, 0.45), 0.19 * span)
        sheet.stroke(cuff, shaded(color, 1.3), 0.12 * span)

    return draw
