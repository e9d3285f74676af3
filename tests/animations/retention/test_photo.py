"""The photo goes, the GIF stays."""

import pytest
from django.utils import timezone

from apps.animations import media
from apps.animations.create.draft import draft_from
from apps.animations.exports.versions import request_export
from apps.animations.models import Animation, AnimationState
from apps.animations.retention.photo import PhotoInUse, delete_photo
from apps.animations.retention.trash import delete_animations
from apps.imaging.errors import Gone
from tests.animations.finished import encode, finished_animation
from tests.animations.retention.conftest import all_keys
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def animation(store) -> Animation:
    return finished_animation(make_person(password=None))


def test_the_photo_is_gone_and_the_gif_is_kept(animation):
    before = all_keys()
    assert delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW) == 1
    assert before - all_keys() == {animation.source_key}
    assert media.read(animation.exports.get().key)


def test_drafts_of_it_go_and_every_gif_made_from_it_loses_it(animation):
    draft_from(animation, keep_words=True, now=NOW)
    other = make_animation(animation.owner, source_key=animation.source_key)
    assert delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW) == 2
    other.refresh_from_db()
    assert not other.has_photo
    assert not Animation.objects.filter(state=AnimationState.DRAFT).exists()
    assert animation.source_key not in all_keys()


def test_not_while_another_gif_is_made_from_it(animation):
    make_animation(animation.owner, source_key=animation.source_key, state="active", ended_at=None)
    with pytest.raises(PhotoInUse):
        delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW)
    assert media.read(animation.source_key)


def test_no_other_gif_can_be_made_from_it_afterward(animation):
    delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW)
    animation.refresh_from_db()
    with pytest.raises(Gone):
        draft_from(animation, keep_words=True, now=NOW)


def test_other_files_can_still_be_made(animation):
    animation.frames.update(drift=None)
    delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW)
    animation.refresh_from_db()
    animation.loop = "reverse"
    export = encode(request_export(animation=animation, now=NOW))
    assert export.state == "ready"


def test_nobody_deletes_somebody_else_s_or_one_in_the_trash(animation):
    with pytest.raises(Animation.DoesNotExist):
        delete_photo(owner=make_person("bob", password=None), animation_id=animation.pk, now=NOW)
    delete_animations(owner=animation.owner, animation_ids=[animation.pk], now=NOW)
    with pytest.raises(Animation.DoesNotExist):
        delete_photo(owner=animation.owner, animation_id=animation.pk, now=NOW)
    assert media.read(animation.source_key)
