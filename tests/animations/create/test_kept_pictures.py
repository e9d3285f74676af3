"""What the store keeps of orders that were replaced, refused or sent twice: nothing that no row needs."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from apps.animations.create.draft import keep_draft, picture_of
from apps.animations.create.picture import Picture, take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation
from apps.animations.retention.kinds import SOURCE_FIELDS
from apps.animations.retention.photo import delete_photo
from apps.common.stored_files import files_below
from apps.imaging.errors import Gone
from apps.imaging.sandbox.process import default_sandbox
from tests.animations.harness import small_picture
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner():
    return make_person(password=None, credits=20)


def picture(seed: int = 1) -> Picture:
    return take_picture(image=small_picture(seed), mask=None, engine="sketch", sandbox=default_sandbox())


def recipe(**wish: object):
    return complete(RecipeInput(**{"prompt": "rage", "engine": "sketch", "frames": 3, **wish}), masked=False)


def stored() -> set[str]:
    return {file.key for file in files_below("sources/")}


def referred_to() -> set[str]:
    return {getattr(row, field) for row in Animation.objects.all() for field in SOURCE_FIELDS} - {""}


def test_a_draft_that_is_replaced_deletes_its_picture(owner):
    before = stored()
    for seed in range(3):
        keep_draft(owner=owner, request_key="k", picture=picture(seed), recipe=recipe(), now=timezone.now())
    assert stored() - before == referred_to()
    assert Animation.objects.count() == 1


def test_a_draft_that_is_kept_again_keeps_its_picture(owner):
    draft = keep_draft(owner=owner, request_key="k", picture=picture(), recipe=recipe(), now=timezone.now())
    keep_draft(owner=owner, request_key="k", picture=picture_of(draft), recipe=recipe(prompt="joy"), now=timezone.now())
    assert referred_to() <= stored()


def test_the_same_key_sent_at_one_moment_keeps_one_picture(owner):
    before, taken = stored(), [picture() for _ in range(3)]

    def submit(sent: Picture) -> uuid.UUID:
        try:
            made = submit_animation(
                owner=owner, request_key="k", picture=sent, recipe=recipe(seed=1), price_shown=None, now=timezone.now()
            )
            return made.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(submit, taken))) == 1
    assert stored() - before == referred_to()


def test_a_draft_of_a_photo_that_was_deleted_in_another_tab_is_not_started(owner):
    first = submit_animation(
        owner=owner, request_key="k", picture=picture(), recipe=recipe(), price_shown=None, now=timezone.now()
    )
    Animation.objects.update(state="done", ended_at=timezone.now())
    borrowed = picture_of(Animation.objects.get())
    delete_photo(owner=owner, animation_id=first.pk, now=timezone.now())
    with pytest.raises(Gone):
        submit_animation(
            owner=owner, request_key="l", picture=borrowed, recipe=recipe(), price_shown=None, now=timezone.now()
        )
    assert Animation.objects.count() == 1
