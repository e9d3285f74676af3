import pytest

from apps.engines.sketch import plan_for
from apps.engines.sketch.plan import Who
from apps.engines.sketch.words import SLIGHTLY, STRONGLY, USUAL, nearest_to


def named(prompt: str) -> list[str]:
    return [reaction.name for reaction in plan_for(prompt).reactions]


def told(prompt: str) -> list[list[str]]:
    return [[part.reaction.name for part in step] for step in plan_for(prompt).steps]


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
        ("not amused", ["not-amused"]),
        ("side eye, not impressed", ["side-eye", "not-amused"]),
        ("unimpressed", ["not-amused"]),
        ("happy dance", ["disco"]),
        ("deal with it sunglasses", ["thug-life"]),
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
        ("cries a single tear", ["single-tear"]),
        ("she weeps one lonely tear", ["single-tear"]),
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


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("she is laguhing", "laugh"),
        ("cofee", "coffee"),
        ("rolls her eys", "eye-roll"),
        ("dissapointed", "pout"),
        ("rasied eyebrow", "raised-eyebrow"),
        ("teh jaw is on teh floor", "jaw-drop"),
        ("yesss", "nod"),
        ("noooooo", "shake-head"),
        ("byeeee", "wave"),
        ("omggggg", "shock"),
        ("muahahaha", "evil-grin"),
        ("jawdrop", "jaw-drop"),
        ("breakdown", "sob"),
        ("cant stop laughing", "laugh"),
        ("she's gobsmacked", "jaw-drop"),
        ("not :( but :D", "grin"),
        ("<3", "love"),
        (r"¯\_(ツ)_/¯", "shrug"),
        ("😗 😇", "love"),
        ("💟", "love"),
    ],
)
def test_a_word_is_understood_however_it_is_spelled(prompt: str, name: str) -> None:
    assert named(prompt)[:1] == [name]


@pytest.mark.parametrize(
    "prompt", ["a sheep", "two pandas", "brian", "she made a hat", "his horse", "he points his pens"]
)
def test_an_ordinary_word_is_no_typo_of_another(prompt: str) -> None:
    assert [name for name in named(prompt) if name != "point"] == []


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("he isn't angry, just disappointed", ["pout"]),
        ("stop smiling and cry", ["sob"]),
        ("doesn't smile", ["pout"]),
        ("not angry", ["breathe"]),
        ("far from happy", ["pout"]),
        ("not surprised at all", ["bored"]),
        ("don't laugh, cry", ["sob"]),
        ("instead of tears a smile", ["smile"]),
        ("remove the sunglasses", []),
        ("never stops laughing", ["laugh"]),
        ("can't stop yawning", ["yawn"]),
        ("couldn't be happier", ["smile"]),
        ("couldn't be angrier", ["rage"]),
        ("he's never been prouder", ["proud"]),
        ("never been more nervous", ["nervous-sweat"]),
        ("never been so scared", ["fear"]),
        ("never been happy", ["pout"]),
        ("not just angry, furious", ["rage"]),
        ("no tears or sobbing", []),
        ("nor rage, a smile", ["smile"]),
        ("wait, what?", ["blink"]),
        ("no", ["shake-head"]),
    ],
)
def test_what_is_denied_is_not_shown(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


@pytest.mark.parametrize(
    ("prompt", "steps"),
    [
        ("first smiling, then she bursts into tears and suddenly winks", [["smile"], ["sob"], ["wink"]]),
        ("smiles before bursting into tears", [["smile"], ["sob"]]),
        ("before bursting into tears, she smiles", [["smile"], ["sob"]]),
        ("yawns after the applause", [["applause"], ["yawn"]]),
        ("after the applause, he yawns", [["applause"], ["yawn"]]),
        ("from happy to furious", [["smile"], ["rage"]]),
        ("a grin from ear to ear", [["grin"]]),
        ("a smile that turns into rage", [["smile"], ["rage"]]),
        ("starts terrified, ends up laughing", [["fear"], ["laugh"]]),
        ("cries, wipes it off, grins", [["sob"], ["grin"]]),
        ("a smile, a wink, a nod", [["smile", "wink", "nod"]]),
        ("nods until he yawns", [["nod"], ["yawn"]]),
        ("sobs, then sobs", [["sob"]]),
        ("nods and at once yawns", [["nod", "yawn"]]),
        ("starts calm, ends furious", [["breathe"], ["rage"]]),
        ("starts out happy and ends in tears", [["smile"], ["sob"]]),
    ],
)
def test_steps_follow_in_their_order(prompt: str, steps: list[list[str]]) -> None:
    assert told(prompt) == steps


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("so bored I could cry", ["bored"]),
        ("she was so very happy that she could scream", ["grin"]),
        ("so angry he'd explode", ["rage"]),
        ("so sad, I could use a smile", ["sob", "smile"]),
        ("I could cry", ["sob"]),
    ],
)
def test_what_somebody_could_do_only_says_how_much(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


@pytest.mark.parametrize("who", ["himself", "herself", "myself", "yourself", "themselves", "ourselves"])
def test_a_phrase_is_understood_of_whoever_does_it_to_themselves(who: str) -> None:
    assert named(f"pats {who} on the back") == ["proud"]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("that's so gross", ["disgust"]),
        ("is that so?", ["raised-eyebrow"]),
        ("how it feels in the office", []),
        ("how come", ["question"]),
        ("when I see the invoice", ["shock"]),
        ("freaking out", ["fear"]),
        ("freaking angry", ["rage"]),
        ("one does not simply", []),
        ("calmly sitting in the flames", ["on-fire"]),
        ("a cloud over her head", ["rain"]),
        ("over my head", ["question"]),
        ("the smile slowly fades", ["not-amused"]),
        ("the ghost slowly fades", ["ghost"]),
        ("sighs with relief", ["smile"]),
        ("sighs", ["eye-roll"]),
    ],
)
def test_a_word_that_means_something_else_by_itself_is_read_with_those_around_it(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


def test_several_things_at_once_are_one_step() -> None:
    assert told("she smiles while it snows") == [["smile", "snow"]]


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("she bursts right out into tears", ["sob"]),
        ("rolls those big eyes", ["eye-roll"]),
        ("one eyebrow goes up, like The Rock", ["raised-eyebrow"]),
        ("the hat on the left rolls", []),
        ("out of the deep blue", []),
    ],
)
def test_little_words_may_stand_within_a_phrase_but_do_not_make_one(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("when the build is green", ["confetti"]),
        ("when the printer jams", ["rage"]),
        ("another email", ["eye-roll"]),
        ("smiles at another email", ["smile"]),
        ("when prod breaks on a Friday", ["siren"]),
        ("a Friday in the office", ["party-hat"]),
        ("add an email", []),
        ("make it an email", []),
    ],
)
def test_a_situation_is_read_where_no_reaction_is_named_and_no_change_is_ordered(prompt: str, names: list[str]) -> None:
    assert named(prompt) == names


@pytest.mark.parametrize(
    "prompt",
    [
        "juggling",
        "turns into a cat",
        "a car drives past",
        "plays the violin",
        "make her taller",
        "change the shirt to red",
        "opens the door",
        "12345",
        "???",
        "qwertyuiop",
    ],
)
def test_what_cannot_be_done_is_understood_as_nothing(prompt: str) -> None:
    assert named(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("juggling", ["clown", "applause", "smile"]),
        ("qwertyuiop", list(USUAL[:3])),
        ("facepalmish", ["facepalm", "smile", "sob"]),
    ],
)
def test_the_nearest_are_about_the_same_then_spelled_alike_then_the_usual(prompt: str, names: list[str]) -> None:
    assert [reaction.name for reaction in nearest_to(prompt, 3)] == names


@pytest.mark.parametrize(
    ("prompt", "strength"),
    [
        ("slightly annoyed", SLIGHTLY),
        ("a wee smile", SLIGHTLY),
        ("utterly furious", STRONGLY),
        ("very angry", STRONGLY),
        ("angry", 1.0),
        ("smiles a little", SLIGHTLY),
    ],
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
        ("the lady to the left winks", Who.LEFT),
        ("laughing all the way", Who.LARGEST),
        ("all of them laugh", Who.ALL),
        ("that's right, he smiles", Who.LARGEST),
        ("she smiles at everyone", Who.LARGEST),
        ("he glares at all of us", Who.LARGEST),
        ("proud of the whole team", Who.LARGEST),
        ("all of us laugh", Who.ALL),
        ("the team laughs", Who.ALL),
        ("raises both eyebrows", Who.LARGEST),
        ("all smiles", Who.LARGEST),
    ],
)
def test_a_prompt_says_who_acts(prompt: str, who: Who) -> None:
    assert plan_for(prompt).people == (who,)


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("the left one winks, the right one cries", ["left wink", "right sob"]),
        ("wink on the left and cry on the right", ["left wink", "right sob"]),
        ("the left one winks, the other one cries", ["left wink", "right sob"]),
        ("one winks, the other cries", ["left wink", "right sob"]),
        ("one of them nods and the other one shakes her head", ["left nod", "right shake-head"]),
        ("the left one smiles, then winks, the right one nods", ["left smile", "left wink", "right nod"]),
        ("the one on the left and the one on the right wink", ["all wink"]),
        ("everyone laughs, then the left one cries", ["all laugh", "left sob"]),
        ("the left one winks, the right one winks", ["left wink", "right wink"]),
        ("she smiles, then the right one nods and the left one winks", ["largest smile", "right nod", "left wink"]),
    ],
)
def test_each_of_several_people_does_what_is_said_of_them(prompt: str, said: list[str]) -> None:
    assert [f"{part.who} {part.reaction.name}" for step in plan_for(prompt).steps for part in step] == said


@pytest.mark.parametrize(
    ("prompt", "left_out"),
    [
        ("smiles, then frowns, then cries", []),
        ("smiles, then frowns, then cries, then laughs, then winks", ["laugh", "wink"]),
        ("smile with a party hat, a crown and a halo", ["halo"]),
    ],
)
def test_what_finds_no_room_in_a_plan_is_named(prompt: str, left_out: list[str]) -> None:
    assert [part.reaction.name for part in plan_for(prompt).left_out] == left_out


@pytest.mark.parametrize("prompt", ["do not cry", "don't cry", "she doesn't cry", "don't be angry"])
def test_who_is_not_to_be_sad_or_angry_does_nothing_instead(prompt: str) -> None:
    assert plan_for(prompt).steps == ()


def test_what_is_denied_is_not_offered_either() -> None:
    assert "sob" not in [reaction.name for reaction in nearest_to("do not cry", 90)]


def test_a_prompt_is_read_no_further_than_two_thousand_characters() -> None:
    assert named("x" * 1_996 + " fury") == []
    assert named("x" * 1_995 + " fury") == ["silent-fury"]


def test_the_words_that_named_a_reaction_are_those_of_the_prompt() -> None:
    ((part,),) = plan_for("well, she bursts out into teers").steps
    assert part.words == ("bursts", "out", "into", "teers")


def test_no_more_words_are_taken_for_typos_than_a_person_makes() -> None:
    assert named("xqzzt " * 39 + "laguhing") == ["laugh"]
    assert named("xqzzt " * 40 + "laguhing") == []
