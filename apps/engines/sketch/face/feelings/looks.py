"""What eyes and brows say alone."""

import math

from apps.engines.sketch.face.feelings.motion import breath, pulse
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smirk(scene: Scene) -> Pose:
    return breath(scene).plus(
        Pose(
            corner_right=1.05,
            corner_left=-0.1,
            squint=0.35,
            brow_outer_left=0.75,
            brow_inner_left=0.3,
            tilt=0.25,
            gaze_x=0.35,
            lid_left=0.12,
            lid_right=0.18,
        ),
        scene.arc(),
    )


def side_eye(scene: Scene) -> Pose:
    return breath(scene).plus(
        pose_of(
            {
                "calm": 1,
                "gaze_x": 1.0,
                "lid": 0.26,
                "squint": 0.3,
                "brow_outer": 0.2,
                "brow_inner": -0.25,
                "corner": -0.3,
                "press": 0.5,
                "turn": -0.35,
            }
        ),
        scene.arc(rise=0.4, anticipation=0.0, overshoot=0.0),
    )


def eye_roll(scene: Scene) -> Pose:
    """Let the eyes go up, over and down again."""
    arc = scene.arc(rise=0.25)
    way = math.pi * (0.15 + 0.7 * scene.rise(0.2, 0.8))
    return (
        pose_of(
            {
                "calm": 0.9,
                "brow_inner": 0.45,
                "brow_outer": 0.55,
                "corner": -0.25,
                "lid": -0.4,
                "nod": -0.25,
                "press": 0.4,
            }
        )
        .scaled(arc)
        .moved(gaze_x=-0.85 * math.cos(way) * arc, gaze_y=-1.0 * math.sin(way) * arc)
    )


def raised_eyebrow(scene: Scene) -> Pose:
    return breath(scene).plus(
        Pose(
            brow_inner_right=0.85,
            brow_outer_right=1.45,
            brow_inner_left=-0.45,
            brow_outer_left=-0.25,
            lid_left=0.22,
            squint=0.2,
            corner_right=0.15,
            press=0.3,
            tilt=-0.2,
        ),
        scene.arc(rise=0.45),
    )


def wink(scene: Scene) -> Pose:
    arc = scene.arc()
    shut = scene.rise(0.26, 0.38) * (1.0 - scene.rise(0.62, 0.76))
    return (
        Pose(corner_left=0.85, corner_right=0.45, cheeks=0.4, tilt=-0.35, brow_outer_right=0.45)
        .scaled(arc)
        .moved(lid_left=shut)
    )


def blink(scene: Scene) -> Pose:
    """Blink twice at what was said."""
    shut = min(1.0, max(1.3 * pulse(scene.lap, 0.30, 0.14), 1.3 * pulse(scene.lap, 0.62, 0.14)))
    arc = scene.arc(anticipation=0.0)
    return (
        pose_of({"brow_inner": 0.3, "brow_outer": 0.3, "turn": 0.12, "nod": -0.1})
        .scaled(arc)
        .moved(lid_left=shut, lid_right=shut)
    )
