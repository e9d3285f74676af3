"""Addresses of one's own files: they work for as long as one is signed in, for nobody else, on the disk and on S3."""

import html
import re
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from apps.animations import media
from apps.animations.media_links import link, own_link
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
    links = [link("frames/a.png"), link("exports/a.gif", filename="a.gif")]
    said = [parse_qs(urlsplit(link).query).get("response-cache-control") for link in links]
    assert said == [["private, max-age=300, immutable"]] * 2


def test_a_link_for_a_time_shows_the_file_or_saves_it_and_ends(alice, settings):
    export = finished_animation(alice).exports.get()
    shown, saved = (Client().get(link(export.key, filename=name)) for name in ("", "mine.gif"))
    assert [(answer["Content-Type"], read(answer)[:3]) for answer in (shown, saved)] == [("image/gif", b"GIF")] * 2
    assert "attachment" not in shown.get("Content-Disposition", "")
    assert saved["Content-Disposition"] == 'attachment; filename="mine.gif"'
    assert shown["Cache-Control"] == "private, max-age=300, immutable"
    address = link(export.key, filename="later.gif")
    settings.MEDIA_LINK_SECONDS = -1
    assert [Client().get(old).status_code for old in (address, "/media/forged")] == [404, 404]


def test_an_own_file_is_shown_or_saved_and_kept_by_the_browser_for_a_minute(alice):
    export = finished_animation(alice).exports.get()
    browser = signed_in(alice)
    shown, saved = (browser.get(own_link(export.key, owner=alice.pk, filename=name)) for name in ("", "mine.gif"))
    assert [answer["Cache-Control"] for answer in (shown, saved)] == ["private, max-age=60"] * 2
    assert "attachment" not in shown.get("Content-Disposition", "")
    assert saved["Content-Disposition"] == 'attachment; filename="mine.gif"'
    assert (read(shown)[:3], read(saved)[:3]) == (b"GIF", b"GIF")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.gif", "image/gif"),
        ("a.png", "image/png"),
        ("a.jpg", "image/jpeg"),
        ("a.mp4", "video/mp4"),
        ("a.webp", "image/webp"),
        ("a.html", "application/octet-stream"),
        ("gif", "application/octet-stream"),
    ],
)
def test_a_file_is_only_ever_a_picture_a_video_or_something_to_save(alice, name, kind):
    key = f"exports/{alice.pk}/{name}"
    media.write(key, b"<script>")
    answers = [Client().get(link(key)), signed_in(alice).get(own_link(key, owner=alice.pk))]
    assert [(answer["Content-Type"], read(answer)) for answer in answers] == [(kind, b"<script>")] * 2


def test_a_file_that_is_gone_is_not_found(alice):
    gone = "exports/gone.gif"
    answers = [Client().get(link(gone)), signed_in(alice).get(own_link(gone, owner=alice.pk))]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-mode": "navigate"}])
def test_a_browser_without_a_session_is_led_to_sign_in_and_back(alice, headers):
    address = own_link(finished_animation(alice).exports.get().key, owner=alice.pk)
    answer = Client().get(address, headers=headers)
    assert (answer.status_code, parse_qs(urlsplit(answer["Location"]).query)["next"]) == (302, [address])


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_files_are_only_read(alice, method):
    key = finished_animation(alice).exports.get().key
    addresses = [link(key), own_link(key, owner=alice.pk)]
    assert [getattr(signed_in(alice), method)(address).status_code for address in addresses] == [405, 405]
