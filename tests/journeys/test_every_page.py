"""Every page, in both themes, on a phone and on a desktop: axe finds nothing, the policy is kept, nothing scrolls sideways."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.accessibility import flaws
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.journeys.operators import make_operator, sign_in_as_operator
from tests.journeys.test_looks import sign_in
from tests.stack.site import ApiClient, Site, ended

PUBLIC = [
    "/",
    "/make/",
    "/gallery/",
    "/pricing/",
    "/status/",
    "/terms/",
    "/privacy/",
    "/api/docs",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/dev/mail/",
    "/styleguide/",
    "/nowhere/",
]
PRIVATE = [
    "/make/",
    "/library/",
    "/library/trash/",
    "/credits/",
    "/credits/buy/",
    "/credits/purchases/",
    "/accounts/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/tokens/",
    "/accounts/activity/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/data/",
    "/accounts/close/",
    "/accounts/logout/",
]


OPERATORS = [
    "/operations/",
    "/admin/",
    "/admin/animations/",
    "/admin/animations/animation/",
    "/admin/animations/submission/",
    "/admin/account/emailaddress/",
    "/admin/payments/pack/",
    "/admin/payments/purchase/",
    "/admin/sponsors/sponsor/",
]


@pytest.fixture(scope="module")
def alice(site: Site, portrait: bytes) -> ApiClient:
    alice = site.demo()
    alice.made = alice.make(portrait, prompt="silent fury", frames=3)
    alice.wait_for(alice.made, ended)
    alice.slug = alice.call("POST", f"/animations/{alice.made}/publish", b"{}")["slug"]
    cancelled = alice.make(portrait, prompt="cancelled", frames=24)
    alice.call("POST", f"/animations/{cancelled}/cancel", b"{}")
    alice.cancelled = cancelled
    return alice


def look_at(watched: Watched, page: Page, site: Site, path: str) -> list[str]:
    page.goto(site.url + path)
    watched.settle(page)
    return [f"{path}: {one}" for one in flaws(page)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_page_is_accessible_and_keeps_the_policy(
    site: Site, watched: Watched, alice: ApiClient, shots, device, theme
):
    name = ("phone" if device is PHONE else "desktop") + "-" + theme
    page = watched.page(probed=True, **device, color_scheme=theme)
    found: list[str] = []
    for path in [*PUBLIC, f"/g/{alice.slug}/", f"/g/{alice.slug}/embed/"]:
        found += look_at(watched, page, site, path)
        shots(page, f"{name}{re.sub(r'[^a-z]+', '-', path)}")
    page.goto(f"{site.url}/accounts/login/")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.fill("input[name=login]", alice.person["email"])
    page.fill("input[name=password]", alice.person["password"])
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(f"{site.url}/make/")
    for path in [*PRIVATE, f"/animations/{alice.made}/", f"/animations/{alice.cancelled}/"]:
        found += look_at(watched, page, site, path)
        shots(page, f"{name}-in{re.sub(r'[^a-z]+', '-', path)}")
    assert found == []


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_every_page_of_the_operators_is_accessible(site: Site, watched: Watched, alice, shots, device, theme):
    page = watched.page(**device, color_scheme=theme, probed=True)
    sign_in_as_operator(site, page, make_operator(site, f"root-{theme}"))
    found: list[str] = []
    for path in OPERATORS:
        found += look_at(watched, page, site, path)
        shots(page, f"{theme}-operator{re.sub(r'[^a-z]+', '-', path)}")
    assert found == []


def test_what_is_chosen_is_seen_in_forced_colors(site: Site, watched: Watched):
    page = watched.page(**DESKTOP, forced_colors="active")
    page.goto(f"{site.url}/make/")
    watched.settle(page)

    def background(which: str) -> tuple[int, ...]:
        with Image.open(io.BytesIO(page.locator(f"#field-loop label{which}").first.screenshot())) as picture:
            return picture.convert("RGB").getpixel((5, picture.height // 2))

    assert background(":has(:checked)") != background(":not(:has(:checked))")
    chosen = page.locator(".choice:has(:checked)")
    filled = chosen.evaluate("one => getComputedStyle(one).backgroundColor")
    assert filled != chosen.locator(".choice-name").evaluate("one => getComputedStyle(one).color")
    assert filled == page.locator("[aria-current=page]").evaluate("one => getComputedStyle(one).backgroundColor")


def test_at_double_size_no_word_of_the_headline_is_split(site: Site, watched: Watched):
    page = watched.page(viewport={"width": 320, "height": 800})
    page.goto(site.url)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.locator("h1").evaluate("title => title.scrollWidth <= title.clientWidth")
    widest = page.locator("h1").evaluate(
        """title => Math.max(...title.textContent.trim().split(/\\s+/).map(word => {
            const alone = title.cloneNode();
            alone.textContent = word;
            alone.style.cssText = 'position:absolute;white-space:nowrap;inline-size:max-content';
            title.parentElement.append(alone);
            const { width } = alone.getBoundingClientRect();
            alone.remove();
            return width / title.clientWidth;
        }))"""
    )
    assert widest <= 1


TOO_SMALL = """() => [...document.querySelectorAll('.button, .chip, .balance, .money-links a, .colophon a, summary')]
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && Math.min(box.width, box.height) < 44)
    .map(([one, box]) => `${one.textContent.trim()}: ${box.width} x ${box.height}`)"""


def test_on_a_phone_whatever_is_tapped_is_as_large_as_a_fingertip(site: Site, watched: Watched, alice: ApiClient):
    page = watched.page(**PHONE)
    sign_in(site, page, alice.person)
    for path in ["/make/", "/library/", "/credits/", "/credits/buy/", f"/animations/{alice.made}/"]:
        page.goto(site.url + path)
        assert page.evaluate(TOO_SMALL) == []


def test_at_double_size_no_page_scrolls_sideways(site: Site, watched: Watched, alice: ApiClient):
    page = watched.page(**PHONE)
    sign_in(site, page, alice.person)
    for path in ["/", "/make/", "/library/", "/accounts/tokens/", f"/animations/{alice.made}/"]:
        page.goto(site.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
