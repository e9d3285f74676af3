"""A chip is taken out of the prompt: what is left is a sentence or a list, and asks for all the rest."""

import pytest

from apps.engines.sketch.removal import prompt_without
from apps.engines.sketch.words import plan_for

PROMPTS = [
    "The cat slowly raises one eyebrow, then bursts into tears",
    "slowly smiles, then looks at you and winks",
    "before crying, she smiles",
    "from happy to sad",
    "laughs while crying",
    "smile, then nod, then smile",
    "😂 then 😭",
    "the left one winks, the right one cries",
    "everything is on fire, this is fine",
    "smiles with a party hat, a crown and a halo, then frowns, then cries, then laughs",
    "a very sad man in the rain winks",
    "She smiles. Then she cries.",
]


def without(prompt: str, number: int) -> str:
    plan = plan_for(prompt)
    return prompt_without(prompt, [part for step in plan.steps for part in step][number], plan)


@pytest.mark.parametrize(
    ("prompt", "left"),
    [
        (
            "The cat slowly raises one eyebrow, then bursts into tears",
            ["bursts into tears", "The cat slowly raises one eyebrow"],
        ),
        (
            "slowly smiles, then looks at you and winks",
            ["looks at you and winks", "slowly smiles, then looks at you"],
        ),
        ("she smiles and then cries", ["cries", "she smiles"]),
        ("before crying, she smiles", ["crying", "she smiles"]),
        ("from happy to sad", ["sad", "happy"]),
        ("laughs while crying", ["crying", "laughs"]),
        ("the left one smiles, then winks", ["the left one winks", "the left one smiles"]),
        ("she's laughing so hard that she cries", ["she cries", "she's laughing so hard"]),
        ("a very sad man winks", ["a man winks", "a very sad man"]),
        ("smile -> cry -> laugh", ["cry -> laugh", "smile -> laugh", "smile -> cry"]),
        ("She smiles. Then she cries.", ["she cries.", "She smiles."]),
        ("smile, then nod, then smile", ["nod, then smile", "smile, then smile", "smile, then nod"]),
        ("everything is on fire, this is fine", [""]),
        ("A woman begins to smile", [""]),
        ("not happy", [""]),
        ("eye-roll, then thumbs-up", ["thumbs-up", "eye-roll"]),
    ],
)
def test_what_is_left_without_one_reaction_reads_well(prompt: str, left: list[str]) -> None:
    assert [without(prompt, number) for number in range(len(left))] == left


@pytest.mark.parametrize("prompt", PROMPTS)
def test_all_reactions_can_be_taken_out_one_after_the_other(prompt: str) -> None:
    for _ in range(9):
        if not plan_for(prompt).steps:
            break
        prompt = without(prompt, 0)
    assert plan_for(prompt).steps == ()
    assert prompt == prompt.strip(" ,;.")


@pytest.mark.parametrize(
    "prompt", [*(one for one in PROMPTS if "halo" not in one), "smile, nod, wink, frown, rage, cry then " * 50]
)
def test_the_others_stay_in_their_order(prompt: str) -> None:
    before = [(part.reaction.name, part.who) for step in plan_for(prompt).steps for part in step]
    after = [(part.reaction.name, part.who) for step in plan_for(without(prompt, 0)).steps for part in step]
    wanted = [one for one in before[1:] if one != before[0]]
    assert [one for one in after if one != before[0]][: len(wanted)] == wanted
