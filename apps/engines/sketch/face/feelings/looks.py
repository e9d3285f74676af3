"""What eyes and brows say alone."""

from apps.engines.sketch.face.feelings.motion import breath, felt, pulse
from apps.engines.sketch.face.pose import Pose, pose_of
from apps.engines.sketch.scene import Scene


def smirk(scene: Scene) -> Pose:
    """Let one corner of the mouth creep up and a brow with it, and raise that brow once more when it is understood."""
    hint = 0.5 + 0.5 * scene.rise(0.40, 0.60)
    again = max(pulse(scene.lap, 0.62, 0.09), pulse(scene.lap, 0.80, 0.09))
    pose = felt(
        scene,
        Pose(
            calm=1.0, corner_right=1.55, corner_left=-0.30, press=0.25, squint=0.45, cheeks=0.5, brow_outer_left=0.95,
            brow_inner_left=0.5, brow_inner_right=-0.65, brow_outer_right=-0.3, tilt=0.45, turn=0.18, nod=0.22,
            gaze_x=0.75, eyes=0.25, lid_left=0.10, lid_right=0.35,
        ),
        rise=0.42, fall=0.86, ebb=0.0,
    )  # fmt: skip
    brow = (0.5 * again - 0.25 * (1.0 - hint)) * scene.settled()
    return breath(scene).plus(pose).plus(Pose(brow_outer_left=brow, brow_inner_left=brow, nod=-0.18 * again))


def side_eye(scene: Scene) -> Pose:
    return breath(scene).plus(
        felt(
            scene,
            pose_of(
                {
                    "calm": 1,
                    "gaze_x": 1.05,
                    "eyes": 1.0,
                    "lid": 0.20,
                    "squint": 0.05,
                    "brow_outer": 0.10,
                    "brow_inner": -0.10,
                    "corner": -0.45,
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
    """Look away, let the eyes go up and slowly over with the head thrown back, and come back with a sigh."""
    arc = scene.mood(rise=0.16, fall=0.86, ebb=0.3)
    up = scene.rise(0.16, 0.34) * (1.0 - scene.rise(0.70, 0.84))
    over = 2.0 * scene.rise(0.26, 0.78) - 1.0
    sigh = pulse(scene.lap, 0.86, 0.14)
    pose = felt(
        scene,
        pose_of({"calm": 1.0, "eyes": 1.0, "brow_inner": 0.05, "brow_outer": 0.30, "corner": -0.38, "press": 0.5}),
        rise=0.16, fall=0.86, ebb=0.3,
    )  # fmt: skip
    lid = 0.32 * (1.0 - up) * arc - 0.30 * up + 0.30 * sigh
    return pose.moved(
        gaze_x=0.85 * over * arc, gaze_y=-0.90 * up, nod=-0.50 * up + 0.30 * sigh, tilt=0.42 * over * arc,
        lid_left=lid, lid_right=lid, puff=0.5 * sigh, shift_y=-0.05 * up + 0.07 * sigh,
        brow_inner_left=pose.brow_inner_left + 0.25 * up, brow_inner_right=pose.brow_inner_right + 0.25 * up,
        brow_outer_left=pose.brow_outer_left + 0.40 * up, brow_outer_right=pose.brow_outer_right + 0.40 * up,
    )  # fmt: skip


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
    """Look away from it, turn back slowly with a face gone flat, stare from under half-closed lids, and blink once, slowly."""
    back = scene.rise(0.14, 0.36) * (1.0 - scene.rise(0.88, 1.0))
    away = scene.settled() * (1.0 - back)
    slow = pulse(scene.lap, 0.72, 0.12)
    flat = pose_of(
        {
            "lid": 0.55, "corner": -0.36, "press": 0.8, "mouth_wide": 0.20, "brow_inner": -0.25, "brow_outer": -0.40,
            "nod": 0.38, "eyes": 0.2,
        }
    )  # fmt: skip
    aside = pose_of(
        {"turn": 0.95, "tilt": 0.20, "gaze_x": 0.85, "gaze_y": -0.2, "eyes": 0.2, "brow_outer": 0.3, "press": 0.4}
    )
    pose = flat.scaled(back).plus(aside, away).moved(calm=scene.settled())
    lid = min(1.0, pose.lid_left + 0.9 * slow)
    return pose.moved(lid_left=lid, lid_right=lid)


def wink(scene: Scene) -> Pose:
    """Squeeze one eye shut with all of that side of the face, and hold it; the other eye stays on who is meant."""
    arc = scene.mood(rise=0.24, fall=0.86, overshoot=0.04)
    shut = scene.rise(0.20, 0.30) * (1.0 - scene.rise(0.78, 0.88))
    return (
        Pose(corner_left=0.55, corner_right=0.40, brow_outer_right=0.5, brow_inner_right=0.3, eyes=0.15)
        .scaled(arc)
        .moved(calm=0.35 * scene.settled())
        .plus(
            Pose(
                lid_left=1.0, corner_left=0.62, corner_right=-0.15, cheeks=0.6, brow_outer_left=-0.45, brow_inner_left=-0.35,
                brow_outer_right=0.6, brow_inner_right=0.35, lid_right=-0.25, tilt=-0.62, turn=0.22, nod=0.10, press=0.25,
            ),
            shut,
        )
    )  # fmt: skip


def blink(scene: Scene) -> Pose:
    """Draw the head back and blink twice at what was said."""
    shut = min(1.0, max(1.7 * pulse(scene.lap, 0.30, 0.10), 1.7 * pulse(scene.lap, 0.70, 0.10)))
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
