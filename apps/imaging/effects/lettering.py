"""Lettering: characters in their fonts, put in runs and lines, and how long a line is drawn."""

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bidi.mirror import MIRRORED
from PIL import ImageFont, features

from apps.imaging.effects.text_order import places

_FONTS = Path(__file__).parent.parent / "fonts"
TEXT = "DejaVuSansCondensed-Bold.ttf"
EMOJI = "NotoEmoji-Bold.woff"

_FIRST_EMOJI = 0x2190
"""Arrows and symbols begin here; digits and © before them are text, though the emoji font has them."""

JOINERS = frozenset(map(chr, (0x200D, 0xFE0F, 0x20E3, *range(0x1F3FB, 0x1F400))))
"""Zero width joiner, emoji style, keycap, skin tones: they belong to the emoji before them."""

_UNDRAWN = dict.fromkeys(
    map(ord, sorted(JOINERS - {"\u200d"} | set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")))
)
"""In text: a keycap around a digit, an emoji style for a letter, controls of direction. Fonts show boxes for some."""

_NOWHERE = "\U0010fffe"
"""A code point that no font has: what is drawn for it is drawn for everything that is missing."""

_SHAPES = bool(features.check("raqm"))
"""Whether letters can be joined and marks set by Raqm. Pillow's wheels bring it, but not the FriBidi library it loads."""


@dataclass(frozen=True, slots=True)
class Line:
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
        return font_of(self.font, pixels).getlength(text, direction=direction)


@functools.lru_cache(maxsize=256)
def runs_of(line: Line) -> tuple[_Run, ...]:
    """Return the runs of a line from left to right."""
    # The order comes from the whole paragraph, or a line would be read by its own first letter.
    where = places(line.paragraph)
    clusters: list[tuple[int, int, str, str, bool]] = []
    index = line.start
    for cluster in _clusters(line.paragraph[line.start : line.end]):
        place = where[index]
        name = _font_of(cluster)
        # Joiners make an emoji; in text some fonts show a box for them.
        drawn = cluster if name == EMOJI else cluster.translate(_UNDRAWN)
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
        follows = character in JOINERS or unicodedata.category(character) in ("Mn", "Me", "Cf")
        joined = cluster.endswith("\u200d") and _is_emoji(cluster[0]) and _is_emoji(character)
        if cluster and not follows and not joined:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _is_emoji(character: str) -> bool:
    return ord(character) >= _FIRST_EMOJI and has_glyph(EMOJI, character)


def _font_of(cluster: str) -> str:
    return EMOJI if _is_emoji(cluster[0]) else TEXT


@functools.lru_cache(maxsize=64)
def font_of(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, pixels)


@functools.lru_cache(maxsize=1024)
def has_glyph(name: str, character: str) -> bool:
    # A mark that is drawn alone stands on a circle of dots, which would pass for a glyph of its own.
    is_mark = unicodedata.category(character) in ("Mn", "Me")
    if is_mark and name == EMOJI:
        return False  # it has no letters that a mark could be set on
    base = "o" if is_mark else ""
    # A missing character is drawn as the font's box, the same as for a code point that no font has.
    drawn, nothing = (font_of(name, 24).getmask(base + text) for text in (character, _NOWHERE))
    return drawn.size != nothing.size or bytes(drawn) != bytes(nothing)


def is_unjoined(character: str) -> bool:
    return not _SHAPES and unicodedata.bidirectional(character) == "AL"
