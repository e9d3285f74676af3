"""A call begins within its own time or not at all: what is sent later would be taken for lost and bought again."""

import itertools
import os
import signal
import time
from dataclasses import replace

import pytest
from django.utils import timezone

from apps.animations.models import Animation, EnginePause, Frame, Submission
from apps.animations.operations.overdue import end_overdue_calls
from apps.animations.rendering.chain import step_animation
from apps.animations.rendering.claim import SETTLE_SECONDS
from apps.animations.rendering.context import Checkpoint
from apps.credits.findings import findings
from apps.engines.protocol import Engine, Painted, PaintRequest
from tests.animations.harness import Harness
from tests.animations.rendering.test_chain import fork_a_worker
from tests.animations.rendering.test_races import all_at_once
from tests.factories.accounts import make_person

LATER_THAN_THE_SWEEPER_WAITS = 60


def paint_late(harness: Harness, animation: Animation, late) -> None:
    """One step of a worker to which `late` happens between the claim and the call."""
    render_context = harness.render_context(lambda checkpoint: late() if checkpoint == Checkpoint.CLAIMED else None)
    step_animation(animation_id=animation.pk, render_context=render_context)


def calls() -> list[str]:
    return list(Submission.objects.order_by("sent_at").values_list("state", flat=True))


def ends_with_one_call_a_frame(harness: Harness, animation: Animation) -> None:
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert animation.state == "done"
    assert len(harness.arrivals()) == animation.frame_count
    assert findings(deep=False) == []


def test_a_claim_whose_time_is_over_sends_nothing_and_costs_nothing(harness: Harness, settings):
    animation = harness.start(make_person("alice", credits=500), frames=2)

    paint_late(harness, animation, lambda: harness.clock.forward(settings.ENGINE_CALL_SECONDS))

    assert harness.arrivals() == []
    assert calls() == ["not_sent"]
    assert Frame.objects.get(position=1).state == "pending"
    ends_with_one_call_a_frame(harness, animation)


@pytest.mark.large
def test_a_worker_stopped_between_claim_and_call_sends_nothing(harness: Harness, settings):
    settings.ENGINE_CALL_SECONDS = 0.2
    animation = harness.start(make_person("alice", credits=500), frames=2)
    claims = itertools.count()

    def stop_once(checkpoint: Checkpoint) -> None:  # a second stop would keep the test waiting for ever
        if checkpoint == Checkpoint.CLAIMED and next(claims) == 0:
            os.kill(os.getpid(), signal.SIGSTOP)

    child = fork_a_worker(harness, stop_once)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    time.sleep(0.3)
    os.kill(child, signal.SIGCONT)
    os.waitpid(child, 0)

    assert harness.arrivals() == []
    assert calls() == ["not_sent"]
    settings.ENGINE_CALL_SECONDS = 5.0
    ends_with_one_call_a_frame(harness, animation)


@pytest.mark.parametrize("policy", ["repeat_once", "review"])
def test_a_call_that_was_taken_for_lost_and_was_never_made_is_known_to_be_free(harness: Harness, settings, policy):
    settings.UNKNOWN_POLICY = policy
    animation = harness.start(make_person("alice", credits=500), frames=2)

    def stopped() -> None:
        harness.clock.forward(LATER_THAN_THE_SWEEPER_WAITS)
        end_overdue_calls(now=harness.clock())

    paint_late(harness, animation, stopped)

    assert harness.arrivals() == []
    assert calls() == ["not_charged"]
    ends_with_one_call_a_frame(harness, animation)


class Noting:
    """An engine that notes until when its calls may take."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.deadlines: list[float] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self.engine, name)

    def paint(self, request: PaintRequest, *, deadline: float) -> Painted:
        self.deadlines.append(deadline)
        return self.engine.paint(request, deadline=deadline)


def test_the_row_and_the_wire_end_at_the_same_instant(harness: Harness, settings):
    """However long a worker stands between claim and call, the call's time counts from the claim's beginning."""
    animation = harness.start(make_person("alice", credits=500), frames=2)
    noting, claimed = Noting(harness.engine("stability")), []

    def late(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.CLAIMED:
            claimed.append(time.monotonic())
            time.sleep(0.05)

    render_context = replace(harness.render_context(late), engine=lambda name: noting)
    began = time.monotonic()
    step_animation(animation_id=animation.pk, render_context=render_context)

    (call,) = Submission.objects.all()
    assert (call.deadline_at - call.sent_at).total_seconds() == settings.ENGINE_CALL_SECONDS + SETTLE_SECONDS
    (deadline,) = noting.deadlines
    assert began <= deadline - settings.ENGINE_CALL_SECONDS <= claimed[0]


@pytest.mark.large
def test_of_ten_times_more_claims_than_can_be_sent_none_is_sent_after_its_deadline(harness: Harness, settings):
    """One claim in ten is sent at once. The others wait for their turn until their time is over, each in its own thread."""
    claims = 100
    settings.ENGINE_CALL_SECONDS = call_seconds = 5.0
    animations = {
        f"rage {number}": harness.start(make_person("person", credits=100), prompt=f"rage {number}", frames=2)
        for number in range(claims)
    }
    turns = itertools.count()

    def wait_for_a_turn(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.CLAIMED and next(turns) >= claims // 10:
            time.sleep(call_seconds)

    ids = [animation.pk for animation in animations.values()]
    render_context = replace(harness.render_context(wait_for_a_turn), clock=timezone.now)

    def work(index: int) -> None:
        step_animation(animation_id=ids[index], render_context=render_context)

    assert all_at_once(work, claims) == [None] * claims
    deadlines = dict(Submission.objects.values_list("animation", "deadline_at"))
    late = [
        one
        for one in harness.arrivals()
        if one["wall"] > deadlines[animations[one["fields"]["prompt"]].pk].timestamp() - SETTLE_SECONDS
    ]
    assert (len(deadlines), late) == (claims, [])
    assert calls().count("not_sent") == claims - len(harness.arrivals()) >= claims * 9 // 10
    assert set(calls()) == {"not_sent", "won"}
    assert not EnginePause.objects.exists()  # that we were late is nothing against the engine
    assert set(Frame.objects.filter(position=1).values_list("state", flat=True)) == {"pending", "stored"}
    assert findings(deep=False) == []
