"""Operators need a second step: without one they reach nothing, and have one sign-in to set it up."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.accounts.second_factor import reset_factor
from tests.accounts.test_reauthentication import is_signed_in
from tests.accounts.test_second_factor import INDEX, after_password, turned_on, with_passkey
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
REACHED = ["/admin/", "/status/", "/library/", "/make/", "/accounts/tokens/", "/accounts/email/", "/accounts/data/"]


@pytest.fixture
def root() -> User:
    person = make_person("root")
    User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=person.pk)


def led_to(browser: Client, path: str) -> str:
    response = browser.get(path)
    return response["location"] if response.status_code == 302 else str(response.status_code)


def test_an_operator_without_a_second_step_reaches_nothing_but_where_it_is_turned_on(root):
    browser = after_password(root)
    assert {led_to(browser, path) for path in REACHED} == {INDEX}
    assert b"set it up now, during this sign-in" in browser.get(INDEX).content
    turned_on(browser)
    assert {led_to(browser, path) for path in REACHED} == {"200"}
    assert b"set it up now" not in browser.get(INDEX).content


def test_a_part_of_a_page_leads_the_whole_page_on(root):
    response = after_password(root).get("/library/", headers={"hx-request": "true"})
    assert (response.status_code, response["hx-redirect"]) == (204, INDEX)


def test_whoever_did_not_set_it_up_at_their_first_sign_in_is_locked_out(root):
    first = after_password(root)
    first.get(INDEX)
    second = after_password(root)
    for path in (*REACHED, INDEX, "/accounts/2fa/totp/activate/", "/accounts/reauthenticate/"):
        page = second.get(path)
        assert (path, page.status_code) == (path, 403)
    assert "Ask another operator to reset it." in page.content.decode()
    assert second.post("/accounts/logout/").status_code == 302
    turned_on(first)


def test_setting_it_up_ends_every_other_session(root):
    first = after_password(root)
    first.get(INDEX)
    others = [after_password(root), after_password(root)]
    turned_on(first)
    assert [is_signed_in(one) for one in (first, *others)] == [True, False, False]


def test_another_operator_s_reset_gives_one_more_sign_in(root):
    after_password(root).get(INDEX)
    assert after_password(root).get(INDEX).status_code == 403
    reset_factor(user=root)
    assert after_password(root).get(INDEX).status_code == 200


def test_the_second_step_is_asked_for_in_every_session(root):
    with_passkey(root)
    old = Client()
    old.force_login(root, backend="django.contrib.auth.backends.ModelBackend")  # a session from before it was needed
    assert led_to(old, "/admin/").startswith("/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F")
    assert led_to(old, "/library/").startswith("/accounts/2fa/webauthn/reauthenticate/")


def test_an_operator_keeps_one_second_step(root):
    browser = after_password(root)
    browser.get(INDEX)
    turned_on(browser)
    refused = browser.get("/accounts/2fa/totp/deactivate/", follow=True)
    assert "Operators need a second step." in refused.content.decode()
    browser.post("/accounts/2fa/totp/deactivate/")
    assert root.authenticator_set.filter(type="totp").exists()
    with_passkey(root, browser)
    assert browser.post("/accounts/2fa/totp/deactivate/").status_code == 302
    key = root.authenticator_set.get(type="webauthn").pk
    refused = browser.post(f"/accounts/2fa/webauthn/keys/{key}/remove/", follow=True)
    assert "Operators need a second step." in refused.content.decode()
    assert root.authenticator_set.filter(type="webauthn").exists()


def test_somebody_who_is_made_an_operator_is_asked_at_once():
    person = make_person()
    browser = signed_in(person)
    assert browser.get("/library/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_staff=True)
    assert led_to(browser, "/library/") == INDEX


def test_pages_that_are_the_same_for_everybody_stay_open(root):
    browser = after_password(root)
    assert [browser.get(path).status_code for path in ("/healthz", "/api/v1/openapi.json")] == [200, 200]
