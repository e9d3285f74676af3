"""The engine's rate limit: who takes a place in it, and who does not."""

import threading
import time
from dataclasses import replace

import pytest

from apps.accounts.models import User
from apps.animations.models import (
    Animation,
    Frame,
    FrameState,
    OutboxMessage,
    PausedReason,
    Submission,
    SubmissionState,
)
from apps.animations.operations.forgotten import announce_forgotten, wake_paused
from apps.animations.rendering.context import Checkpoint
from apps.animations.rendering.rate_limiter import RateLimiter
from tests.animations.harness import Harness
from tests.factories.accounts import make_person
from tests.servers import free_port


def test_a_gate_lets_through_as_many_as_it_has_places_and_then_none():
    rate_limiter = RateLimiter("memory://", 2)

    assert [rate_limiter.acquire("stability") for _ in range(3)] == [True, True, False]
    assert rate_limiter.acquire("sketch")
    assert not rate_limiter.wait_for_capacity("stability", until=time.monotonic() + 0.1)


def test_looking_for_a_place_takes_none():
    rate_limiter = RateLimiter("memory://", 1)

    assert [rate_limiter.wait_for_capacity("stability", until=time.monotonic() + 1) for _ in range(5)] == [True] * 5
    assert rate_limiter.acquire("stability")


def queue(harness: Harness, owner: User) -> Animation:
    """Four animations, one after the other; the first of them."""
    made = []
    for _ in range(4):
        made.append(harness.start(owner, frames=2))
        harness.clock.forward(1)
    return made[0]


def used_up() -> RateLimiter:
    rate_limiter = RateLimiter("memory://", 1, wait_seconds=0.1)
    rate_limiter.acquire("stability")
    return rate_limiter


def test_a_bucket_that_does_not_answer_is_closed_and_asked_only_once():
    rate_limiter = RateLimiter(f"redis://127.0.0.1:{free_port()}/0", 100)

    began = time.monotonic()
    assert [rate_limiter.acquire("stability") for _ in range(50)] == [False] * 50
    assert time.monotonic() - began < 2


@pytest.mark.large
def test_what_may_not_be_painted_takes_no_place(harness: Harness, settings):
    """One person's many waiting animations leave all places to the one who may paint."""
    heavy, light = make_person("heavy", credits=500), make_person("light", credits=500)
    settings.USER_DAILY_SPEND_CENTS = 0
    for _ in range(6):
        harness.start(heavy, frames=2)
    render_context = replace(harness.render_context(), rate_limiter=RateLimiter("memory://", 3))
    for _ in range(5):
        harness.look(render_context)
        wake_paused(now=harness.clock())
    assert harness.arrivals() == []
    assert set(Animation.objects.values_list("paused_reason", flat=True)) == {PausedReason.USER_CEILING}

    settings.USER_DAILY_SPEND_CENTS = 500
    OutboxMessage.objects.all().delete()
    wanted = harness.start(light, frames=3)
    while harness.look(render_context):
        pass
    assert wanted.frames.filter(state=FrameState.STORED).count() == 3


def test_a_frame_that_finds_no_place_stays_as_it_was_and_asks_again(harness: Harness):
    harness.start(make_person("alice", credits=100), frames=2)

    harness.look(replace(harness.render_context(), rate_limiter=used_up()))

    assert (Submission.objects.count(), OutboxMessage.objects.count()) == (0, 1)
    assert set(Frame.objects.values_list("state", flat=True)) == {FrameState.PENDING}


def test_of_one_persons_waiting_animations_no_more_wake_than_may_run(harness: Harness, settings):
    settings.USER_RUNNING_LIMIT = 2
    people = [make_person(name, credits=500) for name in ("alice", "bob")]
    for owner in people:
        queue(harness, owner)
    OutboxMessage.objects.all().delete()
    Animation.objects.update(paused_reason=PausedReason.SITE_CEILING)

    wake_paused(now=harness.clock())

    woken = Animation.objects.filter(pk__in=OutboxMessage.objects.values("ref"))
    for owner in people:
        oldest = owner.animations.order_by("queued_at")[:2].values_list("pk", flat=True)
        assert set(woken.filter(owner=owner).values_list("pk", flat=True)) == set(oldest)


def test_of_those_who_wait_their_turn_only_the_first_of_each_person_is_announced_again(harness: Harness):
    owner = make_person("alice", credits=500)
    first = queue(harness, owner)
    OutboxMessage.objects.all().delete()
    Animation.objects.update(paused_reason=PausedReason.TURN)
    harness.clock.forward(20)

    announce_forgotten(now=harness.clock())

    assert list(OutboxMessage.objects.values_list("ref", flat=True)) == [first.pk]


@pytest.mark.large
def test_an_answer_that_finds_no_room_waits_for_it_and_is_not_bought_again(harness: Harness):
    harness.start(make_person("alice", credits=100), frames=2)
    room_again = threading.Timer(0.8, lambda: aside.rename(folder))

    def fill_the_disk(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.ANSWERED:
            folder.rename(aside)  # nothing can be written where it was
            room_again.start()

    render_context = harness.render_context(fill_the_disk)
    folder, aside = render_context.spool.folder, render_context.spool.folder.with_name("aside")
    harness.look(render_context)

    assert room_again.finished.is_set()
    assert len(harness.arrivals()) == 1
    assert list(Submission.objects.values_list("state", flat=True)) == [SubmissionState.WON]
