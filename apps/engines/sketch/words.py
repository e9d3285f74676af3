"""What a prompt asks for: phrases before words, in any inflection, and emoji. What is not known is ignored, never refused."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from apps.engines.sketch.catalog import BY_NAME, CATALOG
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.reaction import Reaction

MAX_PARTS = 3
"""More reactions than this at once hide one another, and a frame would take longer than the rest of its way."""

MAX_STEPS = 3
"""A loop of a dozen frames tells no longer story."""

MAX_NEAR = 200
"""Characters of a prompt that are compared with every phrase where nothing was understood: less than twenty milliseconds."""

USUAL = ("smile", "sob", "silent-fury", "laugh", "shock")
"""What is offered where nothing comes near."""

MAX_READ = 2_000
"""Characters of a prompt that are read: four times what people write, and little enough to be read in a millisecond."""

DEFAULT = BY_NAME["breathe"]
"""For prompts in which no word is known."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_LAUGHTER = re.compile(r"(?:[bmw]*a*(?:h[aei]){2,}h?)|l+o+l+|(?:he){2,}")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff️‍]")
"""Skin tones, and what only joins or styles emoji."""

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

_SKIPPED = frozenset(
    {
        "a",
        "an",
        "the",
        "his",
        "her",
        "their",
        "my",
        "your",
        "its",
        "our",
        "own",
        "of",
        "is",
        "are",
        "am",
        "be",
        "was",
        "were",
        "been",
    }
)
"""Words that change nothing about which phrase is meant: "rolls her eyes" is "rolls eyes"."""

_NEGATIONS = frozenset(
    {
        "not",
        "no",
        "never",
        "without",
        "don't",
        "dont",
        "doesn't",
        "doesnt",
        "isn't",
        "isnt",
        "stop",
        "less",
        "won't",
        "can't",
        "cannot",
        "nobody",
    }
)
_NEGATED_WORDS = 3
"""How far a negation reaches: "not at all happy"."""

_SLIGHT = frozenset(
    {
        "slightly",
        "bit",
        "little",
        "gently",
        "softly",
        "barely",
        "subtly",
        "faintly",
        "somewhat",
        "almost",
        "mildly",
        "lightly",
    }
)
_STRONG = frozenset(
    {
        "very", "so", "extremely", "furiously", "wildly", "hysterically", "uncontrollably", "super", "incredibly", "violently", "hard",
        "loudly", "totally", "completely", "absolutely", "massively", "crazy", "insanely", "terribly", "deeply", "huge", "badly",
    }
)  # fmt: skip
SLIGHTLY, STRONGLY = 0.6, 1.4
"""What "slightly" and "very" make of a strength."""

_THEN = re.compile(
    r"\b(?:and then|then|after that|afterwards|followed by|until|finally|before suddenly|and suddenly|suddenly|and finally)\b|→|->|;"
)
_ALL = frozenset({"everyone", "everybody", "both", "all", "they", "we", "team", "us"})


def plan_for(prompt: str) -> Plan:
    """Return what a prompt asks for; a plan without steps when it names nothing that is known.

    Sequence words ("then", "suddenly") part it into steps. A word soon after a negation ("not happy") counts for nothing.
    """
    text = _normal(prompt[:MAX_READ])[:MAX_READ]
    steps = []
    for piece in _THEN.split(text):
        parts = _parts(_TOKEN.findall(piece))
        if parts:
            steps.append(parts)
    return Plan(tuple(steps[:MAX_STEPS]), _who(text))


def _normal(text: str) -> str:
    """Return a text in one spelling: small letters, straight apostrophes, no hyphens within words, emoji without skin tones."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _SKIN.sub("", re.sub(r"(?<=\w)-(?=\w)", " ", folded))


def _who(text: str) -> Who:
    words = set(_TOKEN.findall(text))
    if re.search(r"\b(?:on the left|left (?:one|person|guy|man|woman|girl|boy|face))\b", text):
        return Who.LEFT
    if re.search(r"\b(?:on the right|right (?:one|person|guy|man|woman|girl|boy|face))\b", text):
        return Who.RIGHT
    return Who.ALL if words & _ALL else Who.LARGEST


def _parts(tokens: Sequence[str]) -> tuple[Part, ...]:
    """Return the reactions that tokens name, longest phrases first where they overlap."""
    kept = [token for token in tokens if token not in _SKIPPED]
    stems = [stem(_plain(token)) for token in kept]
    found: dict[str, Part] = {}
    index, negated_until = 0, -1
    while index < len(kept):
        reaction, length = _phrase_at(stems, index)
        if reaction is None:
            if kept[index] in _NEGATIONS:
                negated_until = index + _NEGATED_WORDS
            elif kept[index] in {",", ".", "!", "?", "but", "and"}:
                negated_until = -1
            index += 1
            continue
        if index > negated_until and reaction.name not in found:
            around = kept[max(0, index - 2) : index] + kept[index + length : index + length + 2]
            found[reaction.name] = Part(reaction, _strength(around), tuple(kept[index : index + length]))
        index += length
    return tuple(found.values())[:MAX_PARTS]


def nearest_to(prompt: str, count: int) -> tuple[Reaction, ...]:
    """Return the reactions whose phrases look most like a word of the prompt, then those that most people want."""
    phrases, _ = _vocabulary()
    words = {" ".join(key): reaction for key, reaction in phrases.items()}
    found: list[Reaction] = []
    for token in _TOKEN.findall(_normal(prompt[:MAX_NEAR])):
        close = difflib.get_close_matches(stem(token), words, n=1, cutoff=0.72) if len(token) > _SHORTEST_STEM else []
        found += [words[match] for match in close]
    return tuple(dict.fromkeys([*found, *(BY_NAME[name] for name in USUAL)]))[:count]


def _strength(words: Sequence[str]) -> float:
    if any(word in _SLIGHT for word in words):
        return SLIGHTLY
    return STRONGLY if any(word in _STRONG for word in words) else 1.0


def _phrase_at(stems: Sequence[str], index: int) -> tuple[Reaction | None, int]:
    """Return the reaction that the longest known phrase from here on names, and how many tokens it takes."""
    phrases, longest = _vocabulary()
    for length in range(min(longest, len(stems) - index), 0, -1):
        reaction = phrases.get(tuple(stems[index : index + length]))
        if reaction is not None:
            return reaction, length
    return None, 1


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[tuple[str, ...], Reaction], int]:
    phrases: dict[tuple[str, ...], Reaction] = {}
    for reaction in CATALOG:
        for phrase in (reaction.label, reaction.name.replace("-", " "), *reaction.phrases):
            tokens = [token for token in _TOKEN.findall(_normal(phrase)) if token not in _SKIPPED]
            key = tuple(stem(token) for token in tokens)
            if key:
                phrases.setdefault(key, reaction)
    return phrases, max(len(key) for key in phrases)


def _plain(word: str) -> str:
    """Return a word without drawn-out letters: "saaaad" and "coooool" as people mean them."""
    if _LAUGHTER.fullmatch(word):
        return "haha"
    if not _LONG_RUN.search(word):
        return word
    phrases, _ = _vocabulary()
    for spelling in (_LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word)):
        if (stem(spelling),) in phrases:
            return spelling
    return word


def stem(word: str) -> str:
    """Return what a word's inflections have in common: "cries", "cried" and "crying" all give "cry".

    Made to compare two words of a small vocabulary, after the first steps of M. F. Porter, "An algorithm for suffix
    stripping" (1980); the result is not always a word.
    """
    word = word.removesuffix("'s")
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
