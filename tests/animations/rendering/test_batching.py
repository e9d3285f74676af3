"""A thread goes on with the chain in hand, but only while nobody waits for a thread, and only for some frames."""

from collections.abc import Iterator

import pytest
from celery.concurrency.prefork import TaskPool as ProcessPool
from celery.concurrency.thread import TaskPool as ThreadPool
from celery.signals import before_task_publish
from celery.worker import state

from apps.animations.models import Animation, MessageKind, OutboxMessage
from apps.animations.rendering import batching
from apps.animations.rendering.chain import paint_in_a_row
from apps.animations.rendering.context import Checkpoint
from tests.animations.harness import Harness
from tests.factories.accounts import make_person


@pytest.fixture
def alice(harness: Harness):
    return make_person("alice", credits=100)


@pytest.fixture
def sent() -> Iterator[list[str]]:
    """The names of all messages that go to the broker."""
    names: list[str] = []

    def note(sender: str, **_: object) -> None:
        names.append(sender)

    before_task_publish.connect(note)
    yield names
    before_task_publish.disconnect(note)


def painted(animation: Animation) -> int:
    return animation.frames.filter(state="stored").count()


@pytest.mark.both_databases
def test_some_frames_are_painted_in_a_row_for_one_message(harness: Harness, alice, sent: list[str]):
    animation, render_context = harness.start(alice, frames=6), harness.render_context()
    sent.clear()
    paint_in_a_row(animation_id=animation.pk, render_context=render_context, go_on=lambda: True, frames=4)
    assert (painted(animation), sent) == (4, ["animations.step"])
    paint_in_a_row(animation_id=animation.pk, render_context=render_context, go_on=lambda: True, frames=4)
    assert (painted(animation), sent[1:]) == (6, ["animations.encode"])
    assert len(harness.arrivals()) == 6


def test_while_others_wait_each_frame_goes_through_the_broker(harness: Harness, alice, sent: list[str]):
    animation = harness.start(alice, frames=6)
    sent.clear()
    paint_in_a_row(animation_id=animation.pk, render_context=harness.render_context(), go_on=lambda: False, frames=4)
    assert (painted(animation), sent) == (1, ["animations.step"])


def test_a_frame_that_is_to_be_tried_later_ends_the_row(harness: Harness, alice, sent: list[str]):
    animation = harness.start(alice, frames=6)
    harness.fake.next("ok")
    harness.fake.next("json_500")
    sent.clear()
    paint_in_a_row(animation_id=animation.pk, render_context=harness.render_context(), go_on=lambda: True, frames=4)
    assert (painted(animation), sent, len(harness.arrivals())) == (1, [], 2)


@pytest.mark.both_databases
def test_a_thread_that_dies_between_two_frames_leaves_the_row_and_keeps_no_later_message(
    harness: Harness, alice, sent: list[str]
):
    animation = harness.start(alice, frames=3)

    def die(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.SETTLED:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paint_in_a_row(
            animation_id=animation.pk, render_context=harness.render_context(die), go_on=lambda: True, frames=4
        )
    assert OutboxMessage.objects.filter(kind=MessageKind.STEP, ref=animation.pk).exists()
    sent.clear()
    harness.run(harness.render_context())
    assert painted(animation) == len(harness.arrivals()) == 3
    assert "animations.step" in sent


def test_others_of_the_same_owner_are_told_at_once(harness: Harness, alice, sent: list[str], settings):
    settings.USER_RUNNING_LIMIT = 1
    first, second = harness.start(alice, frames=2), harness.start(alice, frames=2)
    render_context = harness.render_context()
    paint_in_a_row(animation_id=first.pk, render_context=render_context, go_on=lambda: True, frames=1)
    paint_in_a_row(animation_id=second.pk, render_context=render_context, go_on=lambda: True, frames=4)
    sent.clear()
    paint_in_a_row(animation_id=first.pk, render_context=render_context, go_on=lambda: True, frames=4)
    assert (painted(first), painted(second)) == (2, 0)
    assert sorted(sent) == ["animations.encode", "animations.step"]


class Request:
    """What the worker counts: anything that can be referred to weakly."""


@pytest.fixture
def worker() -> Iterator[None]:
    yield
    batching.end()
    state.reserved_requests.clear()


def test_nobody_waits_as_long_as_there_is_a_thread_for_every_request(worker):
    batching.begin(ThreadPool(2))
    requests = [Request(), Request()]
    state.reserved_requests.update(requests)
    assert batching.may_continue()
    requests.append(Request())
    state.reserved_requests.add(requests[-1])
    assert not batching.may_continue()
    requests.pop()
    assert batching.may_continue()
    batching.end()
    assert not batching.may_continue()


def test_a_process_that_cannot_count_its_requests_hands_every_chain_back(worker):
    batching.begin(ProcessPool(2, forking_enable=False))
    state.reserved_requests.add(request := Request())
    assert request
    assert not batching.may_continue()
