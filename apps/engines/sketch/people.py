"""Who does what, where a prompt names several people: "the left one winks, the right one cries"."""

import re
from collections.abc import Sequence

from apps.engines.sketch.plan import Who

_PERSON = r"(?: hand)? (?:one|person|guy|man|woman|girl|boy|face|lady|dude|side)"
_LEFT = re.compile(rf"\b(?:(?:on|to) the (?:far )?left|left(?:most)?{_PERSON}|leftmost)\b")
_RIGHT = re.compile(rf"\b(?:(?:on|to) the (?:far )?right|right(?:most)?{_PERSON}|rightmost)\b")
_TWO_PARTS = r"(?:eyes?|eyebrows?|brows|hands|thumbs|arms|fists|ears|cheeks)"
_NOT_PEOPLE = r"(?:of a sudden|smiles|good|hail|eyes|hands on|day|night|set|clear|right|done|in|the time|my|this)"
_ALL = re.compile(
    rf"\b(?:everyone|everybody|both(?! {_TWO_PARTS}\b)|they|we|us|team|all of (?:them|us|you)"
    rf"|all (?:the |my |our )?(?:people|faces|guys|friends|colleagues|kids))\b|^\s*all\b(?! {_NOT_PEOPLE}\b)"
)
_OBJECT = re.compile(
    r"\b(?:at|to|for|with|on|from|about|into|behind|towards?|(?<!all )of)(?: (?:all of|the|my|our|this|whole|entire))*"
    r" (?:everyone|everybody|us|team)\b"
)
"""Whom somebody looks at, speaks to or is proud of, and who does not act: "stares at us"."""
_OTHER = re.compile(r"\bthe other(?: (?:one|person|guy|man|woman|girl|boy|face|lady|dude))?\b")
_ONE = re.compile(
    r"^\s*one(?: of (?:them|us|you)| person| guy| man| woman| girl| boy)?\b(?! (?:tear|eye|brow|eyebrow|hand))"
)
_BREAK = re.compile(r"[,;.:!?]|->|=>|→|\b(?:and|then|but|while|whereas)\b")

_OPPOSITE = {Who.LEFT: Who.RIGHT, Who.RIGHT: Who.LEFT}


def people_at(text: str, places: Sequence[int]) -> list[Who]:
    """Return who does what is named at each of some places of a text, in their order.

    One person who is named does all of it. Where several are named, each clause speaks of its own, and one that names nobody
    goes on with whoever was named last.
    """
    clauses = _clauses(text)
    named = list(dict.fromkeys(who for _, who in clauses if who is not None))
    if len(named) <= 1:
        return [named[0] if named else Who.LARGEST] * len(places)
    acting = []
    for place in places:
        index = max(number for number, (start, _) in enumerate(clauses) if start <= place)
        acting.append(_who_in(clauses, index, places))
    return acting


def _who_in(clauses: Sequence[tuple[int, Who | None]], index: int, places: Sequence[int]) -> Who:
    while index >= 0 and clauses[index][1] is None:
        index -= 1
    if index < 0:
        return Who.LARGEST
    who = clauses[index][1] or Who.LARGEST
    # "The one on the left and the one on the right wink": what names somebody and says nothing goes on in the next clause.
    before = index - 1
    if before >= 0 and clauses[before][1] not in {None, who}:
        start, end = clauses[before][0], clauses[index][0]
        if not any(start <= place < end for place in places):
            return Who.ALL
    return who


def _clauses(text: str) -> list[tuple[int, Who | None]]:
    """Return where each clause of a text begins and whom it names."""
    speaks_of_two = bool(_OTHER.search(text))
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    clauses: list[tuple[int, Who | None]] = []
    last: Who | None = None
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        who = _named_in(text[start:end], last)
        if who is None and speaks_of_two and _ONE.match(text[start:end]):
            who = Who.LEFT  # "one winks, the other one cries": from left to right
        last = who or last
        clauses.append((start, who))
    return clauses


def _named_in(clause: str, last: Who | None) -> Who | None:
    left, right = bool(_LEFT.search(clause)), bool(_RIGHT.search(clause))
    if left and right:
        return Who.ALL
    if left or right:
        return Who.LEFT if left else Who.RIGHT
    if last in _OPPOSITE and _OTHER.search(clause):
        return _OPPOSITE[last]
    return Who.ALL if _ALL.search(_OBJECT.sub(" ", clause)) else None
