"""Fear, surprise and embarrassment."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def cringe(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "teeth": 1.0,
                    "mouth_wide": 1.0,
                    "corner": -0.55,
                    "jaw": 0.30,
                    "upper_lip": 0.55,
                    "nose_up": 0.7,
                    "squint": 1.0,
                    "lid": 0.55,
                    "brow_inner": 0.7,
                    "brow_outer": -0.2,
                    "brows_together": 0.9,
                    "tilt": -0.55,
                    "turn": 0.55,
                    "nod": -0.25,
                    "shift_y": 0.12,
                }
            ),
            ebb=0.35,
            opens=True,
        ),
    )


def fear(scene: Scene) -> Pose:
    arc = scene.mood(rise=0.22)
    shiver = math.sin(2.0 * math.pi * scene.turns(2.1) * scene.lap)
    pose = felt(
        scene,
        pose_of(
            {
                "lid": -0.85,
                "eyes": 0.45,
                "teeth": 0.9,
                "brow_inner": 1.2,
                "brow_outer": 0.4,
                "brows_together": 0.5,
                "mouth_wide": 0.55,
                "jaw": 0.28,
                "corner": -0.5,
                "pale": 0.8,
                "sweat": 0.8,
            }
        ),
        rise=0.22,
        opens=True,
    )
    return pose.moved(
        shift_x=0.022 * shiver * arc,
        tears_phase=scene.travel(9),
        gaze_x=0.35 * arc * math.sin(2 * math.pi * 2 * scene.lap),
    )


def shock(scene: Scene) -> Pose:
    """Start back with wide eyes, and tremble with a head that seems to grow as it sinks in."""
    arc = scene.mood(rise=0.20, fall=0.80, ebb=0.12)
    tremble = math.sin(2.0 * math.pi * scene.turns(2.2) * scene.lap)
    pose = felt(
        scene,
        pose_of(
            {
                "lid": -1.0, "eyes": 0.55, "brow_inner": 1.0, "brow_outer": 1.0, "jaw": 0.75, "mouth_wide": -0.35,
                "pale": 0.45, "nod": -0.2,
            }
        ),
        rise=0.20, fall=0.80, ebb=0.12, opens=True,
    )  # fmt: skip
    sinks_in = scene.rise(0.26, 0.78) * arc
    return pose.moved(
        shift_x=0.035 * tremble * arc, swell=0.06 * arc + 0.16 * sinks_in, jaw=pose.jaw * (0.85 + 0.35 * sinks_in)
    )


def jaw_drop(scene: Scene) -> Pose:
    """Stare first; then the jaw goes, a little and all the way, and swings while the head sways after it."""
    stares = scene.mood(rise=0.10, fall=0.84, ebb=0.12, overshoot=0.0)
    drop = (
        0.30 * scene.rise(0.10, 0.22)
        + 0.70 * scene.rise(0.30, 0.44)
        + 0.16 * math.sin(math.pi * scene.rise(0.38, 0.54))
    )
    drop *= 1.0 - scene.rise(0.80, 0.93)
    swing = (
        math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap) * scene.rise(0.42, 0.50) * (1.0 - scene.rise(0.80, 0.92))
    )
    pose = pose_of({"lid": -0.85, "eyes": 0.45, "brow_inner": 1.0, "brow_outer": 1.0}).scaled(stares)
    return pose.moved(
        calm=scene.settled() * max(0.0, 1.0 - 2.0 * drop), jaw=(1.3 + 0.14 * swing) * drop, nod=-0.20 * drop + 0.10 * swing,
        tilt=0.14 * swing, shift_y=-0.04 * drop + 0.03 * swing, mouth_wide=-0.15 * drop,
    )  # fmt: skip


def gasp(scene: Scene) -> Pose:
    """Draw in the breath with a jerk of the head, and hold it with round eyes."""
    jerk = math.sin(math.pi * scene.rise(0.10, 0.34))
    tremble = math.sin(2.0 * math.pi * scene.turns(2.2) * scene.lap) * scene.rise(0.3, 0.4)
    pose = felt(
        scene,
        pose_of(
            {
                "jaw": 0.55,
                "mouth_wide": -0.8,
                "lid": -1.0,
                "eyes": 0.75,
                "brow_inner": 1.3,
                "brow_outer": 0.9,
                "shift_y": -0.08,
                "nod": -0.25,
                "pale": 0.4,
                "puff": -0.3,
            }
        ),
        rise=0.22,
        fall=0.80,
        ebb=0.12,
        opens=True,
    )
    return pose.moved(nod=pose.nod - 0.35 * jerk, shift_y=pose.shift_y - 0.06 * jerk, shift_x=0.03 * tremble)


def nervous_sweat(scene: Scene) -> Pose:
    arc = scene.mood(rise=0.2, ebb=0.7)
    dart = math.copysign(1.0, math.sin(2.0 * math.pi * 2 * scene.lap)) * min(
        1.0, abs(3 * math.sin(2.0 * math.pi * 2 * scene.lap))
    )
    return felt(
        scene,
        pose_of(
            {
                "mouth_wide": 0.75,
                "teeth": 1.0,
                "corner": 0.2,
                "jaw": 0.2,
                "upper_lip": 0.3,
                "eyes": 0.3,
                "brow_inner": 0.9,
                "brow_outer": -0.1,
                "lid": -0.25,
                "sweat": 1.0,
            }
        ),
        rise=0.2,
        ebb=0.7,
    ).moved(
        gaze_x=0.8 * dart * arc,
        tears_phase=scene.travel(8),
        shift_x=0.01 * math.sin(2 * math.pi * scene.turns(2.2) * scene.lap) * arc,
    )
