"""Pictures that need a choice before anything is painted: too small, too long, or transparent.

What is odd is decided by what the chain would make of it. A choice that was not made has a suggestion, so that there is
always a picture to show beside the question.
"""

from dataclasses import dataclass

from apps.imaging.errors import TooSmall

CROP, ENLARGE, BACKGROUND = "crop", "enlarge", "background"

LONG_ASPECT = 2.5
"""Longest side over shortest beyond which a crop is asked for: it is the most that Stability's `control/structure` takes,
and in a chat that gives a GIF 300 pixels of height, less than 120 of width would be left."""

CROP_ASPECT = 1.25
"""Shape of the suggested crop, 4 : 5 or 5 : 4: a head and shoulders fill it, and it keeps more of the picture than a square."""

ENLARGED_SIDE = 512
"""Shorter side that a small picture is enlarged to: what image-to-image models were at least trained on."""

CLEAR_OPACITY = 250
"""Opacity, of 255, below which a pixel shows what is behind it: from there on, black on white is off by 5 levels."""

CLEAR_SHARE = 0.0005
"""Share of clear pixels from which on a background is asked for: about the rounded corners of a window in a screenshot."""

LIGHT_LEVEL = 190
"""Mean brightness, of 255, from which on what is seen would vanish on white, so that black is suggested."""

WHITE, BLACK = "#ffffff", "#000000"

PLACES = {"start": 0.0, "upper": 1 / 3, "middle": 0.5, "end": 1.0}
"""Where along the longer side the suggested crop may lie, as shares: of the way, but `upper` has its middle at a third."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in shares of its upright width and height from the top left."""

    x: float
    y: float
    width: float
    height: float


WHOLE = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose for their picture; None or empty where nothing was chosen yet.

    `crop` is "whole", a place of `PLACES`, or a box. Places and the two other choices answer a question: where it does
    not arise they change nothing. A box always counts. `background` is a color like #ffffff. `face` is where somebody
    pointed at a face, in shares of the part that is painted; see `apps.imaging.faces.pointed`.
    """

    background: str = ""
    crop: str | Box = ""
    enlarge: bool | None = None
    face: tuple[float, float, float, float, float, float] | None = None

    def as_words(self) -> dict[str, object]:
        """Return plain values, for JSON and for hashing."""
        crop = self.crop
        words = [crop.x, crop.y, crop.width, crop.height] if isinstance(crop, Box) else crop
        return {
            "background": self.background,
            "crop": words,
            "enlarge": self.enlarge,
            **({"face": list(self.face)} if self.face else {}),
        }


UNASKED = Choices(background=WHITE, crop="whole", enlarge=False)
"""Where there is nobody to ask: the whole picture, on white, in its own size."""


def read_choices(words: dict[str, object]) -> Choices:
    """Return the inverse of `Choices.as_words`. Raises ValueError, TypeError or KeyError for anything else."""
    crop, enlarge = words["crop"], words["enlarge"]
    if isinstance(crop, list):
        crop = Box(*(float(part) for part in crop))
    if not isinstance(crop, str | Box) or not (enlarge is None or isinstance(enlarge, bool)):
        raise TypeError("not the words of choices")
    return Choices(str(words["background"]), crop, enlarge)


def is_long(width: int, height: int) -> bool:
    return max(width, height) > LONG_ASPECT * min(width, height)


def is_small(width: int, height: int, *, good_side: int, max_side: int, max_pixels: int) -> bool:
    """Return whether the shorter side would be worked on with fewer than `good_side` pixels."""
    scale = min(1.0, max_side / max(width, height), (max_pixels / (width * height)) ** 0.5)
    return bool(min(width, height) * scale < good_side)


def suggested_box(width: int, height: int, place: str = "") -> Box:
    """Return the crop of a long picture at a place.

    Without one, in the upper third or, of a wide picture, in the middle.
    """
    share = CROP_ASPECT * min(width, height) / max(width, height)
    place = place or ("upper" if height > width else "middle")
    start = PLACES[place] * (1 - share) if place != "upper" else max(0.0, 1 / 3 - share / 2)
    return Box(0.0, start, 1.0, share) if height > width else Box(start, 0.0, share, 1.0)


def chosen_box(width: int, height: int, crop: str | Box) -> Box:
    """Return the part of a picture that is worked on, with the suggestion where nothing was chosen."""
    if isinstance(crop, Box):
        return crop
    if crop == "whole" or not is_long(width, height):
        return WHOLE
    return suggested_box(width, height, crop)


def pixels_of(box: Box, width: int, height: int, *, least: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a box in whole pixels. Raises `TooSmall` below `least` pixels on a side."""
    left, top = round(box.x * width), round(box.y * height)
    right, bottom = min(width, round((box.x + box.width) * width)), min(height, round((box.y + box.height) * height))
    if right - left < least or bottom - top < least:
        raise TooSmall(
            f"That crop is {max(0, right - left)} × {max(0, bottom - top)} pixels of the picture. "
            f"Each side needs at least {least}. Choose a larger crop."
        )
    return left, top, right, bottom


def enlarged_side(aspect: float, *, max_side: int, max_pixels: int) -> int:
    """Return the shorter side that a small picture of this shape is enlarged to, within what the engine takes."""
    return int(min(ENLARGED_SIDE, max_side / aspect, (max_pixels / aspect) ** 0.5))
