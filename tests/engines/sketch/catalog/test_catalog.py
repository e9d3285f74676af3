from collections import Counter

import pytest

from apps.engines.sketch.catalog import CATALOG
from apps.engines.sketch.reaction import Family
from apps.engines.sketch.words import plan_for


def named(prompt: str) -> list[str]:
    return [reaction.name for reaction in plan_for(prompt).reactions]


def test_each_family_stands_together_and_every_name_once() -> None:
    families = [reaction.family for reaction in CATALOG]
    assert families == sorted(families, key=list(Family).index)
    assert max(Counter(reaction.name for reaction in CATALOG).values()) == 1
    assert max(Counter(reaction.label for reaction in CATALOG).values()) == 1


@pytest.mark.parametrize("reaction", CATALOG, ids=lambda reaction: reaction.name)
def test_every_listed_phrase_finds_its_reaction(reaction) -> None:
    phrases = (reaction.name, reaction.label, *reaction.phrases)
    assert [phrase for phrase in phrases if named(phrase)[:1] != [reaction.name]] == []


def test_no_phrase_is_listed_twice() -> None:
    listed = Counter(phrase for reaction in CATALOG for phrase in reaction.phrases)
    assert [phrase for phrase, times in listed.items() if times > 1] == []
