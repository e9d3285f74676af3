"""Erased: no word and no picture is left, and the books still add up."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.animations import media
from apps.animations.create.draft import draft_from, find_draft
from apps.animations.findings import findings_of_animations
from apps.animations.models import Animation, AnimationState, Submission
from apps.animations.retention.erase import MOST_DRAFTS, erase_animation, erase_due
from apps.animations.retention.trash import delete_animations, erase_from_trash
from apps.imaging.errors import Gone
from tests.animations.finished import finished_animation
from tests.animations.harness import Harness
from tests.animations.retention.conftest import all_keys
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

NOW = timezone.now()


def erase(animation: Animation, *, now=NOW) -> bool:
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=now)
    return erase_animation(animation_id=animation.pk, now=now)


@pytest.fixture
def owner(db):
    return make_person(password=None)


def test_every_file_of_an_erased_animation_is_gone(owner, store):
    finished_animation(owner)
    kept = all_keys()
    doomed = finished_animation(owner)
    assert erase(doomed)
    assert all_keys() == kept
    assert not list(store.rglob(f"*{doomed.pk}*"))


def test_no_word_of_it_is_left_in_the_database(owner, store):
    doomed = finished_animation(
        owner, prompt="canary prompt", negative_prompt="canary avoid", title="canary title",
        timeline={"caption": {"text": "canary caption"}}, upload={"canary": 1},
    )  # fmt: skip
    erase(doomed)
    rows = [*Animation.objects.values(), *doomed.exports.values(), *Submission.objects.values()]
    assert "canary" not in str(rows)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_books_still_add_up_and_no_frame_is_missed(harness: Harness, capsys):
    person = make_person(password=None, credits=100)
    animation = harness.start(person, frames=3, prompt="canary")
    harness.run(harness.render_context())
    Submission.objects.update(detail="canary")
    assert erase(animation, now=harness.clock())
    assert findings_of_animations(deep=True, now=harness.clock()) == []
    assert animation.frames.stored().count() == 3
    assert set(Submission.objects.values_list("detail", flat=True)) == {""}
    media.forget_all()
    harness.start(person, frames=2)
    harness.run(harness.render_context())
    media.forget_all()  # as the command finds it: each file is read from the store
    call_command("ledger", "verify", "--deep")


def test_a_photo_that_another_gif_uses_is_kept(owner, store):
    first = finished_animation(owner)
    second = make_animation(owner, source_key=first.source_key)
    erase(first)
    assert media.read(first.source_key)
    erase(second)
    assert first.source_key not in all_keys()


def test_only_what_is_in_the_trash_is_erased(owner):
    animation = make_animation(owner)
    assert not erase_animation(animation_id=animation.pk, now=NOW)
    assert erase(animation)
    assert not erase_animation(animation_id=animation.pk, now=NOW)


def test_after_thirty_days_in_the_trash_and_not_before(owner):
    animation = make_animation(owner)
    delete_animations(owner=owner, animation_ids=[animation.pk], now=NOW)
    erase_due(now=NOW + timedelta(days=30) - timedelta(seconds=1))
    assert Animation.objects.in_trash().exists()
    erase_due(now=NOW + timedelta(days=30))
    assert not Animation.objects.in_trash().exists()


def test_a_store_that_is_away_does_not_keep_the_words(owner, store, settings, run_collector):
    doomed = finished_animation(owner, prompt="canary")
    there = settings.STORAGES
    away = {"bucket_name": "b", "endpoint_url": "http://127.0.0.1:9", "access_key": "k", "secret_key": "s"}
    settings.STORAGES = {**there, "default": {"BACKEND": "gifsite.storage.PictureStorage", "OPTIONS": away}}
    assert erase(doomed)
    assert not Animation.objects.filter(prompt="canary").exists()
    settings.STORAGES = there
    assert run_collector() > 0
    assert all_keys() == set()


class TestDrafts:
    @pytest.fixture
    def draft(self, owner, store) -> Animation:
        source = finished_animation(owner)
        return draft_from(source, keep_words=True, now=NOW)

    def test_one_that_nobody_came_back_to_for_a_day_goes(self, draft, owner):
        erase_due(now=NOW + timedelta(hours=24) - timedelta(seconds=1))
        assert find_draft(owner=owner, draft_id=draft.pk)
        erase_due(now=NOW + timedelta(hours=24))
        assert find_draft(owner=owner, draft_id=draft.pk) is None
        assert media.read(draft.source_key)  # the GIF it was made from needs it

    def test_nobody_keeps_more_than_so_many(self, draft, owner):
        source = Animation.objects.submitted().get()
        for minute in range(1, MOST_DRAFTS + 1):
            draft_from(source, keep_words=True, now=NOW + timedelta(minutes=minute))
        drafts = Animation.objects.filter(state=AnimationState.DRAFT)
        assert drafts.count() == MOST_DRAFTS
        assert not drafts.filter(pk=draft.pk).exists()

    def test_none_is_made_of_a_photo_that_was_erased_meanwhile(self, owner, store):
        source = finished_animation(owner)
        read_before = Animation.objects.get(pk=source.pk)
        erase(source)
        with pytest.raises(Gone):
            draft_from(read_before, keep_words=True, now=NOW)
        assert not Animation.objects.filter(state=AnimationState.DRAFT).exists()


def test_the_last_trash_is_emptied_at_once(owner):
    ids = [make_animation(owner).pk for _ in range(3)]
    delete_animations(owner=owner, animation_ids=ids[:2], now=NOW)
    assert erase_from_trash(owner=owner, animation_ids=None, now=NOW) == 2
    assert Animation.objects.visible().get().pk == ids[2]
