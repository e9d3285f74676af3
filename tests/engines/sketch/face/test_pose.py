from apps.engines.sketch.face.pose import pose_of

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
