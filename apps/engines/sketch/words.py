"""Which looks a prompt asks for: known words in any inflection, and emoji. What is not known is ignored, never refused."""

import re
import unicodedata

from apps.engines.sketch.looks import DEFAULT, LOOKS, Look

MAX_LOOKS = 3
"""More effects than this at once hide one another, and a frame would take longer than the rest of its way."""

MAX_READ = 2_000
"""Characters of a prompt that are read: four times what people write, and little enough to be read in a millisecond."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_LAUGHTER = re.compile(r"(?:[bmw]*a*(?:h[aei]){2,}h?)")

_ENDINGS = (
    ("iness", "y"),
    ("ily", "y"),
    ("ingly", ""),
    ("edly", ""),
    ("ness", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ly", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_SHORTEST_STEM = 3
"""Letters an ending must leave: "crying" gives "cry", but "red", "king" and "yes" stay whole."""

_NEGATIONS = frozenset({"not", "no", "never", "without", "don't", "dont", "isn't", "isnt", "stop", "less"})


def looks_for(prompt: str) -> tuple[Look, ...]:
    """Return one to MAX_LOOKS looks in the order in which the prompt names them; the default look when it names none.

    A word right after a negation ("not happy") counts for nothing.
    """
    found: list[Look] = []
    negated = False
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", prompt[:MAX_READ]).casefold()[:MAX_READ]):
        if not negated:
            found += [look for look in _named(token) if look not in found]
        negated = token in _NEGATIONS
    return tuple(found[:MAX_LOOKS]) or (DEFAULT,)


def stem(word: str) -> str:
    """Return what a word's inflections have in common: "cries", "cried" and "crying" all give "cry".

    Made to compare two words of a small vocabulary, after the first steps of M. F. Porter, "An algorithm for suffix
    stripping" (1980); the result is not always a word.
    """
    word = word.replace("’", "'").removesuffix("'s")
    # Until nothing changes, so that "surprise" and "surprised" meet whichever ending they lose first.
    while (shorter := _without_ending(word)) != word:
        word = shorter
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word


def _without_ending(word: str) -> str:
    if word.endswith("ss"):
        return word
    for ending, left in _ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) + len(left) >= _SHORTEST_STEM:
            return root + left
    return word


def _vocabulary() -> dict[str, tuple[Look, ...]]:
    meanings: dict[str, tuple[Look, ...]] = {}
    for look in LOOKS:
        for word in dict.fromkeys(stem(word) for word in (look.name, *look.words)):
            meanings[word] = (*meanings.get(word, ()), look)
    return meanings


_VOCABULARY = _vocabulary()


def _named(word: str) -> tuple[Look, ...]:
    if _LAUGHTER.fullmatch(word):
        word = "haha"
    # People draw words out: "saaaad", "coooool".
    for spelling in (word, _LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word)):
        if looks := _VOCABULARY.get(stem(spelling)):
            return looks
    return ()
