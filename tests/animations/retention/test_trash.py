"""Deleting into the trash and the way back: what moves, what stops, and what is charged."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.animations.models import Animation, AnimationState
from apps.animations.retention.trash import delete_animations, erase_from_trash, restore_animations
from apps.credits.selectors import balance_of
from apps.gallery.models import Publication
from apps.gallery.services import publish_animation, revoke_publication
from tests.animations.finished import finished_animation
from tests.animations.harness import Harness
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

NOW = timezone.now()


@pytest.fixture
def owner(db):
    return make_person(password=None, credits=100)


def test_deleted_is_out_of_sight_and_comes_back(owner):
    animation = make_animation(owner)
    assert delete_animations(owner=owner, animation_ids=[animation.pk], now=NOW) == [animation.pk]
    assert not Animation.objects.visible().exists()
    assert restore_animations(owner=owner, animation_ids=[animation.pk], now=NOW) == [animation.pk]
    assert Animation.objects.visible().get() == animation


def test_deleting_and_restoring_twice_is_doing_it_once(owner):
    animation = make_animation(owner)
    delete_animations(owner=owner, animation_ids=[animation.pk], now=NOW)
    assert delete_animations(owner=owner, animation_ids=[animation.pk], now=NOW + timedelta(days=9)) == []
    assert Animation.objects.get().deleted_at == NOW
    restore_animations(owner=owner, animation_ids=[animation.pk], now=NOW)
    assert restore_animations(owner=owner, animation_ids=[animation.pk], now=NOW) == []


def test_nobody_deletes_restores_or_erases_somebody_else_s(owner):
    stranger = make_person("bob", password=None)
    animation = make_animation(owner)
    assert delete_animations(owner=stranger, animation_ids=[animation.pk], now=NOW) == []
    delete_animations(owner=owner, animation_ids=[animation.pk], now=NOW)
    assert restore_animations(owner=stranger, animation_ids=[animation.pk], now=NOW) == []
    assert erase_from_trash(owner=stranger, animation_ids=[animation.pk], now=NOW) == 0
    assert erase_from_trash(owner=stranger, animation_ids=None, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_one_that_is_being_painted_is_stopped_and_gives_its_credits_back(harness: Harness):
    person = make_person(password=None, credits=100)
    animation = harness.start(person, frames=4)
    delete_animations(owner=person, animation_ids=[animation.pk], now=harness.clock())
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == (AnimationState.CANCELLED, "cancelled")
    balance = balance_of(person.ledger_owner, now=harness.clock())
    assert (balance.available, balance.held) == (100, 0)
    harness.run(harness.render_context())
    assert harness.arrivals() == []


@pytest.mark.django_db(transaction=True)
def test_what_was_delivered_before_is_charged_and_put_together_in_the_trash(harness: Harness):
    person = make_person(password=None, credits=100)
    animation = harness.start(person, frames=4)
    render_context = harness.render_context()
    harness.look(render_context)
    delete_animations(owner=person, animation_ids=[animation.pk], now=harness.clock())
    # Its file is still to be made, so it cannot be erased yet.
    assert erase_from_trash(owner=person, animation_ids=None, now=harness.clock()) == 0
    harness.run(render_context)
    animation.refresh_from_db()
    charged = animation.frames.stored().count() * animation.credits_per_frame
    assert charged > 0
    assert balance_of(person.ledger_owner, now=harness.clock()).available == 100 - charged
    assert erase_from_trash(owner=person, animation_ids=None, now=harness.clock()) == 1


@pytest.mark.django_db(transaction=True)
class TestPublicPages:
    @pytest.fixture
    def published(self, store) -> Publication:
        person = make_person(password=None)
        animation = finished_animation(person)
        return publish_animation(animation=animation, title="Fury", alt_text="", visibility="public", now=NOW)

    def test_the_public_page_goes_at_once_and_says_that_it_is_gone(self, published, store):
        delete_animations(owner=published.animation.owner, animation_ids=[published.animation_id], now=NOW)
        answers = [Client().get(f"/g/{published.slug}{end}") for end in ("/", ".gif", ".jpg", "/embed/")]
        assert [answer.status_code for answer in answers] == [410] * 4
        assert "Fury" not in answers[0].content.decode()
        assert list((store / "public").iterdir()) == []

    def test_restored_it_is_back_at_the_same_address(self, published, store):
        ids = {"owner": published.animation.owner, "animation_ids": [published.animation_id]}
        before = Client().get(f"/g/{published.slug}.gif").getvalue()
        delete_animations(**ids, now=NOW)
        restore_animations(**ids, now=NOW)
        assert Client().get(f"/g/{published.slug}/").status_code == 200
        assert Client().get(f"/g/{published.slug}.gif").getvalue() == before

    def test_a_page_taken_down_before_stays_down(self, published):
        ids = {"owner": published.animation.owner, "animation_ids": [published.animation_id]}
        revoke_publication(publication=published, now=NOW - timedelta(minutes=5))
        delete_animations(**ids, now=NOW)
        restore_animations(**ids, now=NOW)
        assert Client().get(f"/g/{published.slug}/").status_code == 404
