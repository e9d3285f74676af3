"""What phrases mean: a reaction, or a sign that says what goes for the reactions around it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from apps.engines.sketch.catalog import BY_NAME, CATALOG
from apps.engines.sketch.catalog.situations import SETTINGS, SITUATIONS
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.spelling import Spelling, fold
from apps.engines.sketch.tokens import Word, tokens_of


class Sign(Enum):
    """What words do to the reactions around them."""

    THEN = auto()
    """What follows is another step."""
    AFTER = auto()
    """What follows is a step that comes before this one."""
    COMMA = auto()
    """Ends a negation; parts steps where verbs are listed: "cries, wipes it off, grins"."""
    NOT = auto()
    """What follows is not so, and its opposite may be."""
    NO = auto()
    """What follows is not to be seen."""
    STILL = auto()
    """Says nothing by itself, though its words do elsewhere: "can't stop laughing", "surprise me"."""


SIGNS = {
    Sign.THEN: """
        then, and then, but then, after that, after which, afterwards, afterward, later, moments later, seconds later, followed by,
        until, till, finally, eventually, suddenly, and suddenly, before suddenly, all of a sudden, out of nowhere, next, ends up,
        end up, ended up, ending up, ends in, ends with, only to, turns into, turn into, turning into, turned into, turns to,
        becomes, become, becoming, changes to, changes into, transforms into, morphs into, before, once, as soon as, at last,
        lastly, in the end, ;, →, ->, =>""",
    Sign.AFTER: "after, right after",
    Sign.COMMA: ",, ., !, ?, :, but, and, just, instead, only, now",
    Sign.NOT: """
        not, dont, never, hardly, scarcely, no longer, anything but, far from, less, cant, wont, wouldnt, shouldnt, refuses to,
        refuse to, fails to, unable to, nobody, neither, nor""",
    Sign.NO: """
        no, without, stop, stops, stopped, stopping, quit, quits, instead of, rather than, avoid, remove, removes, delete, erase,
        get rid of, take off, takes off, takes away, replace, swap""",
    Sign.STILL: """
        cant stop, wont stop, never stops, dont stop, could not stop, can not stop, not only, not just, cant help, cant hide, no doubt,
        without stopping, at once, once again, once more, once upon a time, after all, day after, morning after, day before,
        and again, idk surprise me, surprise me, something funny, make it funny, anything funny, up to you, zoom call, zoom meeting""",
}  # fmt: skip
"""Each listed between commas; a comma itself stands first."""

SLIGHT = frozenset(
    {
        "slightly", "bit", "little", "gently", "softly", "barely", "subtly", "faintly", "somewhat", "almost", "mildly", "lightly",
        "tad", "wee", "slight", "faint", "mild", "kinda", "subtle", "vaguely",
    }
)  # fmt: skip

STRONG = frozenset(
    {
        "very", "so", "extremely", "furiously", "wildly", "hysterically", "uncontrollably", "super", "incredibly", "violently", "hard",
        "loudly", "totally", "completely", "absolutely", "massively", "crazy", "insanely", "terribly", "deeply", "huge", "badly",
        "utterly", "really", "intensely", "massive", "mega", "hella", "af", "pure", "damn", "freaking", "fucking", "total",
    }
)  # fmt: skip

_BRIDGED = frozenset(
    {
        "he", "she", "it", "they", "we", "i", "you", "him", "them", "us", "me", "this", "that", "these", "those", "there", "of", "at",
        "with", "on", "to", "in", "into", "from", "for", "out", "about", "all", "just", "too", "quite", "pretty", "big", "one",
        "two", "both", "right", "left", "bloody", "goddamn", "who", "more", "even", "some", "such", "like", "their", "kind", "as", "way", "=",
    }
) | SLIGHT | STRONG  # fmt: skip
"""Words that may stand within a phrase that does not have them: "bursts out into tears"."""

_CALLS = frozenset(
    {
        "aye", "bye", "camera", "ha", "hey", "hi", "lights", "no", "oh", "ok", "okay", "please", "sorry", "sure", "uh", "um", "wait",
        "who", "yeah", "yes",
    }
)  # fmt: skip
"""Words that a comma does not part from the rest of a phrase: "wait, what", "no, thanks"."""

_MOST_BRIDGED = 3

Meaning = Reaction | Sign


class Phrases:
    """What phrases mean, longest first."""

    def __init__(self, meanings: Mapping[tuple[str, ...], Meaning]) -> None:
        self._meanings = meanings
        self._beginnings = {key[:length] for key in meanings for length in range(1, len(key) + 1)}

    def at(self, words: Sequence[Word], start: int) -> tuple[Meaning | None, int]:
        """Return what the longest phrase that begins at `start` means, and where it ends; nothing where none does."""
        found: tuple[Meaning | None, int] = (None, start + 1)
        if (words[start].base,) not in self._beginnings:
            return found
        longest = 0
        # What was read of a phrase so far, and how many words were bridged: a word may go on with a phrase or be bridged.
        readings: list[tuple[tuple[str, ...], int]] = [((), 0)]
        for index in range(start, len(words)):
            further = []
            for key, bridged in readings:
                longer = (*key, words[index].base)
                if longer in self._beginnings:
                    further.append((longer, bridged))
                    meaning = self._meanings.get(longer)
                    if meaning is not None and len(longer) > longest:
                        found, longest = (meaning, index + 1), len(longer)
                if key and bridged < _MOST_BRIDGED and self._bridges(words, start, index):
                    further.append((key, bridged + 1))
            if not further:
                break
            readings = further
        return found

    @staticmethod
    def _bridges(words: Sequence[Word], start: int, index: int) -> bool:
        """Tell whether a word may be bridged: a little one, or the comma after a call, in a phrase not of little words alone."""
        if words[index].written == ",":
            return words[index - 1].written in _CALLS
        return is_little(words[index].written) and not all(is_little(word.written) for word in words[start:index])


class Vocabulary(NamedTuple):
    spelling: Spelling
    reactions: Phrases
    situations: Phrases
    settings: Phrases


def is_little(word: str) -> bool:
    return word in _BRIDGED or (len(word) > 4 and word.endswith("ly"))


@lru_cache(maxsize=1)
def catalog_vocabulary() -> Vocabulary:
    """Return everything that is known, from the catalog."""
    signs = {sign: _listed(text) for sign, text in SIGNS.items()}
    named = {reaction: (reaction.label, reaction.name.replace("-", " "), *reaction.phrases) for reaction in CATALOG}
    named = {reaction: (*phrases, *_joined(phrases)) for reaction, phrases in named.items()}
    situations = {BY_NAME[name]: phrases for name, phrases in SITUATIONS.items()}
    settings = {BY_NAME[name]: phrases for name, phrases in SETTINGS.items()}
    listed = (*named.values(), *situations.values(), *settings.values())
    tokens = {phrase: tokens_of(phrase) for phrases in listed for phrase in phrases}
    exact = {token for phrases in signs.values() for phrase in phrases for token in tokens_of(phrase)} | SLIGHT | STRONG
    spelling = Spelling(
        [token for phrase in tokens.values() for token in phrase],
        exact=exact,
        own=_own(named) | _own(situations) | _own(settings),
    )

    def keyed(phrases: Mapping[Reaction, Iterable[str]]) -> Phrases:
        meanings: dict[tuple[str, ...], Meaning] = {}
        for reaction, listed in phrases.items():
            for phrase in listed:
                meanings.setdefault(tuple(spelling.base(token) or token for token in tokens[phrase]), reaction)
        for sign, words in signs.items():
            for phrase in words:
                meanings.setdefault(tuple(spelling.base(token) or token for token in tokens_of(phrase)), sign)
        meanings.pop((), None)
        return Phrases(meanings)

    return Vocabulary(spelling, keyed(named), keyed(situations), keyed(settings))


def _own(named: Mapping[Reaction, Iterable[str]]) -> set[str]:
    """Return the words that a reaction lists by themselves, without those that only inflect another one of its words."""
    single = {(fold(phrase), reaction) for reaction, phrases in named.items() for phrase in phrases if phrase.isalpha()}
    plain = Spelling(sorted({word for word, _ in single}), exact=(), own=())
    return {word for word, reaction in single if (plain.base(word), reaction) not in single or plain.base(word) == word}


def _joined(phrases: Iterable[str]) -> Iterator[str]:
    """Yield as one word the phrases of two words: "jawdrop", "breakdown"."""
    for phrase in phrases:
        words = tokens_of(phrase)
        if len(words) == 2 and all(word.isascii() and word.isalpha() and len(word) > 2 for word in words):
            yield "".join(words)


def _listed(text: str) -> list[str]:
    phrases = [phrase.strip() for phrase in text.split(",")]
    return [phrase or "," for phrase in phrases]


@lru_cache(maxsize=1)
def single_words() -> dict[str, dict[str, Reaction]]:
    """Return the reactions that one word names, by its first letter."""
    words: dict[str, dict[str, Reaction]] = {}
    for reaction in CATALOG:
        for phrase in reaction.phrases:
            if phrase.isalpha():
                words.setdefault(phrase[0], {}).setdefault(phrase, reaction)
    return words
