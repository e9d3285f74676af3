"""Happiness in its shades: from a smile to love."""

import math

from apps.engines.sketch.face.feelings.motion import breath
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smile(scene: Scene) -> Pose:
    beam = scene.arc(rise=0.42)
    return _straight_face(scene).plus(
        pose_of({"corner": 0.95, "cheeks": 0.9, "squint": 0.75, "brow_outer": 0.15, "tilt": 0.12, "lid": 0.04}), beam
    )


def grin(scene: Scene) -> Pose:
    return _straight_face(scene).plus(
        pose_of(
            {
                "corner": 1.15,
                "cheeks": 1.1,
                "squint": 0.9,
                "mouth_wide": 0.45,
                "teeth": 0.9,
                "jaw": 0.22,
                "upper_lip": 0.35,
                "brow_outer": 0.3,
            }
        ),
        scene.arc(rise=0.42),
    )


def laugh(scene: Scene) -> Pose:
    """Shake with laughter until the tears come."""
    arc = scene.arc()
    heave = math.sin(2.0 * math.pi * scene.turns(3.0) * scene.lap)
    pose = pose_of(
        {"corner": 1.1, "cheeks": 1.2, "squint": 1.0, "lid": 0.78, "jaw": 0.62, "brow_inner": 0.35, "brow_outer": 0.25}
    )
    pose = pose.moved(nod=-0.35 + 0.22 * heave, shift_y=0.05 * heave, jaw=0.62 + 0.16 * heave)
    return pose.scaled(arc).moved(tears=0.75 * max(0.0, scene.rise(0.35, 0.75)) * arc, tears_phase=scene.travel(6))


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
        scene.arc(),
    )


def blush(scene: Scene) -> Pose:
    return breath(scene).plus(
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
        scene.arc(),
    )


def proud(scene: Scene) -> Pose:
    return breath(scene).plus(
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
        scene.arc(rise=0.4),
    )


def _straight_face(scene: Scene) -> Pose:
    """Return a mouth that closes first and lets go: who smiles in the photo already begins to smile, too."""
    closed = scene.rise(0.0, 0.15) * (1.0 - scene.rise(0.20, 0.36))
    return breath(scene).plus(Pose(calm=1.0, brow_inner_left=0.15, brow_inner_right=0.15), closed)
