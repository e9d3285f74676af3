from apps.engines.sketch.face.pose import Pose, pose_of

SMILE = pose_of({"corner": 0.9, "mouth_wide": 0.6, "nod": 0.2})


def test_two_smiles_at_once_are_one_smile():
    grin = pose_of({"corner": 1.1, "mouth_wide": 0.4})

    both = SMILE.beside(grin)

    assert (both.corner_left, both.mouth_wide) == (1.1, 0.6)
    assert both == grin.beside(SMILE)


def test_what_goes_opposite_ways_meets_in_the_middle():
    both = SMILE.beside(pose_of({"corner": -0.5}))
    assert (round(both.corner_left, 6), both.mouth_wide) == (0.4, 0.6)


def test_movements_of_the_head_add_up():
    assert SMILE.beside(pose_of({"nod": 0.3})).nod == 0.5


def test_eyes_look_where_the_one_looks_that_looks_further_away_and_are_seen():
    side_eye = pose_of({"gaze_x": 1.0, "lid": 0.05, "brow_inner": -0.1})
    for stare in (pose_of({"gaze_x": -0.5, "lid": 0.45, "brow_inner": -0.6}), pose_of({"lid": 1.0, "squint": 0.8})):
        for both in (side_eye.beside(stare), stare.beside(side_eye)):
            assert both.gaze_x == 1.0
            assert both.lid_left == both.lid_right == 0.05
            assert (both.brow_inner_left, both.squint) == (-0.1, 0.0)


def test_one_eye_that_shuts_while_both_look_aside_is_shut():
    wink = Pose(lid_left=1.0)
    for both in (pose_of({"gaze_x": 1.0}).beside(wink), wink.beside(pose_of({"gaze_x": 1.0}))):
        assert (both.lid_left, both.lid_right) == (1.0, 0.0)


def test_a_mouth_that_one_opens_is_not_pressed_shut_by_the_other():
    roar, steam = pose_of({"jaw": 0.7}), pose_of({"jaw": 0.1, "press": 0.9, "puff": 0.7})
    for both in (roar.beside(steam), steam.beside(roar)):
        assert (both.jaw, both.press, both.puff) == (0.7, 0.0, 0.0)
    assert steam.beside(pose_of({"jaw": 0.1})).press == 0.9
