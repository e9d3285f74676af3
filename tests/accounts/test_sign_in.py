"""A session that has ended costs nobody their words: every button works after the detour through sign-in."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts.sign_in import KEPT_SECONDS
from apps.gallery.models import Publication
from tests.animations.finished import finished_animation
from tests.factories.accounts import PASSWORD, make_person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_person("alice")


def buttons(animation) -> dict[str, tuple[str, str]]:
    """Every address that takes nothing but a form, and the page its button stands on."""
    page, export = f"/animations/{animation.pk}/", animation.exports.get()
    return {
        "cancel": (f"{page}cancel/", page),
        "versions": (f"{page}versions/", page),
        "use": (f"{page}versions/{export.pk}/use/", page),
        "publish": (f"{page}publish/", page),
        "unpublish": (f"{page}unpublish/", page),
        "masks back": (f"{page}masks/back/", page),
        "revoke": ("/accounts/tokens/1/revoke/", "/accounts/tokens/"),
        "sponsored": ("/sponsors/start/", "/make/"),
    }


def sign_in(client: Client, user, where: str):
    return client.post(where, {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize(
    "button", ["cancel", "versions", "use", "publish", "unpublish", "masks back", "revoke", "sponsored"]
)
def test_a_button_pressed_after_the_session_ended_works_after_the_sign_in(alice, button):
    address, page = buttons(finished_animation(alice))[button]
    browser = Client()
    to_sign_in = browser.post(address, {"title": "Silent fury"})
    assert to_sign_in.status_code == 302
    back = sign_in(browser, alice, to_sign_in["Location"])
    assert back["Location"] == address
    offered = browser.get(address)
    assert (offered.status_code, "Silent fury" in offered.content.decode()) == (200, True)
    assert browser.post(address, {"title": "Silent fury"}).status_code < 405
    opened = browser.get(address)  # from the history: nothing is offered any more
    assert (opened.status_code, opened["Location"]) == (302, page)


def test_what_is_offered_is_what_was_sent_and_publishes_it(alice):
    animation = finished_animation(alice)
    address = f"/animations/{animation.pk}/publish/"
    browser = Client()
    words = {"title": "Silent <fury>", "alt_text": "A face", "visibility": "unlisted", "csrfmiddlewaretoken": "old"}
    sign_in(browser, alice, browser.post(address, words)["Location"])
    form = browser.get(address).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(title|alt_text|visibility)" value="([^"]*)"', form))
    assert sent == {"title": "Silent &lt;fury&gt;", "alt_text": "A face", "visibility": "unlisted"}
    assert Publication.objects.count() == 0
    browser.post(address, words)
    assert Publication.objects.get().title == "Silent <fury>"


def test_a_form_that_has_a_page_is_offered_there_too(alice):
    browser = Client()
    to_sign_in = browser.post("/accounts/profile/", {"display_name": "Alice B."})
    sign_in(browser, alice, to_sign_in["Location"])
    assert "Alice B." in browser.get("/accounts/profile/").content.decode()
    browser.post("/accounts/profile/", {"display_name": "Alice B."})
    assert "Continue where you left off" not in browser.get("/accounts/profile/").content.decode()


def test_the_create_page_is_filled_with_what_was_sent_after_the_session_ended(alice):
    browser = Client()
    words = {
        "prompt": "a <slow> smile",
        "frames": "13",
        "loop": "reverse",
        "request_key": "k",
        "csrfmiddlewaretoken": "old",
    }
    to_sign_in = browser.post("/make/", words)
    back = sign_in(browser, alice, to_sign_in["Location"])
    assert back["Location"] == "/make/"
    form = browser.get("/make/").content.decode()
    assert "a &lt;slow&gt; smile" in form
    assert re.search(r'name="frames"[^>]*value="13"', form)
    assert re.search(r'value="reverse"[^>]*checked', form)
    assert 'value="k"' not in form
    assert "a &lt;slow" not in browser.get("/make/").content.decode()


def test_what_a_stranger_sent_to_the_create_page_is_forgotten_after_an_hour(alice):
    browser = Client()
    to_sign_in = browser.post("/make/", {"prompt": "a slow smile"})
    sign_in(browser, alice, to_sign_in["Location"])
    session = browser.session
    kept = session["interrupted_words"]
    session["interrupted_words"] = {**kept, "at": kept["at"] - KEPT_SECONDS - 1}
    session.save()
    assert "a slow smile" not in browser.get("/make/").content.decode()


def test_a_kept_form_is_forgotten_after_an_hour(alice):
    browser = Client()
    to_sign_in = browser.post("/accounts/profile/", {"display_name": "Alice B."})
    sign_in(browser, alice, to_sign_in["Location"])
    session = browser.session
    session["interrupted_form"] = {
        **session["interrupted_form"],
        "at": session["interrupted_form"]["at"] - KEPT_SECONDS - 1,
    }
    session.save()
    assert "Continue where you left off" not in browser.get("/accounts/profile/").content.decode()


def test_a_form_too_large_to_keep_leads_to_the_page_all_the_same(alice):
    animation = finished_animation(alice)
    address = f"/animations/{animation.pk}/publish/"
    browser = Client()
    sign_in(browser, alice, browser.post(address, {"title": "x" * 30_000})["Location"])
    assert browser.get(address)["Location"] == f"/animations/{animation.pk}/"


def test_a_script_gets_no_sign_in_page_in_the_place_of_a_part(alice):
    address = f"/animations/{finished_animation(alice).pk}/files/"
    asked = Client().get(address, headers={"hx-request": "true"})
    sent = Client().post(address, {"want": "x"}, headers={"hx-request": "true"})
    assert (asked.status_code, asked.content) == (401, b"")
    assert (sent.status_code, sent["HX-Redirect"]) == (204, f"/accounts/login/?next={address}")


@pytest.mark.large
def test_no_address_of_ours_answers_a_person_who_opens_it_with_405(alice):
    """Found by their routes: whatever takes forms alone has a page to lead back to."""
    animation = finished_animation(alice)
    known = {"pk": str(animation.pk), "export_id": str(animation.exports.get().pk), "position": "1", "slug": "x"}
    browser, bare = signed_in(alice), []

    def look(patterns, prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver) and not route.startswith(("admin/", "api/", "accounts/")):
                look(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and not route.startswith("payments/stripe/webhook"):
                address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: known.get(match[1], "1"), route)
                if browser.get(address).status_code == 405:
                    bare.append(address)

    look(get_resolver().url_patterns, "")
    assert bare == []
