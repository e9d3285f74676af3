"""What a head says by its motion."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def nod(scene: Scene) -> Pose:
    """Nod twice, deeply, with the face of "not bad": brows up, the corners of the mouth down, the chin pushed up."""
    swing = _swing(scene)
    down = max(0.0, swing)
    pose = felt(
        scene,
        pose_of({"calm": 1.0, "corner": -0.45, "press": 0.9, "lower_lip": 0.9, "brow_inner": 0.7, "brow_outer": 0.9}),
        ebb=0.7,
    )
    lid = 0.50 * down - 0.25 * (1.0 - down)
    return pose.moved(nod=1.30 * swing - 0.12, shift_y=0.17 * swing, lid_left=lid, lid_right=lid)


def shake_head(scene: Scene) -> Pose:
    """Shake the head from side to side, with eyes that stay on who is refused."""
    swing = _swing(scene)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "corner": -0.5,
                "brow_inner": -0.6,
                "brows_together": 0.6,
                "press": 0.6,
                "lower_lip": 0.4,
                "lid": 0.3,
                "nod": 0.12,
            }
        ),
        ebb=0.75,
    )
    return pose.moved(turn=1.28 * swing, shift_x=0.26 * swing, tilt=0.30 * swing, gaze_x=-0.75 * swing)


def tilt_head(scene: Scene) -> Pose:
    """Cock the head like a puzzled dog: a little to the other side first, then far over, with one brow up."""
    other = scene.rise(0.0, 0.10) * (1.0 - scene.rise(0.10, 0.26))
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "tilt": 1.25,
                "shift_x": 0.10,
                "nod": 0.12,
                "brow_inner": 0.3,
                "brows_together": 0.5,
                "squint": 0.35,
                "corner": -0.35,
                "mouth_wide": -0.45,
                "lower_lip": 0.3,
                "gaze_y": -0.15,
            }
        ).plus(Pose(brow_outer_right=1.3, brow_inner_right=0.5, brow_inner_left=-0.7, brow_outer_left=-0.3)),
        rise=0.36,
        ebb=0.0,
    )
    return breath(scene).plus(pose).plus(Pose(tilt=-0.45 * other))


def _swing(scene: Scene) -> float:
    """Return a swing of about six frames that lingers where it turns back, -1 … 1."""
    wave = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    return math.copysign(abs(wave) ** 0.8, wave)
