"""Addresses of one's own files: they work for as long as one is signed in, for nobody else, on the disk and on S3."""

import html
import re
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from apps.animations import media
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in

pytestmark = pytest.mark.django_db

PAGES = ("/animations/{pk}/", "/library/")
FILES = re.compile(r'(?:src|srcset|href|data-gif|data-still|data-share)="(/media/[^"]+|https?://[^"]*X-Amz[^"]*)"')


@pytest.fixture
def alice():
    return make_person("alice")


def files_on(client: Client, animation) -> list[str]:
    pages = [client.get(page.format(pk=animation.pk)).content.decode() for page in PAGES]
    return sorted({html.unescape(address) for page in pages for address in FILES.findall(page)})


def read(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_file_on_ones_pages_has_an_address_that_does_not_expire(alice, settings):
    browser = signed_in(alice)
    animation = finished_animation(alice)
    before = files_on(browser, animation)
    assert len(before) >= 4
    assert all(address.startswith("/media/own/") for address in before)
    settings.MEDIA_LINK_SECONDS = 0  # whatever was signed for a time has expired
    for address in before:
        answer = browser.get(address)
        assert (answer.status_code, read(answer)[:3] in (b"GIF", b"\xff\xd8\xff", b"\x89PN")) == (200, True)
    assert files_on(browser, animation) == before, "the same address each time, so browsers keep the picture"


def test_nobody_else_gets_anything(alice):
    addresses = files_on(signed_in(alice), finished_animation(alice))
    bob = signed_in(make_person("bob"))
    assert {bob.get(address).status_code for address in addresses} == {404}
    assert bob.get("/media/own/forged").status_code == 404


@pytest.mark.parametrize(("mode", "status"), [("navigate", 302), ("no-cors", 401), ("cors", 401)])
def test_after_the_session_has_ended_a_person_signs_in_and_a_script_gets_no_page(alice, mode, status):
    address = files_on(signed_in(alice), finished_animation(alice))[0]
    answer = Client().get(address, headers={"sec-fetch-mode": mode})
    assert answer.status_code == status
    assert answer.get("Cache-Control", "no-store").endswith("no-store")


def test_on_s3_it_leads_to_a_fresh_link_and_gives_scripts_the_file_itself(alice, s3_storage):
    browser = signed_in(alice)
    address = next(one for one in files_on(browser, finished_animation(alice)) if not one.endswith("?here"))
    led = browser.get(address)
    assert (led.status_code, "X-Amz-Signature" in led["Location"]) == (302, True)
    with urllib.request.urlopen(led["Location"], timeout=10) as file:
        there = file.read()
    assert read(browser.get(address + "?here")) == there


@pytest.mark.usefixtures("s3_storage")
def test_on_s3_a_link_asks_the_store_to_say_that_nobody_but_the_browser_keeps_the_file():
    links = [media.link("frames/a.png"), media.link("exports/a.gif", filename="a.gif")]
    said = [parse_qs(urlsplit(link).query).get("response-cache-control") for link in links]
    assert said == [["private, max-age=300, immutable"]] * 2
