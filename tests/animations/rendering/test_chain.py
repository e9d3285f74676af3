"""The chain against a real HTTP fake: what is sent, what is stored, what is charged, whatever goes wrong."""

import hashlib
import os
import signal
from dataclasses import replace

import pytest
from django.utils import timezone

from apps.animations import media
from apps.animations.copy import CLOSED, explanation, headline
from apps.animations.models import Animation, EnginePause, Frame, Submission
from apps.animations.progress import progress_of
from apps.animations.rendering.context import Checkpoint
from apps.animations.rendering.end import NotCancellable, cancel_animation
from apps.animations.rendering.spool import Spool
from apps.credits.findings import findings
from apps.credits.selectors import balance_of, receipt_for
from tests.animations.harness import Harness, small_picture
from tests.emptying import leave_no_connection
from tests.factories.accounts import make_person
from tests.sizes import large, sizes

pytestmark = [pytest.mark.both_databases]
CREDITS = 100
PER_FRAME = 5  # sd3.5-medium
AMONG_QUICK = (Checkpoint.CLAIMED, Checkpoint.SPOOLED)  # before the call and after it; the rest die in `make matrix`


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def states(animation: Animation) -> list[str]:
    return list(animation.frames.order_by("position").values_list("state", flat=True))


def receipt(animation: Animation) -> tuple[int, int, int]:
    found = receipt_for(animation.group_key)
    return found.held, found.charged, found.released


@pytest.fixture
def alice(harness):
    return make_person("alice", credits=CREDITS)


def test_eight_frames_are_exactly_eight_requests_each_made_from_the_stored_bytes_before_it(harness: Harness, alice):
    animation = harness.start(alice, frames=8, model="sd3.5-medium", strength=0.6, seed=7)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, list(Submission.objects.exclude(state="won").values_list("outcome", "detail"))) == (
        "done",
        [],
    )
    frames = list(animation.frames.order_by("position"))
    arrivals = harness.arrivals()
    before = [media.read(animation.source_key), *(media.read(frame.image_key) for frame in frames[:-1])]
    assert [entry["files"]["image"]["sha256"] for entry in arrivals] == [sha(data) for data in before]
    assert [entry["fields"] for entry in arrivals] == [
        {
            "prompt": "rage",
            "mode": "image-to-image",
            "model": "sd3.5-medium",
            "strength": "0.6",
            "seed": str(7 + i),
            "output_format": "png",
        }
        for i in range(8)
    ]
    assert receipt(animation) == (0, 8 * PER_FRAME, 0)
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == CREDITS - 8 * PER_FRAME
    assert findings(deep=True) == []
    export = animation.exports.get()
    assert (export.state, export.frame_count) == ("ready", 8)


def test_a_masked_animation_goes_to_inpaint_with_the_mask(harness: Harness, alice):
    animation = harness.start(alice, frames=2, mask=small_picture(3), model="sd3.5-medium")
    harness.run(harness.render_context())
    arrivals = harness.arrivals()
    assert [entry["endpoint"] for entry in arrivals] == ["/v2beta/stable-image/edit/inpaint"] * 2
    assert [entry["files"]["mask"]["sha256"] for entry in arrivals] == [sha(media.read(animation.mask_key))] * 2


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.slow
@pytest.mark.parametrize("checkpoint", [one if one in AMONG_QUICK else large(one) for one in Checkpoint])
@pytest.mark.parametrize("frame_number", sizes(small=1, full=2))
def test_a_worker_killed_at_any_beat_leaves_an_animation_that_ends_and_a_ledger_that_adds_up(
    harness: Harness, alice, checkpoint, frame_number
):
    animation = harness.start(alice, frames=2)
    die_in_a_child(harness, checkpoint, frame_number)
    harness.clock.forward(1)
    harness.run(harness.render_context())
    judge(harness, animation, checkpoint)


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_worker_killed_during_the_call_leaves_an_unknown_call_that_is_repeated_once(harness: Harness, alice):
    animation = harness.start(alice, frames=2)
    harness.fake.next("ok", seconds=30)
    child = fork_a_worker(harness, lambda checkpoint: None)
    while not harness.arrivals():
        assert os.waitpid(child, os.WNOHANG) == (0, 0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    harness.run(harness.render_context())
    judge(harness, animation, None)
    assert list(Submission.objects.order_by("sent_at").values_list("state", flat=True)) == ["unknown", "won", "won"]


def fork_a_worker(harness: Harness, on_checkpoint) -> int:
    """A worker of its own that works through the hints until `on_checkpoint` ends it; returns its process id."""
    leave_no_connection()
    child = os.fork()
    if child:
        return child
    try:
        render_context = harness.render_context(on_checkpoint)
        while harness.look(render_context):
            pass
    finally:
        os._exit(3)


def die_in_a_child(harness: Harness, checkpoint: Checkpoint, frame_number: int) -> None:
    seen = []

    def die(reached: Checkpoint) -> None:
        if reached == checkpoint:
            seen.append(reached)
            if len(seen) == frame_number:
                os.kill(os.getpid(), signal.SIGKILL)

    child = fork_a_worker(harness, die)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker ended before it reached the checkpoint"
    assert os.WTERMSIG(status) == signal.SIGKILL


def judge(harness: Harness, animation: Animation, checkpoint: Checkpoint | None) -> None:
    """What must hold after any crash."""
    animation.refresh_from_db()
    assert animation.state == "done"
    assert states(animation) == ["stored", "stored"]
    assert findings(deep=True) == []
    assert receipt(animation) == (0, 2 * PER_FRAME, 0)
    for frame in animation.frames.all():
        calls = sum(entry["fields"]["seed"] == str(frame.seed) for entry in harness.arrivals())
        unknown = frame.submissions.filter(state="unknown").count()
        assert calls <= 1 + unknown
        if checkpoint in (Checkpoint.SPOOLED, Checkpoint.VERIFIED, Checkpoint.STORED, Checkpoint.SETTLED):
            assert (calls, unknown) == (1, 0), "bytes received in full are never bought again"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviours", "state", "frames", "charged", "calls", "failure"),
    [
        large([("moderation", 1)], "failed", ["failed"] * 3, 0, 1, "content"),
        ([("ok", 1), ("moderation", 1)], "partial", ["stored", "failed", "failed"], 1, 2, "content"),
        large([("ok", 2), ("filtered", 1)], "partial", ["stored", "stored", "failed"], 2, 3, "filtered"),
        large([("json_500", 1)], "done", ["stored"] * 3, 3, 4, ""),
        ([("json_500", 3)], "failed", ["failed"] * 3, 0, 3, "engine"),
        ([("truncated", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("truncated", 2)], "failed", ["failed"] * 3, 0, 2, "unusable"),
        large([("blank", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("black", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("wrong_size", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("frozen", 1)], "done", ["stored"] * 3, 3, 4, ""),
        ([("ok", 1), ("frozen", 2)], "partial", ["stored", "failed", "failed"], 1, 3, "unusable"),
        large([("filtered_silent", 1)], "failed", ["failed"] * 3, 0, 1, "filtered"),
        ([("ok", 2), ("filtered_silent", 1)], "partial", ["stored", "stored", "failed"], 2, 3, "filtered"),
        ([("reset", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("half", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("html_502", 1)], "done", ["stored"] * 3, 3, 4, ""),
        large([("throttled", 1)], "done", ["stored"] * 3, 3, 4, ""),
    ],
)
def test_what_goes_wrong_ends_as_its_class_says_and_only_delivered_frames_are_charged(
    harness: Harness, alice, behaviours, state, frames, charged, calls, failure
):
    animation = harness.start(alice, frames=3)
    for kind, times in behaviours:
        harness.fake.next(kind, times=times)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == (state, failure)
    assert states(animation) == frames
    assert len(harness.arrivals()) == calls
    assert receipt(animation) == (0, charged * PER_FRAME, (3 - charged) * PER_FRAME)
    assert findings(deep=True) == []


def test_a_second_lost_answer_of_the_same_frame_waits_for_review_and_comes_back_after_a_day(harness: Harness, alice):
    animation = harness.start(alice, frames=3)
    harness.fake.next("reset", times=2)
    render_context = harness.render_context()
    while harness.look(render_context):
        pass
    animation.refresh_from_db()
    assert (animation.state, animation.paused_reason, states(animation)) == (
        "active",
        "review",
        ["review", "pending", "pending"],
    )
    harness.clock.forward(25 * 3600)
    harness.run(render_context)
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)) == ("failed", (0, 0, 3 * PER_FRAME))
    assert len(harness.arrivals()) == 2


@pytest.mark.parametrize(("mills", "ends"), [(35, "review"), (0, "done")])
def test_the_third_lost_answer_of_an_animation_waits_for_review_where_calls_cost_money(
    harness: Harness, alice, mills, ends
):
    animation = harness.start(alice, frames=3)
    Animation.objects.filter(pk=animation.pk).update(cost_mills=mills)
    for _ in range(3):  # each frame loses its first answer
        harness.fake.next("reset")
        harness.fake.next("ok")
    render_context = harness.render_context()
    while harness.look(render_context):
        pass
    animation.refresh_from_db()
    assert (animation.paused_reason or animation.state) == ends
    assert Submission.objects.filter(state="unknown").count() == 3


def test_an_empty_account_pauses_the_engine_until_an_operator_acts(harness: Harness, alice):
    animation = harness.start(alice, frames=2)
    harness.fake.next("payment_required")
    render_context = harness.render_context()
    for _ in range(5):
        harness.look(render_context)
        harness.clock.forward(600)
    animation.refresh_from_db()
    assert len(harness.arrivals()) == 1
    assert EnginePause.objects.get().until is None
    EnginePause.objects.all().delete()
    harness.run(render_context)
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)) == ("done", (0, 2 * PER_FRAME, 0))


def test_cancel_keeps_and_charges_what_is_delivered_and_gives_back_the_rest_at_once(harness: Harness, alice):
    animation = harness.start(alice, frames=4)
    render_context = harness.render_context()
    harness.look(render_context)
    assert cancel_animation(animation_id=animation.pk, now=harness.clock()) == 3 * PER_FRAME
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == CREDITS - PER_FRAME
    harness.run(render_context)
    animation.refresh_from_db()
    assert (animation.state, states(animation)) == ("cancelled", ["stored", "failed", "failed", "failed"])
    assert animation.exports.get().frame_count == 1
    with pytest.raises(NotCancellable):
        cancel_animation(animation_id=animation.pk, now=harness.clock())
    assert findings(deep=True) == []


def test_a_picture_that_arrives_after_cancel_is_the_houses_loss(harness: Harness, alice):
    animation = harness.start(alice, frames=2)

    def cancel_meanwhile(checkpoint: Checkpoint) -> None:
        if checkpoint == Checkpoint.ANSWERED:
            cancel_animation(animation_id=animation.pk, now=harness.clock())

    harness.look(harness.render_context(cancel_meanwhile))
    animation.refresh_from_db()
    assert (animation.state, receipt(animation)) == ("cancelled", (0, 0, 2 * PER_FRAME))
    assert Submission.objects.get().state == "orphan"
    assert findings(deep=True) == []


def test_the_ceiling_pauses_in_words_and_the_chain_goes_on_when_it_is_raised(harness: Harness, alice, settings):
    settings.SITE_DAILY_SPEND_CENTS = 7  # two calls of 3.5 cents
    animation = harness.start(alice, frames=3)
    render_context = harness.render_context()
    for _ in range(4):
        while harness.look(render_context):
            pass
        harness.clock.forward(5)
        from tests.animations.harness import sweep_here

        sweep_here(harness, render_context)
    animation.refresh_from_db()
    assert (len(harness.arrivals()), animation.paused_reason) == (2, "site_ceiling")
    settings.SITE_DAILY_SPEND_CENTS = 100
    harness.run(render_context)
    animation.refresh_from_db()
    assert (animation.state, len(harness.arrivals())) == ("done", 3)


def test_a_closed_ceiling_lets_no_paid_call_through(harness: Harness, alice, settings):
    settings.USER_DAILY_SPEND_CENTS = 0
    animation = harness.start(alice, frames=2)
    harness.look(harness.render_context())
    animation.refresh_from_db()
    assert (harness.arrivals(), animation.paused_reason) == ([], "user_ceiling")
    assert explanation(animation, charged=0, released=0) == CLOSED
    assert headline(animation, progress_of(animation, now=harness.clock())) == "Paused before the first frame"


def test_without_room_for_an_answer_nothing_is_called_and_it_is_said(harness: Harness, alice):
    animation = harness.start(alice, frames=2)
    render_context = harness.render_context()
    cramped = replace(render_context, spool=Cramped(harness.root))
    harness.look(cramped)
    animation.refresh_from_db()
    assert (harness.arrivals(), animation.paused_reason) == ([], "room")
    harness.run(render_context)
    animation.refresh_from_db()
    assert animation.state == "done"


class Cramped(Spool):
    """A spool on a disk that is nearly full."""

    reserve_bytes = 1 << 60


def test_more_than_the_running_limit_waits_its_turn(harness: Harness, alice, settings):
    settings.USER_RUNNING_LIMIT = 1
    first, second = harness.start(alice, frames=2), harness.start(alice, frames=2)
    render_context = harness.render_context()
    harness.look(render_context)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state, second.paused_reason) == ("active", "queued", "turn")
    harness.run(render_context)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == ("done", "done")


@pytest.mark.parametrize(
    ("engine", "side", "calls"), [large("stability", 32, 3), ("stability", 56, 3), ("stability", 60, 2)]
)
def test_a_picture_that_is_smaller_than_the_engines_size_rule_allows_is_bought_again_at_the_houses_cost(
    harness: Harness, alice, engine, side, calls
):
    animation = harness.start(alice, frames=2, engine=engine)
    harness.fake.next("ok", width=side, height=side)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, len(harness.arrivals())) == ("done", calls)
    spoiled = list(Submission.objects.filter(state="rejected_paid").values_list("outcome", flat=True))
    assert spoiled == ["PictureUnusable"] * (calls - 2)
    assert receipt(animation) == (0, 2 * PER_FRAME, 0)
    assert findings(deep=True) == []


def test_frames_of_any_larger_size_are_brought_to_the_size_of_the_source(harness: Harness, alice):
    animation = harness.start(alice, frames=2)
    harness.fake.next("ok", width=128, height=128)
    harness.run(harness.render_context())
    import io

    from PIL import Image

    sizes = {Image.open(io.BytesIO(media.read(frame.image_key))).size for frame in Frame.objects.all()}
    assert sizes == {(animation.width, animation.height)}
