"""How much somebody keeps, and what happens when it is all they may."""

import pytest
from django.utils import timezone

from apps.animations.retention.usage import LibraryFull, check_library, in_megabytes, usage_of
from tests.factories.accounts import make_person
from tests.factories.gallery import make_animation

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_person(password=None)


def test_everything_that_is_kept_counts_and_a_shared_photo_once(owner):
    make_animation(owner, source_key="sources/a", source_bytes=1000, frames_bytes=50)
    make_animation(owner, source_key="sources/a", source_bytes=1000, frames_bytes=60)
    make_animation(make_person("bob", password=None), source_bytes=7, frames_bytes=7)
    usage = usage_of(owner)
    assert (usage.gifs, usage.in_trash) == (2, 0)
    assert usage.used_bytes == 1000 + 50 + 60 + 2 * 1234  # and each has an export of 1,234 bytes


def test_the_trash_counts_and_what_is_erased_does_not(owner):
    now = timezone.now()
    make_animation(owner, deleted_at=now, frames_bytes=50)
    make_animation(owner, deleted_at=now, erased_at=now, frames_bytes=70)
    usage = usage_of(owner)
    assert (usage.gifs, usage.in_trash, usage.used_bytes) == (0, 1, 50 + 1234)


@pytest.mark.parametrize(("gifs", "size", "is_full"), [(2, 10**6, True), (3, 2468, True), (3, 2469, False)])
def test_it_is_full_at_either_limit(owner, settings, gifs, size, is_full):
    make_animation(owner)
    make_animation(owner, deleted_at=timezone.now())
    settings.LIBRARY_MAX_GIFS, settings.LIBRARY_MAX_BYTES = gifs, size
    assert usage_of(owner).is_full is is_full
    if is_full:
        with pytest.raises(LibraryFull):
            check_library(owner)
    else:
        check_library(owner)


@pytest.mark.parametrize(("size", "words"), [(0, "0 MB"), (1, "1 MB"), (120 * 2**20, "120 MB"), (3 * 2**29, "1.5 GB")])
def test_sizes_are_said_as_people_say_them(size, words):
    assert in_megabytes(size) == words
