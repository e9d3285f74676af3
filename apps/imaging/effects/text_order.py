"""The order in which the characters of a line stand from left to right (Unicode Standard Annex 9).

`python-bidi` puts text in order but does not say which character went where. So it is asked about one character at a
time: two combining marks after it take on its level (rule W1), and their place in the answer is its place, their order
its direction. Captions have at most 160 characters, and each question takes some microseconds.
"""

import functools
import unicodedata
from dataclasses import dataclass

from bidi import get_display

_MARKS = "\u0591\u05af"
"""Two combining marks that stay apart from each other; the text's own copies of them are asked about without them."""

_SEPARATORS = {"ES": "+-\ufe62", "CS": ",.:"}
"""A mark after one of these changes its neighbors (rule W4). They are exchanged for one of the same class instead."""

_CONTROLS = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Classes of characters that are not seen: each goes with the character before it."""


@dataclass(frozen=True, slots=True)
class Place:
    """`visual` counts from the left, with gaps. `leftward` says that text of this place runs from right to left."""

    visual: int
    leftward: bool


@functools.lru_cache(maxsize=64)
def places(paragraph: str) -> tuple[Place, ...]:
    """Return the place of each character of a paragraph laid out on one line, its direction taken from its first letter.

    A line of a broken paragraph keeps this order: what lies between two characters decides it, and nothing around them.
    """
    # Nothing runs to the left, as in nearly all captions: the order is that of the text.
    if not any(unicodedata.bidirectional(character) in ("R", "AL", "AN", *_CONTROLS) for character in paragraph):
        return tuple(Place(index, leftward=False) for index in range(len(paragraph)))
    plain = "".join(" " if character in _MARKS else character for character in paragraph)
    found: list[Place] = []
    for index, character in enumerate(plain):
        kind = unicodedata.bidirectional(character)
        # Not seen by itself: it stands where the character before it stands.
        if found and kind in _CONTROLS | {"NSM"}:
            found.append(found[-1])
        elif kind in _SEPARATORS:
            found.append(_separator(plain, index, _SEPARATORS[kind]))
        else:
            found.append(_marked(plain, index))
    return tuple(found)


def _marked(text: str, index: int) -> Place:
    shown = get_display(text[: index + 1] + _MARKS + text[index + 1 :])
    # The marks stand right after the character in its own direction.
    first, second = (shown.index(mark) for mark in _MARKS)
    leftward = second < first
    return Place(second if leftward else first - 1, leftward)


def _separator(text: str, index: int, alternatives: str) -> Place:
    absent = next((one for one in alternatives if one not in text), "")
    if not absent:  # all three are in one caption: where one of them stands alone is then asked by a mark after all
        return _marked(text, index)
    visual = get_display(text[:index] + absent + text[index + 1 :]).index(absent)
    return Place(visual, leftward=False)
