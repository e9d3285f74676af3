"""An operator ends trouble from the desk: finds a person, takes a page down, keeps them out."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import flaws
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.journeys.operators import make_operator, sign_in_as_operator
from tests.stack.site import Site, ended


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_a_complaint_is_dealt_with(site: Site, watched: Watched, portrait: bytes, shots, device, theme):
    person = site.demo()
    made = person.make(portrait, prompt="silent fury", frames=3)
    person.wait_for(made, ended)
    slug = person.call("POST", f"/animations/{made}/publish", b"{}")["slug"]
    page = watched.page(probed=True, **device, color_scheme=theme)
    sign_in_as_operator(site, page, make_operator(site, f"desk-{theme}"))
    found: list[str] = []

    def look(name: str) -> None:
        watched.settle(page)
        found.extend(f"{name}: {one}" for one in flaws(page))
        shots(page, f"desk-{theme}-{name}")

    page.goto(f"{site.url}/operations/people/")
    look("people")
    page.get_by_role("searchbox").fill(f"{site.url}/g/{slug}/")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=person.person["email"]).click()
    look("person")
    page.get_by_text("Take it down", exact=True).first.click()
    page.get_by_label("Reason").locator("visible=true").fill("Shows somebody who did not agree.")
    page.get_by_role("button", name="Take it down").click()
    expect(page.locator("main")).to_contain_text("Taken down")
    page.get_by_text("Disable", exact=True).first.click()
    page.get_by_label("Reason").locator("visible=true").fill("Abuse")
    look("reason")
    page.get_by_role("button", name="Disable", exact=True).click()
    expect(page.locator("main .badge").first).to_have_text("Disabled")
    for name in ("storage", "mail"):
        page.goto(f"{site.url}/operations/{name}/")
        look(name)
    page.goto(f"{site.url}/operations/log/")
    expect(page.locator("main")).to_contain_text("Took a page down")
    look("log")
    assert page.request.get(f"{site.url}/g/{slug}/").status == 404
    assert found == []
