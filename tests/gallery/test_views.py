"""The gallery, a share page and its files, as strangers and owners get them; publish and take back by button."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from apps.gallery.models import Publication
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person, signed_in
from tests.factories.gallery import make_animation, make_publication

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_empty_gallery_invites_to_make_the_first():
    page = Client().get("/gallery/").content.decode()
    assert "No GIFs yet" in page
    assert "Show more" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_gallery_asks_the_database_as_often_for_one_as_for_three(count, django_assert_num_queries):
    alice = make_person(password=None)
    for number in range(count):
        make_publication(alice, title=f"Number {number}", at=NOW - timedelta(minutes=number))
    with django_assert_num_queries(1):
        page = Client().get("/gallery/").content.decode()
    assert re.findall(r"<bdi>(Number \d)</bdi>", page) == [f"Number {number}" for number in range(count)]


def test_show_more_leads_through_the_whole_gallery_without_a_repeat():
    alice = make_person(password=None)
    wanted = {make_publication(alice, at=NOW - timedelta(minutes=number)).slug for number in range(26)}
    seen, address = [], "/gallery/"
    while address:
        page = Client().get(address).content.decode()
        seen += re.findall(r'href="http://testserver/g/([^/"]+)/"', page)
        following = re.search(r'href="(/gallery/\?before=[^"]+)"', page)
        address = following[1] if following else ""
    assert len(seen) == 26
    assert set(seen) == wanted


@pytest.mark.parametrize("suffix", ["/", "/embed/", ".gif", ".jpg", ".mp4"])
def test_a_page_that_was_taken_back_or_never_was_answers_the_same(suffix):
    gone = make_publication(make_person(password=None), revoked_at=NOW)
    answers = [Client().get(f"/g/{slug}{suffix}") for slug in (gone.slug, "never-was")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert gone.title.encode() not in answers[0].content


def test_only_the_owner_is_offered_to_manage_the_page():
    alice, bob = make_person("alice"), make_person("bob")
    publication = make_publication(alice)
    address = f"/g/{publication.slug}/"
    clients = {"owner": signed_in(alice), "another": signed_in(bob), "nobody": Client()}
    shown = {who: client.get(address).context["is_owner"] for who, client in clients.items()}
    assert shown == {"owner": True, "another": False, "nobody": False}
    assert f"/animations/{publication.animation_id}/" in clients["owner"].get(address).content.decode()
    assert f"/animations/{publication.animation_id}/" not in clients["another"].get(address).content.decode()


@pytest.mark.parametrize(("engine", "said"), [("sketch", "without AI"), ("stability", "AI-generated")])
def test_the_page_says_whether_ai_made_the_gif(engine, said):
    publication = make_publication(make_person(password=None))
    publication.animation.engine = engine
    publication.animation.save()
    page = Client().get(f"/g/{publication.slug}/").content.decode()
    assert [words for words in ("without AI", "AI-generated") if words in page] == [said]


def test_any_site_may_frame_the_embed_and_none_the_page():
    slug = make_publication(make_person(password=None)).slug
    embed, page = Client().get(f"/g/{slug}/embed/"), Client().get(f"/g/{slug}/")
    assert "X-Frame-Options" not in embed
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(("extension", "kind"), [("gif", "image/gif"), ("jpg", "image/jpeg")])
def test_a_public_file_is_kept_by_caches_for_five_minutes_and_may_be_used_by_any_site(extension, kind):
    publication = make_publication(make_person(password=None))
    answer = Client().get(f"/g/{publication.slug}.{extension}")
    assert body(answer) == f"bytes of public/{publication.slug}.{extension}".encode()
    wanted = {
        "Content-Type": kind,
        "Cache-Control": "public, max-age=300",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: answer[name] for name in wanted} == wanted
    assert not answer.cookies


def test_a_public_file_that_is_missing_in_the_store_is_not_found():
    publication = make_publication(make_person(password=None))
    default_storage.delete(publication.gif_key)
    assert Client().get(f"/g/{publication.slug}.gif").status_code == 404


def test_publish_change_and_take_back_by_button():
    alice = make_person()
    animation = finished_animation(alice)
    browser, address = signed_in(alice), f"/animations/{animation.pk}"
    for title, visibility in (("Rage", "public"), ("Fury", "unlisted")):
        spec = {"title": title, "alt_text": "", "visibility": visibility}
        said = browser.post(f"{address}/publish/", spec, follow=True).content.decode()
        assert "Published. Anyone with the link can see it." in said
        kept = Publication.objects.get()
        assert (kept.title, kept.visibility) == (title, visibility)
    said = browser.post(f"{address}/unpublish/", follow=True).content.decode()
    assert "Unpublished. The page and its files are gone." in said
    assert Client().get(f"/g/{kept.slug}/").status_code == 404
    assert not default_storage.exists(kept.gif_key)


def test_a_title_that_is_too_long_or_a_gif_that_is_not_ready_publishes_nothing_and_says_so():
    alice = make_person()
    animation = make_animation(alice)
    browser, address = signed_in(alice), f"/animations/{animation.pk}/publish/"
    said = browser.post(address, {"title": "x" * 71, "visibility": "public"}, follow=True).content.decode()
    assert "Use up to 70 characters for the title" in said
    animation.exports.update(state="pending", key="")
    said = browser.post(address, {"title": "x", "visibility": "public"}, follow=True).content.decode()
    assert "There&#x27;s no finished GIF to publish yet." in said
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("button", ["publish", "unpublish"])
def test_nobody_publishes_or_takes_back_what_is_somebody_elses(button):
    alice, bob = make_person("alice"), make_person("bob")
    publication = make_publication(alice)
    address = f"/animations/{publication.animation_id}/{button}/"
    assert signed_in(bob).post(address, {"title": "Mine", "visibility": "public"}).status_code == 404
    assert Client().post(address, {"title": "Mine", "visibility": "public"}).status_code == 302
    publication.refresh_from_db()
    assert (publication.title, publication.revoked_at) == ("Silent fury", None)
