"""A newcomer's way: landing, sign-up, a photo, a prompt, frames, the GIF, the public page. On a phone and on a desktop."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.stack.site import Site


class Counted:
    """A page on which clicks and typed fields are counted, as a person's effort."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.typed = 0

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        self.typed += 1
        self.page.locator(selector).first.fill(text)


def newest_code(site: Site, page: Page, address: str) -> str:
    """What a person reads in their mail."""
    mail = page.context.new_page()
    mail.goto(f"{site.url}/dev/mail/")
    text = mail.locator("main").inner_text()
    mail.close()
    return re.search(re.escape(address) + r"[\s\S]*?\b([A-Z0-9]{4}-[A-Z0-9]{4})\b", text).group(1)


def sign_up(site: Site, person: Counted) -> None:
    address = f"alice-{uuid.uuid4().hex[:8]}@example.com"
    person.type("input[name=email]", address)
    person.click("main form button[type=submit]")
    person.page.wait_for_url("**/confirm-email/**")
    person.type("input[name=code]", newest_code(site, person.page, address))
    person.click("main form button[type=submit]")
    person.page.wait_for_url("**/make/")  # before that the code is only on its way


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_newcomer_makes_a_gif_and_shares_it(site: Site, watched: Watched, samples, shots, device):
    name = "phone" if device is PHONE else "desktop"
    page = watched.page(**device)
    alice = Counted(page)
    page.goto(site.url)
    shots(page, f"{name}-landing")
    alice.click("main a[href='/make/']")
    page.wait_for_url("**/make/")  # loaded: its scripts listen for the picture
    with page.expect_file_chooser() as chooser:
        alice.click("label[for=image]")
    chooser.value.set_files(samples / "astronaut.jpg")
    page.locator("textarea[name=prompt]").fill("her face contorts with silent fury")
    shots(page, f"{name}-studio")
    expect(page.locator("#sign-up")).to_contain_text("Sign up and generate free")
    expect(page.locator("#free")).to_have_text("40 credits free, no card needed. This GIF costs 12.")
    alice.click("#sign-up")
    shots(page, f"{name}-signup")
    sign_up(site, alice)
    expect(page.locator("#draft-note")).to_be_visible()
    expect(page.locator("textarea[name=prompt]")).to_have_value("her face contorts with silent fury")
    shots(page, f"{name}-create-back")
    alice.click("#consent")
    alice.click("#generate")
    page.wait_for_url("**/animations/**")
    assert alice.clicks <= 7  # six, and the consent that is asked once a day
    assert alice.typed <= 2
    shots(page, f"{name}-running")
    expect(page.locator("#headline")).to_have_text("Your GIF is ready")
    gif = page.locator("#result img")
    expect(gif).to_be_visible()
    assert gif.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    shots(page, f"{name}-done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download GIF").click()
    assert download.value.path().read_bytes()[:6] == b"GIF89a"
    page.locator("#publish summary").click()
    page.locator("#publish button[type=submit]").click()
    link = page.locator("#page-link").input_value()
    shots(page, f"{name}-published")
    charlie = watched.page(**device)
    charlie.goto(link)
    expect(charlie.locator("h1")).to_have_text("her face contorts with silent fury")
    assert charlie.locator("meta[property='og:image']").get_attribute("content").endswith(".gif")
    shots(charlie, f"{name}-share")
    charlie.goto(page.url)
    assert "/accounts/login/" in charlie.url


def test_without_script_a_person_signs_in_makes_a_gif_and_downloads_it(site: Site, watched: Watched, samples):
    page = watched.page(java_script_enabled=False)
    alice = Counted(page)
    page.goto(f"{site.url}/accounts/signup/")
    sign_up(site, alice)
    page.goto(f"{site.url}/make/")
    page.set_input_files("#image", samples / "chelsea.jpg")
    page.locator("textarea[name=prompt]").fill("sparkles")
    page.locator("#consent").check()
    page.locator("#generate").click()
    expect(page.locator("#result img")).to_be_visible()  # the page refreshes itself
    with page.expect_download() as download:
        page.get_by_role("link", name="Download GIF").click()
    assert download.value.path().read_bytes()[:6] == b"GIF89a"
