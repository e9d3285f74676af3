import numpy as np
import pytest

from apps.engines.sketch.face.clothes import BRIGHTEST, DARKEST, PLAIN, color_of_clothes
from apps.engines.sketch.gestures.deeds import PAIRS
from apps.engines.sketch.gestures.placing import within
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import COUNT, SIDE, frame, moved, shape, stage
from tests.engines.sketch.pictures import astronaut


def changed(prompt: str, position: int) -> np.ndarray:
    """Where a frame is another than the photo, (H, W) bool."""
    return np.abs(frame(prompt, position).astype(int) - astronaut(SIDE)).max(axis=2) > 24


def around(index: int, reach: float = 0.18) -> tuple[slice, slice]:
    """The square about a point of the face."""
    x, y = np.rint(shape().points[index, :2]).astype(int)
    half = int(reach * shape().span)
    return slice(y - half, y + half), slice(x - half, x + half)


def test_a_facepalm_covers_the_eyes_and_goes_away_again() -> None:
    eye = around(168)  # between the eyes
    assert changed("facepalm", 7)[eye].mean() > 0.8
    assert changed("facepalm", COUNT)[eye].mean() < 0.4


@pytest.mark.parametrize("prompt", ["thumbs up", "ok hand", "victory sign", "wave", "shrug"])
def test_a_hand_beside_a_face_leaves_the_face_to_be_seen(prompt: str) -> None:
    nose = around(at.NOSE_TIP, 0.10)
    face = frame(prompt, 7)[nose].astype(float).mean(axis=(0, 1))
    assert np.abs(face - astronaut(SIDE)[nose].astype(float).mean(axis=(0, 1))).max() < 60
    assert changed(prompt, 7).mean() > 0.03


def test_a_microphone_falls() -> None:
    def height(position: int) -> float:
        rows = np.argwhere(changed("mic drop", position)[:, : SIDE // 2 + SIDE // 2])[:, 0]
        return float(np.quantile(rows, 0.9))

    assert height(9) > height(5)


@pytest.mark.parametrize(
    ("place", "room", "length", "kept"), [(5, 10, 100, 10), (50, 10, 100, 50), (99, 10, 100, 90), (7, 60, 100, 50)]
)
def test_a_place_keeps_room_to_both_ends(place: float, room: float, length: float, kept: float) -> None:
    assert within(place, room, length) == kept


def emoji_yellow(picture: np.ndarray) -> np.ndarray:
    """Where a picture has the yellow of the hands, (H, W) bool."""
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    return (red > 215) & (green > 130) & (green < 222) & (blue < 110)


@pytest.mark.parametrize(("prompt", "met", "apart"), [("clap", 7, 5), ("slow clap", 7, 10)])
def test_palms_meet_below_the_chin_and_part_again(prompt: str, met: int, apart: int) -> None:
    """Between two hands that are apart the photo is seen; where they meet, it is not."""
    x = int(shape().middle[0])
    seen = [emoji_yellow(frame(prompt, position))[SIDE // 2 :, x - 12 : x + 13].mean() for position in (met, apart)]
    assert seen[0] > max(0.1, 2.0 * seen[1])


def test_a_slow_clap_keeps_people_waiting_with_a_straight_face() -> None:
    corners = [moved("slow clap", point, position=8)[1] for point in (at.MOUTH_LEFT, at.MOUTH_RIGHT)]
    assert min(corners) > 0.02
    far = [np.abs(np.diff([spread("slow clap", place) for place in pair]))[0] for pair in ((4, 5), (9, 10))]
    assert max(far) < 0.05 * SIDE


def spread(prompt: str, position: int) -> float:
    """How far apart the outer edges of the hands are in pixels."""
    columns = np.flatnonzero(emoji_yellow(frame(prompt, position))[SIDE // 2 :].sum(axis=0) > 6)
    return float(columns[-1] - columns[0])


@pytest.mark.parametrize("prompt", ["facepalm", "thumbs up", "ok hand", "victory sign", "salute", "wave", "shrug"])
def test_a_hand_has_an_arm_in_the_color_of_the_suit(prompt: str) -> None:
    """Sleeves hide what is behind them: their flat orange is found where the photo has a wall or a collar."""
    orange = stage().actors[0].clothes
    sleeve = (np.abs(frame(prompt, 7).astype(int) - orange).max(axis=2) < 6) & changed(prompt, 7)
    assert sleeve.mean() > 0.004
    assert orange[0] > 150 > 1.4 * orange[2]


def in_sleeve(picture: np.ndarray) -> np.ndarray:
    """Where a picture has the flat color of drawn sleeves, (H, W) bool."""
    return np.abs(picture.astype(int) - stage().actors[0].clothes).max(axis=2) < 6


def test_arms_that_flex_grow_out_from_behind_the_person_on_both_sides_and_swell() -> None:
    arms = {position: in_sleeve(frame("strong", position)) & changed("strong", position) for position in (3, 6)}
    body = stage().matte > 0.97
    body[: int(shape().points[at.CHIN, 1])] = False  # the head moves, the body does not
    assert (arms[3] & body).sum() == 0
    x = int(shape().middle[0])
    for side in (slice(None, x), slice(x, None)):
        assert arms[3][:, side].mean() > 1.1 * arms[6][:, side].mean() > 0.01


@pytest.mark.parametrize("lower", [(20, 30, 90), (235, 235, 230), (10, 10, 10)])
def test_a_sleeve_goes_with_what_is_worn_and_is_neither_black_nor_white(lower: tuple[int, int, int]) -> None:
    picture, person = astronaut(SIDE).copy(), np.ones((SIDE, SIDE), np.float32)
    picture[int(shape().at(0.0, 1.6)[1]) :] = lower
    color = color_of_clothes(picture, shape(), person)
    assert np.argsort(color).tolist() == np.argsort(lower).tolist()
    assert DARKEST - 2 < np.mean(color) < BRIGHTEST + 2


def test_a_sleeve_is_a_plain_gray_where_no_clothes_are_seen() -> None:
    assert color_of_clothes(astronaut(SIDE), shape(), np.zeros((SIDE, SIDE), np.float32)) == PLAIN


def test_a_gasp_is_covered_by_a_hand_across_the_lips() -> None:
    mouth = around(at.UPPER_LIP_INNER, 0.16)
    assert emoji_yellow(frame("gasp", 8))[mouth].mean() > 0.6
    assert emoji_yellow(frame("gasp", 3))[mouth].mean() < 0.05


def test_hands_that_applaud_have_sleeves_of_three_people() -> None:
    picture = frame("applause", 7)[SIDE // 2 :].astype(int)
    for color in (*(pair[2] for pair in PAIRS[:2]), stage().actors[0].clothes):
        assert (np.abs(picture - color).max(axis=2) < 6).mean() > 0.0015


def test_a_bored_cheek_rests_on_a_fist_that_goes_with_it() -> None:
    fists = [np.argwhere(emoji_yellow(frame("bored", place, camera=False))).mean(axis=0) for place in (4, 7)]
    jaw = shape().points[at.JAW_RIGHT, 1]
    assert 0.01 * SIDE < fists[1][0] - fists[0][0] < 0.15 * SIDE
    assert fists[0][0] > jaw - 0.1 * shape().span
