"""Words on a frame: white with a dark outline, so that they can be read on anything."""

import functools
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from bidi.mirror import MIRRORED
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from apps.imaging.effects.crop import Box, safe_area
from apps.imaging.effects.text_order import places

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

_FONTS = Path(__file__).parent.parent / "fonts"
_TEXT = "DejaVuSansCondensed-Bold.ttf"
_EMOJI = "NotoEmoji-Bold.woff"

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

_FIRST_EMOJI = 0x2190
"""Arrows and symbols begin here; digits and © before them are text, though the emoji font has them."""

_JOINERS = frozenset(map(chr, (0x200D, 0xFE0F, 0x20E3, *range(0x1F3FB, 0x1F400))))
"""Zero width joiner, emoji style, keycap, skin tones: they belong to the emoji before them."""

_UNDRAWN = dict.fromkeys(
    map(ord, sorted(_JOINERS - {"\u200d"} | set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")))
)
"""In text: a keycap around a digit, an emoji style for a letter, controls of direction. Fonts show boxes for some."""

_NOWHERE = "\U0010fffe"
"""A code point that no font has: what is drawn for it is drawn for everything that is missing."""

_SHAPES = bool(features.check("raqm"))
"""Whether letters can be joined and marks set by Raqm. Pillow's wheels bring it, but not the FriBidi library it loads."""

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A part of a paragraph. The order of its characters follows from the whole paragraph."""

    paragraph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighboring characters in one font and one direction, in the order in which they are read."""

    text: str
    font: str
    leftward: bool

    def drawn(self) -> tuple[str, str | None]:
        """Return the text and the direction that Pillow is told: without Raqm it can only draw from left to right."""
        if _SHAPES:
            return self.text, "rtl" if self.leftward else "ltr"
        mirrored = "".join(MIRRORED.get(cluster, cluster) for cluster in reversed(list(_clusters(self.text))))
        return mirrored if self.leftward else self.text, None

    def length(self, pixels: int) -> float:
        text, direction = self.drawn()
        return _font(self.font, pixels).getlength(text, direction=direction)


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
    draw: ImageDraw.ImageDraw, line: _Line, start: tuple[float, float], pixels: int, fill: Color, *, stroke: int
) -> None:
    """Draw one line from its start on the baseline."""
    x, baseline = start
    # A line may change font and direction within; each run begins where the one before it ended.
    for run in _runs(line):
        text, direction = run.drawn()
        font = _font(run.font, pixels)
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
            and character not in _JOINERS
            and ((not _has(_TEXT, character) and not _has(_EMOJI, character)) or _is_unjoined(character))
        )
    )


def _few_marks(decomposed: str) -> str:
    kept, marks = [], 0
    for character in decomposed:
        is_mark = unicodedata.category(character) in ("Mn", "Me") and character not in _JOINERS
        marks = marks + 1 if is_mark else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _fit(words: str, area: Box, *, usual: int) -> tuple[list[_Line], int]:
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


def _break(words: str, pixels: int, width: int) -> list[_Line]:
    lines: list[_Line] = []
    for paragraph in words.split("\n"):
        start = end = 0
        for word in paragraph.split(" "):
            # Lines are positions in the paragraph, whose order of characters is looked up later.
            after = end + len(word) + (1 if end > start else 0)
            if end > start and _length(_Line(paragraph, start, after), pixels) > width:
                lines.append(_Line(paragraph, start, end))
                start, after = end + 1, end + 1 + len(word)
            end = after
        lines.append(_Line(paragraph, start, end))
    return lines


def _stroke(pixels: int) -> int:
    return max(1, round(pixels * _OUTLINE))


def _height(lines: list[_Line], pixels: int) -> float:
    return len(lines) * pixels * _LEADING + 2 * _stroke(pixels)


def _length(line: _Line, pixels: int) -> float:
    return sum(run.length(pixels) for run in _runs(line)) + 2 * _stroke(pixels)


@functools.lru_cache(maxsize=256)
def _runs(line: _Line) -> tuple[_Run, ...]:
    """Return the runs of a line from left to right."""
    # The order comes from the whole paragraph, or a line would be read by its own first letter.
    where = places(line.paragraph)
    clusters: list[tuple[int, int, str, str, bool]] = []
    index = line.start
    for cluster in _clusters(line.paragraph[line.start : line.end]):
        place = where[index]
        name = _font_of(cluster)
        # Joiners make an emoji; in text some fonts show a box for them.
        drawn = cluster if name == _EMOJI else cluster.translate(_UNDRAWN)
        if drawn:
            clusters.append((place.visual, index, drawn, name, place.leftward))
        index += len(cluster)
    runs: list[_Run] = []
    # From left to right as seen. Neighbors in one font and direction become one run.
    for _, _, text, name, leftward in sorted(clusters):
        if runs and (runs[-1].font, runs[-1].leftward) == (name, leftward):
            # What runs to the left is met from its end.
            joined = text + runs[-1].text if leftward else runs[-1].text + text
            runs[-1] = _Run(joined, name, leftward)
        else:
            runs.append(_Run(text, name, leftward))
    return tuple(runs)


def _clusters(text: str) -> Iterator[str]:
    """Yield what stays together: a letter with its marks, an emoji with all that is joined to it."""
    cluster = ""
    for character in text:
        # Marks and joiners go with what is before them; after a zero width joiner the next emoji does, too.
        follows = character in _JOINERS or unicodedata.category(character) in ("Mn", "Me", "Cf")
        joined = cluster.endswith("\u200d") and _is_emoji(cluster[0]) and _is_emoji(character)
        if cluster and not follows and not joined:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_emoji(character: str) -> bool:
    return ord(character) >= _FIRST_EMOJI and _has(_EMOJI, character)


def _font_of(cluster: str) -> str:
    return _EMOJI if _is_emoji(cluster[0]) else _TEXT


@functools.lru_cache(maxsize=64)
def _font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, pixels)


@functools.lru_cache(maxsize=1024)
def _has(name: str, character: str) -> bool:
    # A mark that is drawn alone stands on a circle of dots, which would pass for a glyph of its own.
    is_mark = unicodedata.category(character) in ("Mn", "Me")
    if is_mark and name == _EMOJI:
        return False  # it has no letters that a mark could be set on
    base = "o" if is_mark else ""
    # A missing character is drawn as the font's box, the same as for a code point that no font has.
    drawn, nothing = (_font(name, 24).getmask(base + text) for text in (character, _NOWHERE))
    return drawn.size != nothing.size or bytes(drawn) != bytes(nothing)


def _is_unjoined(character: str) -> bool:
    return not _SHAPES and unicodedata.bidirectional(character) == "AL"
