"""The choice of a model that may step in, in a browser: what is offered when, and what is kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.engines.stability.fake import FakeStability
from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched, generate
from tests.journeys.test_looks import sign_in
from tests.stack.site import ApiClient, Site

LARGE, FLASH = "sd3.5-large", "sd3.5-flash"


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeStability]:
    with FakeStability(limit=None) as running:
        yield running


@pytest.fixture(scope="module")
def priced(fake: FakeStability) -> Iterator[Site]:
    """A site with an engine of several prices."""
    with Site(RATE_LIMITS_ENABLED="0", STABILITY_API_KEY=fake.key, STABILITY_BASE_URL=fake.url) as running:
        yield running


@pytest.fixture(scope="module")
def alice(priced: Site) -> ApiClient:
    return priced.demo()


def options(page: Page) -> list[str]:
    return page.locator("#id_fallback_model option").all_inner_texts()


def choose(page: Page, model: str) -> None:
    if not page.locator("#field-choice").get_attribute("open"):
        page.locator("#field-choice").evaluate("one => one.open = true")
    page.locator(f"input[value='stability/{model}']").check()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_choice_follows_the_model_the_mask_and_the_words(
    priced: Site, watched: Watched, alice, samples, shots, device, theme
):
    name = f"{'phone' if device is PHONE else 'desktop'}-{theme}"
    page = watched.page(**device, color_scheme=theme)
    sign_in(priced, page, alice.person)
    label, select = page.locator("label[for=id_fallback_model]"), page.get_by_label("is unavailable")
    expect(label).to_have_text("If Medium is unavailable")
    assert options(page) == ["Wait until it's back", "Switch to Flash, 4 credits per frame"]
    expect(select).to_have_value("")
    expect(page.locator("#fallback-hint")).to_have_text("Nothing is charged while you wait.")
    choose(page, FLASH)
    expect(select).to_be_hidden()
    choose(page, LARGE)
    expect(label).to_have_text("If Large is unavailable")
    assert options(page)[1:] == [
        "Switch to Structure, 7 credits per frame",
        "Switch to Large Turbo, 6 credits per frame",
        "Switch to Medium, 5 credits per frame",
        "Switch to Flash, 4 credits per frame",
    ]
    select.focus()
    page.keyboard.press("End")
    expect(select).to_have_value(FLASH)
    expect(page.locator("#fallback-hint")).to_have_text(
        "Then a frame costs 4 credits instead of 9. The difference is refunded."
    )
    expect(page.locator("#generate")).to_contain_text("72 credits")
    shots(page, f"{name}-fallback")
    choose(page, FLASH)
    choose(page, LARGE)
    expect(select).to_have_value(FLASH)
    page.fill("#id_negative_prompt", "hats")
    assert [text for text in options(page) if "Turbo" in text] == []
    page.fill("#id_negative_prompt", "")
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "rage")
    page.locator("[data-mask-toggle]").click()
    page.locator("[data-mask-part=top]").click()
    expect(select).to_be_hidden()
    page.locator("[data-mask-clear]").click()
    expect(select).to_have_value(FLASH)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.wait_for_timeout(600)  # until the draft is kept
    page.reload()
    expect(page.locator("#draft-note")).to_be_visible()
    expect(select).to_have_value(FLASH)
    page.locator("#start-over").click()


def test_the_choice_is_accessible(priced: Site, watched: Watched, alice):
    page = watched.page(**PHONE, bypass_csp=True)
    sign_in(priced, page, alice.person)
    choose(page, LARGE)
    assert barriers(page) == []


def test_a_gif_that_another_model_finished_says_so(
    priced: Site, watched: Watched, alice, fake: FakeStability, samples, shots
):
    fake.when_model_is(LARGE, "json_500")
    page = watched.page(**PHONE)
    sign_in(priced, page, alice.person)
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "rage")
    choose(page, LARGE)
    page.get_by_label("is unavailable").select_option(FLASH)
    page.locator("#id_frames").fill("2")
    generate(page)
    page.wait_for_url("**/animations/**")
    expect(page.locator("#headline")).to_have_text("Your GIF is ready")
    expect(page.locator("#stepped-in")).to_have_text(
        "Large was unavailable, so Flash generated frames 1 and 2, at 4 credits each instead of 9."
    )
    expect(page.locator("#receipt")).to_have_text("2 frames, 8 credits charged, 10 refunded")
    page.locator("#details summary").click()
    expect(page.locator("#shares li")).to_have_text("Flash: frames 1 and 2, 4 credits each")
    shots(page, "phone-stepped-in")
    page.goto(f"{priced.url}/credits/")
    expect(page.locator(".table")).to_contain_text("2 frames made with Flash for less")
    shots(page, "phone-stepped-in-statement")
    desktop = watched.page(**DESKTOP, color_scheme="dark")
    desktop.context.add_cookies(page.context.cookies(priced.url))
    desktop.goto(f"{priced.url}/credits/")
    shots(desktop, "desktop-dark-statement")


def test_without_script_every_model_that_may_step_in_is_offered(priced: Site, watched: Watched, alice, samples):
    page = watched.page(**PHONE, java_script_enabled=False)
    sign_in(priced, page, alice.person)
    assert len(options(page)) == 6
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "rage")
    page.locator("#field-choice summary").click()
    page.locator(f"input[value='stability/{LARGE}']").check()
    page.get_by_label("is unavailable").select_option(FLASH)
    generate(page)
    expect(page.locator("#problem")).to_contain_text("These settings cost 72 credits")
    expect(page.get_by_label("If Large is unavailable")).to_have_value(FLASH)
    generate(page)
    page.wait_for_url("**/animations/**")
    page.locator("#details summary").click()
    expect(page.locator("#recipe")).to_contain_text("Flash, 4 credits per frame")
