"""Sign-in with an account of another site, in a browser that really goes there and comes back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.fakes.identity import CLIENT, FakeIdentity
from tests.journeys.accessibility import flaws
from tests.journeys.conftest import DESKTOP, PHONE, Watched
from tests.stack.site import Site


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeIdentity]:
    with FakeIdentity() as running:
        yield running


@pytest.fixture(scope="module")
def offering(fake: FakeIdentity) -> Iterator[Site]:
    known = {
        f"{provider}_{name}": value
        for provider in ("GOOGLE", "MICROSOFT", "GITHUB")
        for name, value in (
            ("BASE_URL", fake.url),
            ("CLIENT_ID", CLIENT["client_id"]),
            ("CLIENT_SECRET", CLIENT["client_secret"]),
        )
    }
    with Site(RATE_LIMITS_ENABLED="0", **known) as running:
        yield running


@pytest.mark.parametrize(
    ("device", "theme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone-dark", "desktop-light"]
)
def test_a_newcomer_is_in_with_two_clicks_and_connects_another(
    offering: Site, fake: FakeIdentity, watched: Watched, shots, device, theme
):
    found: list[str] = []
    page = watched.page(probed=True, **device, color_scheme=theme)

    def look(name: str) -> None:
        watched.settle(page)
        found.extend(f"{name}: {one}" for one in flaws(page))
        shots(page, f"social-{theme}-{name}")

    fake.person = {
        "sub": f"google-{theme}", "email": f"alice-{theme}@gmail.com", "email_verified": True, "given_name": "Alice",
    }  # fmt: skip
    page.goto(f"{offering.url}/accounts/signup/?next=/library/")
    look("sign-up")
    page.get_by_role("button", name="Continue with Google").click()
    page.wait_for_url(f"{offering.url}/library/")
    page.goto(f"{offering.url}/accounts/3rdparty/")
    look("one")
    fake.person = {
        "id": f"microsoft-{theme}", "displayName": "Alice", "mail": f"alice-{theme}@a-rather-long-company-name.example.com",
    }  # fmt: skip
    page.get_by_role("button", name="Connect Microsoft").click()
    expect(page.locator("main")).to_contain_text("a-rather-long-company-name")
    look("two")
    page.get_by_role("button", name="Disconnect Google").click()
    expect(page.locator("main")).not_to_contain_text("@gmail.com")
    page.goto(f"{offering.url}/accounts/logout/")
    page.locator("main form button[type=submit]").first.click()
    fake.next("denied")
    page.goto(f"{offering.url}/accounts/login/")
    look("sign-in")
    page.get_by_role("button", name="Continue with GitHub").click()
    expect(page.locator("h1")).to_have_text("Sign-in canceled")
    look("canceled")
    fake.next("ok")
    fake.next("error_500")
    page.goto(f"{offering.url}/accounts/login/")
    page.get_by_role("button", name="Continue with GitHub").click()
    expect(page.locator("h1")).to_have_text("That didn't work")
    look("failed")
    assert [one for one in found if "401" not in one] == []
