"""Nobody waits for the network inside a transaction, or with one of the few database connections in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from celery.signals import before_task_publish
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from apps.animations import media
from apps.animations.rendering import masks
from apps.animations.rendering.chain import step_animation
from apps.animations.rendering.rate_limiter import RateLimiter
from tests.animations.harness import Harness
from tests.animations.rendering.test_postprocess import middle
from tests.factories.accounts import make_person
from tests.sizes import large

RECIPES = [
    {"color_stabilization": 0},
    {"color_stabilization": 1},
    {"mask": middle(), "mask_follows": True, "color_stabilization": 0.5},
    {"motion": {"zoom": 1.5}, "motion_before": True},
]


@pytest.fixture
def alice(harness: Harness):
    return make_person("alice", credits=500)


def holds_a_connection() -> bool:
    return connection.connection is not None


class SlowStore(FileSystemStorage):
    """A store that one must wait for: it notes for each read and write whether a connection was held meanwhile."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.reads: list[bool] = []
        self.writes: list[bool] = []

    def _open(self, name: str, mode: str = "rb"):
        self.reads.append(holds_a_connection())
        return super()._open(name, mode)

    def _save(self, name: str, content: ContentFile) -> str:
        self.writes.append(holds_a_connection())
        return super()._save(name, content)


class NarrowLimiter(RateLimiter):
    """Has no place when a call asks first, and one after it was waited for."""

    def __init__(self) -> None:
        super().__init__("memory://", 1_000_000)
        self.waits: list[bool] = []

    def acquire(self, engine: str) -> bool:
        return bool(self.waits)

    def wait_for_capacity(self, engine: str, *, until: float) -> bool:
        self.waits.append(holds_a_connection())
        return True


@contextmanager
def every_message() -> Iterator[list[bool]]:
    held: list[bool] = []

    def note(**_: object) -> None:
        held.append(holds_a_connection())

    before_task_publish.connect(note)
    try:
        yield held
    finally:
        before_task_publish.disconnect(note)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "recipe", [RECIPES[0], *map(large, RECIPES[1:3]), RECIPES[3]], ids=["plain", "held", "masked", "moved"]
)
def test_a_worker_that_remembers_no_picture_reads_and_writes_them_without_a_connection(
    harness: Harness, alice, recipe, settings
):
    animation = harness.start(alice, frames=3, **recipe)
    store = SlowStore(settings.MEDIA_ROOT)
    render_context = replace(harness.render_context(), storage=store)
    for number in (1, 2, 3):
        media.forget_all()
        masks.forget_all()
        step_animation(animation_id=animation.pk, render_context=render_context)
        assert animation.frames.stored().count() == number
    assert len(store.reads) >= 3
    assert len(store.writes) >= 3
    assert not any(store.reads + store.writes)


@pytest.mark.both_databases
def test_a_call_waits_for_its_place_without_a_connection(harness: Harness, alice):
    animation, rate_limiter = harness.start(alice, frames=2), NarrowLimiter()
    step_animation(
        animation_id=animation.pk, render_context=replace(harness.render_context(), rate_limiter=rate_limiter)
    )
    assert rate_limiter.waits == [False]
    assert animation.frames.stored().count() == 1


@pytest.mark.both_databases
def test_messages_are_sent_without_a_connection(harness: Harness, alice):
    with every_message() as held:
        animation = harness.start(alice, frames=2)
        step_animation(animation_id=animation.pk, render_context=harness.render_context())
    assert held == [False, False]


def test_a_picture_that_the_store_has_lost_ends_no_step_in_an_error_and_holds_nothing(
    harness: Harness, alice, settings
):
    animation = harness.start(alice, frames=2)
    media.forget_all()
    (store := SlowStore(settings.MEDIA_ROOT)).delete(animation.source_key)
    step_animation(animation_id=animation.pk, render_context=replace(harness.render_context(), storage=store))
    assert (harness.arrivals(), store.reads) == ([], [False])
    assert animation.frames.filter(state="pending").count() == 2
