"""What is left of a person on a bad day."""

import math

from apps.engines.sketch.face.feelings.motion import felt, pulse
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene

HICS = (0.38, 0.76)
"""When somebody who is drunk hiccups, in shares of the loop."""


def sleepy(scene: Scene) -> Pose:
    """Nod off, catch the head once, sink for good, and start up with wide eyes."""
    caught = 1.15 * pulse(scene.lap, 0.16, 0.14)
    asleep = scene.rise(0.30, 0.50) * (1.0 - scene.rise(0.88, 0.95))
    start = scene.rise(0.90, 0.95) * scene.settled()
    drowsy = 0.35 * scene.settled() * (1.0 - start)
    sunk = drowsy + (1.0 - drowsy) * min(1.0, max(0.65 * caught, asleep))
    lid = min(1.0, 0.55 * scene.settled() * (1.0 - start) + max(0.9 * caught, asleep)) - 0.8 * start
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
        .plus(pose_of({"brow_inner": 0.7, "brow_outer": 0.8, "eyes": 0.4, "nod": -0.25, "shift_y": -0.04}), start)
        .moved(calm=scene.settled(), lid_left=lid, lid_right=lid)
    )


def yawn(scene: Scene) -> Pose:
    """Yawn with all of the face, head back, and settle with heavy lids."""
    wide = scene.rise(0.06, 0.30) * (1.0 - scene.rise(0.68, 0.82))
    after = scene.settled() * (1.0 - wide)
    gape = pose_of(
        {
            "jaw": 1.3,
            "lid": 1.0,
            "squint": 1.0,
            "brow_inner": 0.75,
            "brow_outer": 0.35,
            "brows_together": 0.75,
            "nod": -0.60,
            "mouth_wide": -0.15,
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
    """Rest the cheek on a fist, slide down it with lids that fall, catch oneself, look for something better, and sigh."""
    slides = scene.rise(0.14, 0.54) * (1.0 - scene.rise(0.58, 0.66))
    awake = pulse(scene.lap, 0.66, 0.10)
    looks = scene.rise(0.66, 0.74) * (1.0 - scene.rise(0.90, 1.0))
    sigh = pulse(scene.lap, 0.88, 0.12)
    pose = felt(
        scene,
        pose_of(
            {
                "calm": 1, "lid": 0.45, "corner": -0.42, "press": 0.2, "lower_lip": 0.3, "brow_inner": 0.25,
                "brow_outer": -0.35, "tilt": 0.62, "nod": 0.10, "shift_x": 0.06,
            }
        ).plus(Pose(corner_right=0.35, lid_right=0.12)),
        ebb=0.8,
    )  # fmt: skip
    lid = min(1.0, pose.lid_left + 0.60 * slides - 0.75 * awake + 0.15 * sigh)
    brows = 0.8 * slides + 0.7 * awake
    return pose.moved(
        lid_left=lid, lid_right=min(1.0, lid + 0.10), gaze_x=-0.95 * looks, gaze_y=-0.45 * looks + 0.3 * slides,
        puff=1.1 * sigh, mouth_wide=-0.9 * sigh, tilt=pose.tilt + 0.42 * slides, nod=pose.nod + 0.40 * slides - 0.30 * awake,
        shift_y=0.26 * slides - 0.05 * awake, shift_x=pose.shift_x + 0.10 * slides, jaw=0.12 * slides,
        brow_outer_left=pose.brow_outer_left + brows, brow_outer_right=pose.brow_outer_right + brows,
    )  # fmt: skip


def dizzy(scene: Scene) -> Pose:
    """Reel in circles with a mouth that does not know which way to bend."""
    arc = scene.mood(rise=0.2, ebb=0.7)
    round_ = 2.0 * math.pi * scene.turns(6.0) * scene.lap
    bend = math.sin(2.0 * math.pi * scene.turns(4.0) * scene.lap)
    return felt(
        scene,
        pose_of({"calm": 1.0, "brow_inner": 0.9, "brow_outer": 0.2, "green": 0.25, "press": 0.3, "mouth_wide": 0.2}),
        rise=0.2,
        ebb=0.7,
    ).moved(
        corner_left=(-0.30 + 0.9 * bend) * arc, corner_right=(-0.30 - 0.9 * bend) * arc,
        tilt=0.85 * math.sin(round_) * arc, turn=0.45 * math.cos(round_) * arc, shift_x=0.18 * math.sin(round_) * arc,
        shift_y=0.05 * math.cos(round_) * arc, nod=0.25 * math.cos(round_) * arc,
    )  # fmt: skip


def drunk(scene: Scene) -> Pose:
    """Sway on loose knees with a crooked smile and eyes that do not agree, and start at every hiccup."""
    arc = scene.mood(rise=0.2, ebb=0.8)
    sway = math.sin(2.0 * math.pi * scene.lap)
    jerk = max(pulse(scene.lap, middle, 0.09) for middle in HICS)
    return (
        Pose(
            calm=0.9, lid_left=0.62, lid_right=0.30, corner_left=-0.05, corner_right=1.0, jaw=0.22, mouth_wide=0.15,
            brow_outer_left=0.2, brow_inner_left=-0.3, brow_outer_right=1.0, brow_inner_right=0.7, blush=1.2, red=0.15, eyes=0.3,
        )
        .scaled(arc)
        .moved(calm=0.9 * scene.settled())
        .moved(
            tilt=0.95 * sway * arc, turn=0.4 * math.sin(4.0 * math.pi * scene.lap) * arc, shift_x=0.16 * sway * arc,
            gaze_x=-0.55 * sway * arc, gaze_y=0.25 * arc, shift_y=0.06 * abs(sway) * arc - 0.12 * jerk, nod=-0.45 * jerk,
            puff=0.8 * jerk, press=0.8 * jerk,
        )
    )  # fmt: skip


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
