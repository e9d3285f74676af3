"""What the sketch understood is said while somebody types, and chips change the prompt."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.stack.site import Site


@pytest.fixture
def create(site: Site, watched: Watched) -> Page:
    page = watched.page(**DESKTOP, bypass_csp=True)
    page.goto(f"{site.url}/make/")
    return page


def test_chips_say_what_will_be_played_and_take_their_words_out(create: Page):
    prompt = create.locator("#id_prompt")
    prompt.fill("she rolls her eyes, then bursts into tears")
    chips = create.locator("[data-understood] .chip-on")
    expect(chips).to_have_count(2)
    expect(chips.first).to_contain_text("Eye roll")
    expect(chips.last).to_contain_text("Sob")
    chips.first.click()
    expect(chips).to_have_count(1)
    assert "eyes" not in prompt.input_value()
    assert "bursts into tears" in prompt.input_value()


def test_what_is_not_known_is_said_and_the_nearest_can_be_taken(create: Page):
    create.locator("#id_prompt").fill("quixotic")
    place = create.locator("[data-understood]")
    expect(place).to_contain_text("doesn't know a reaction for that")
    place.locator("[data-say]").first.click()
    expect(place.locator(".chip-on")).to_have_count(1)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_example_is_understood(site: Site, watched: Watched, shots, device, theme):
    page = watched.page(**device, color_scheme=theme)
    page.goto(f"{site.url}/make/")
    page.locator("[data-example]").first.click()
    expect(page.locator("[data-understood] .chip-on").first).to_be_visible()
    shots(page, f"understood-{'phone' if device is PHONE else 'desktop'}-{theme}")


def test_every_example_and_the_placeholder_are_understood(create: Page):
    examples = [
        *create.locator("[data-example]").all_inner_texts(),
        create.locator("#id_prompt").get_attribute("placeholder"),
    ]
    assert len(examples) > 4
    for example in examples:
        create.locator("#id_prompt").fill(example)
        expect(create.locator("[data-understood] .chip-on").first).to_be_visible()


def test_a_reaction_is_chosen_from_the_list_by_keyboard(create: Page, shots):
    create.locator("[data-reactions] summary").focus()
    create.keyboard.press("Enter")
    button = create.get_by_role("button", name="Slow clap")
    button.focus()
    create.keyboard.press("Enter")
    expect(create.locator("#id_prompt")).to_have_value("slow clap")
    expect(create.locator("[data-understood] .chip-on")).to_contain_text("Slow clap")
    assert barriers(create) == []
    shots(create, "reactions-desktop")
