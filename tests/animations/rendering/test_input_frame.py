"""What an engine is given to paint on: the frame before, or the source with what was found in it."""

import os
import signal

import pytest

from apps.animations import media
from apps.animations.models import Animation, Submission
from apps.animations.rendering.context import Checkpoint
from apps.credits.findings import findings
from apps.credits.selectors import receipt_for
from apps.engines.errors import EngineFault, OutcomeUnknown
from tests.animations.harness import Harness, small_picture
from tests.animations.rendering.test_chain import fork_a_worker
from tests.animations.rendering.test_claim import claim
from tests.animations.source_engine import SourceEngine, SourceHarness, painted
from tests.factories.accounts import make_person


@pytest.fixture
def alice(harness):
    return make_person("alice", credits=50)


@pytest.fixture
def source(harness: Harness) -> SourceHarness:
    return SourceHarness(harness, SourceEngine())


def stored(animation: Animation) -> list[bytes]:
    return [media.read(frame.image_key) for frame in animation.frames.stored().order_by("position")]


def judge(animation: Animation, *, frames: int) -> None:
    """What must hold at the end: every frame is the source moved by its own position, and paid once."""
    animation.refresh_from_db()
    picture, receipt = media.read(animation.source_key), receipt_for(animation.group_key)
    assert animation.state == "done"
    assert stored(animation) == [painted(picture, position) for position in range(1, frames + 1)]
    assert (receipt.held, receipt.charged, receipt.released) == (0, frames, 0)
    assert findings(deep=True) == []


def test_an_engine_that_paints_from_the_source_gets_it_and_its_analysis_for_every_frame(source, alice):
    animation = source.start(alice, frames=4)
    source.run(source.render_context())

    analysis = media.read(animation.analysis_key)
    picture = media.read(animation.source_key)
    assert [(one.position, one.image, one.analysis) for one in source.own.requests] == [
        (position, picture, analysis) for position in (1, 2, 3, 4)
    ]
    judge(animation, frames=4)


def test_an_engine_that_paints_from_the_source_gets_the_mask_as_it_was_painted(source, alice):
    mask = small_picture(3)
    animation = source.start(alice, frames=3, mask=mask)
    source.run(source.render_context())

    assert {one.mask for one in source.own.requests} == {media.read(animation.mask_key)}
    assert {one.image for one in source.own.requests} == {media.read(animation.source_key)}


def test_a_mask_that_follows_stays_where_it_was_painted_for_an_engine_that_paints_from_the_source(source, alice):
    animation = source.start(alice, frames=2, mask=small_picture(3))
    Animation.objects.filter(pk=animation.pk).update(mask_follows=True)  # as of an order that is older than the engine
    source.run(source.render_context())

    assert [one.mask for one in source.own.requests] == [media.read(animation.mask_key)] * 2


def test_a_camera_moves_no_source(source, alice):
    animation = source.start(alice, frames=2)
    Animation.objects.filter(pk=animation.pk).update(camera_path={"zoom": 2.0})
    source.run(source.render_context())

    assert [one.image for one in source.own.requests] == [media.read(animation.source_key)] * 2


def test_an_engine_that_paints_from_the_source_gets_no_analysis_where_there_is_none(source, alice):
    animation = source.start(alice, frames=2)
    Animation.objects.filter(pk=animation.pk).update(analysis_key="")
    source.run(source.render_context())

    assert [one.analysis for one in source.own.requests] == [None, None]
    judge(animation, frames=2)


def test_an_engine_that_paints_from_the_frame_before_gets_no_analysis(harness: Harness, alice):
    animation = harness.start(alice, frames=2, model="sd3.5-flash")

    assert animation.analysis_key
    assert claim(harness, animation).request.analysis is None


def test_a_worker_that_has_just_begun_reads_source_and_analysis(source, alice):
    animation = source.start(alice, frames=2)
    media.forget_all()
    found = claim(source, animation).request

    assert (found.image, found.analysis) == (media.read(animation.source_key), media.read(animation.analysis_key))


def test_an_analysis_that_cannot_be_read_claims_nothing(source, alice):
    animation = source.start(alice, frames=2)
    Animation.objects.filter(pk=animation.pk).update(analysis_key="sources/nowhere.npz")

    assert claim(source, animation) is None
    assert (Submission.objects.count(), set(animation.frames.values_list("state", flat=True))) == (0, {"pending"})


@pytest.mark.parametrize("error", [OutcomeUnknown("lost"), EngineFault("failed")])
def test_a_call_that_is_repeated_asks_for_the_same_and_every_frame_stays_exact(source, alice, error):
    animation = source.start(alice, frames=3)
    context = source.render_context()
    source.look(context)
    source.own.errors.append(error)
    source.run(context)

    positions = [one.position for one in source.own.requests]
    assert (positions.count(1), positions.count(2), positions.count(3)) == (1, 2, 1)
    first, again = (one for one in source.own.requests if one.position == 2)
    assert first == again
    assert len(set(Submission.objects.filter(frame__position=2).values_list("request_sha256", flat=True))) == 1
    judge(animation, frames=3)


def test_a_paid_answer_is_compared_with_the_source_that_was_sent(harness, alice):
    source = SourceHarness(harness, SourceEngine("stability"))
    source.own.sent_back.add(2)
    animation = source.start(alice, frames=2, model="sd3.5-flash")
    source.run(source.render_context())

    assert [one.position for one in source.own.requests] == [1, 2, 2]
    assert len(stored(animation)) == 2
    assert list(Submission.objects.exclude(state="won").values_list("state", "detail")) == [
        ("rejected_paid", "the picture is the one that was sent")
    ]


@pytest.mark.large
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("checkpoint", list(Checkpoint))
def test_a_worker_that_dies_on_the_second_frame_leaves_frames_that_are_exact(source, alice, checkpoint):
    animation = source.start(alice, frames=3)
    seen = []

    def die(reached: Checkpoint) -> None:
        seen.extend([reached] * (reached == checkpoint))
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    _, status = os.waitpid(fork_a_worker(source, die), 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    source.clock.forward(1)
    source.run(source.render_context())

    judge(animation, frames=3)
