"""Length and speed that nobody set are those of the engine that is chosen, in a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.engines.stability.fake import FakeStability
from tests.journeys.conftest import DESKTOP, Watched
from tests.journeys.test_looks import sign_in
from tests.stack.site import Site


@pytest.fixture(scope="module")
def two_engines() -> Iterator[Site]:
    with (
        FakeStability(limit=None) as fake,
        Site(RATE_LIMITS_ENABLED="0", STABILITY_API_KEY=fake.key, STABILITY_BASE_URL=fake.url) as running,
    ):
        yield running


@pytest.fixture
def page(two_engines: Site, watched: Watched) -> Page:
    page = watched.page(**DESKTOP)
    sign_in(two_engines, page, two_engines.demo().person)
    page.goto(f"{two_engines.url}/make/")
    page.locator("#field-choice").evaluate("one => one.open = true")
    return page


def choose(page: Page, value: str) -> None:
    page.locator(f"input[name=choice][value='{value}']").check()


def length(page: Page) -> tuple[str, str]:
    return page.locator("#id_frames").input_value(), page.locator("#id_fps").input_value()


def test_another_engine_brings_its_own_length_and_speed(page):
    assert length(page) == ("8", "8")
    choose(page, "sketch/sketch")
    assert length(page) == ("12", "10")
    expect(page.locator("[data-price]").first).to_contain_text("12 credits")
    choose(page, "stability/sd3.5-medium")
    assert length(page) == ("8", "8")


def test_a_length_that_somebody_set_stays_with_another_engine(page):
    page.locator("#id_frames").fill("9")
    choose(page, "sketch/sketch")
    assert length(page) == ("9", "10")
