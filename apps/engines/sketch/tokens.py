"""The words and symbols of a prompt, in one spelling: small letters, emoji for emoticons, without articles."""

import re
import unicodedata
from typing import NamedTuple

from apps.engines.sketch.spelling import Spelling, fold

SKIPPED = frozenset(
    {
        "a", "an", "the", "his", "her", "their", "my", "your", "our", "own", "is", "are", "am", "be", "was", "were", "been",
    }
)  # fmt: skip
"""Words that change nothing about which phrase is meant: "rolls her eyes" is "rolls eyes"."""

_EMOTICONS = {
    ":)": "🙂", ":-)": "🙂", "(:": "🙂", "=)": "🙂", ":]": "🙂", "^^": "😊", "^_^": "😊", ":d": "😄", ":-d": "😄", "=d": "😄",
    "xd": "😂", ":'d": "😂", ":(": "🙁", ":-(": "🙁", "=(": "🙁", ":'(": "😭", ":,(": "😭", "t_t": "😭", ";_;": "😭", "qq": "😭",
    ";)": "😉", ";-)": "😉", ":p": "😜", ":-p": "😜", ":o": "😮", ":-o": "😮", "o_o": "😳", "o.o": "😳", "d:": "😱",
    ">:(": "😡", ">:)": "😈", "-_-": "😒", ":/": "😕", ":-/": "😕", ":|": "😐", ":-|": "😐", "<3": "❤", "</3": "💔",
    r"\_(ツ)_/": "🤷", "┻━┻": "😡", r"\o/": "🎉", "o7": "🫡", "b)": "😎", "8)": "😎", "8-)": "😎",
}  # fmt: skip

_EMOTICON = "|".join(re.escape(face) for face in sorted(_EMOTICONS, key=len, reverse=True))

TOKEN = re.compile(rf"(?:(?<![\w:])(?:{_EMOTICON})(?!\w))|[^\W_]+(?:'[^\W_]+)*|[^\w\s]")

_SYMBOLS = re.compile(r"([^\w\s])\1{2,}")

_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d]")
"""Skin tones, and what only joins or styles emoji."""

MAX_GUESSES = 40
"""Words of a prompt that are taken for misspelled ones: more than a person misses, and few enough for a few milliseconds."""


class Word(NamedTuple):
    """A word or symbol as it was written, the word of the vocabulary that it stands for, and where it begins in the text."""

    written: str
    base: str
    place: int


def normal(text: str) -> str:
    """Return a text in one spelling: small letters, straight apostrophes, no hyphens within words, emoji without skin tones."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    folded = _SYMBOLS.sub(r"\1", folded)
    return _SKIN.sub("", re.sub(r"(?<=[^\W\d_])-(?=\w)|(?<=\d)-(?=[^\W\d_])", " ", folded))


def words_of(text: str, spelling: Spelling) -> list[Word]:
    words: list[Word] = []
    guesses = 0
    for match in TOKEN.finditer(text):
        token = match.group()
        if fold(token) in SKIPPED:
            continue
        base = spelling.base(_EMOTICONS.get(token, token))
        if base is None:
            guesses += 1
            base = spelling.nearest(token) if guesses <= MAX_GUESSES else token
        words.append(Word(token, base, match.start()))
    return words


def tokens_of(phrase: str) -> tuple[str, ...]:
    return tuple(token for token in TOKEN.findall(normal(phrase)) if fold(token) not in SKIPPED)
