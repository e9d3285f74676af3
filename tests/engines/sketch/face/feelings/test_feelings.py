"""Feelings measured on the picture: the points of the photo are found again in the frame by optical flow."""

import numpy as np

from apps.imaging.faces import points as at
from tests.engines.sketch.acting import PEAK, SIDE, frame, moved, shape
from tests.engines.sketch.pictures import astronaut


def test_a_smile_takes_the_corners_of_the_mouth_up_and_out() -> None:
    left, right = moved("smile", at.MOUTH_LEFT), moved("smile", at.MOUTH_RIGHT)
    assert (left[1] + right[1]) / 2 < -0.10
    assert (right[0] - left[0]) / 2 > 0.06


def test_a_sob_takes_the_corners_down_and_the_inner_brows_up() -> None:
    assert moved("sob", at.MOUTH_LEFT, at.MOUTH_RIGHT)[1] > 0.10
    assert moved("sob", 107, 336, 55, 285)[1] < -0.07


def test_fury_takes_the_inner_brows_down_and_reddens_skin_alone() -> None:
    assert moved("silent fury", 55, 285)[1] > 0.10
    source, angry = astronaut(SIDE).astype(float), frame("silent fury").astype(float)
    x, y = np.rint(shape().points[at.LEFT_CHEEK, :2]).astype(int)
    patch = (slice(y - 6, y + 6), slice(x - 6, x + 6))
    redness = [(one[patch][..., 0] / one[patch][..., 1:].mean(axis=2)).mean() for one in (source, angry)]
    assert redness[1] > 1.15 * redness[0]
    assert np.array_equal(angry[:, :50], source[:, :50])


def test_a_laugh_shakes_and_a_single_tear_stands_still() -> None:
    nose = [
        [moved(prompt, at.NOSE_TIP, position=position)[1] for position in (PEAK - 1, PEAK, PEAK + 1)]
        for prompt in ("laugh", "single tear")
    ]
    laugh, tear = (max(one) - min(one) for one in nose)
    assert laugh > 0.02
    assert tear < 0.005
