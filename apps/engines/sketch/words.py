"""What a prompt asks for: phrases before words, in any inflection, and emoji. What is not known is ignored, never refused."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from apps.engines.sketch.catalog import BY_NAME
from apps.engines.sketch.catalog.opposites import OPPOSITES, RELATED
from apps.engines.sketch.people import people_at
from apps.engines.sketch.phrases import SLIGHT, STRONG, Meaning, Phrases, Sign, catalog_vocabulary, single_words
from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.reaction import Reaction
from apps.engines.sketch.spelling import fold
from apps.engines.sketch.tokens import TOKEN, Word, normal, words_of

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

DEFAULT = BY_NAME["breathe"]
"""For prompts in which no word is known."""

REFUSAL = BY_NAME["shake-head"]
"""For a last "no", which denies nothing."""

SLIGHTLY, STRONGLY = 0.6, 1.4
"""What "slightly" and "very" make of a strength."""

_NEGATED_WORDS = 4
"""How far a negation reaches: "not at all happy"."""

_FIRST_LAST = re.compile(r"^\s*before ([^,;.]+), *(.+)$", re.DOTALL)

_AFTER_FIRST = re.compile(r"^\s*(?:right )?after (?!that\b|all\b)([^,;.]+), *")

_FROM_TO = re.compile(r"\bfrom (?!ear\b|head\b|side\b)((?:[\w']+ ){1,4})to\b")

_STARTS_ENDS = re.compile(r"\bstarts?(?: (?:out|off))? ([^,;]+?),? (?:and |but |then )*ends(?= (?!up\b|in\b|with\b))")

_COULD = re.compile(
    r"\b(so (?:[\w']+ ){1,3}?)(?:that )?(?:i|he|she|we|they|you)(?: could|'d) (?:just |almost |even )?\w+"
)
"""What somebody could do says how much: who is so bored that he could cry does not cry."""

_EDIT = re.compile(
    r"^\s*(?:please |can you |could you )?(?:make|give|change|add|remove|delete|erase|replace|swap|turn|put|draw|paint|type|write|crop|rotate|resize|colou?r)\b"
)
"""An order to change the picture: it says what is to be seen, and tells no situation."""

_Key = tuple[Reaction, Who]


def plan_for(prompt: str) -> Plan:
    """Return what a prompt asks for; a plan without steps when it names nothing that is known.

    Sequence words ("then", "suddenly") part it into steps. What is denied ("no tears") counts for nothing. Where no reaction
    is named, the opposite of a denied one counts ("not happy"), then what people react to ("the build passes"), then its time.
    """
    text = _in_order(normal(prompt[:MAX_READ])[:MAX_READ])
    vocabulary = catalog_vocabulary()
    words = words_of(text, vocabulary.spelling)
    steps, denied = _read(text, words, vocabulary.reactions)
    if not steps and denied:
        steps = [denied]
    if not steps and not _EDIT.match(text):
        for phrases in (vocabulary.situations, vocabulary.settings):
            steps, denied = _read(text, words, phrases)
            steps = steps or ([denied] if denied else [])
            if steps:
                break
    if not steps and [word.base for word in words if word.base.isalpha()][-1:] == ["no"]:
        steps = [[Part(REFUSAL, words=("no",))]]
    over = [part for step in steps[:MAX_STEPS] for part in step[MAX_PARTS:]]
    over += [part for step in steps[MAX_STEPS:] for part in step]
    return Plan(tuple(tuple(step[:MAX_PARTS]) for step in steps[:MAX_STEPS]), tuple(over))


def nearest_to(prompt: str, count: int) -> tuple[Reaction, ...]:
    """Return the reactions that are about what the prompt is about, then those that are spelled alike and those most people want.

    What the prompt denies is left out.
    """
    text = normal(prompt[:MAX_NEAR])
    tokens = [fold(token) for token in TOKEN.findall(text)]
    found = [BY_NAME[name] for token in tokens for name, related in RELATED.items() if token in related]
    vocabulary, words = catalog_vocabulary(), single_words()
    for token in tokens:
        alike = words.get(token[:1], {}) if len(token) > 3 else {}
        found += [alike[match] for match in difflib.get_close_matches(token, alike, n=1, cutoff=0.84)]
    named = {meaning for meaning, _, _ in _meanings(words_of(text, vocabulary.spelling), vocabulary.reactions)}
    if not named & {Sign.NOT, Sign.NO}:
        named = set()
    wanted = dict.fromkeys([*found, *(BY_NAME[name] for name in USUAL)])
    return tuple(reaction for reaction in wanted if reaction not in named)[:count]


def _in_order(text: str) -> str:
    """Return a text with what happens first told first: "before crying, she smiles", "from happy to sad".

    What only says how much is left out: "so bored I could cry".
    """
    text = _FIRST_LAST.sub(r"\2 ; \1", text)
    text = _AFTER_FIRST.sub(r"\1 ; ", text)
    text = _STARTS_ENDS.sub(r"\1 ;", text)
    text = _COULD.sub(r"\1", text)
    return _FROM_TO.sub(r"\1; ", text)


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


def _strength(words: Sequence[Word], start: int, end: int) -> float:
    around = {word.written for word in (*words[max(0, start - 2) : end], *words[end : end + 2])}
    if around & SLIGHT:
        return SLIGHTLY
    return STRONGLY if around & STRONG else 1.0


@lru_cache(maxsize=1_000)
def _emoji(symbol: str) -> Reaction | None:
    """Return what a face or heart that is not listed says by its name in Unicode: "PERSON POUTING", "GREEN HEART"."""
    if len(symbol) != 1 or unicodedata.category(symbol) != "So":
        return None
    name = unicodedata.name(symbol, "").casefold()
    if not re.search(r"\b(?:face|heart|person)\b", name):
        return None
    vocabulary = catalog_vocabulary()
    words = words_of(name, vocabulary.spelling)
    meanings = (vocabulary.reactions.at(words, index)[0] for index in range(len(words)))
    return next((meaning for meaning in meanings if isinstance(meaning, Reaction)), None)
