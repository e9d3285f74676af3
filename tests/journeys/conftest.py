"""A real browser and a whole running site. Every page is watched for CSP violations and script errors."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.stack.site import Site

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site(RATE_LIMITS_ENABLED="0") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watched:
    """Opens pages and remembers what the browser complained about."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self.probing = False  # axe itself styles elements while it measures, which is not the page's doing
        self.contexts: list[BrowserContext] = []

    def page(self, **options: object) -> Page:
        context = self.browser.new_context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        return page

    def note(self, kind: str, text: str) -> None:
        if self.probing:
            return
        if "Content Security Policy" in text or (kind == "error" and "Failed to load resource" not in text):
            self.complaints.append(text)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    watching = Watched(browser)
    yield watching
    for context in watching.contexts:
        context.close()
    assert watching.complaints == []


@pytest.fixture(scope="session")
def shots() -> Callable[[Page, str], None]:
    """Take a picture of a page when SHOTS names a folder for it."""

    def shoot(page: Page, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return shoot
