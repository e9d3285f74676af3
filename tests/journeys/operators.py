"""How an operator signs in for the first time: with a password, and then by setting up an authenticator app."""

from playwright.sync_api import Page

from tests.accounts.app_codes import codes
from tests.stack.site import Site


def make_operator(site: Site, name: str) -> dict[str, str]:
    operator = {"email": f"{name}@example.com", "password": "an operator's password"}
    site.manage(
        "createsuperuser", "--noinput", "--email", operator["email"], DJANGO_SUPERUSER_PASSWORD=operator["password"]
    )
    return operator


def sign_in_as_operator(site: Site, page: Page, operator: dict[str, str]) -> None:
    page.goto(f"{site.url}/accounts/login/?next=/operations/")
    page.locator("main summary").click()
    page.fill("input[name=login]", operator["email"])
    page.fill("input[name=password]", operator["password"])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/accounts/2fa/")
    page.get_by_role("link", name="Set up an app").click()
    page.fill("input[name=code]", codes(page.locator("code").inner_text())[1])
    page.get_by_role("button", name="Turn on").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
