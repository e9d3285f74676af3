"""Happiness in its shades: from a smile to love."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smile(scene: Scene) -> Pose:
    """Look down with a straight face, and let a smile rise from the lips to the eyes, head to one side."""
    beam, before = _beam(scene)
    nods = math.sin(2.0 * math.pi * scene.lap)
    smiling = {
        "corner": 1.05, "cheeks": 1.2, "squint": 1.0, "lid": 0.10, "brow_outer": 0.55, "brow_inner": 0.35, "tilt": 0.62,
        "nod": -0.20 + 0.12 * nods, "blush": 0.45, "shift_x": 0.06, "swell": 0.04,
    }  # fmt: skip
    return before.plus(pose_of(smiling), beam)


def grin(scene: Scene) -> Pose:
    beam, before = _beam(scene)
    return before.plus(
        pose_of(
            {
                "corner": 1.15,
                "cheeks": 1.1,
                "squint": 0.9,
                "mouth_wide": 0.45,
                "teeth": 0.9,
                "jaw": 0.22,
                "upper_lip": 0.35,
                "brow_outer": 0.5,
                "brow_inner": 0.2,
                "nod": -0.15,
            }
        ),
        beam,
    )


def laugh(scene: Scene) -> Pose:
    """Shake with laughter until the tears come."""
    arc = scene.mood()
    heave = math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)
    pose = pose_of(
        {"corner": 1.1, "cheeks": 1.2, "squint": 1.0, "lid": 0.78, "jaw": 0.62, "brow_inner": 0.35, "brow_outer": 0.25}
    )
    pose = pose.moved(nod=-0.35 + 0.22 * heave, shift_y=0.05 * heave, jaw=0.62 + 0.16 * heave)
    return pose.scaled(arc).moved(tears=0.45 * scene.rise(0.16, 0.55) * arc, tears_phase=scene.travel(6))


def love(scene: Scene) -> Pose:
    return breath(scene).plus(
        pose_of(
            {
                "corner": 0.85,
                "cheeks": 0.6,
                "squint": 0.35,
                "brow_inner": 0.7,
                "brow_outer": 0.3,
                "blush": 1.0,
                "shine": 1.0,
                "tilt": 0.45,
                "nod": 0.1,
                "gaze_y": -0.15,
            }
        ),
        scene.mood(),
    )


def blush(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "corner": 0.55,
                    "calm": 0.8,
                    "blush": 1.3,
                    "gaze_y": 0.55,
                    "gaze_x": -0.35,
                    "lid": 0.22,
                    "nod": 0.45,
                    "turn": -0.25,
                    "brow_inner": 0.6,
                }
            ),
        ),
    )


def proud(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "nod": -0.75,
                    "corner": 0.55,
                    "lid": 0.42,
                    "calm": 0.8,
                    "brow_outer": 0.5,
                    "brow_inner": 0.2,
                    "shift_y": -0.06,
                    "swell": 0.05,
                    "lower_lip": 0.25,
                }
            ),
            rise=0.4,
            ebb=0.3,
        ),
    )


def _beam(scene: Scene) -> tuple[float, Pose]:
    """Return how much of a smile is there, and the straight face that it comes from and goes back to.

    Who smiles in the photo already closes the mouth first, or nobody would see a smile begin.
    """
    beam = scene.arc(rise=0.42, fall=0.84, anticipation=0.0, overshoot=0.12)
    straight = pose_of({"corner": -0.12, "brow_inner": -0.15, "nod": 0.22, "lid": 0.12})
    left = max(0.0, 1.0 - 1.4 * beam) * scene.settled()
    return beam, breath(scene).plus(straight, left).moved(calm=left)
