import pytest

from apps.animations.exports.square import CAPTION_ROOM, FACE, around_head
from apps.animations.exports.timeline import TimelineInput, complete_timeline

SIDES = [(640, 640), (640, 480), (400, 600)]


def gaps(head: tuple[float, float, float], position: str, width: int, height: int) -> tuple[str, float]:
    """Where the caption of an emoji stands, and how much of the square is free between it and the face."""
    words = complete_timeline(TimelineInput(caption={"text": "Not today", "position": position}))
    shown = around_head(words, head, tall=height / min(width, height))
    box = shown.box(width, height, square=True)
    reach = FACE * head[2] * min(width, height)
    above, below = head[1] * height - reach - box.top, box.top + box.height - head[1] * height - reach
    stands = shown.caption.position
    return stands, {"top": above, "bottom": below}[stands] / box.height


@pytest.mark.parametrize(("width", "height"), SIDES)
@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
def test_a_caption_of_an_emoji_keeps_off_the_face(width: int, height: int, position: str) -> None:
    stands, free = gaps((0.5, 0.5, 0.5), position, width, height)
    assert stands == ("top" if position == "top" else "bottom")
    assert free >= CAPTION_ROOM


@pytest.mark.parametrize(("y", "position", "stands"), [(0.15, "top", "bottom"), (0.88, "bottom", "top")])
def test_a_caption_goes_to_the_other_side_where_the_picture_has_no_room(y: float, position: str, stands: str) -> None:
    where, free = gaps((0.5, y, 0.5), position, 640, 640)
    assert where == stands
    assert free >= CAPTION_ROOM


def test_without_a_caption_the_square_is_around_the_head() -> None:
    box = around_head(complete_timeline(TimelineInput()), (0.5, 0.5, 0.5), tall=1.0).box(640, 640, square=True)
    assert (box.left, box.top, box.width) == (160, 160, 320)
