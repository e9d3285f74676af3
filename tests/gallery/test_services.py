"""Publish, change and take back: the row, its files, and what happens when two do it at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models.signals import post_init

from apps.animations import media
from apps.gallery.models import Publication
from apps.gallery.services import NothingToPublish, fit_title, publish_animation, revoke_publication
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation, make_publication

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def publish(animation, *, title="Silent fury", alt_text="He glares", visibility="public", now=NOW) -> Publication:
    return publish_animation(animation=animation, title=title, alt_text=alt_text, visibility=visibility, now=now)


def test_publishing_copies_the_gif_and_its_poster_under_public_keys():
    animation = finished_animation(make_person(password=None))
    export = animation.exports.get()
    publication = publish(animation)
    assert (publication.title, publication.alt_text, publication.published_at) == ("Silent fury", "He glares", NOW)
    for public, private in ((publication.gif_key, export.key), (publication.poster_key, export.poster_key)):
        assert public.startswith("public/")
        assert media.read(public) == media.read(private)


def test_publishing_again_changes_the_page_and_keeps_its_address_and_date():
    animation = finished_animation(make_person(password=None))
    first = publish(animation)
    again = publish(animation, title="Rage", alt_text="Red", visibility="unlisted", now=NOW + timedelta(days=1))
    assert again.pk == first.pk
    kept = Publication.objects.get()
    assert (kept.slug, kept.published_at) == (first.slug, NOW)
    assert (kept.title, kept.alt_text, kept.visibility) == ("Rage", "Red", "unlisted")


def test_taking_back_removes_both_files_and_leaves_other_pages_alone():
    alice = make_person(password=None)
    gone, stays = make_publication(alice), make_publication(alice)
    revoke_publication(publication=gone, now=NOW)
    assert [default_storage.exists(key) for key in (gone.gif_key, gone.poster_key)] == [False, False]
    assert [default_storage.exists(key) for key in (stays.gif_key, stays.poster_key)] == [True, True]
    assert list(Publication.objects.live()) == [stays]
    gone.refresh_from_db()
    assert gone.revoked_at == NOW


def test_taking_back_twice_keeps_the_first_moment():
    publication = make_publication(make_person(password=None))
    for hours in (0, 1):
        revoke_publication(publication=publication, now=NOW + timedelta(hours=hours))
    publication.refresh_from_db()
    assert publication.revoked_at == NOW


def test_a_page_that_was_taken_back_and_is_published_again_has_a_new_address():
    animation = finished_animation(make_person(password=None))
    first = publish(animation)
    revoke_publication(publication=first, now=NOW)
    assert publish(animation).slug != first.slug


def test_without_a_finished_gif_nothing_is_published():
    animation = make_animation(make_person(password=None))
    animation.exports.update(state="pending", key="")
    with pytest.raises(NothingToPublish):
        publish(animation)
    assert Publication.objects.count() == 0


def test_published_twice_at_once_the_first_page_stands_and_the_second_leaves_no_files():
    animation = finished_animation(make_person(password=None))
    kept = []

    def publishes_first(instance: Publication, **_: object) -> None:
        post_init.disconnect(publishes_first, sender=Publication)
        kept.extend([publish(animation, title="First"), instance])

    post_init.connect(publishes_first, sender=Publication)
    answered = publish(animation, title="Second")
    first, second = kept
    assert (answered.pk, answered.title) == (first.pk, "First")
    assert not default_storage.exists(second.gif_key)
    assert not default_storage.exists(second.poster_key)
    assert default_storage.exists(first.gif_key)


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("  two \n words ", "two words"),
        ("x" * 70, "x" * 70),
        ("x" * 71, "x" * 67 + "…"),
        ("é" * 36, "é" * 33 + "…"),
        ("", ""),
    ],
)
def test_a_title_is_cut_to_seventy_bytes_at_a_character(text, fitted):
    assert fit_title(text) == fitted


def test_without_a_title_the_page_is_called_by_its_prompt():
    assert publish(finished_animation(make_person(password=None)), title=" ").title == "rage"


def test_an_unknown_visibility_is_public_and_the_database_takes_no_other():
    publication = publish(finished_animation(make_person(password=None)), visibility="secret")
    assert publication.visibility == "public"
    with pytest.raises(IntegrityError, match="publication_visibility_is_known"), transaction.atomic():
        Publication.objects.update(visibility="secret")
