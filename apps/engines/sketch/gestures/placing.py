"""Where hands are, and how large."""

import math

from apps.engines.sketch.act import Act
from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.face.feelings.motion import felt
from apps.engines.sketch.face.pose import Pose
from apps.engines.sketch.gestures.sleeves import WRISTS, hand_with_arm
from apps.engines.sketch.scene import Scene

REACH = 1.3
"""How large a hand is beside a face, in eye spans; enlarged a little, so that it reads in a chat."""


def how_far_in(scene: Scene) -> float:
    """Return how far a hand has come in: it overshoots, stays, and is on its way out when the loop begins again."""
    come = scene.rise(-0.05, 0.18) + 0.10 * math.sin(math.pi * scene.rise(0.14, 0.34))
    return come * (1.0 - scene.rise(0.86, 1.05))


def within(place: float, room: float, length: float) -> float:
    """Return a place with so much room to both ends of a length; its middle when there is not so much."""
    return min(max(place, room), length - room) if length > 2 * room else length / 2


def side_with_room(head: Head, scene: Scene) -> float:
    """Return the side of a face with more room: -1 for the left, 1 for the right. By the photo, or it would change with a head that turns."""
    return 1.0 if float(head.shape.middle[0]) < 0.55 * scene.width else -1.0


def beside(canvas: Canvas, shown: float) -> tuple[float, float, float, float]:
    """Return where a hand is and how large, and where the floor is: below on the side with more room."""
    scene, head = canvas.scene, canvas.head
    if head is None:
        size = 0.34 * scene.side
        x, y = 0.74 * scene.width, 0.72 * scene.height
    else:
        size = min(max(REACH * head.span, 0.20 * scene.side), 0.36 * scene.side)
        # By the photo, or a hand would change sides with a head that turns.
        side = 1.0 if float(head.shape.middle[0]) < 0.5 * scene.width else -1.0
        x, y = head.at(side * 1.55, 1.25)
    x = min(max(x, 0.55 * size), scene.width - 0.55 * size)
    y = min(y, scene.height - 0.55 * size)
    floor = scene.height - 0.35 * size
    return x, y + (1.0 - shown) * (scene.height - y + size), size, floor


def one_hand(scene: Scene, name: str, pose: Pose, *, bob: bool = False) -> Act:
    """Bring a hand up beside the face on its arm, keep it there and take it away."""
    shown = how_far_in(scene)
    jump = 0.10 * abs(math.sin(2.0 * math.pi * 1.5 * scene.lap)) if bob else 0.0

    def hand(canvas: Canvas) -> None:
        x, y, size, _ = beside(canvas, shown)
        pop = 1.0 + 0.18 * math.sin(math.pi * scene.rise(0.2, 0.42))
        # A hold that stands still looks like a picture: the hand is shaken a little for emphasis.
        y, angle = y - jump * size, 0.16 * math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
        right, _, way, _ = WRISTS[name]
        # What an arm comes to from one side is turned over for the other one.
        flip = abs(right) > 0.2 and (way > 0) != (x > 0.5 * scene.width)
        hand_with_arm(canvas, name, x, y, size * pop, angle=angle, flip=flip)

    felt_pose = felt(scene, pose)
    means_it = max(0.0, math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)) * max(0.0, min(1.0, shown))
    return Act(felt_pose.moved(nod=felt_pose.nod + 0.16 * means_it), (hand,))
