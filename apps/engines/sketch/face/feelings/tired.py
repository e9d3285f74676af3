"""What is left of a person on a bad day."""

import math

from apps.engines.sketch.face.feelings.motion import felt, pulse
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def sleepy(scene: Scene) -> Pose:
    """Fall asleep bit by bit and start up."""
    down = scene.rise(0.05, 0.7)
    up = scene.rise(0.86, 0.97)
    drowsy = 0.30 * scene.settled()
    sunk = drowsy + (1.0 - drowsy) * down * (1.0 - up)
    flutter = 0.15 * math.sin(2.0 * math.pi * 3 * scene.lap)
    lid = min(1.0, max(0.0, 1.15 * sunk + flutter * sunk * (1.0 - sunk) * 2))
    return (
        pose_of(
            {
                "calm": 1,
                "nod": 0.95,
                "tilt": 0.35,
                "shift_y": 0.12,
                "corner": -0.2,
                "brow_outer": 0.35,
                "brow_inner": 0.25,
                "jaw": 0.1,
            }
        )
        .scaled(sunk)
        .moved(calm=scene.settled(), lid_left=lid, lid_right=lid)
    )


def yawn(scene: Scene) -> Pose:
    """Yawn with all of the face, head back, and settle with heavy lids."""
    wide = scene.rise(0.06, 0.32) * (1.0 - scene.rise(0.62, 0.76))
    after = scene.settled() * (1.0 - wide)
    gape = pose_of(
        {
            "jaw": 1.15,
            "lid": 1.0,
            "squint": 0.9,
            "brow_inner": 0.75,
            "brow_outer": 0.35,
            "brows_together": 0.55,
            "nod": -0.60,
            "mouth_wide": -0.30,
            "nose_up": 0.9,
            "nostrils": 0.8,
            "shift_y": -0.08,
        }
    )
    heavy = pose_of(
        {"calm": 1.0, "lid": 0.62, "corner": -0.1, "nod": 0.35, "tilt": 0.25, "brow_outer": -0.1, "press": 0.4}
    )
    smack = 0.12 * max(0.0, math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap))
    shake = 0.05 * math.sin(2.0 * math.pi * scene.turns(2.2) * scene.lap) * wide
    return gape.scaled(wide).plus(heavy, after).plus(Pose(tilt=shake, jaw=smack * after))


def bored(scene: Scene) -> Pose:
    """Look around for something better under lids that hardly stay open, and blow out a long sigh."""
    arc = scene.mood(overshoot=0.0, ebb=0.8)
    sigh, after = pulse(scene.lap, 0.58, 0.18), pulse(scene.lap, 0.76, 0.16)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1,
                "lid": 0.60,
                "corner": -0.38,
                "press": 0.2,
                "lower_lip": 0.25,
                "brow_inner": 0.25,
                "brow_outer": -0.35,
                "tilt": 0.75,
                "nod": 0.30,
                "shift_x": 0.08,
            }
        ),
        ebb=0.8,
    )
    lid = min(1.0, pose.lid_left + 0.15 * sigh)
    return pose.moved(
        lid_left=lid, lid_right=lid, gaze_x=0.85 * math.sin(2 * math.pi * scene.lap) * arc, gaze_y=-0.35 * arc,
        puff=0.9 * sigh, mouth_wide=-0.9 * sigh - 0.3 * after, nod=pose.nod - 0.35 * sigh + 0.3 * after,
        shift_y=0.10 * after - 0.05 * sigh, corner_left=pose.corner_left - 0.10 * sigh, corner_right=pose.corner_right - 0.10 * sigh,
    )  # fmt: skip


def dizzy(scene: Scene) -> Pose:
    arc = scene.mood(rise=0.25, ebb=0.7)
    round_ = 2.0 * math.pi * scene.turns(6.0) * scene.lap
    return felt(
        scene,
        pose_of({"calm": 0.8, "eyes": 0.8, "jaw": 0.3, "corner": -0.2, "brow_inner": 0.8, "lid": -0.35, "green": 0.25}),
        rise=0.25,
        ebb=0.7,
    ).moved(
        gaze_x=0.8 * math.cos(round_) * arc,
        gaze_y=0.7 * math.sin(round_) * arc,
        tilt=0.5 * math.sin(round_) * arc,
        turn=0.35 * math.cos(round_) * arc,
    )


def drunk(scene: Scene) -> Pose:
    arc = scene.mood(rise=0.25, ebb=0.8)
    sway = math.sin(2.0 * math.pi * scene.lap)
    return (
        Pose(
            lid_left=0.55,
            lid_right=0.38,
            corner_left=0.5,
            corner_right=0.85,
            jaw=0.16,
            brow_outer_left=0.4,
            blush=0.9,
            red=0.12,
        )
        .scaled(arc)
        .moved(
            tilt=0.6 * sway * arc,
            turn=0.3 * math.sin(4 * math.pi * scene.lap) * arc,
            gaze_x=0.4 * sway * arc,
            shift_y=0.05 * abs(sway) * arc,
        )
    )


def dead_inside(scene: Scene) -> Pose:
    """Let every muscle go while the smile stays on for a moment."""
    drop = scene.rise(0.10, 0.35) * (1.0 - scene.rise(0.80, 1.0))
    return pose_of(
        {
            "calm": 1,
            "lid": 0.50,
            "corner": -0.5,
            "brow_outer": -0.45,
            "brow_inner": 0.25,
            "pale": 1.0,
            "gaze_y": 0.1,
            "nod": 0.35,
            "shift_y": 0.06,
        }
    ).scaled(drop)
