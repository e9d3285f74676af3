"""One case of the crash matrix: a chain whose worker dies at chosen checkpoints, while the vendor behaves as chosen."""

import itertools
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from apps.animations import media
from apps.animations.models import Animation, EnginePause, FrameState, MeterReading, SubmissionState
from apps.animations.operations.maintenance import sweep
from apps.animations.rendering import spool
from apps.animations.rendering.context import Checkpoint, CheckpointReached
from apps.credits.selectors import receipt_for
from tests.animations.harness import Harness
from tests.animations.rendering.test_chain import PER_FRAME, sha
from tests.factories.accounts import make_person

ROUND_SECONDS = 12.5 * 3600.0  # of the stage's clock: one look at a review while it lasts, its end in the next
ROUNDS = 40
DEAREST = 11  # credits a frame of the dearest model: enough for whatever is wished for
PAID_STATES = {
    SubmissionState.WON,
    SubmissionState.REJECTED_PAID,
    SubmissionState.ORPHAN,
    SubmissionState.UNKNOWN,
    SubmissionState.CHARGED,
}


class Died(BaseException):
    """The process is gone: nothing after this line of it runs, not even what catches errors."""


@dataclass(frozen=True, slots=True)
class Death:
    """A worker dies when it reaches `checkpoint` for the `occasion`-th time."""

    checkpoint: Checkpoint
    occasion: int = 1


def broken_by_deaths(
    harness: Harness, *, policy: str, frames: int, occasions: int = 1, **case: object
) -> dict[Death | None, list[str]]:
    """Play a case undisturbed, then with a death wherever that first run came by; return what was wrong after which.

    `occasions`: how often a checkpoint counts. A death at one that the first run never reached would be that run again.
    """
    passed: Counter[Checkpoint] = Counter()
    broken = {}
    for death in (
        None,
        *(Death(checkpoint, occasion) for checkpoint in Checkpoint for occasion in range(1, occasions + 1)),
    ):
        if death and passed[death.checkpoint] < death.occasion:
            continue
        counted = Counter() if death else passed
        animation = play(harness, deaths=[death] if death else [], frames=frames, passed=counted, **case)
        if found := wrong(harness, animation, policy=policy):
            broken[death] = found
    return broken


def play(
    harness: Harness,
    *,
    behaviours: Sequence[str],
    deaths: Sequence[Death],
    frames: int,
    broken: Mapping[str, str] = MappingProxyType({}),
    passed: Counter[Checkpoint] | None = None,
    **wish: object,
) -> Animation:
    """Run one animation to its end, with one worker after another, and return it.

    `broken`: how each model behaves. `passed`: counts the checkpoints that the workers reached.
    """
    harness.fake.forget()
    for leftover in (EnginePause, MeterReading):  # the vendor and its meter begin anew
        leftover.objects.all().delete()
    for model, kind in broken.items():
        harness.fake.when_model_is(model, kind)
    alice = make_person("alice", credits=frames * (DEAREST if wish else PER_FRAME))
    animation = harness.start(alice, frames=frames, **wish)
    for kind in behaviours:
        harness.fake.next(kind, **({"drip_seconds": 0.2} if kind.startswith("drip") else {}))
    left = list(deaths)
    passed = Counter() if passed is None else passed
    render_context = harness.render_context(_dying(left, passed))
    for past in range(ROUNDS):
        try:
            if past:  # before the first round there is nothing to sweep
                sweep(
                    now=harness.clock(), render_context=replace(render_context, on_checkpoint=lambda checkpoint: None)
                )
            while harness.look(render_context):
                pass
        except Died:
            os.close(render_context.spool._lock)  # as the kernel does for a process that is gone
            harness.clock.forward(1)
            render_context = harness.render_context(_dying(left, passed))
            continue
        if not Animation.objects.filter(state__in=["queued", "active", "assembling"]).exists():
            break
        EnginePause.objects.filter(until=None).delete()  # the operator acts
        harness.clock.forward(ROUND_SECONDS)
    render_context.spool.close()
    animation.refresh_from_db()
    return animation


def _dying(left: list[Death], passed: Counter[Checkpoint]) -> CheckpointReached:
    seen: Counter[Checkpoint] = Counter()

    def reach(checkpoint: Checkpoint) -> None:
        seen[checkpoint] += 1
        passed[checkpoint] += 1
        if left and left[0].checkpoint == checkpoint and seen[checkpoint] >= left[0].occasion:
            left.pop(0)
            raise Died

    return reach


def wrong(harness: Harness, animation: Animation, *, policy: str) -> list[str]:
    """What is not as it must be after any crash and any answer. Empty is right."""
    found = []
    frames = list(animation.frames.prefetch_related("submissions"))
    stored = [frame for frame in frames if frame.state == FrameState.STORED]
    if not animation.has_ended:
        found.append(f"the animation is still {animation.state} ({animation.paused_reason})")
    receipt = receipt_for(animation.group_key)
    prices = {
        animation.model: animation.credits_per_frame,
        animation.fallback_model: animation.fallback_credits_per_frame,
    }
    asked = {entry["request_id"]: entry["fields"].get("model") for entry in harness.arrivals()}
    due = 0
    for frame in stored:
        (won,) = [call for call in frame.submissions.all() if call.state == SubmissionState.WON]
        if won.model != asked[won.vendor_request_id]:
            found.append(f"frame {frame.position}: the vendor was asked for another model than the books say")
        if frame.credits != prices[won.model]:
            found.append(f"frame {frame.position}: costs {frame.credits}, painted by {won.model}")
        due += prices[won.model]
    if (receipt.held, receipt.charged) != (0, due):
        found.append(f"{due} due for {len(stored)} frames, {receipt.charged} charged, {receipt.held} held")
    if receipt.charged + receipt.released != len(frames) * animation.credits_per_frame:
        found.append("charged and released are not what was held")
    mills = sum(entry["tenths"] for entry in harness.fake.log("charged"))
    booked = sum(call.cost_mills for frame in frames for call in frame.submissions.all() if call.state in PAID_STATES)
    if mills > booked:
        found.append(f"the vendor took {mills} mills, {booked} are on record as paid")
    arrivals = {entry["number"]: entry for entry in harness.arrivals()}
    charged = [arrivals[entry["number"]]["fields"]["seed"] for entry in harness.fake.log("charged")]
    for frame in frames:
        calls = list(frame.submissions.all())
        charges = charged.count(str(frame.seed))
        paid = [call for call in calls if call.state in PAID_STATES]
        if charges > len(paid):
            found.append(f"frame {frame.position}: charged {charges} times, {len(paid)} calls on record as paid")
        found += [
            f"frame {frame.position}: what {earlier.model} lost was asked of {later.model}"
            for earlier, later in itertools.combinations(calls, 2)
            if earlier.state in (SubmissionState.UNKNOWN, SubmissionState.CHARGED) and later.model != earlier.model
        ]
        lost = sum(call.state in (SubmissionState.UNKNOWN, SubmissionState.CHARGED) for call in calls)
        spoiled = sum(call.state in (SubmissionState.REJECTED_PAID, SubmissionState.ORPHAN) for call in calls)
        if charges > 1 + (lost if policy == "repeat_once" else 0) + spoiled:
            found.append(
                f"frame {frame.position}: bought {charges} times after {lost} lost and {spoiled} spoiled answers"
            )
        if sum(call.n is not None for call in calls) > 3:
            found.append(f"frame {frame.position}: more than three calls")
        if any(call.state == SubmissionState.SENT for call in calls):
            found.append(f"frame {frame.position}: a call is still open")
    found += [
        f"frame {frame.position}: the stored bytes are others"
        for frame in stored
        if sha(media.read(frame.image_key)) != frame.sha256
    ]
    if left := [path for folder in harness.root.iterdir() for path in spool.answers_in(folder)]:
        found.append(f"{len(left)} answers are still in a spool")
    return found
