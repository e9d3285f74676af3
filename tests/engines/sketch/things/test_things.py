import numpy as np
import pytest

from apps.engines.sketch.canvas import Canvas, Head
from apps.engines.sketch.room import make_room
from apps.engines.sketch.scene import Focus, Scene
from apps.engines.sketch.things import beside
from apps.imaging.faces import points as at
from apps.imaging.faces.analysis import analyze
from tests.engines.sketch.acting import SIDE, frame, shape, stage
from tests.engines.sketch.pictures import astronaut


def share_that_differs(prompt: str, position: int) -> float:
    """The share of the pixels over both eyes that are others than in the photo."""
    differs = np.abs(frame(prompt, position).astype(int) - astronaut(SIDE)).max(axis=2) > 24
    places = np.rint(shape().points[[159, 145, 386, 374], :2]).astype(int)
    return float(np.mean([differs[y - 3 : y + 4, x - 3 : x + 4] for x, y in places]))


@pytest.mark.parametrize("prompt", ["sunglasses", "thug life"])
def test_glasses_come_from_above_land_on_the_eyes_and_are_gone_when_the_loop_begins(prompt: str) -> None:
    assert share_that_differs(prompt, 1) < 0.1
    assert share_that_differs(prompt, 9) > 0.9


def test_pixel_glasses_are_on_the_eyes_from_the_third_frame_to_the_last_but_one() -> None:
    assert min(share_that_differs("deal with it glasses", position) for position in (3, 4, 7, 11)) > 0.9


def test_steam_stands_out_from_a_bright_wall() -> None:
    wall = stage().matte < 0.05
    wall[SIDE // 2 :] = False
    before, now = (one.mean(axis=2)[wall] for one in (astronaut(SIDE), frame("steam from ears", 5)))
    assert (now > 245).mean() > (before > 245).mean() + 0.05
    assert (now < 130).mean() > (before < 130).mean() + 0.01


def test_a_tear_of_joy_is_outside_of_each_eye_that_laughs() -> None:
    for side in (-1.0, 1.0):
        x, y = np.rint(shape().at(0.72 * side, 0.18)[:2]).astype(int)
        half = int(0.2 * shape().span)
        red, _, blue = (
            frame("laugh", 5)[y - half : y + half, x - half : x + half, one].astype(int) for one in range(3)
        )
        assert float((blue - red > 60).mean()) > 0.15


def test_a_nose_becomes_red() -> None:
    x, y = np.rint(shape().points[at.NOSE_TIP, :2]).astype(int)
    red, green, blue = frame("clown nose", 6)[y - 3 : y + 4, x - 3 : x + 4].astype(float).mean(axis=(0, 1))
    assert red > 1.8 * max(green, blue)


@pytest.mark.parametrize("prompt", ["halo", "crown"])
def test_gold_on_a_head_is_above_its_hair(prompt: str) -> None:
    hair = int(shape().points[10, 1] - 0.6 * shape().span)

    def gold(picture: np.ndarray) -> float:
        red, blue = (picture[:hair, ..., channel].astype(int) for channel in (0, 2))
        return float(((red > 200) & (red - blue > 60)).mean())

    assert gold(frame(prompt, 7)) > gold(astronaut(SIDE)) + 0.03


def test_more_money_falls_behind_a_person_than_before() -> None:
    fell = [
        np.abs(frame("money rain", position).astype(int) - frame("grin", position)).max(axis=2) > 90
        for position in (2, 5, 8, 11)
    ]
    # The face of the reaction itself smiles wider than "grin": what counts is where no face is.
    person, air = stage().matte > 0.95, stage().matte < 0.05
    person[: SIDE // 2] = False
    assert 0.0 < np.mean([one[person].mean() for one in fell]) < np.mean([one[air].mean() for one in fell])


@pytest.mark.parametrize("room", [0.1, 0.5, 1.0, 3.0])
def test_what_stands_on_a_head_is_seen_whole_however_little_room_there_is(room: float) -> None:
    foot, tall = -0.6, 1.6
    points = shape().points[:, :2] - shape().points[:, :2].min(axis=0)
    head = Head(points + np.array([0.0, room * shape().span]), shape())
    size, lowered = head.fit_above(foot, tall)
    assert 0.4 < size <= 1.0
    assert head.at(0.0, foot + lowered - size * tall)[1] >= 0.0
    assert (size, lowered) == (1.0, 0.0) or room < 3.0


def made_room(picture: np.ndarray, *, may_move: bool = True, matte: np.ndarray | None = None) -> Canvas:
    scene = Scene(SIDE, SIDE, 6, 12, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    person = stage().matte if matte is None else matte
    heads = (Head(shape().points[:, :2], shape()),)
    canvas = Canvas(picture.copy(), person, person, stage().plate, scene, heads, may_move=may_move)
    make_room(canvas, 2.3, 1.0)
    return canvas


def test_the_camera_pulls_back_for_what_stands_above_a_head_and_takes_the_face_along() -> None:
    canvas = made_room(astronaut(SIDE))
    eyes = canvas.heads[0].at(0.0, 0.0)
    assert canvas.heads[0].at(0.0, -2.3)[1] > shape().at(0.0, -2.3)[1] + 0.1 * SIDE
    found = analyze(canvas.frame).faces[0].points[[at.LEFT_EYE_OUTER, at.RIGHT_EYE_OUTER], :2].mean(axis=0)
    assert np.hypot(*(found - eyes)) < 0.08 * shape().span
    # Above the hair is wall, and no hair upside down.
    assert canvas.matte[: SIDE // 40].mean() < 0.05


def test_the_camera_stays_beside_a_mask() -> None:
    assert np.array_equal(made_room(astronaut(SIDE), may_move=False).frame, astronaut(SIDE))


def test_hair_that_the_photo_cuts_off_goes_on_above_and_is_still_the_persons() -> None:
    photo = np.ascontiguousarray(np.roll(astronaut(SIDE), -SIDE // 10, axis=0))
    cut = made_room(photo, matte=np.roll(stage().matte, -SIDE // 10, axis=0))
    x = round(cut.heads[0].at(0.0, 0.0)[0])
    assert cut.matte[:6, x].min() > 0.8
    hair = photo[: SIDE // 20, x - 8 : x + 9].reshape(-1, 3).mean(axis=0)
    assert np.abs(cut.frame[:6, x - 8 : x + 9].reshape(-1, 3).mean(axis=0) - hair).max() < 30


@pytest.mark.parametrize(("right", "down"), [(1.3, -0.7), (-1.35, -0.15), (0.0, -1.7), (0.0, 0.3)])
def test_a_free_place_is_in_the_picture_and_hides_little_of_a_person(right: float, down: float) -> None:
    size, canvas = 0.15 * SIDE, made_room(astronaut(SIDE))
    x, y = (round(value) for value in beside.free(canvas, canvas.heads[0], size, right, down))
    half = round(0.5 * size)
    assert half <= x <= SIDE - half
    assert half <= y <= SIDE - half
    assert canvas.matte[y - half : y + half, x - half : x + half].mean() < 0.5


def test_money_does_not_fall_before_a_face() -> None:
    head = Head(shape().points[:, :2], shape())
    assert head.covers(*head.point(at.NOSE_TIP), 1.0)
    assert not head.covers(*head.at(0.0, 2.4), 1.0)
    assert not head.covers(*head.at(2.0, 0.0), 10.0)


def test_what_rises_shrinks_before_it_hides_a_face() -> None:
    head = Head(shape().points[:, :2], shape())
    sizes = [head.beside(*head.at(right, 0.28), 5.0) for right in (0.0, 0.7, 0.85, 1.5)]
    assert sizes[:2] == [0.0, 0.0]
    assert 0.0 < sizes[2] < sizes[3] == 1.0


def test_a_rim_is_white_around_a_sticker() -> None:
    scene = Scene(SIDE, SIDE, 4, 12, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    frames = []
    for rim in (0.0, 0.05):
        frame_ = np.zeros((SIDE, SIDE, 3), np.uint8)
        Canvas(frame_, stage().matte, stage().matte, stage().plate, scene).sticker(
            "microphone", 190.0, 190.0, 120.0, rim=rim
        )
        frames.append(frame_)
    added = (frames[0].max(axis=2) == 0) & (frames[1].min(axis=2) > 200)
    assert added.sum() > 300
    assert np.array_equal(frames[0][:100], frames[1][:100])


def test_a_shadow_falls_below_a_sticker() -> None:
    scene = Scene(SIDE, SIDE, 4, 12, force=0.5, cast=3, focus=Focus(0, 0, 1, is_aimed=False))
    frames = []
    for shadow in (0.0, 0.5):
        frame_ = np.full((SIDE, SIDE, 3), 240, np.uint8)
        Canvas(frame_, stage().matte, stage().matte, stage().plate, scene).sticker(
            "microphone", 190.0, 190.0, 120.0, shadow=shadow
        )
        frames.append(frame_.astype(int))
    darker = (frames[0] - frames[1]).max(axis=2) > 30
    assert darker[190:].sum() > darker[:190].sum() > 0
    assert np.array_equal(frames[0][:100], frames[1][:100])
