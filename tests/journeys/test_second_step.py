"""Passkeys and authenticator apps in a browser that has a device of its own: Chromium's virtual authenticator."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.app_codes import codes
from tests.journeys.accessibility import flaws
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.journeys.operators import make_operator, sign_in_as_operator
from tests.stack.site import Site


def at_a_name(site: Site) -> str:
    """The site's address by name: passkeys belong to names, so browsers refuse them at a bare IP address."""
    return site.url.replace("127.0.0.1", "localhost")


def give_device(page: Page, *, verifies: bool = True) -> tuple[object, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": device})["authenticatorId"]


def sign_in_by_password(page: Page, url: str, person: dict[str, str]) -> None:
    page.goto(f"{url}/accounts/login/")
    page.locator("main summary").click()
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.locator("input[name=password]").press("Enter")


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_a_passkey_is_added_and_signs_in_by_itself(site: Site, watched: Watched, shots, device, theme):
    url, person = at_a_name(site), site.demo().person
    page = watched.page(probed=True, **device, color_scheme=theme)
    found: list[str] = []

    def look(name: str) -> None:
        watched.settle(page)
        found.extend(f"{name}: {one}" for one in flaws(page))
        shots(page, f"second-step-{theme}-{name}")

    session, own = give_device(page)
    sign_in_by_password(page, url, person)
    page.wait_for_url("**/make/")
    page.goto(f"{url}/accounts/2fa/")
    look("none")
    page.get_by_role("link", name="Add a passkey").click()
    page.fill("input[name=name]", "My laptop")
    look("add")
    page.get_by_role("button", name="Add passkey").click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator("main code")).to_have_count(10)
    look("codes")
    page.get_by_role("link", name="Done").click()
    expect(page.locator("main")).to_contain_text("My laptop")
    look("one")

    page.goto(f"{url}/accounts/logout/")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{url}/accounts/login/?next=/accounts/tokens/")
    look("sign-in")
    page.get_by_role("button", name="Use a passkey").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/accounts/tokens/")

    page.goto(f"{url}/accounts/2fa/")
    page.get_by_role("link", name="Rename My laptop").click()
    look("rename")
    page.fill("input[name=name]", "Old laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    look("remove")
    page.get_by_role("button", name="Remove passkey").click()
    expect(page.locator("main")).not_to_contain_text("Old laptop")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": own})
    assert found == []


def test_a_device_that_does_not_know_its_person_gets_a_sentence(site: Site, watched: Watched, shots):
    page = watched.page(**PHONE)
    give_device(page, verifies=False)
    page.goto(f"{at_a_name(site)}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That was canceled, or took too long. Try again.")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()
    shots(page, "second-step-canceled")


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_an_operator_sets_up_an_app_and_is_asked_for_it(site: Site, watched: Watched, shots, device, theme):
    operator = make_operator(site, f"second-step-{theme}")
    page = watched.page(probed=True, **device, color_scheme=theme)
    found: list[str] = []

    def look(name: str) -> None:
        watched.settle(page)
        found.extend(f"{name}: {one}" for one in flaws(page))
        shots(page, f"second-step-operator-{theme}-{name}")

    page.goto(f"{site.url}/accounts/login/")
    sign_in_as_operator(site, page, operator)
    page.goto(f"{site.url}/accounts/2fa/")
    look("on")
    page.get_by_role("link", name=re.compile("Turn off")).click()
    look("kept")
    expect(page.locator("body")).to_contain_text("Operators need a second step.")
    page.goto(f"{site.url}/operations/")
    expect(page).to_have_url(re.compile("/operations/$"))

    page.goto(f"{site.url}/accounts/logout/")
    page.locator("main form button[type=submit]").first.click()
    sign_in_by_password(page, site.url, operator)
    page.wait_for_url("**/accounts/2fa/authenticate/")
    look("asked")
    page.fill("input[name=code]", "000000")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("That code isn't right")
    look("wrong")
    assert found == []


def test_the_second_sign_in_without_a_second_step_is_turned_away(site: Site, watched: Watched, shots):
    operator = make_operator(site, "second-step-late")
    for number in (1, 2):
        page = watched.page(**(PHONE if number == 1 else DESKTOP))
        sign_in_by_password(page, site.url, operator)
        page.wait_for_load_state()
        if number == 1:
            page.wait_for_url("**/accounts/2fa/")
            page.get_by_role("link", name="Set up an app").click()
            expect(page.locator("main img")).to_be_visible()
            assert len(codes(page.locator("code").inner_text())) == 3
            shots(page, "second-step-app")
    expect(page.locator("h1")).to_have_text("Your operator account is locked")
    shots(page, "second-step-locked")
