"""Spellings of a small vocabulary: inflections, contractions, drawn-out letters and typos lead to the word that is meant."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_TYPO = 4
"""Letters a word must have to be taken for a misspelled one; of four letters one may be missing, or two have changed places."""

LONG = 8
"""Letters from which on two errors are forgiven, and not one."""

_CONTRACTED = re.compile(r"'(?:s|re|ll|d|ve|m)$")
_RUN = re.compile(r"(.)\1{2,}")
_LAST_TWICE = re.compile(r"(.)\1$")
_LAUGHTER = re.compile(r"[bmw]*a*(?:h[aei]){2,}h?|(?:[hj][aei]){2,}|l+o+l+")
_EVIL_LAUGHTER = re.compile(r"m[uw]+a*(?:ha){2,}h?")
_PLAIN = re.compile(r"[a-z]{3,}")
_SHORT_AND_CLOSED = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")

_ONE_SPELLING = {
    "isnt": "not",
    "arent": "not",
    "wasnt": "not",
    "werent": "not",
    "aint": "not",
    "doesnt": "dont",
    "didnt": "dont",
    "cannot": "cant",
    "couldnt": "cant",
    "u": "you",
    "ur": "your",
    "r": "are",
    "im": "i",
    "hes": "he",
    "shes": "she",
    "its": "it",
    "theyre": "they",
    "whats": "what",
    "thats": "that",
    "everythings": "everything",
    "gonna": "going",
    "gotta": "got",
    "teh": "the",
    "hte": "the",
    "thier": "their",
    "adn": "and",
    "jsut": "just",
    "w": "with",
    "n": "and",
    "&": "and",
    "herself": "himself",
    "myself": "himself",
    "yourself": "himself",
    "itself": "himself",
    "oneself": "himself",
    "themselves": "himself",
    "ourselves": "himself",
    "yourselves": "himself",
    "eys": "eyes",
    "hed": "head",
    "fce": "face",
    "hnd": "hand",
}
_IRREGULAR = {
    "went": "go", "goes": "go", "going": "go", "has": "have", "had": "have", "having": "have", "got": "get", "gotten": "get",
    "came": "come", "took": "take", "taken": "take", "gave": "give", "given": "give", "saw": "see", "seen": "see",
    "fell": "fall", "fallen": "fall", "lost": "lose", "broke": "break", "broken": "break", "blew": "blow", "blown": "blow",
    "froze": "freeze", "frozen": "freeze", "threw": "throw", "thrown": "throw", "drank": "drink", "slept": "sleep", "woke": "wake",
    "rose": "rise", "stood": "stand", "ate": "eat", "eaten": "eat", "won": "win", "wept": "weep", "caught": "catch", "burnt": "burn",
    "found": "find", "knew": "know", "told": "tell", "felt": "feel", "held": "hold", "kept": "keep", "hid": "hide", "hidden": "hide",
    "shaken": "shake", "sank": "sink", "dying": "die", "lying": "lie", "drove": "drive", "bore": "bear", "stole": "steal",
    "stolen": "steal", "wore": "wear", "swore": "swear", "stuck": "stick", "struck": "strike", "shone": "shine", "sold": "sell",
}  # fmt: skip
_WORDS_OF_THEIR_OWN = frozenset(
    {
        "fired",
        "badly",
        "hardly",
        "nicely",
        "likely",
        "lately",
        "shortly",
        "greatly",
        "pressing",
        "hairs",
        "hairy",
        "dining",
        "simply",
    }
)
"""What looks like an inflection and means something else."""


class Spelling:
    """Finds the word of a vocabulary that a written word stands for.

    Words in `exact` have no inflections. Words in `own` may look like inflections of others and stand for themselves:
    who lists "pleased" does not mean "please".
    """

    def __init__(self, words: Sequence[str], *, exact: Collection[str], own: Collection[str]) -> None:
        self._bases: dict[str, str] = {word: word for word in (*exact, *own)}
        # Shorter ones first, so that of "smile" and "smiles" the plainer is what both lead to.
        for word in sorted({fold(word) for word in words}, key=lambda word: (len(word), word)):
            base = self._bases.setdefault(word, _IRREGULAR.get(word, word))
            if base in exact:
                continue
            self._bases.setdefault(base, base)
            for form in _inflections(base):
                self._bases.setdefault(form, base)
        for word, base in _IRREGULAR.items():
            self._bases.setdefault(word, self._bases.get(base, base))
        self._words = words

    @cached_property
    def _used(self) -> Counter[str]:
        return Counter(self._bases[fold(word)] for word in self._words)

    @cached_property
    def _alike(self) -> dict[tuple[str, int], list[str]]:
        """Return all known spellings by their first letter and length."""
        alike: dict[tuple[str, int], list[str]] = {}
        for known in self._bases:
            alike.setdefault((known[0], len(known)), []).append(known)
        return alike

    def base(self, written: str) -> str | None:
        """Return the word that is meant, the written one where that is another English word, nothing where it is none."""
        word = fold(written)
        for spelling in _drawn_in(word):
            if spelling in self._bases:
                return self._bases[spelling]
        return word if len(word) < SHORTEST_TYPO or not word.isalpha() or word in _ordinary() else None

    def nearest(self, written: str) -> str:
        """Return the word that a misspelled one stands for; the written one when none is near.

        Both begin alike: people rarely miss the first letter, and never add it.
        """
        word = _RUN.sub(r"\1", fold(written))
        errors = 2 if len(word) >= LONG else 1
        # Of words that are equally near, the one that most phrases have.
        near = [
            (distance, -self._used[self._bases[known]], known)
            for beginning in {word[:1], word[1:2]}
            for length in range(max(len(word) - errors, SHORTEST_TYPO + 1), len(word) + errors + 1)
            for known, distance, _ in process.extract(
                word, self._alike.get((beginning, length), ()), scorer=OSA.distance, score_cutoff=errors
            )
            if known[0] == word[0] or known[:2] == word[1::-1]
        ]
        if len(word) == SHORTEST_TYPO:
            alike = self._alike.get((word[0], SHORTEST_TYPO), ())
            near += [
                (1, -self._used[self._bases[known]], known)
                for known in alike
                if sorted(known) == sorted(word) and OSA.distance(known, word) == 1
            ]
        return self._bases[min(near)[2]] if near else word


def _drawn_in(word: str) -> Iterator[str]:
    """Yield a word as it is, then as it may be meant: "saaaad", "yess" and "muahahaha" are drawn out."""
    yield word
    if _EVIL_LAUGHTER.fullmatch(word):
        yield "muahaha"
    if _LAUGHTER.fullmatch(word):
        yield "haha"
    yield _RUN.sub(r"\1\1", word)
    yield _RUN.sub(r"\1", word)
    yield _LAST_TWICE.sub(r"\1", word)


@lru_cache(maxsize=4_096)
def fold(word: str) -> str:
    """Return a word without contraction and apostrophe: "he's" is "he", "don't" is "dont"."""
    plain = _CONTRACTED.sub("", word).replace("'", "") or word
    return _ONE_SPELLING.get(plain, plain)


def _inflections(word: str) -> Iterator[str]:
    """Yield the regular inflections of a word, whatever kind of word it is: some of them nobody writes."""
    if not _PLAIN.fullmatch(word):
        return
    forms = {word + "s", word + "ly", word + "ness"}
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        forms.add(word + "es")
    if word.endswith("y") and word[-2] not in "aeiou":
        root = word[:-1]
        forms |= {root + ending for ending in ("ies", "ied", "ier", "iest", "ily", "iness")} | {word + "ing"}
    elif word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing", word + "ing"}
    elif _SHORT_AND_CLOSED.fullmatch(word):
        forms |= {word + word[-1] + ending for ending in ("ed", "ing")}
    else:
        forms |= {word + ending for ending in ("ed", "ing")} | {word + word[-1] + ending for ending in ("ed", "ing")}
    yield from forms - _WORDS_OF_THEIR_OWN


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Return English words, which are what they are and no typo of something else: a sheep is not asleep."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in listed.splitlines())
