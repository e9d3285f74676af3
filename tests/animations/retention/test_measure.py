"""Rows from before sizes were noted get them from the store."""

import pytest

from apps.animations.models import Animation
from apps.animations.retention.measure import BATCH, measure_missing
from tests.animations.finished import finished_animation
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db


def sizes_on_disk(store) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for path in (path for path in store.rglob("*") if path.is_file()):
        kind = path.relative_to(store).parts[0]
        sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    return sizes


def test_an_old_row_gets_the_sizes_of_its_files_once(store):
    animation = finished_animation(make_person(password=None))
    Animation.objects.update(source_bytes=None, frames_bytes=None)
    assert measure_missing() == 1
    animation.refresh_from_db()
    found = sizes_on_disk(store)
    assert (animation.source_bytes, animation.frames_bytes) == (found["sources"], found["frames"])
    assert measure_missing() == 0


def test_a_photo_that_is_gone_weighs_nothing(store):
    make_animation(make_person(password=None))
    assert measure_missing() == 1
    assert Animation.objects.get().source_bytes == 0


def test_one_that_is_being_painted_is_left_alone(store):
    make_animation(make_person(password=None), state="active", ended_at=None)
    assert measure_missing() == 0


def test_a_sweep_measures_a_few_at_a_time(store):
    owner = make_person(password=None)
    for _ in range(BATCH + 1):
        make_animation(owner)
    assert (measure_missing(), measure_missing(), measure_missing()) == (BATCH, 1, 0)
