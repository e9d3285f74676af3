import numpy as np
import pytest

from apps.imaging.effects.ease import EASES, eased
from apps.imaging.effects.motion import Motion, camera, move_frame, move_on
from tests.imaging.scenes import photo

WIDTH, HEIGHT = 96, 64


@pytest.fixture(scope="module")
def frame():
    return photo("astronaut.png", WIDTH)[:HEIGHT]


@pytest.mark.parametrize("ease", EASES)
def test_every_ease_begins_at_nothing_and_ends_at_all(ease):
    assert (eased(0, ease), eased(1, ease)) == (pytest.approx(0), pytest.approx(1))


def test_a_camera_that_covers_begins_as_close_as_its_whole_way_needs():
    def enlarged(**motion) -> float:
        return float(1 / camera(Motion(**motion), 0, WIDTH, HEIGHT)[0, 0])

    assert enlarged(zoom=2) == pytest.approx(1)
    assert enlarged(zoom=0.125) == pytest.approx(8, rel=0.01)
    assert min(enlarged(pan_x=0.2), enlarged(turn=20), enlarged(shake=0.1)) > 1.1


def test_eases_begin_or_end_slowly_as_their_names_say():
    assert eased(0.25, "in") < 0.25 < eased(0.25, "out")
    assert eased(0.25, "in-out") < 0.25
    assert eased(0.75, "in-out") > 0.75
    assert max(eased(part / 50, "overshoot") for part in range(51)) == pytest.approx(1.1, abs=0.005)


@pytest.mark.parametrize(
    "motion",
    [
        Motion(zoom=1.4, pan_x=0.2),
        Motion(turn=30),
        Motion(zoom=0.5, turn=-20),
        Motion(pan_x=-0.4, pan_y=0.4, shake=0.05),
        Motion(shake=0.1, returns=True, ease="overshoot", zoom=1.2),
    ],
)
def test_a_covering_camera_never_looks_beyond_the_edge(motion):
    corners = np.array([[0, 0, 1], [WIDTH - 1, 0, 1], [0, HEIGHT - 1, 1], [WIDTH - 1, HEIGHT - 1, 1]])
    for step in range(25):
        seen = corners @ camera(motion, step / 24, WIDTH, HEIGHT).T
        assert seen.min() >= -0.01
        assert (seen.max(axis=0) <= (WIDTH - 0.99, HEIGHT - 0.99)).all()


def test_a_mirroring_camera_shows_no_black_border(frame):
    bright = np.maximum(frame, 60)

    assert move_frame(bright, Motion(zoom=0.4, turn=40, edge="mirror"), 1).min() > 30


def test_zoom_pan_and_turn_go_where_they_say():
    dot = np.zeros((65, 65, 3), np.uint8)
    dot[28:31, 40:43] = 255  # right of the middle and a little above

    def middle(shown):
        rows, columns = np.nonzero(shown[..., 0] > 100)
        return columns.mean() - 32, rows.mean() - 32

    assert middle(dot) == (9, -3)
    assert middle(move_frame(dot, Motion(zoom=2), 1)) == pytest.approx((18, -6), abs=0.6)
    assert middle(move_frame(dot, Motion(pan_x=0.1, edge="mirror"), 1)) == pytest.approx((2.5, -3), abs=0.6)
    assert middle(move_frame(dot, Motion(turn=90, edge="mirror"), 1)) == pytest.approx((3, 9), abs=0.6)


def test_a_camera_that_returns_closes_the_loop(frame):
    motion = Motion(zoom=1.3, shake=0.02, returns=True)
    start, end = (camera(motion, part, WIDTH, HEIGHT) for part in (0, 1))

    shown = [move_frame(frame, motion, step / 8) for step in range(8)]

    assert np.allclose(start, end)
    assert not np.array_equal(shown[0], shown[4])
    assert np.abs(shown[7].astype(int) - shown[0]).mean() < np.abs(shown[4].astype(int) - shown[0]).mean()


def test_a_camera_at_rest_shows_the_frames_as_they_are(frame):
    assert all(np.array_equal(move_frame(frame, Motion(), part), frame) for part in (0, 0.5, 1))


def test_the_same_seed_shakes_the_same_way(frame):
    once, again, other = (move_frame(frame, Motion(shake=0.05, seed=seed), 0.4) for seed in (1, 1, 2))

    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


@pytest.mark.parametrize("wrong", [{"zoom": 0}, {"zoom": 9}, {"pan_x": 0.5}, {"shake": -0.1}, {"turn": float("nan")}])
def test_a_motion_out_of_bounds_is_refused(wrong):
    with pytest.raises(ValueError, match="a (zoom|pan|turn) of"):
        Motion(**wrong)


def test_an_ease_of_another_name_and_time_outside_the_way_are_refused():
    with pytest.raises(ValueError, match="no ease is called"):
        eased(0.5, "bounce")
    with pytest.raises(ValueError, match=r"a progress of 1\.5"):
        eased(1.5, "in")


def test_moved_on_step_by_step_is_where_one_move_leads_to():
    frame = photo("chelsea.png", 128)
    motion = Motion(zoom=1.5, pan_x=0.1, turn=8, edge="mirror")
    stepped = frame
    for step in range(4):
        stepped = move_on(stepped, motion, step / 4, (step + 1) / 4)

    inner = slice(24, -24)
    at_once = move_frame(frame, motion, 1.0)
    apart = np.abs(stepped[inner, inner].astype(int) - at_once[inner, inner])
    unmoved = np.abs(frame[inner, inner].astype(int) - at_once[inner, inner])
    assert apart.mean() < 6
    assert unmoved.mean() > 3 * apart.mean()


def test_a_camera_that_rests_moves_nothing_on():
    frame = photo("chelsea.png", 64)
    assert np.array_equal(move_on(frame, Motion(zoom=2, returns=True), 0.25, 0.75), frame)
