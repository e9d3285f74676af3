"""A real browser and a whole running site. Every page is watched for CSP violations and script errors."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, expect, sync_playwright

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.stack.site import Site

PATIENCE_MS = (
    60_000  # the slowest step takes 5 s alone on two cores; this is for a machine that is busy or a tenth as fast
)
GLANCE_MS = 10  # between two looks at what is still on its way
REMEMBER_VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI, sourceFile, lineNumber}) => {
  violations.push(`${effectiveDirective} forbids ${blockedURI} (${sourceFile}, line ${lineNumber})`);
});
"""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site(RATE_LIMITS_ENABLED="0") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE_MS)
        yield chromium
        chromium.close()


class Watched:
    """Opens pages and remembers what the browser complained about, and what is still on its way to them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.on_the_way: set[Request] = set()

    def page(self, *, probed: bool = False, **options: object) -> Page:
        """Open a page. One that axe will probe (`probed`) remembers in `window.violations` what it violated itself.

        axe styles elements while it measures, and what the console says about that comes too late to be told apart from it.
        """
        context = self.browser.new_context(**options)
        if probed:
            context.add_init_script(REMEMBER_VIOLATIONS)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: self.note(message.type, message.text, probed=probed))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self.began)
        page.on("requestfinished", self.ended)
        page.on("requestfailed", self.ended)
        page.on("framenavigated", lambda frame: self.turned(page, frame))
        return page

    def began(self, request: Request) -> None:
        self.on_the_way.add(request)

    def ended(self, request: Request) -> None:
        self.on_the_way.discard(request)

    def turned(self, page: Page, frame: Frame) -> None:
        """A page that goes to another address breaks off what was on its way to it, and is not always told of the end."""
        if frame == page.main_frame:
            self.on_the_way.clear()

    def note(self, kind: str, text: str, *, probed: bool) -> None:
        if probed and "violates the following Content Security Policy" in text:
            return
        if "Content Security Policy" in text or (kind == "error" and "Failed to load resource" not in text):
            self.complaints.append(text)

    def settle(self, page: Page) -> None:
        """Wait until a loaded page has done what it does by itself: its requests, its fonts, its first idle moment."""
        page.wait_for_load_state("load")
        page.evaluate(
            "document.fonts.ready.then(() => new Promise(done => requestIdleCallback(() => done(), {timeout: 2000})))"
        )
        until = time.monotonic() + PATIENCE_MS / 1000
        while self.on_the_way:
            assert time.monotonic() < until, f"still on the way: {sorted(one.url for one in self.on_the_way)}"
            page.wait_for_timeout(GLANCE_MS)


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


def generate(page: Page) -> None:
    """Press Generate, and confirm once that the people shown may be used."""
    consent = page.locator("#consent")
    if consent.count():
        consent.check()
    page.click("#generate")
