"""People's words as other people may safely see them: without characters that are not seen but change what is."""

import re
import unicodedata

# Embeddings, overrides, isolates and marks of direction turn the words around them, ours too, and cannot be closed
# where no <bdi> can stand (a tab's title, a chat's preview). Controls are the C0 and C1 rows without tab and line ends.
# The joiner U+200D stays: families and flags among the emoji are made with it.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

_INKLESS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})

# Unicode's default ignorable letters and marks, and the Braille cell without dots. The other ignorables have category Cf.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def strip_control_characters(text: str) -> str:
    """Return the text without control characters and without controls of writing direction; tabs and line ends stay.

    A text in which nothing can be seen is empty.
    """
    shown = _UNSEEN.sub("", text)
    return shown if any(is_visible(character) for character in shown) else ""


def is_visible(character: str) -> bool:
    """Return whether the character, standing alone, leaves ink.

    Spaces, joiners, fillers and style selectors leave none.
    """
    return unicodedata.category(character) not in _INKLESS and not _FILLERS.match(character)
