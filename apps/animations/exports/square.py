"""The square around a face that places like an emoji show, with room for a caption beside the face."""

from dataclasses import replace

from apps.animations.exports.timeline import Crop, Timeline
from apps.imaging.effects.caption import Position

MIN_HEAD = 0.3
"""Of the shorter side: a smaller head would be enlarged more than twice, and blur."""

CAPTIONED = 1.35
"""With a caption the square is larger by this, so that a face and two lines find room in it."""

SHIFT = 0.13
"""How far the middle of the square goes away from the face toward a caption, in its sides."""

FACE = 0.28
"""From the middle of a face to its chin or forehead, in sides of the square around its head."""

CAPTION_ROOM = 0.3
"""Of the square's side: two lines of a caption with their margin."""

Head = tuple[float, float, float]


def around_head(timeline: Timeline, head: Head, *, tall: float) -> Timeline:
    """Return a timeline that shows the square around a face, with its caption above or below the face.

    `head` is as `Analysis.head` has it, `tall` the height of the picture in shorter sides. A caption stays where it is wanted
    if the picture has room there.
    """
    x, y, side = head
    side = max(MIN_HEAD, side)
    if timeline.caption is None:
        return replace(timeline, crop=Crop("whole", (x, y), side))
    share = min(1.0, CAPTIONED * side)
    wanted: Position = "top" if timeline.caption.position == "top" else "bottom"
    other: Position = "top" if wanted == "bottom" else "bottom"
    rooms = {position: _room(position, head, share, tall=tall) for position in (wanted, other)}
    position = wanted if rooms[wanted] >= CAPTION_ROOM else max(rooms, key=lambda one: rooms[one])
    middle = min(1.0, max(0.0, _middle(position, y, share, tall=tall)))
    caption = replace(timeline.caption, position=position)
    return replace(timeline, caption=caption, crop=Crop("whole", (x, round(middle, 4)), share))


def _middle(position: Position, y: float, share: float, *, tall: float) -> float:
    """Return how far down the middle of the square should be, as a share of the picture's height."""
    return y + (SHIFT if position == "bottom" else -SHIFT) * share / tall


def _room(position: Position, head: Head, share: float, *, tall: float) -> float:
    """Return how much of the square is free between the face and the edge where a caption stands."""
    top = min(tall - share, max(0.0, _middle(position, head[1], share, tall=tall) * tall - share / 2))
    reach = FACE * head[2]
    free = (top + share) - (head[1] * tall + reach) if position == "bottom" else (head[1] * tall - reach) - top
    return free / share
