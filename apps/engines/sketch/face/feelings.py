"""How a face plays each feeling: the pose at one moment of the scene."""

import math

from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smile(scene: Scene) -> Pose:
    beam = scene.arc()
    return _breath(scene).plus(
        pose_of({"corner": 0.95, "cheeks": 0.9, "squint": 0.75, "brow_outer": 0.15, "tilt": 0.12, "lid": 0.04}), beam
    )


def grin(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "corner": 1.15,
                "cheeks": 1.1,
                "squint": 0.9,
                "mouth_wide": 0.55,
                "jaw": 0.22,
                "upper_lip": 0.35,
                "brow_outer": 0.3,
            }
        ),
        scene.arc(),
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


def sob(scene: Scene) -> Pose:
    """Begin to sob: the lip trembles first, then it all breaks."""
    arc = scene.arc(rise=0.38)
    tremble = math.sin(2.0 * math.pi * scene.turns(2.6) * scene.lap)
    pose = pose_of(
        {
            "corner": -1.05,
            "brow_inner": 1.15,
            "brow_outer": -0.35,
            "brows_together": 0.65,
            "squint": 0.65,
            "lid": 0.22,
            "lower_lip": 0.9,
            "jaw": 0.10,
            "nose_up": 0.25,
        }
    )
    pose = pose.scaled(arc)
    return pose.moved(
        lower_lip=pose.lower_lip + 0.30 * tremble * arc,
        nod=0.22 * arc + 0.05 * tremble * arc,
        shift_y=0.025 * tremble * arc,
        tears=scene.rise(0.22, 0.62) * (1.0 - scene.rise(0.92, 1.0)),
        tears_phase=scene.travel(7),
        shine=0.7 * arc,
        red=0.18 * arc,
    )


def single_tear(scene: Scene) -> Pose:
    """Stand still while one tear runs."""
    arc = scene.arc(rise=0.3, anticipation=0.0)
    pose = pose_of(
        {"calm": 1, "brow_inner": 0.65, "corner": -0.35, "squint": 0.2, "lid": 0.12, "brows_together": 0.2}
    ).scaled(arc)
    return pose.moved(
        tears_left=0.7 * scene.rise(0.15, 0.75) * (1.0 - scene.rise(0.93, 1.0)),
        tears_phase=scene.lap,
        shine=0.8 * arc,
    )


def pout(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "lower_lip": 1.5,
                "corner": -0.75,
                "mouth_wide": -0.45,
                "brow_inner": 0.7,
                "brows_together": 0.3,
                "nod": 0.35,
                "gaze_y": -0.35,
                "squint": 0.2,
            }
        ),
        scene.arc(),
    )


def rage(scene: Scene) -> Pose:
    """Roar."""
    arc = scene.arc(rise=0.32)
    shake = math.sin(2.0 * math.pi * scene.turns(2.3) * scene.lap)
    pose = pose_of(
        {
            "brow_inner": -1.25,
            "brow_outer": 0.55,
            "brows_together": 1.0,
            "lid": -0.45,
            "nostrils": 1.2,
            "nose_up": 0.8,
            "upper_lip": 0.9,
            "jaw": 0.72,
            "mouth_wide": 0.35,
            "corner": -0.35,
            "red": 0.85,
            "veins": 1.0,
        }
    ).scaled(arc)
    return pose.moved(shift_x=0.03 * shake * arc, tilt=0.06 * shake * arc, nod=pose.nod - 0.10 * arc, swell=0.07 * arc)


def fury(scene: Scene) -> Pose:
    """Contort in silence: everything tightens, nothing is said."""
    arc = scene.arc(rise=0.45, anticipation=0.05)
    quiver = math.sin(2.0 * math.pi * scene.turns(2.2) * scene.lap)
    pose = pose_of(
        {
            "brow_inner": -1.2,
            "brow_outer": 0.5,
            "brows_together": 1.1,
            "squint": 0.8,
            "lid": -0.05,
            "nostrils": 1.0,
            "nose_up": 0.35,
            "press": 1.0,
            "corner": -0.7,
            "mouth_wide": 0.15,
            "red": 0.80,
            "nod": 0.35,
        }
    ).scaled(arc)
    return pose.moved(
        shift_x=0.012 * quiver * arc, lid_left=pose.lid_left + 0.16 * max(0.0, quiver) * arc, veins=scene.rise(0.4, 0.7)
    )


def disgust(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "calm": 0.6,
                "nose_up": 1.3,
                "upper_lip": 0.9,
                "corner": -0.6,
                "squint": 0.8,
                "brows_together": 0.6,
                "brow_inner": -0.6,
                "green": 0.35,
                "turn": -0.35,
                "nod": -0.2,
                "lower_lip": 0.4,
            }
        ),
        scene.arc(),
    )


def cringe(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "calm": 0.4,
                "mouth_wide": 0.95,
                "corner": -0.35,
                "jaw": 0.12,
                "upper_lip": 0.45,
                "squint": 1.0,
                "lid": 0.3,
                "brow_inner": 0.4,
                "brows_together": 0.6,
                "tilt": -0.3,
                "turn": 0.3,
                "shift_y": 0.08,
            }
        ),
        scene.arc(),
    )


def fear(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.22)
    shiver = math.sin(2.0 * math.pi * scene.turns(2.1) * scene.lap)
    pose = pose_of(
        {
            "lid": -0.85,
            "brow_inner": 1.2,
            "brow_outer": 0.4,
            "brows_together": 0.5,
            "mouth_wide": 0.55,
            "jaw": 0.28,
            "corner": -0.5,
            "pale": 0.8,
            "sweat": 0.8,
        }
    ).scaled(arc)
    return pose.moved(
        shift_x=0.022 * shiver * arc,
        tears_phase=scene.travel(9),
        gaze_x=0.35 * arc * math.sin(2 * math.pi * 2 * scene.lap),
    )


def shock(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.18, overshoot=0.25)
    return pose_of(
        {
            "lid": -1.0,
            "brow_inner": 1.0,
            "brow_outer": 1.0,
            "jaw": 0.75,
            "mouth_wide": -0.35,
            "pale": 0.45,
            "nod": -0.2,
            "swell": 0.06,
        }
    ).scaled(arc)


def jaw_drop(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.30, overshoot=0.12)
    return pose_of({"jaw": 1.15, "lid": -0.6, "brow_inner": 0.8, "brow_outer": 0.8, "nod": -0.1}).scaled(arc)


def gasp(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.20, overshoot=0.2)
    return pose_of(
        {
            "jaw": 0.42,
            "mouth_wide": -0.75,
            "lid": -0.9,
            "brow_inner": 1.0,
            "brow_outer": 0.7,
            "shift_y": -0.06,
            "nod": -0.25,
            "puff": -0.3,
        }
    ).scaled(arc)


def smirk(scene: Scene) -> Pose:
    return _breath(scene).plus(
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
    return _breath(scene).plus(
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
    return _breath(scene).plus(
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
    shut = min(1.0, max(1.3 * _pulse(scene.lap, 0.30, 0.14), 1.3 * _pulse(scene.lap, 0.62, 0.14)))
    arc = scene.arc(anticipation=0.0)
    return (
        pose_of({"brow_inner": 0.3, "brow_outer": 0.3, "turn": 0.12, "nod": -0.1})
        .scaled(arc)
        .moved(lid_left=shut, lid_right=shut)
    )


def puppy_eyes(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "calm": 1,
                "brow_inner": 1.25,
                "brow_outer": -0.3,
                "lid": -0.5,
                "gaze_y": -0.35,
                "corner": -0.3,
                "lower_lip": 0.7,
                "mouth_wide": -0.35,
                "nod": 0.45,
                "shine": 1.0,
                "tilt": 0.15,
            }
        ),
        scene.arc(),
    )


def sleepy(scene: Scene) -> Pose:
    """Fall asleep bit by bit and start up."""
    down = scene.rise(0.05, 0.7)
    up = scene.rise(0.86, 0.97)
    sunk = down * (1.0 - up)
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
        .moved(lid_left=lid, lid_right=lid)
    )


def yawn(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.45, overshoot=0.05)
    return pose_of(
        {
            "jaw": 1.05,
            "lid": 0.95,
            "squint": 0.6,
            "brow_inner": 0.6,
            "brow_outer": 0.3,
            "nod": -0.45,
            "mouth_wide": -0.25,
            "nose_up": 0.4,
        }
    ).scaled(arc)


def bored(scene: Scene) -> Pose:
    arc = scene.arc(anticipation=0.0, overshoot=0.0)
    pose = pose_of(
        {
            "calm": 1,
            "lid": 0.55,
            "corner": -0.4,
            "brow_inner": -0.1,
            "brow_outer": -0.1,
            "tilt": 0.45,
            "nod": 0.2,
            "puff": 0.0,
        }
    ).scaled(arc)
    puff = _pulse(scene.lap, 0.62, 0.2)
    return pose.moved(
        gaze_x=0.7 * math.sin(2 * math.pi * scene.lap) * arc, gaze_y=-0.3 * arc, puff=0.9 * puff, mouth_wide=-0.4 * puff
    )


def dizzy(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.25)
    round_ = 2.0 * math.pi * scene.turns(6.0) * scene.lap
    return (
        pose_of({"calm": 0.8, "jaw": 0.25, "corner": -0.2, "brow_inner": 0.6, "lid": -0.2, "green": 0.2})
        .scaled(arc)
        .moved(
            gaze_x=0.8 * math.cos(round_) * arc,
            gaze_y=0.7 * math.sin(round_) * arc,
            tilt=0.5 * math.sin(round_) * arc,
            turn=0.35 * math.cos(round_) * arc,
        )
    )


def drunk(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.25, anticipation=0.0)
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


def love(scene: Scene) -> Pose:
    return _breath(scene).plus(
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
    return _breath(scene).plus(
        pose_of(
            {
                "corner": 0.55,
                "press": 0.5,
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
    return _breath(scene).plus(
        pose_of(
            {
                "nod": -0.75,
                "corner": 0.55,
                "lid": 0.42,
                "press": 0.4,
                "brow_outer": 0.5,
                "brow_inner": 0.2,
                "shift_y": -0.06,
                "swell": 0.05,
                "lower_lip": 0.25,
            }
        ),
        scene.arc(rise=0.4),
    )


def nervous_sweat(scene: Scene) -> Pose:
    arc = scene.arc(rise=0.2, anticipation=0.0)
    dart = math.copysign(1.0, math.sin(2.0 * math.pi * 2 * scene.lap)) * min(
        1.0, abs(3 * math.sin(2.0 * math.pi * 2 * scene.lap))
    )
    return (
        pose_of(
            {
                "mouth_wide": 0.65,
                "corner": 0.15,
                "jaw": 0.1,
                "upper_lip": 0.2,
                "brow_inner": 0.9,
                "brow_outer": -0.1,
                "lid": -0.25,
                "sweat": 1.0,
            }
        )
        .scaled(arc)
        .moved(
            gaze_x=0.8 * dart * arc,
            tears_phase=scene.travel(8),
            shift_x=0.01 * math.sin(2 * math.pi * scene.turns(2.2) * scene.lap) * arc,
        )
    )


def evil_grin(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {
                "corner": 1.25,
                "mouth_wide": 0.35,
                "brow_inner": -1.15,
                "brow_outer": 0.8,
                "brows_together": 0.6,
                "squint": 0.55,
                "lid": 0.08,
                "nod": 0.55,
                "jaw": 0.14,
                "upper_lip": 0.2,
            }
        ),
        scene.arc(rise=0.5),
    )


def dead_inside(scene: Scene) -> Pose:
    """Let every muscle go while the smile stays on for a moment."""
    drop = scene.rise(0.12, 0.45) * (1.0 - scene.rise(0.88, 1.0))
    return pose_of(
        {
            "calm": 1,
            "lid": 0.42,
            "corner": -0.35,
            "brow_outer": -0.25,
            "brow_inner": 0.1,
            "pale": 0.85,
            "gaze_y": 0.12,
            "nod": 0.2,
            "shift_y": 0.04,
        }
    ).scaled(drop)


def nod(scene: Scene) -> Pose:
    swing = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    return pose_of({"corner": 0.35, "press": 0.25}).scaled(scene.arc(anticipation=0.0)).moved(nod=0.62 * swing)


def shake_head(scene: Scene) -> Pose:
    swing = math.sin(2.0 * math.pi * scene.turns(6.0) * scene.lap)
    return (
        pose_of({"corner": -0.35, "brow_inner": -0.35, "brows_together": 0.3, "press": 0.4, "lid": 0.18})
        .scaled(scene.arc(anticipation=0.0))
        .moved(turn=0.75 * swing)
    )


def tilt_head(scene: Scene) -> Pose:
    return _breath(scene).plus(
        pose_of(
            {"tilt": 0.95, "brow_inner": 0.35, "brows_together": 0.3, "squint": 0.35, "corner": -0.15, "gaze_y": -0.1}
        ).plus(Pose(brow_outer_right=0.8)),
        scene.arc(),
    )


def _breath(scene: Scene) -> Pose:
    """Return what a living face does beside: it breathes."""
    return Pose(shift_y=0.012 * math.sin(2.0 * math.pi * scene.lap), nod=0.03 * math.sin(2.0 * math.pi * scene.lap))


def _pulse(lap: float, middle: float, half: float) -> float:
    """Return 0 → 1 → 0 within `half` of a moment."""
    share = max(0.0, 1.0 - abs(lap - middle) / half)
    return share * share * (3.0 - 2.0 * share)
