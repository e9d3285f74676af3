"""What the collector may delete, and what it must never."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.animations import media
from apps.animations.models import Animation, MaskCorrection
from apps.animations.retention.kinds import of_kept_animations, sources_in_use
from apps.animations.retention.measure import measure_missing
from tests.animations.finished import finished_animation
from tests.animations.retention.conftest import all_keys
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(password=None)


@pytest.mark.parametrize("field", ["source_key", "mask_key", "analysis_key", "whole_key"])
def test_each_field_of_an_animation_keeps_its_file(owner, field):
    make_animation(owner, **{field: "sources/a/b.png"})
    assert sources_in_use(["sources/a/b.png", "sources/a/c.png"]) == {"sources/a/b.png"}


def test_a_corrected_mask_keeps_its_file(owner):
    MaskCorrection.objects.create(animation=make_animation(owner), position=1, key="sources/a/mask-1.png")
    assert sources_in_use(["sources/a/mask-1.png"]) == {"sources/a/mask-1.png"}


@pytest.mark.parametrize("gone", ["erased_at", "photo_deleted_at"])
def test_an_erased_animation_or_a_deleted_photo_keeps_nothing(owner, gone):
    now = timezone.now()
    animation = make_animation(owner, source_key="sources/a/b.png", deleted_at=now, **{gone: now})
    MaskCorrection.objects.create(animation=animation, position=1, key="sources/a/mask-1.png")
    assert sources_in_use(["sources/a/b.png", "sources/a/mask-1.png"]) == set()


def test_what_is_in_the_trash_is_still_kept(owner):
    animation = make_animation(owner, source_key="sources/a/b.png", deleted_at=timezone.now())
    assert sources_in_use(["sources/a/b.png"]) == {"sources/a/b.png"}
    assert of_kept_animations([f"frames/{animation.pk}/x/y.png"]) == {f"frames/{animation.pk}/x/y.png"}


def test_an_animation_s_folder_is_kept_until_it_is_erased(owner):
    now = timezone.now()
    kept, erased, never = make_animation(owner), make_animation(owner, deleted_at=now, erased_at=now), uuid.uuid4()
    keys = {name: f"exports/{pk}/x.gif" for name, pk in {"kept": kept.pk, "erased": erased.pk, "never": never}.items()}
    assert of_kept_animations(keys.values()) == {keys["kept"]}


def test_a_key_that_cannot_be_read_is_kept(owner):
    assert of_kept_animations(["frames/README", "frames/not-an-id/x.png"]) == {
        "frames/README",
        "frames/not-an-id/x.png",
    }


def test_the_collector_deletes_what_nothing_needs_and_nothing_else(owner, store, run_collector):
    finished_animation(owner)
    needed = all_keys()
    media.write(media.source_key(uuid.uuid4()), b"refused")
    media.write(f"frames/{uuid.uuid4()}/x/y.png", b"late")
    media.write("public/nobody.gif", b"taken down")
    assert run_collector() == 3
    assert all_keys() == needed
    assert run_collector() == 0


def test_a_finished_animation_knows_how_large_it_is(owner, store):
    animation = finished_animation(owner)
    measure_missing()
    animation.refresh_from_db()
    export = animation.exports.get()
    sizes = {path.parts[0]: 0 for path in (p.relative_to(store) for p in store.rglob("*.*"))}
    for path in store.rglob("*.*"):
        sizes[path.relative_to(store).parts[0]] += path.stat().st_size
    assert animation.frames_bytes == sizes["frames"]
    assert export.size_bytes + export.poster_bytes == sizes["exports"]


def test_a_young_file_is_never_deleted(owner, store):
    from apps.common.retention import collect, kinds

    media.write(media.source_key(uuid.uuid4()), b"being submitted")
    soon = timezone.now() + timedelta(hours=23)
    assert sum(collect(kind, now=soon).deleted_files for kind in kinds()) == 0
    assert Animation.objects.count() == 0
