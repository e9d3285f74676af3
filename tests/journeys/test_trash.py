"""Deleting several GIFs and thinking better of it, the trash, and closing the account with a way back."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import barriers
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.journeys.test_looks import sign_in
from tests.stack.site import Site, ended


def made_by(site: Site, portrait: bytes, count: int):
    person = site.demo()
    person.all = [person.make(portrait, prompt=f"silent fury {number}", frames=2) for number in range(count)]
    for animation in person.all:
        person.wait_for(animation, ended)
    return person


def cards(page: Page) -> int:
    return page.locator(".card").count()


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_several_are_deleted_undone_and_deleted_for_good(site: Site, watched: Watched, shots, portrait, device, theme):
    person = made_by(site, portrait, 3)
    page = watched.page(probed=True, **device, color_scheme=theme)
    sign_in(site, page, person.person)
    page.goto(f"{site.url}/library/")
    expect(page.locator("[data-delete-selected]")).to_be_hidden()
    for box in page.locator(".card-select input").all()[:2]:
        box.check()
    expect(page.locator("[data-selected]")).to_have_text("2 selected")
    shots(page, f"{theme}-trash-selected")
    page.locator("[data-delete-selected]").click()
    expect(page.locator("#undo")).to_be_visible()
    assert cards(page) == 1
    shots(page, f"{theme}-trash-undo")
    assert barriers(page) == []
    page.locator("#undo button[type=submit]").click()
    expect(page.locator(".card")).to_have_count(3)
    # By the keyboard alone, from the page of one.
    page.goto(f"{site.url}/animations/{person.all[0]}/")
    page.locator("#manage > summary").press("Enter")
    page.fill("#own-title", "Monday morning")
    page.locator("#own-title").press("Enter")
    expect(page.locator("#title-shown")).to_have_text("Monday morning")
    page.locator("#manage > summary").press("Enter")
    page.locator("#photo > summary").press("Enter")
    shots(page, f"{theme}-trash-manage")
    assert barriers(page) == []
    page.locator("#delete button").press("Enter")
    expect(page).to_have_url(re.compile("/library/$"))
    page.goto(f"{site.url}/library/trash/")
    expect(page.locator(".card-title")).to_have_text("Monday morning")
    shots(page, f"{theme}-trash-page")
    assert barriers(page) == []
    page.locator("#empty-trash > summary").click()
    page.locator("#empty-trash button").click()
    expect(page.locator(".empty")).to_contain_text("The trash is empty")
    shots(page, f"{theme}-trash-empty")


def test_an_account_is_closed_and_kept_after_all(site: Site, watched: Watched, shots, portrait):
    person = made_by(site, portrait, 1)
    page = watched.page(probed=True, **PHONE)
    sign_in(site, page, person.person)
    page.goto(f"{site.url}/accounts/profile/")
    page.get_by_role("link", name="Close your account").click()
    shots(page, "light-close")
    page.get_by_role("link", name="Download your data").click()
    page.get_by_role("button", name="Make my archive").click()
    expect(page.locator("#export-ready")).to_be_visible(timeout=30_000)
    shots(page, "light-data")
    assert barriers(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Download ZIP").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        assert "silent fury 0" in archive.read("data.json").decode()
    page.goto(f"{site.url}/accounts/close/")
    page.get_by_role("button", name="Close my account").click()
    expect(page.locator(".toast")).to_contain_text("Your account is closing")
    page.goto(f"{site.url}/accounts/login/")
    page.locator("main summary").click()
    page.fill("input[name=login]", person.person["email"])
    page.fill("input[name=password]", person.person["password"])
    page.locator("input[name=password]").press("Enter")
    expect(page).to_have_url(re.compile("/accounts/closing/$"))
    shots(page, "light-closing")
    assert barriers(page) == []
    page.get_by_role("button", name="Keep my account").click()
    expect(page.locator(".card")).to_have_count(1)
