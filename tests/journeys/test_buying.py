"""Not enough credits: to a pack, through the practice checkout, and back to the very draft. Clicks are counted."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import flaws
from tests.journeys.conftest import DESKTOP, PHONE, Watched, generate
from tests.journeys.test_looks import sign_in
from tests.journeys.test_main_job import Counted
from tests.stack.site import Site

DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.fixture(scope="module")
def shop() -> Iterator[Site]:
    """A site whose practice provider sells and whose newcomers get eight credits: a GIF of twelve frames lacks four."""
    with Site(RATE_LIMITS_ENABLED="0", WELCOME_CREDITS="8") as running:
        yield running


def newcomer(site: Site, page: Page) -> Counted:
    from tests.journeys.test_main_job import sign_up

    person = Counted(page)
    page.goto(f"{site.url}/accounts/signup/")
    sign_up(site, person)
    person.clicks = 0
    return person


def request_id(page: Page, samples: Path) -> None:
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "the cat raises one eyebrow")
    expect(page.locator("#preview")).to_be_visible()


def to_checkout(person: Counted) -> None:
    """From the button that says what is missing to the checkout of the pack that is enough."""
    expect(person.page.locator("#add-credits")).to_have_text("Add credits · need 4 more", use_inner_text=True)
    person.click("#add-credits")
    expect(person.page.locator("#need")).to_contain_text("You need 4 more for your GIF.")
    person.click(".pack-advised button")
    person.page.wait_for_url("**/credits/practice/**")


@DEVICES
def test_somebody_without_enough_credits_buys_some_and_generates_the_same_draft(
    shop: Site, watched: Watched, samples, shots, device
):
    name = "phone" if device is PHONE else "desktop"
    page = watched.page(**device)
    alice = newcomer(shop, page)
    page.goto(f"{shop.url}/make/")
    request_id(page, samples)
    alice.clicks = 0
    to_checkout(alice)
    assert alice.clicks <= 2
    draft = re.search(r"draft=([0-9a-f-]{36})", page.locator("body").evaluate("() => document.referrer"))[1]
    shots(page, f"{name}-practice")
    page.click("button[value=card]")
    page.wait_for_url("**/credits/purchases/**")
    expect(page.locator("h1")).to_have_text("500 credits are yours")
    expect(page.locator(".balance")).to_contain_text("508")
    shots(page, f"{name}-bought")
    alice.clicks = 0
    alice.click("#to-draft")
    page.wait_for_url(f"**/make/?draft={draft}")
    assert alice.clicks <= 1
    expect(page.locator("#id_prompt")).to_have_value("the cat raises one eyebrow")
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("#generate")).to_contain_text("12 credits")
    generate(page)
    page.wait_for_url(f"**/animations/{draft}/")
    expect(page.locator("#headline")).to_have_text("Your GIF is ready")
    page.goto(f"{shop.url}/credits/")
    expect(page.locator(".wallet-sum strong")).to_have_text("496")
    page.get_by_role("link", name="by frame").click()
    expect(page.locator("#frame-receipt-12")).to_contain_text("1 credit charged")
    shots(page, f"{name}-frame-by-frame")


@DEVICES
def test_a_bank_that_answers_later_is_waited_for_and_the_page_says_so_by_itself(
    shop: Site, watched: Watched, samples, shots, device
):
    page = watched.page(**device)
    alice = newcomer(shop, page)
    page.goto(f"{shop.url}/make/")
    request_id(page, samples)
    to_checkout(alice)
    checkout = page.url
    page.click("button[value=bank]")
    expect(page.locator("h1")).to_have_text("Your bank is still confirming")
    expect(page.locator("main")).to_contain_text("Your credits will arrive automatically. You can close this page.")
    shots(page, f"{'phone' if device is PHONE else 'desktop'}-bank")
    elsewhere = page.context.new_page()
    elsewhere.goto(checkout)
    elsewhere.click("button[value=bank-yes]")
    expect(elsewhere.locator(".toast")).to_contain_text("on its way to the inbox")
    elsewhere.close()
    page.bring_to_front()
    expect(page.locator("h1")).to_have_text("500 credits are yours")  # nobody reloaded it
    expect(page.locator(".balance")).to_contain_text("508")
    page.click("#to-draft")
    expect(page.locator("#generate")).to_be_visible()


@DEVICES
def test_a_declined_card_costs_nothing_and_leads_back_to_the_draft(
    shop: Site, watched: Watched, samples, shots, device
):
    page = watched.page(**device)
    alice = newcomer(shop, page)
    page.goto(f"{shop.url}/make/")
    request_id(page, samples)
    to_checkout(alice)
    page.click("button[value=declined]")
    expect(page.locator("#declined")).to_contain_text("Nothing was charged.")
    shots(page, f"{'phone' if device is PHONE else 'desktop'}-declined")
    page.click("button[value=cancel]")
    page.wait_for_url("**/credits/buy/**")
    expect(page.locator("#need")).to_contain_text("You need 4 more for your GIF.")
    page.get_by_role("link", name="go back to it").click()
    expect(page.locator("#id_prompt")).to_have_value("the cat raises one eyebrow")
    expect(page.locator("#add-credits")).to_have_text("Add credits · need 4 more", use_inner_text=True)
    expect(page.locator(".balance")).to_contain_text("8")


def test_without_script_a_person_buys_and_a_page_that_waits_refreshes_itself(shop: Site, watched: Watched, samples):
    page = watched.page(java_script_enabled=False)
    newcomer(shop, page)
    page.goto(f"{shop.url}/make/")
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.fill("#id_prompt", "sparkles")
    generate(page)
    expect(page.locator("#problem")).to_contain_text("You need 4 more credits")
    page.locator("#problem a").click()
    page.click(".pack-advised button")
    checkout = page.url
    page.click("button[value=bank]")
    expect(page.locator("h1")).to_have_text("Your bank is still confirming")
    elsewhere = page.context.new_page()
    elsewhere.goto(checkout)
    elsewhere.click("button[value=bank-yes]")
    # A page that is closed on its way to another is sometimes never closed, and the close waits without a limit.
    expect(elsewhere.locator(".toast")).to_contain_text("on its way to the inbox")
    elsewhere.close()
    expect(page.locator("h1")).to_have_text("500 credits are yours")
    page.click("#to-draft")
    generate(page)
    page.wait_for_url("**/animations/**")


def test_the_keyboard_alone_buys(shop: Site, watched: Watched, samples):
    page = watched.page(**DESKTOP)
    newcomer(shop, page)
    page.goto(f"{shop.url}/make/")
    request_id(page, samples)
    page.locator("#id_prompt").press("Control+Enter")  # the button at the bottom, whatever it says
    expect(page.locator("#need")).to_be_visible()
    page.locator(".pack-advised button").focus()
    page.keyboard.press("Enter")
    page.locator("button[value=card]").focus()
    page.keyboard.press("Enter")
    page.locator("#to-draft").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#generate")).to_be_visible()


@pytest.fixture(scope="module")
def rich(shop: Site) -> dict[str, str]:
    return shop.demo().person


@DEVICES
@THEMES
def test_every_page_of_money_is_accessible_and_keeps_the_policy(
    shop: Site, watched: Watched, rich: dict[str, str], shots, device, theme
):
    name = ("phone" if device is PHONE else "desktop") + "-" + theme
    page = watched.page(probed=True, **device, color_scheme=theme)
    found: list[str] = []

    def look(what: str) -> None:
        watched.settle(page)
        found.extend(f"{what}: {one}" for one in flaws(page))
        shots(page, f"{name}-money-{what}")

    def buy() -> None:
        page.goto(f"{shop.url}/credits/buy/?need=4&draft=here")
        page.locator(".pack-advised button").click()
        page.wait_for_url("**/credits/practice/**")

    sign_in(shop, page, rich)
    page.goto(f"{shop.url}/credits/buy/?need=4&draft=here")
    look("packs")
    page.goto(f"{shop.url}/pricing/?currency=eur")
    look("pricing")
    buy()
    look("checkout")
    page.click("button[value=declined]")
    look("declined")
    page.click("button[value=bank]")
    look("waiting")
    purchase = page.url.partition("?")[0]
    page.goto(shop.url + page.locator("a[href*='/practice/']").get_attribute("href"))
    page.click("button[value=bank-no]")
    page.goto(f"{purchase}?back=1")
    look("failed")
    buy()
    page.click("button[value=card]")
    look("paid")
    purchase = page.url.partition("?")[0]
    page.goto(f"{purchase}refund/")
    look("refund")
    page.goto(purchase)
    checkout = shop.url + page.locator("a[href*='/practice/']").get_attribute("href")
    for act in ("refund-half", "dispute"):
        page.goto(checkout)
        page.click(f"button[value={act}]")
    look("elsewhere")
    page.goto(purchase)
    for _ in range(40):  # until a worker has read the message
        if page.locator("#frozen").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    look("disputed")
    page.goto(f"{shop.url}/credits/")
    look("credits-frozen")
    page.goto(f"{shop.url}/make/")
    look("create-frozen")
    page.goto(checkout)
    page.click("button[value=dispute-won]")
    page.goto(f"{shop.url}/credits/purchases/")
    look("purchases")
    assert found == []
