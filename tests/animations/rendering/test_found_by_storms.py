"""Scenarios that a storm brought to light, small enough to be repeated at every change."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.animations.media_links import link
from apps.animations.models import MessageKind, OutboxMessage, PausedReason
from apps.animations.rendering.chain import step_animation
from tests.animations.harness import Harness, sweep_here
from tests.factories.accounts import make_person
from tests.servers import free_port


@pytest.mark.both_databases
def test_an_animation_that_waits_for_a_review_does_not_take_its_owners_turn(harness: Harness, settings):
    settings.UNKNOWN_POLICY, settings.USER_RUNNING_LIMIT = "review", 1
    alice = make_person("alice", credits=100)
    lost, next_one = harness.start(alice, frames=2), harness.start(alice, frames=2)
    harness.fake.next("reset")
    render_context = harness.render_context()
    while harness.look(render_context):
        pass
    lost.refresh_from_db()
    assert lost.paused_reason == PausedReason.REVIEW
    harness.clock.forward(60)
    for _ in range(3):
        sweep_here(harness, render_context)
        while harness.look(render_context):
            pass
    next_one.refresh_from_db()
    assert (next_one.state, next_one.paused_reason) == ("done", "")


@pytest.mark.large
@pytest.mark.both_databases
def test_a_store_that_is_away_while_the_gif_is_made_delays_it_and_never_costs_it(harness: Harness, settings, tmp_path):
    store = tmp_path / "store"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": store, "allow_overwrite": True},
        },
    }
    animation = harness.start(make_person("alice", credits=100), frames=2)
    render_context = harness.render_context()
    while animation.state != "assembling":
        hint = OutboxMessage.objects.get(kind=MessageKind.STEP)
        step_animation(animation_id=hint.ref, render_context=render_context)
        animation.refresh_from_db()
    store.rename(tmp_path / "away")
    store.touch()  # nothing can be read or written below a file
    for _ in range(6):
        sweep_here(harness, render_context)
        harness.look(render_context)
        harness.clock.forward(10)
    store.unlink()
    (tmp_path / "away").rename(store)
    for _ in range(6):
        sweep_here(harness, render_context)
        harness.look(render_context)
        harness.clock.forward(10)
    animation.refresh_from_db()
    assert (animation.state, animation.exports.get().state) == ("done", "ready")


def test_a_link_to_a_stored_frame_is_made_while_the_cache_is_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    key = "frames/a/b/c.png"
    default_storage.save(key, ContentFile(b"picture"))
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }
    assert link(key) != ""
