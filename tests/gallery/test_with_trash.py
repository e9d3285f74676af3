"""A page is never up while its GIF is in the trash or erased, whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation
from apps.animations.retention.trash import delete_animations, erase_from_trash, restore_animations
from apps.gallery.models import Publication
from apps.gallery.services import NothingToPublish, publish_animation
from apps.gallery.with_trash import pages_that_should_be_down, put_back_with
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person
from tests.factories.gallery import make_publication

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()


def at_once(*works) -> None:
    def run(work) -> None:
        try:
            work()
        except NothingToPublish:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(run, works))


def test_a_page_is_not_put_back_for_a_gif_that_was_deleted_again():
    publication = make_publication(make_person(password=None))
    animation = publication.animation
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=NOW)
    # Restored, and deleted again before its page is put back.
    restored = Animation.objects.get()
    Animation.objects.update(deleted_at=NOW + timedelta(seconds=1))
    assert put_back_with(animation=restored, deleted_at=NOW) is None
    assert pages_that_should_be_down() == []


def test_nothing_is_published_that_is_in_the_trash():
    animation = finished_animation(make_person(password=None))
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=NOW)
    with pytest.raises(NothingToPublish):
        publish_animation(animation=animation, title="Late", alt_text="", visibility="public", now=NOW)
    assert not Publication.objects.exists()


def test_a_page_that_is_up_by_mistake_is_not_changed_while_its_gif_is_in_the_trash():
    publication = make_publication(make_person(password=None))
    animation = publication.animation
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=NOW)
    Publication.objects.update(revoked_at=None, title="Before")
    with pytest.raises(NothingToPublish):
        publish_animation(animation=animation, title="After", alt_text="", visibility="public", now=NOW)
    assert Publication.objects.get().title == "Before"


def test_a_page_that_is_up_by_mistake_goes_when_its_gif_is_erased():
    publication = make_publication(make_person(password=None))
    animation = publication.animation
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=NOW)
    Publication.objects.update(revoked_at=None)
    assert pages_that_should_be_down() == [f"page {publication.slug} is up, and its animation is deleted"]
    erase_from_trash(owner=animation.owner, animation_ids=None, now=NOW)
    assert pages_that_should_be_down() == []
    assert Client().get(f"/g/{publication.slug}/").status_code == 410


@pytest.mark.large
@pytest.mark.parametrize("turn", range(4))
def test_restoring_publishing_deleting_and_erasing_at_one_moment_leave_no_page_up(turn):
    animation = finished_animation(make_person(password=None))
    owner, ids = animation.owner, [animation.pk]
    publish_animation(animation=animation, title="", alt_text="", visibility="public", now=NOW)
    delete_animations(owner=owner, animation_ids=ids, now=NOW)
    at_once(
        lambda: restore_animations(owner=owner, animation_ids=ids, now=NOW),
        lambda: delete_animations(owner=owner, animation_ids=ids, now=NOW + timedelta(seconds=1)),
        lambda: publish_animation(animation=animation, title="", alt_text="", visibility="public", now=NOW),
        lambda: erase_from_trash(owner=owner, animation_ids=ids, now=NOW),
    )
    assert pages_that_should_be_down() == []
    for publication in Publication.objects.live():
        assert default_storage.exists(publication.gif_key)
