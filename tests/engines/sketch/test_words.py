import pytest

from apps.engines.sketch import plan_for
from apps.engines.sketch.plan import Who
from apps.engines.sketch.words import SLIGHTLY, STRONGLY


def named(prompt: str) -> list[str]:
    return [reaction.name for reaction in plan_for(prompt).reactions]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("my friend, his face contorts with silent fury", ["silent-fury"]),
        ("someone begins to sob", ["sob"]),
        ("a woman begins to smile", ["smile"]),
        ("she bursts into tears", ["sob"]),
        ("bursting into tears", ["sob"]),
        ("She CRIES.", ["sob"]),
        ("so saaaaad", ["sob"]),
        ("laughs till tears of joy", ["laugh"]),
        ("hahahahaha", ["laugh"]),
        ("bwahaha", ["laugh"]),
        ("LOOOL", ["laugh"]),
        ("raging", ["rage"]),
        ("angrily", ["rage"]),
        ("rolls her eyes", ["eye-roll"]),
        ("he rolled his eyes at me", ["eye-roll"]),
        ("The cat slowly raises one eyebrow", ["raised-eyebrow"]),
        ("facepalm", ["facepalm"]),
        ("thumbs up from the boss", ["thumbs-up"]),
        ("slow clap", ["slow-clap"]),
        ("it's raining money", ["money-rain"]),
        ("make it rain!", ["money-rain"]),
        ("it rains all day", ["rain"]),
        ("mind blown", ["mind-blown"]),
        ("not amused", ["silent-fury"]),
        ("no way!", ["shake-head"]),
        ("everything is on fire, this is fine", ["on-fire"]),
        ("falls asleep in the meeting", ["sleepy"]),
        ("deal with it 😎", ["sunglasses"]),
        ("😭🔥", ["sob", "on-fire"]),
        ("👍🏽", ["thumbs-up"]),
        ("❤️", ["love"]),
        ("ＲＡＧＥ", ["rage"]),
        ("rain rain rainy rain", ["rain"]),
        ("not happy", ["pout"]),
        ("not at all happy", ["pout"]),
        ("not happy but angry", ["rage"]),
        ("without tears", []),
        ("my friend in the office", []),
        ("", []),
        ("друг", []),
    ],
)
def test_a_prompt_is_read_phrases_before_words(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


def test_steps_follow_in_their_order() -> None:
    steps = plan_for("first smiling, then she bursts into tears and suddenly winks").steps
    assert [[part.reaction.name for part in step] for step in steps] == [["smile"], ["sob"], ["wink"]]


def test_several_things_at_once_are_one_step() -> None:
    (step,) = plan_for("she smiles while it snows").steps
    assert [part.reaction.name for part in step] == ["smile", "snow"]


@pytest.mark.parametrize(
    ("prompt", "strength"),
    [("slightly annoyed", SLIGHTLY), ("very angry", STRONGLY), ("angry", 1.0), ("smiles a little", SLIGHTLY)],
)
def test_words_beside_a_reaction_say_how_strong(prompt: str, strength: float) -> None:
    assert [part.strength for step in plan_for(prompt).steps for part in step] == [strength]


@pytest.mark.parametrize(
    ("prompt", "who"),
    [
        ("he winks", Who.LARGEST),
        ("everyone laughs", Who.ALL),
        ("both nod", Who.ALL),
        ("the man on the left cries", Who.LEFT),
        ("the right one smiles", Who.RIGHT),
        ("that's right, he smiles", Who.LARGEST),
    ],
)
def test_a_prompt_says_who_acts(prompt: str, who: Who) -> None:
    assert plan_for(prompt).who == who


def test_a_prompt_is_read_no_further_than_two_thousand_characters() -> None:
    assert named("x" * 1_996 + " fury") == []
    assert named("x" * 1_995 + " fury") == ["silent-fury"]
