"""What a prompt asks for: phrases before words, in any inflection, and emoji. What is not known is ignored, never refused."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from apps.engines.sketch.catalog import BY_NAME, CATALOG
from apps.engines.sketch.catalog.situations import OPPOSITES, RELATED, SITUATIONS
from apps.engines.sketch.people import people_at
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.spelling import Spelling, fold

MAX_PARTS = 3
"""More reactions than this at once hide one another, and a frame would take longer than the rest of its way."""

MAX_STEPS = 3
"""A loop of a dozen frames tells no longer story."""

MAX_NEAR = 200
"""Characters of a prompt that are compared with known words where nothing was understood: less than twenty milliseconds."""

USUAL = ("smile", "sob", "silent-fury", "laugh", "shock")
"""What is offered where nothing comes near."""

MAX_READ = 2_000
"""Characters of a prompt that are read: four times what people write, and little enough to be read in a few milliseconds."""

MAX_GUESSES = 40
"""Words of a prompt that are taken for misspelled ones: more than a person misses, and few enough for a few milliseconds."""

DEFAULT = BY_NAME["breathe"]
"""For prompts in which no word is known."""

REFUSAL = BY_NAME["shake-head"]
"""For a last "no", which denies nothing."""

SLIGHTLY, STRONGLY = 0.6, 1.4
"""What "slightly" and "very" make of a strength."""


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


_SIGNS = {
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

_SKIPPED = frozenset(
    {
        "a", "an", "the", "his", "her", "their", "my", "your", "our", "own", "is", "are", "am", "be", "was", "were", "been",
    }
)  # fmt: skip
"""Words that change nothing about which phrase is meant: "rolls her eyes" is "rolls eyes"."""

_SLIGHT = frozenset(
    {
        "slightly", "bit", "little", "gently", "softly", "barely", "subtly", "faintly", "somewhat", "almost", "mildly", "lightly",
        "tad", "wee", "slight", "faint", "mild", "kinda", "subtle", "vaguely",
    }
)  # fmt: skip
_STRONG = frozenset(
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
) | _SLIGHT | _STRONG  # fmt: skip
"""Words that may stand within a phrase that does not have them: "bursts out into tears"."""

_CALLS = frozenset(
    {
        "aye", "bye", "camera", "ha", "hey", "hi", "lights", "no", "oh", "ok", "okay", "please", "sorry", "sure", "uh", "um", "wait",
        "who", "yeah", "yes",
    }
)  # fmt: skip
"""Words that a comma does not part from the rest of a phrase: "wait, what", "no, thanks"."""

_MOST_BRIDGED = 3
_NEGATED_WORDS = 4
"""How far a negation reaches: "not at all happy"."""

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

_FIRST_LAST = re.compile(r"^\s*before ([^,;.]+), *(.+)$", re.DOTALL)
_AFTER_FIRST = re.compile(r"^\s*(?:right )?after (?!that\b|all\b)([^,;.]+), *")
_FROM_TO = re.compile(r"\bfrom (?!ear\b|head\b|side\b)((?:[\w']+ ){1,4})to\b")
_EDIT = re.compile(
    r"^\s*(?:please |can you |could you )?(?:make|give|change|add|remove|delete|erase|replace|swap|turn|put|draw|paint|type|write|crop|rotate|resize|colou?r)\b"
)
"""An order to change the picture: it says what is to be seen, and tells no situation."""


class Word(NamedTuple):
    """A word or symbol as it was written, the word of the vocabulary that it stands for, and where it begins in the text."""

    written: str
    base: str
    place: int


Meaning = Reaction | Sign
_Key = tuple[Reaction, Who]


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
        return _is_little(words[index].written) and not all(_is_little(word.written) for word in words[start:index])


class Vocabulary(NamedTuple):
    spelling: Spelling
    reactions: Phrases
    situations: Phrases


def plan_for(prompt: str) -> Plan:
    """Return what a prompt asks for; a plan without steps when it names nothing that is known.

    Sequence words ("then", "suddenly") part it into steps. What is denied ("no tears") counts for nothing. Where no reaction
    is named, the opposite of a denied one counts ("not happy"), and then what people react to ("the build passes").
    """
    text = _in_order(_normal(prompt[:MAX_READ])[:MAX_READ])
    vocabulary = _vocabulary()
    words = _words(text, vocabulary.spelling)
    steps, denied = _read(text, words, vocabulary.reactions)
    if not steps and denied:
        steps = [denied]
    if not steps and not _EDIT.match(text):
        steps, denied = _read(text, words, vocabulary.situations)
        steps = steps or ([denied] if denied else [])
    if not steps and [word.base for word in words if word.base.isalpha()][-1:] == ["no"]:
        steps = [[Part(REFUSAL, words=("no",))]]
    over = [part for step in steps[:MAX_STEPS] for part in step[MAX_PARTS:]]
    over += [part for step in steps[MAX_STEPS:] for part in step]
    return Plan(tuple(tuple(step[:MAX_PARTS]) for step in steps[:MAX_STEPS]), tuple(over))


def nearest_to(prompt: str, count: int) -> tuple[Reaction, ...]:
    """Return the reactions that are about what the prompt is about, then those that are spelled alike and those most people want.

    What the prompt denies is left out.
    """
    text = _normal(prompt[:MAX_NEAR])
    tokens = [fold(token) for token in TOKEN.findall(text)]
    found = [BY_NAME[name] for token in tokens for name, related in RELATED.items() if token in related]
    vocabulary, words = _vocabulary(), _single_words()
    for token in tokens:
        alike = words.get(token[:1], {}) if len(token) > 3 else {}
        found += [alike[match] for match in difflib.get_close_matches(token, alike, n=1, cutoff=0.84)]
    named = {meaning for meaning, _, _ in _meanings(_words(text, vocabulary.spelling), vocabulary.reactions)}
    if not named & {Sign.NOT, Sign.NO}:
        named = set()
    wanted = dict.fromkeys([*found, *(BY_NAME[name] for name in USUAL)])
    return tuple(reaction for reaction in wanted if reaction not in named)[:count]


def _normal(text: str) -> str:
    """Return a text in one spelling: small letters, straight apostrophes, no hyphens within words, emoji without skin tones."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    folded = _SYMBOLS.sub(r"\1", folded)
    return _SKIN.sub("", re.sub(r"(?<=[^\W\d_])-(?=\w)|(?<=\d)-(?=[^\W\d_])", " ", folded))


def _in_order(text: str) -> str:
    """Return a text with what happens first told first: "before crying, she smiles", "from happy to sad"."""
    text = _FIRST_LAST.sub(r"\2 ; \1", text)
    text = _AFTER_FIRST.sub(r"\1 ; ", text)
    return _FROM_TO.sub(r"\1; ", text)


def _words(text: str, spelling: Spelling) -> list[Word]:
    words: list[Word] = []
    guesses = 0
    for match in TOKEN.finditer(text):
        token = match.group()
        if fold(token) in _SKIPPED:
            continue
        base = spelling.base(_EMOTICONS.get(token, token))
        if base is None:
            guesses += 1
            base = spelling.nearest(token) if guesses <= MAX_GUESSES else token
        words.append(Word(token, base, match.start()))
    return words


def _read(text: str, words: Sequence[Word], phrases: Phrases) -> tuple[list[list[Part]], list[Part]]:
    """Return the steps that words name, without empty ones, and the opposites of what they deny."""
    steps: list[dict[_Key, Part]] = [{}]
    denied: dict[_Key, Part] = {}
    step, reach, sign, denial = 0, -1, Sign.NO, 0
    found = list(_meanings(words, phrases))
    people = iter(people_at(text, [words[start].place for meaning, start, _ in found if isinstance(meaning, Reaction)]))
    for meaning, start, end in found:
        if isinstance(meaning, Reaction):
            written = tuple(word.written for word in words[start:end])
            part = Part(meaning, _strength(words, start, end), written, next(people))
            if start > reach or _is_utmost(words, denial, start, end):
                steps[step].setdefault((meaning, part.who), part)
            elif sign is Sign.NOT and meaning.name in OPPOSITES and not _comforts(words, denial, start, meaning):
                opposite = BY_NAME[OPPOSITES[meaning.name]]
                denied.setdefault((opposite, part.who), replace(part, reaction=opposite))
            if start <= reach:
                # One denial denies one thing, or more where "or" joins them: "no tears or sobs".
                reach = end + 1 if end < len(words) and words[end].written in {"or", "nor"} else -1
            continue
        if meaning in {Sign.NOT, Sign.NO}:
            reach, sign, denial = end + _NEGATED_WORDS - 1, meaning, start
            continue
        reach = -1
        if meaning is Sign.THEN or (meaning is Sign.COMMA and steps[step] and _lists_verbs(words, start, steps[step])):
            steps.append({})
            step = len(steps) - 1
        elif meaning is Sign.AFTER:
            steps.insert(step, {})
    told: list[dict[_Key, Part]] = []
    for one in steps:
        if one and not (told and told[-1].keys() == one.keys()):
            told.append(one)
    return [list(one.values()) for one in told], list(denied.values())


def _comforts(words: Sequence[Word], denial: int, start: int, denied: Reaction) -> bool:
    """Tell whether a denial only asks that something sad or angry is not done: "do not cry" asks for no smile."""
    does_not = words[denial].base == "dont" or (denial > 0 and words[denial - 1].written in {"do", "does", "did"})
    return does_not and start == denial + 1 and OPPOSITES[denied.name] in {"smile", "breathe"}


def _meanings(words: Sequence[Word], phrases: Phrases) -> Iterator[tuple[Meaning, int, int]]:
    """Yield what words mean, in their order, with the index of the first and after the last."""
    index = 0
    while index < len(words):
        meaning, end = phrases.at(words, index)
        if meaning is None:
            meaning = _emoji(words[index].base)
        if meaning is not None:
            yield meaning, index, end
        index = end


def _lists_verbs(words: Sequence[Word], comma: int, step: Mapping[_Key, Part]) -> bool:
    """Tell whether what follows a comma goes on with a list of what someone does: "cries, wipes it off, grins"."""
    if words[comma].written != ",":
        return False
    following = [
        word.written for word in words[comma + 1 : comma + 3] if word.written not in {"and", "he", "she", "then"}
    ]
    last = list(step.values())[-1].words
    return bool(following) and _is_verb(following[0]) and any(_is_verb(word) for word in last)


def _is_verb(word: str) -> bool:
    """Tell whether a word may be a verb in the third person."""
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "'s", "ous"))


def _is_utmost(words: Sequence[Word], denial: int, start: int, end: int) -> bool:
    """Tell whether a denial says that nothing could be more so: "never been so scared", "couldn't be prouder"."""
    compared = any(word.written in {"so", "more"} for word in words[denial:end])
    return words[denial].base in {"never", "cant"} and (compared or words[start].written.endswith("er"))


def _is_little(word: str) -> bool:
    return word in _BRIDGED or (len(word) > 4 and word.endswith("ly"))


def _strength(words: Sequence[Word], start: int, end: int) -> float:
    around = {word.written for word in (*words[max(0, start - 2) : end], *words[end : end + 2])}
    if around & _SLIGHT:
        return SLIGHTLY
    return STRONGLY if around & _STRONG else 1.0


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    """Return everything that is known, from the catalog."""
    signs = {sign: _listed(text) for sign, text in _SIGNS.items()}
    named = {reaction: (reaction.label, reaction.name.replace("-", " "), *reaction.phrases) for reaction in CATALOG}
    named = {reaction: (*phrases, *_joined(phrases)) for reaction, phrases in named.items()}
    situations = {BY_NAME[name]: phrases for name, phrases in SITUATIONS.items()}
    tokens = {phrase: _tokens(phrase) for phrases in (*named.values(), *situations.values()) for phrase in phrases}
    exact = {token for phrases in signs.values() for phrase in phrases for token in _tokens(phrase)} | _SLIGHT | _STRONG
    spelling = Spelling(
        [token for phrase in tokens.values() for token in phrase], exact=exact, own=_own(named) | _own(situations)
    )

    def keyed(phrases: Mapping[Reaction, Iterable[str]]) -> Phrases:
        meanings: dict[tuple[str, ...], Meaning] = {}
        for reaction, listed in phrases.items():
            for phrase in listed:
                meanings.setdefault(tuple(spelling.base(token) or token for token in tokens[phrase]), reaction)
        for sign, words in signs.items():
            for phrase in words:
                meanings.setdefault(tuple(spelling.base(token) or token for token in _tokens(phrase)), sign)
        meanings.pop((), None)
        return Phrases(meanings)

    return Vocabulary(spelling, keyed(named), keyed(situations))


def _own(named: Mapping[Reaction, Iterable[str]]) -> set[str]:
    """Return the words that a reaction lists by themselves, without those that only inflect another one of its words."""
    single = {(fold(phrase), reaction) for reaction, phrases in named.items() for phrase in phrases if phrase.isalpha()}
    plain = Spelling(sorted({word for word, _ in single}), exact=(), own=())
    return {word for word, reaction in single if (plain.base(word), reaction) not in single or plain.base(word) == word}


def _joined(phrases: Iterable[str]) -> Iterator[str]:
    """Yield as one word the phrases of two words: "jawdrop", "breakdown"."""
    for phrase in phrases:
        words = _tokens(phrase)
        if len(words) == 2 and all(word.isascii() and word.isalpha() and len(word) > 2 for word in words):
            yield "".join(words)


def _listed(text: str) -> list[str]:
    phrases = [phrase.strip() for phrase in text.split(",")]
    return [phrase or "," for phrase in phrases]


def _tokens(phrase: str) -> tuple[str, ...]:
    return tuple(token for token in TOKEN.findall(_normal(phrase)) if fold(token) not in _SKIPPED)


@lru_cache(maxsize=1)
def _single_words() -> dict[str, dict[str, Reaction]]:
    """Return the reactions that one word names, by its first letter."""
    words: dict[str, dict[str, Reaction]] = {}
    for reaction in CATALOG:
        for phrase in reaction.phrases:
            if phrase.isalpha():
                words.setdefault(phrase[0], {}).setdefault(phrase, reaction)
    return words


@lru_cache(maxsize=1_000)
def _emoji(symbol: str) -> Reaction | None:
    """Return what a face or heart that is not listed says by its name in Unicode: "PERSON POUTING", "GREEN HEART"."""
    if len(symbol) != 1 or unicodedata.category(symbol) != "So":
        return None
    name = unicodedata.name(symbol, "").casefold()
    if not re.search(r"\b(?:face|heart|person)\b", name):
        return None
    vocabulary = _vocabulary()
    words = _words(name, vocabulary.spelling)
    meanings = (vocabulary.reactions.at(words, index)[0] for index in range(len(words)))
    return next((meaning for meaning in meanings if isinstance(meaning, Reaction)), None)
