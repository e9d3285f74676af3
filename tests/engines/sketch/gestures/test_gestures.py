import numpy as np
import pytest

from apps.engines.sketch.gestures.placing import within
from apps.imaging.faces import points as at
from tests.engines.sketch.acting import COUNT, SIDE, frame, shape
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
