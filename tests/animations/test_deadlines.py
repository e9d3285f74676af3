"""A call begins within its own time or not at all: what is sent later would be taken for lost and bought again."""

import os
import signal
import time

import pytest

from apps.animations.models import Animation, Frame, Submission
from apps.animations.services.chain import step_animation
from apps.animations.services.sweeping import end_overdue_calls
from apps.animations.services.workshop import Beat
from apps.credits.selectors import findings
from tests.animations.stage import Stage
from tests.animations.test_chain import fork_a_worker
from tests.factories.accounts import make_person

LATER_THAN_THE_SWEEPER_WAITS = 60


def paint_late(stage: Stage, animation: Animation, late) -> None:
    """One step of a worker to which `late` happens between the claim and the call."""
    workshop = stage.workshop(lambda beat: late() if beat == Beat.CLAIMED else None)
    step_animation(animation_id=animation.pk, workshop=workshop)


def calls() -> list[str]:
    return list(Submission.objects.order_by("sent_at").values_list("state", flat=True))


def ends_with_one_call_a_frame(stage: Stage, animation: Animation) -> None:
    stage.run(stage.workshop())
    animation.refresh_from_db()
    assert animation.state == "done"
    assert len(stage.arrivals()) == animation.frame_count
    assert findings(deep=False) == []


def test_a_claim_whose_time_is_over_sends_nothing_and_costs_nothing(stage: Stage, settings):
    animation = stage.start(make_person("alice", credits=500), frames=2)

    paint_late(stage, animation, lambda: stage.clock.forward(settings.ENGINE_CALL_SECONDS))

    assert stage.arrivals() == []
    assert calls() == ["not_sent"]
    assert Frame.objects.get(position=1).state == "pending"
    ends_with_one_call_a_frame(stage, animation)


def test_a_worker_stopped_between_claim_and_call_sends_nothing(stage: Stage, settings):
    settings.ENGINE_CALL_SECONDS = 0.2
    animation = stage.start(make_person("alice", credits=500), frames=2)
    child = fork_a_worker(stage, lambda beat: os.kill(os.getpid(), signal.SIGSTOP) if beat == Beat.CLAIMED else None)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    time.sleep(0.3)
    os.kill(child, signal.SIGCONT)
    os.waitpid(child, 0)

    assert stage.arrivals() == []
    assert calls() == ["not_sent"]
    settings.ENGINE_CALL_SECONDS = 5.0
    ends_with_one_call_a_frame(stage, animation)


@pytest.mark.parametrize("policy", ["repeat_once", "review"])
def test_a_call_that_was_taken_for_lost_and_was_never_made_is_known_to_be_free(stage: Stage, settings, policy):
    settings.UNKNOWN_POLICY = policy
    animation = stage.start(make_person("alice", credits=500), frames=2)

    def stopped() -> None:
        stage.clock.forward(LATER_THAN_THE_SWEEPER_WAITS)
        end_overdue_calls(now=stage.clock())

    paint_late(stage, animation, stopped)

    assert stage.arrivals() == []
    assert calls() == ["not_charged"]
    ends_with_one_call_a_frame(stage, animation)


def test_the_row_and_the_wire_end_at_the_same_instant(stage: Stage, settings):
    """However long the claim takes, its time counts from its beginning."""
    settings.ENGINE_CALL_SECONDS = 0.3
    animation = stage.start(make_person("alice", credits=500), frames=2)
    stage.fake.next("ok", seconds=5)
    paint_late(stage, animation, lambda: time.sleep(0.2))

    (call,) = Submission.objects.all()
    assert call.state == "unknown"
    assert (call.deadline_at - call.sent_at).total_seconds() == pytest.approx(15.3)
