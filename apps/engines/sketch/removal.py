"""A prompt without one of the things that it asks for, so that what is left still reads like something a person wrote."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from apps.engines.sketch.plan import Part, Plan, Who
from apps.engines.sketch.tokens import TOKEN
from apps.engines.sketch.words import plan_for

MOST_BETWEEN = 4
"""Words that may stand between two words of a phrase: one more than reading it bridges, for an article."""

MAX_PROVED = 300
"""Characters of a prompt that is read again without a part, in a few milliseconds: longer ones just lose the clause."""

MOST_PLACES = 3
"""Where the same words are said more often than this in a prompt, what is left is listed."""

_Key = tuple[str, Who]

_SEQUENCE = "and|but|then|followed by|after that|after which|afterwards?|until|till|finally|eventually|suddenly|all of a sudden|next|before|after|later|that"
_JOINT = re.compile(rf"(?:\s*(?:[,;.!?…]+|->|=>|→|\b(?:{_SEQUENCE})\b))+\s*")
_BEGINNING = re.compile(rf"^(?:[\s,;.:!?…]|->|=>|→|\b(?:{_SEQUENCE}|or|while|with|as|of|to)\b)+")
_END = re.compile(
    rf"(?:[\s,;:]|->|=>|→|\b(?:{_SEQUENCE}|or|while|with|as|of|to|in|on|at|into|by|for|from|a|an|the|his|her|their|my|your|very|so|is|are|begins|starts|he|she|it|they)\b)+$"
)
_BEFORE_WORDS = re.compile(
    r"(?:\b(?:\w+ly|very|so|really|super|a bit|a little)\s+)?(?:\b(?:in|on|at|with|into|under|by|from|to)\s+(?:(?:a|an|the|his|her|their|my)\s+)?)?$"
)
_FROM = re.compile(r"\bfrom\s+\w.*\sto\s+\w")


def prompt_without(prompt: str, unwanted: Part, plan: Plan) -> str:
    """Return a prompt without one part of its plan, and nothing else that is asked for changed.

    The clause that asks for it goes as a whole; one that asks for more loses only the words of this part.
    """
    wanted = [part for part in _asked(plan) if part is not unwanted]
    plain, places = _plain(prompt)
    candidates = list(dict.fromkeys(_candidates(prompt, plain, places, unwanted.words)))
    if len(prompt) > MAX_PROVED:
        return candidates[0] if candidates else prompt
    plans = [plan_for(candidate) for candidate in candidates]
    orders: tuple[Callable[[Iterable[_Key]], object], ...] = (list, Counter)
    for same in orders:
        for candidate, read in zip(candidates, plans, strict=True):
            if same(map(_key, _asked(read))) == same(map(_key, wanted)):
                return candidate
    # The same thing is said more than once: "everything is on fire, this is fine".
    for candidate, read in zip(candidates, plans, strict=True):
        again = next((part for part in _asked(read) if _key(part) == _key(unwanted)), None)
        if again is not None and len(candidate) < len(prompt):
            return prompt_without(candidate, again, read)
    return _listed(plan, unwanted)


def _asked(plan: Plan) -> list[Part]:
    return [*(part for step in plan.steps for part in step), *plan.left_out]


def _key(part: Part) -> _Key:
    return part.reaction.name, part.who


def _plain(prompt: str) -> tuple[str, list[int]]:
    """Return a prompt in small letters, and where each of its characters stands in the prompt."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(prompt):
        folded = unicodedata.normalize("NFKC", character).casefold().replace("’", "'")
        plain.append(folded)
        places += [place] * len(folded)
    return "".join(plain), [*places, len(prompt)]


def _candidates(prompt: str, plain: str, places: Sequence[int], words: Sequence[str]) -> Iterator[str]:
    """Yield prompts without these words, the most natural first."""
    found = list(islice(_spans(plain, words), MOST_PLACES))
    joints = [match.span() for match in _JOINT.finditer(plain)]
    for start, end in found:
        before = max((joint for joint in joints if joint[1] <= start), default=(0, 0))
        after = min((joint for joint in joints if joint[0] >= end), default=(len(plain), len(plain)))
        # The first clause goes with what joins it to the next one, any other with what joins it to the one before.
        first, last = (before[0], after[0]) if before[0] > 0 else (0, after[1])
        yield _clean(prompt[: places[first]] + prompt[places[last] :])
        # What the clause says before these words may be who does what follows: "the left one smiles, then winks".
        if after[1] < len(plain):
            yield _clean(prompt[: places[start]].rstrip() + " " + prompt[places[after[1]] :])
    for start, end in found:
        yield _without_words(prompt, plain, places, start, end)


def _without_words(prompt: str, plain: str, places: Sequence[int], start: int, end: int) -> str:
    lead = _BEFORE_WORDS.search(plain[:start])
    start = lead.start() if lead else start
    before, after = prompt[: places[start]], prompt[places[end] :]
    if re.match(r"\s*(?:$|[,;.!?])", after) or _JOINT.match(after):
        before = _END.sub("", before)
    if not before.strip() or before.rstrip()[-1] in ",;.!?":
        after = _BEGINNING.sub("", after)
    left = f"{before} {after}"
    if _FROM.search(prompt) and not _FROM.search(left):
        left = re.sub(r"\bfrom\s+(?:to\b\s*)?", "", left)
    return _clean(left)


def _spans(plain: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where these words stand in a text, though little words may stand between them."""
    tokens = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(plain.replace("-", " "))]
    index = 0
    while index < len(tokens):
        at = index
        for word in words:
            reach = tokens[at : at + 1 + (MOST_BETWEEN if at > index else 0)]
            hit = next((offset for offset, token in enumerate(reach) if token[0] == word), None)
            if hit is None:
                break
            at += hit + 1
        else:
            if words:
                yield tokens[index][1], tokens[at - 1][2]
                index = at - 1
        index += 1


def _clean(text: str) -> str:
    """Return a text without what joined it to words that are gone."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,;.!?])", r"\1", text)
    text = re.sub(r"([,;])(?:\s*[,;])+", r"\1", text)
    text = _END.sub("", _BEGINNING.sub("", text)).strip()
    return text if any(character.isalnum() or unicodedata.category(character) == "So" for character in text) else ""


def _listed(plan: Plan, unwanted: Part) -> str:
    """Return the other parts by their own words, step by step: what is left where no sentence can be kept."""
    steps = [[part for part in step if part is not unwanted] for step in (*plan.steps, plan.left_out)]
    return ", then ".join(" and ".join(" ".join(part.words) for part in step) for step in steps if step)
