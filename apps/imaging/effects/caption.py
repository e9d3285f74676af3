"""Words on a frame: white with a dark outline, so that they can be read on anything."""

import io
import unicodedata
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from apps.imaging.effects.crop import Box, safe_area
from apps.imaging.effects.lettering import EMOJI, JOINERS, TEXT, Line, font_of, has_glyph, is_unjoined, runs_of

Position = Literal["top", "middle", "bottom"]

POSITIONS: tuple[Position, ...] = get_args(Position)

MAX_CHARACTERS = 160
"""More than this cannot be read while a loop goes round."""

MAX_LINES = 3
"""Three lines at the usual size are a third of the picture; more would be the picture."""

MIN_PIXELS = 9
"""The smallest size at which this font can be read."""

MAX_MARKS = 2
"""On one character: Vietnamese has two, and a third would leave the line."""

# Measures of the lettering, in parts of the frame or of the font size, so that all frame sizes look alike.
_SIZE = 1 / 9
"""Of the shorter side: about what memes have."""

_SHRINK = 0.92
"""Each try is this much smaller than the one before, until the caption fits."""

_OUTLINE = 1 / 14
"""Of the font size, on each side."""

_LEADING = 1.21
"""Line height in font sizes: what this font's highest accent and its lowest letter need."""

_ASCENT = 0.97
"""From the top of a line to its baseline, in font sizes."""

Color = tuple[int, int, int]


class CaptionDoesNotFit(ValueError):
    """There is more text than the frame has room for, at the smallest size that can be read. Fewer words will help."""


def draw_caption(
    frame: NDArray[np.uint8],
    text: str,
    *,
    position: Position = "bottom",
    color: Color = (255, 255, 255),
    outline: Color = (0, 0, 0),
) -> NDArray[np.uint8]:
    """Return the frame of (H, W, 3) uint8 with the text drawn inside its safe area, centered, in at most three lines.

    Line breaks in the text are kept, other lines are broken between words. The text begins at a ninth of the shorter
    side and becomes smaller until it fits. Emoji are drawn in one color. Text of nothing but spaces draws nothing. The
    same input gives the same bytes with the same Pillow. Raises CaptionDoesNotFit, or ValueError for another position.
    """
    if position not in POSITIONS:
        raise ValueError(f"no position is called {position!r}")
    # Checked before anything is drawn: nothing to say, or more than anybody can read.
    words = clean_text(text)
    if not words:
        return frame.copy()
    if len(words) > MAX_CHARACTERS:
        raise CaptionDoesNotFit(f"{len(words)} characters, at most {MAX_CHARACTERS} can be read")
    height, width = frame.shape[:2]
    # The largest size at which all lines fit.
    area = safe_area(width, height)
    lines, pixels = _fit(words, area, usual=max(MIN_PIXELS, round(min(width, height) * _SIZE)))
    picture = Image.fromarray(np.ascontiguousarray(frame))
    draw = ImageDraw.Draw(picture)
    # Where the block of lines begins; each line is centered by its own length.
    stroke = _stroke(pixels)
    block = _height(lines, pixels)
    top = {"top": area.top, "middle": area.top + (area.height - block) / 2, "bottom": area.top + area.height - block}
    # All outlines first: drawn together, one word's outline would lie on the word before.
    for width_of_stroke, fill in ((stroke, outline), (0, color)):
        for number, line in enumerate(lines):
            x = area.left + (area.width - _length(line, pixels)) / 2 + stroke
            baseline = top[position] + stroke + pixels * (number * _LEADING + _ASCENT)
            _draw_line(draw, line, (x, baseline), pixels, fill, stroke=width_of_stroke)
    return np.array(picture, np.uint8)


def _draw_line(  # what, where, how large, in which color
    draw: ImageDraw.ImageDraw, line: Line, start: tuple[float, float], pixels: int, fill: Color, *, stroke: int
) -> None:
    """Draw one line from its start on the baseline."""
    x, baseline = start
    # A line may change font and direction within; each run begins where the one before it ended.
    for run in runs_of(line):
        text, direction = run.drawn()
        font = font_of(run.font, pixels)
        draw.text((x, baseline), text, fill, font, anchor="ls", direction=direction, stroke_width=stroke)
        x += run.length(pixels)


def caption_layer(width: int, height: int, text: str, *, position: Position = "bottom") -> NDArray[np.uint8]:
    """Return what `draw_caption` adds to a frame of this size, alone: (H, W, 4) uint8, transparent around the letters.

    Drawn on black and on white by the very same code: where the two differ, one looks through. Raises as `draw_caption`.
    """
    # A pixel that is the same on both is covered; one that is black and white is looked through.
    black, white = (
        draw_caption(np.full((height, width, 3), level, np.uint8), text, position=position) for level in (0, 255)
    )
    through = (white.astype(np.int16) - black).max(axis=2)
    opaque = (255 - through).clip(0, 255)
    # On black a letter's color is darkened by what looks through, which is undone here.
    color = np.where(opaque[..., np.newaxis], black * 255.0 / opaque.clip(1, 255)[..., np.newaxis], 0)
    return np.dstack([color.round().clip(0, 255), opaque]).astype(np.uint8)


def caption_png(width: int, height: int, text: str, *, position: Position = "bottom") -> bytes:
    """Return `caption_layer` as a PNG, to be laid over a picture of this size."""
    file = io.BytesIO()
    Image.fromarray(caption_layer(width, height, text, position=position)).save(file, "PNG")
    return file.getvalue()


def clean_text(text: str) -> str:
    """Return the text in composed form (NFC), without control characters, and with single spaces and breaks.

    A character keeps the first two of the marks that are set on it, which is what Vietnamese needs: a pile of them would
    climb out of its line and over the picture.
    """
    # Marks are counted one by one, before they are joined with their letters.
    composed = unicodedata.normalize("NFC", _few_marks(unicodedata.normalize("NFD", text)))
    kept = "".join(
        " " if character == "\t" else character
        for character in composed
        if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")
    )
    return "\n".join(line for line in (" ".join(line.split()) for line in kept.split("\n")) if line)


def missing_characters(text: str) -> str:
    """Return the characters of the text that cannot be drawn, each once, in order of appearance: "" when all is well.

    Neither font has them, or they are Arabic and this machine has no Raqm to join the letters.
    """
    return "".join(
        dict.fromkeys(
            character
            for character in clean_text(text)
            if not character.isspace()
            and character not in JOINERS
            and ((not has_glyph(TEXT, character) and not has_glyph(EMOJI, character)) or is_unjoined(character))
        )
    )


def _few_marks(decomposed: str) -> str:
    kept, marks = [], 0
    for character in decomposed:
        is_mark = unicodedata.category(character) in ("Mn", "Me") and character not in JOINERS
        marks = marks + 1 if is_mark else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _fit(words: str, area: Box, *, usual: int) -> tuple[list[Line], int]:
    """Return the lines and the font size in pixels at which they fit."""
    pixels = usual
    while True:
        # Broken anew at each size: smaller letters may need fewer lines.
        lines = _break(words, pixels, area.width)
        high, wide = _height(lines, pixels), max(_length(line, pixels) for line in lines)
        if len(lines) <= MAX_LINES and high <= area.height and wide <= area.width:
            return lines, pixels
        if pixels <= MIN_PIXELS:
            raise CaptionDoesNotFit(f"{len(words)} characters do not fit on {area.width} × {area.height} pixels")
        pixels = max(MIN_PIXELS, min(pixels - 1, round(pixels * _SHRINK)))


def _break(words: str, pixels: int, width: int) -> list[Line]:
    lines: list[Line] = []
    for paragraph in words.split("\n"):
        start = end = 0
        for word in paragraph.split(" "):
            # Lines are positions in the paragraph, whose order of characters is looked up later.
            after = end + len(word) + (1 if end > start else 0)
            if end > start and _length(Line(paragraph, start, after), pixels) > width:
                lines.append(Line(paragraph, start, end))
                start, after = end + 1, end + 1 + len(word)
            end = after
        lines.append(Line(paragraph, start, end))
    return lines


def _stroke(pixels: int) -> int:
    return max(1, round(pixels * _OUTLINE))


def _height(lines: list[Line], pixels: int) -> float:
    return len(lines) * pixels * _LEADING + 2 * _stroke(pixels)


def _length(line: Line, pixels: int) -> float:
    return sum(run.length(pixels) for run in runs_of(line)) + 2 * _stroke(pixels)
