import pytest

from apps.engines.sketch import LOOKS, looks_for
from apps.engines.sketch.words import stem


def named(prompt: str) -> list[str]:
    return [look.name for look in looks_for(prompt)]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("my friend, his face contorts with silent fury", ["rage"]),
        ("crying", ["cry"]),
        ("She CRIES.", ["cry"]),
        ("tears in my eyes", ["cry"]),
        ("so saaaaad", ["cry"]),
        ("angrily", ["rage"]),
        ("raging", ["rage"]),
        ("mad", ["rage"]),
        ("hahahahaha", ["laugh"]),
        ("bwahaha", ["laugh"]),
        ("LOL", ["laugh"]),
        ("laughter", ["laugh"]),
        ("smiling happily", ["smile"]),
        ("happiness", ["smile"]),
        ("grinning", ["smile"]),
        ("surprised", ["shock"]),
        ("screams", ["shock"]),
        ("trembling", ["shake"]),
        ("nervously", ["shake"]),
        ("come closer", ["zoom"]),
        ("spinning", ["dizzy"]),
        ("melting", ["melt"]),
        ("hot", ["melt", "fire"]),
        ("hacked", ["glitch"]),
        ("magic", ["sparkle"]),
        ("glowing", ["sparkle"]),
        ("stormy", ["rain"]),
        ("freezing", ["snow"]),
        ("everything burns", ["fire"]),
        ("blushing", ["love"]),
        ("tired", ["sleep"]),
        ("coooool", ["cool"]),
        ("exploding", ["explode"]),
        ("waves", ["underwater"]),
        ("party", ["disco", "party"]),
        ("colours", ["disco"]),
        ("spooky", ["ghost"]),
        ("retro", ["pixel"]),
        ("confused", ["confused"]),
        ("payday", ["rich"]),
        ("mind-blown", ["mind-blown"]),
        ("awkward", ["cringe"]),
        ("agreed", ["nod"]),
        ("😭🔥", ["cry", "fire"]),
        ("❤️", ["love"]),
        ("ＲＡＧＥ", ["rage"]),
        ("rain, then snow", ["rain", "snow"]),
        ("rain rain rainy rain", ["rain"]),
        ("cry rage laugh smile", ["cry", "rage", "laugh"]),
        ("not happy", ["breathe"]),
        ("not happy but angry", ["rage"]),
        ("without tears", ["breathe"]),
        ("breathe", ["breathe"]),
        ("my friend in the office", ["breathe"]),
        ("part of the rest", ["breathe"]),
        ("", ["breathe"]),
        ("друг", ["breathe"]),
    ],
)
def test_looks_for_reads_words_in_any_inflection(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_listed_word_finds_its_look(look: object) -> None:
    assert [word for word in look.words if look not in looks_for(word)] == []


def test_every_look_has_a_name_of_its_own_words_and_a_sentence() -> None:
    assert len({look.name for look in LOOKS}) == len(LOOKS) >= 16
    assert [look.name for look in LOOKS if not look.words or not look.blurb.endswith(".")] == []


def test_no_word_means_more_than_two_looks() -> None:
    words = [stem(word) for look in LOOKS for word in {stem(word): word for word in look.words}.values()]
    assert {word for word in words if words.count(word) > 2} == set()


def test_looks_for_reads_no_further_than_two_thousand_characters() -> None:
    assert named("x" * 1_996 + " fury") == ["breathe"]
    assert named("x" * 1_995 + " fury") == ["rage"]
