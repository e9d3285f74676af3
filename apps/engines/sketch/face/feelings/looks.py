"""What eyes and brows say alone."""

import math

from apps.engines.sketch.face.feelings.motion import breath, felt, pulse
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smirk(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            Pose(
                calm=1.0,
                corner_right=1.30,
                corner_left=-0.10,
                press=0.25,
                squint=0.30,
                cheeks=0.35,
                brow_outer_left=0.95,
                brow_inner_left=0.55,
                brow_inner_right=-0.45,
                brow_outer_right=-0.15,
                tilt=0.32,
                turn=0.12,
                nod=0.12,
                gaze_x=0.75,
                eyes=0.25,
                lid_left=0.12,
                lid_right=0.30,
            ),
            ebb=0.3,
        ),
    )


def side_eye(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "calm": 1,
                    "gaze_x": 1.05,
                    "eyes": 1.0,
                    "lid": 0.06,
                    "squint": 0.05,
                    "brow_outer": 0.2,
                    "brow_inner": -0.25,
                    "corner": -0.3,
                    "press": 0.35,
                    "turn": -0.38,
                    "tilt": -0.15,
                }
            ),
            rise=0.4,
            ebb=0.15,
        ),
    )


def eye_roll(scene: Scene) -> Pose:
    """Let the eyes go up, over and down again."""
    arc = scene.mood(rise=0.25, ebb=0.3)
    way = math.pi * (0.15 + 0.7 * scene.rise(0.2, 0.8))
    return felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "eyes": 1.2,
                "brow_inner": 0.6,
                "brow_outer": 0.7,
                "corner": -0.2,
                "lid": -0.55,
                "nod": -0.40,
                "press": 0.5,
            }
        ),
        rise=0.25,
        ebb=0.3,
    ).moved(gaze_x=-0.9 * math.cos(way) * arc, gaze_y=-1.1 * math.sin(way) * arc, tilt=0.3 * -math.cos(way) * arc)


def raised_eyebrow(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            Pose(
                calm=1.0,
                brow_inner_right=1.0,
                brow_outer_right=1.15,
                brow_inner_left=-0.7,
                brow_outer_left=-0.4,
                lid_left=0.35,
                lid_right=-0.12,
                eyes=0.2,
                squint=0.15,
                corner_right=0.15,
                corner_left=-0.2,
                press=0.3,
                tilt=-0.35,
                turn=-0.2,
            ),
            rise=0.45,
            ebb=0.2,
        ),
    )


def not_amused(scene: Scene) -> Pose:
    """Let the face go flat, stare from under half-closed lids, and blink once, slowly."""
    flat = scene.mood(rise=0.26, fall=0.88, ebb=0.6, overshoot=0.0)
    slow = pulse(scene.lap, 0.74, 0.13)
    pose = (
        pose_of(
            {
                "calm": 1.0,
                "lid": 0.46,
                "corner": -0.08,
                "press": 0.35,
                "brow_inner": -0.55,
                "brow_outer": -0.40,
                "nod": 0.22,
                "eyes": 0.2,
            }
        )
        .scaled(flat)
        .moved(calm=scene.settled())
    )
    lid = min(1.0, pose.lid_left + 0.9 * slow)
    return pose.moved(lid_left=lid, lid_right=lid)


def wink(scene: Scene) -> Pose:
    arc = scene.mood()
    shut = scene.rise(0.26, 0.38) * (1.0 - scene.rise(0.62, 0.76))
    return (
        Pose(
            corner_left=1.05,
            corner_right=0.5,
            cheeks=0.5,
            tilt=-0.55,
            brow_outer_right=0.7,
            brow_inner_right=0.3,
            eyes=0.3,
        )
        .scaled(arc)
        .moved(lid_left=shut)
    )


def blink(scene: Scene) -> Pose:
    """Draw the head back and blink twice at what was said."""
    shut = min(1.0, max(1.3 * pulse(scene.lap, 0.36, 0.13), 1.3 * pulse(scene.lap, 0.66, 0.13)))
    arc = scene.mood(rise=0.2, ebb=0.25)
    wide = -0.75 * arc * (1.0 - shut)
    return felt(
        scene,
        pose_of(
            {
                "calm": 1.0,
                "eyes": 0.85,
                "brow_inner": 0.9,
                "brow_outer": 0.9,
                "turn": 0.35,
                "nod": -0.35,
                "corner": -0.3,
                "mouth_wide": -0.35,
            }
        ),
        rise=0.2,
        ebb=0.25,
    ).moved(lid_left=wide + shut, lid_right=wide + shut, shift_y=-0.05 * arc)
