"""What a head says by its motion."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def nod(scene: Scene) -> Pose:
    """Nod twice, deeply: the chin comes up first, the lids go down with the head, the lips are pressed in approval."""
    swing = _swing(scene)
    down = max(0.0, swing)
    pose = felt(
        scene, pose_of({"calm": 1.0, "corner": 0.45, "press": 0.5, "lower_lip": 0.35, "brow_outer": 0.25}), ebb=0.7
    )
    return pose.moved(
        nod=0.95 * swing - 0.10, shift_y=0.07 * swing, lid_left=0.55 * down, lid_right=0.55 * down,
        brow_inner_left=-0.45 * swing, brow_inner_right=-0.45 * swing,
        brow_outer_left=pose.brow_outer_left - 0.5 * swing, brow_outer_right=pose.brow_outer_right - 0.5 * swing,
    )  # fmt: skip


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
    return pose.moved(turn=1.25 * swing, shift_x=0.17 * swing, tilt=0.20 * swing, gaze_x=-0.75 * swing)


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
