import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from apps.engines.sketch import CATALOG

pytestmark = pytest.mark.django_db


def words(prompt: str, choice: str = "sketch/sketch") -> str:
    answer = Client().get("/make/understood/", {"prompt": prompt, "choice": choice})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).strip()


def test_steps_are_named_in_their_order():
    said = words("first smiling, then she bursts into tears")
    assert said.startswith("Sketch will play: Smile")
    assert said.index("Smile") < said.index("then") < said.index("Sob")


def test_a_chip_holds_the_prompt_without_what_it_names():
    asked = {"prompt": "She rolls her eyes, then winks", "choice": "sketch/sketch"}
    page = Client().get("/make/understood/", asked).content.decode()
    assert re.findall('data-rest="([^"]*)"', page) == ["winks", "She rolls her eyes"]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        (
            "smile, then frown, then cry, then laugh",
            "One GIF plays up to 3 steps, so this one leaves out Laugh till crying.",
        ),
        (
            "smile, then frown, then cry, then laugh, then wink, then nod, then yawn, then wave",
            "leaves out Laugh till crying, Wink, Nod and 2 more.",
        ),
        ("smile with a party hat, a crown and a halo", "Up to 3 reactions play at once, so this GIF leaves out Halo."),
    ],
)
def test_what_finds_no_room_is_said(prompt, said):
    assert said in words(prompt)
    assert "leaves out" not in words("smile, then frown, then cry")


def test_a_chip_names_the_person_who_acts():
    said = words("the left one winks, the right one cries")
    assert "Left: Wink" in said
    assert "Right: Sob" in said
    assert "Everyone: Laugh till crying" in words("everyone laughs")


def test_what_is_not_known_is_said_with_the_nearest_three():
    said = words("juggling chainsaws")
    assert "doesn't know a reaction for that" in said
    assert "Clown nose" in said
    page = Client().get("/make/understood/", {"prompt": "qwertyuiop", "choice": "sketch/sketch"}).content.decode()
    assert len(re.findall("data-say=", page)) == 3


@pytest.mark.parametrize(
    ("prompt", "choice"),
    [("", "sketch/sketch"), ("  ", "sketch/sketch"), ("rage", "nobody/x"), ("rage", ""), ("\x00", "sketch/sketch")],
)
def test_nothing_is_said_without_words_or_engine(prompt, choice):
    assert words(prompt, choice) == ""


def test_an_engine_that_reads_by_itself_says_nothing(settings):
    settings.STABILITY_API_KEY = "sk-of-nobody"
    assert words("rage", "stability/sd3.5-medium") == ""


def test_a_prompt_is_no_markup():
    page = Client().get("/make/understood/", {"prompt": "<script>alert(1)</script> rage", "choice": "sketch/sketch"})
    assert b"<script>alert" not in page.content


def test_only_looking_is_possible():
    assert Client().post("/make/understood/").status_code == 405


def test_every_reaction_is_listed_with_its_own_picture():
    page = Client().get("/make/reactions/", {"choice": "sketch/sketch"}).content.decode()
    pictures = re.findall(r'src="[^"]*(reactions/sketch/[\w-]+)[^"]*"', page)
    assert len(set(pictures)) == len(CATALOG) == page.count("data-say=")
    assert all(finders.find(f"{picture}.jpg") for picture in pictures)


def test_no_picture_is_left_of_a_reaction_that_is_gone():
    folder = Path(finders.find("reactions/sketch/smile.jpg")).parent
    assert {path.stem for path in folder.iterdir()} == {reaction.name for reaction in CATALOG}


def test_an_engine_that_reads_by_itself_lists_nothing(settings):
    settings.STABILITY_API_KEY = "sk-of-nobody"
    for choice in ("stability/sd3.5-medium", "nobody/x", ""):
        assert Client().get("/make/reactions/", {"choice": choice}).content == b""
