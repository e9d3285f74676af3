"""Deleting, restoring and renaming from the pages: what is said, and that nobody reaches somebody else's."""

import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation
from tests.factories.accounts import make_person, signed_in
from tests.factories.gallery import make_animation, make_publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(password=None)


@pytest.fixture
def browser(owner):
    return signed_in(owner)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def test_several_are_deleted_at_once_and_the_library_offers_to_undo_it_once(owner, browser):
    animations = [make_animation(owner) for _ in range(3)]
    answer = browser.post("/library/delete/", {"animation": [str(one.pk) for one in animations[:2]]}, follow=True)
    assert "2 GIFs moved to trash." in text_of(answer)
    assert len(answer.context["animations"]) == 1
    ids = re.findall(r'name="animation" value="([^"]+)"', answer.content.decode().split('id="undo"')[1])
    assert 'id="undo"' not in browser.get("/library/").content.decode()
    answer = browser.post("/library/trash/restore/", {"animation": ids}, follow=True)
    assert "2 GIFs restored to your library." in text_of(answer)
    assert len(answer.context["animations"]) == 3


def test_the_page_of_one_in_the_trash_says_so_and_restores_it(owner, browser):
    animation = make_animation(owner, deleted_at=timezone.now())
    answer = browser.get(f"/animations/{animation.pk}/")
    assert answer.status_code == 410
    assert "This GIF is in your trash" in text_of(answer)
    assert f'value="{animation.pk}"' in answer.content.decode()


def test_the_trash_shows_the_days_left_and_is_emptied(owner, browser):
    for _ in range(2):
        make_animation(owner, deleted_at=timezone.now())
    page = browser.get("/library/trash/")
    assert text_of(page).count("30 days left") == 2
    answer = browser.post("/library/trash/erase/", {"all": page.context["shown_at"]}, follow=True)
    assert "2 GIFs deleted for good." in text_of(answer)
    assert "The trash is empty" in text_of(answer)
    assert browser.get("/library/trash/").context["usage"].in_trash == 0


def test_one_is_erased_and_the_other_stays(owner, browser):
    one, other = (make_animation(owner, deleted_at=timezone.now()) for _ in range(2))
    browser.post("/library/trash/erase/", {"animation": str(one.pk)})
    assert list(Animation.objects.in_trash()) == [other]


@pytest.mark.parametrize("address", ["/library/delete/", "/library/trash/restore/", "/library/trash/erase/"])
@pytest.mark.parametrize("value", ["", "nonsense", "2c4d6d0c-6d5a-4f0f-9f64-0c0e1d0f1a11"])
def test_what_names_nothing_changes_nothing_and_says_so(browser, address, value):
    answer = browser.post(address, {"animation": value}, follow=True)
    assert answer.status_code == 200
    assert "Nothing was" in text_of(answer)


def test_somebody_else_s_stay_where_they_are(owner):
    theirs, in_trash = make_animation(owner), make_animation(owner, deleted_at=timezone.now())
    stranger = signed_in(make_person("bob", password=None))
    stranger.post("/library/delete/", {"animation": str(theirs.pk)})
    stranger.post("/library/trash/restore/", {"animation": str(in_trash.pk)})
    stranger.post("/library/trash/erase/", {"animation": str(in_trash.pk), "all": "2999-01-01T00:00:00+00:00"})
    answers = [stranger.post(f"/animations/{theirs.pk}/{what}/") for what in ("rename", "photo/delete")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (Animation.objects.visible().get(), Animation.objects.in_trash().get()) == (theirs, in_trash)


def test_a_title_stands_for_the_prompt_until_it_is_emptied(owner, browser):
    animation = make_animation(owner)
    browser.post(f"/animations/{animation.pk}/rename/", {"title": "  Monday\n\u202emorning "})
    assert "Monday morning" in text_of(browser.get("/library/"))
    browser.post(f"/animations/{animation.pk}/rename/", {"title": " "})
    assert "silent fury" in text_of(browser.get("/library/"))


def test_a_title_that_is_too_long_changes_nothing(owner, browser):
    animation = make_animation(owner, title="Before")
    answer = browser.post(f"/animations/{animation.pk}/rename/", {"title": "\U0001f525" * 121}, follow=True)
    assert "A title has up to 120 characters. Nothing changed." in text_of(answer)
    animation.refresh_from_db()
    assert animation.title == "Before"


def test_a_photo_is_deleted_and_the_page_says_since_when(owner, browser):
    animation = make_animation(owner)
    answer = browser.post(f"/animations/{animation.pk}/photo/delete/", follow=True)
    assert "Photo deleted. You keep the GIF." in text_of(answer)
    assert "You deleted this GIF&#x27;s photo on" in text_of(answer) or "You deleted this GIF's photo" in text_of(
        answer
    )
    again = browser.post(f"/animations/{animation.pk}/again/", {"keep": "both"}, follow=True)
    assert "You deleted this GIF" in text_of(again)


def test_a_full_library_says_so_and_where_to_make_room(owner, browser, settings):
    settings.LIBRARY_MAX_GIFS = 1
    assert "Your library is full" not in text_of(browser.get("/make/"))
    make_animation(owner)
    for page in ("/library/", "/make/"):
        assert "Your library is full" in text_of(browser.get(page))


def test_emptying_erases_only_what_was_shown(owner, browser):
    make_animation(owner, deleted_at=timezone.now())
    shown_at = browser.get("/library/trash/").context["shown_at"]
    later = make_animation(owner, deleted_at=timezone.now())
    answer = browser.post("/library/trash/erase/", {"all": shown_at}, follow=True)
    assert "1 GIF deleted for good." in text_of(answer)
    assert Animation.objects.in_trash().get() == later


def test_what_was_to_be_erased_is_not_offered_after_the_next_sign_in(owner):
    make_animation(owner, deleted_at=timezone.now())
    stranger = Client()
    stranger.post("/library/trash/erase/", {"all": "2999-01-01T00:00:00+00:00"})
    assert "interrupted_form" not in stranger.session


@pytest.mark.parametrize("what", ["rename", "cancel", "unpublish", "photo/delete", "again"])
def test_a_button_of_a_page_left_open_says_that_the_gif_is_in_the_trash(owner, browser, what):
    animation = make_animation(owner, deleted_at=timezone.now())
    answer = browser.post(f"/animations/{animation.pk}/{what}/")
    assert answer.status_code == 410
    assert "Nothing was changed. Restore it first, then try again." in text_of(answer)


def test_a_page_that_asks_how_far_it_is_loads_anew_once_it_was_deleted(owner, browser):
    animation = make_animation(owner, deleted_at=timezone.now())
    answer = browser.get(f"/animations/{animation.pk}/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_deleting_what_is_in_the_trash_already_says_so(owner, browser):
    animation = make_animation(owner, deleted_at=timezone.now())
    answer = browser.post("/library/delete/", {"animation": str(animation.pk)}, follow=True)
    assert "it's in the trash already" in answer.content.decode().replace("&#x27;", "'")


def test_a_page_of_the_library_that_is_empty_by_now_leads_to_the_first(owner, browser):
    make_animation(owner)
    cursor = f"2001-01-01T00:00:00+00:00_{uuid.UUID(int=0)}"
    assert browser.get("/library/", {"before": cursor})["Location"] == "/library/"


def test_what_was_public_says_so_in_the_trash_and_when_it_is_back(owner, browser):
    publication = make_publication(owner)
    key = publication.export.key
    default_storage.save(key, ContentFile(b"gif"))
    default_storage.save(publication.export.poster_key, ContentFile(b"jpg"))
    browser.post("/library/delete/", {"animation": str(publication.animation_id)})
    assert "Public page comes back" in text_of(browser.get("/library/trash/"))
    answer = browser.post("/library/trash/restore/", {"animation": str(publication.animation_id)}, follow=True)
    assert "Its public page is back online." in text_of(answer)


def test_the_page_says_how_many_gifs_lose_their_photo(owner, browser):
    animation = make_animation(owner)
    make_animation(owner, source_key=animation.source_key)
    assert "for all 2 GIFs you made from it" in text_of(browser.get(f"/animations/{animation.pk}/"))
    browser.post(f"/animations/{animation.pk}/photo/delete/")
    assert "Same picture, new prompt" not in text_of(browser.get(f"/animations/{animation.pk}/"))
