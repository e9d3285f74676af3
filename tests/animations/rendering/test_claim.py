"""One claim: what it asks for, what it writes down and holds, and when there is nothing to claim."""

import time
import uuid
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.animations import media
from apps.animations.models import Animation, EnginePause, Frame, OutboxMessage, Submission
from apps.animations.rendering.claim import (
    SETTLE_SECONDS,
    Claim,
    NoCapacity,
    check_may_send,
    claim_frame,
    request_hash,
    spending_ceilings,
)
from apps.animations.rendering.masks import mask_on
from apps.animations.rendering.rate_limiter import RateLimiter
from apps.credits.models import Account
from apps.engines.errors import ClaimExpired
from apps.engines.protocol import PaintRequest
from apps.imaging.codecs.frames import decode_png, encode_png
from tests.animations.harness import Harness, small_picture
from tests.factories.accounts import make_person

MILLS = 35  # sd3.5-medium
TWO = {"frames": 2, "model": "sd3.5-medium"}


@pytest.fixture
def alice(harness):
    return make_person("alice", credits=500)


def claim(harness: Harness, animation: Animation, **changed: object) -> Claim | None:
    render_context = replace(harness.render_context(), **changed)
    return claim_frame(
        animation_id=animation.pk, engine=harness.engine(animation.engine), render_context=render_context
    )


def shown(animation: Animation) -> tuple[str, str]:
    found = Animation.objects.get(pk=animation.pk)
    return found.state, found.paused_reason


def held(name: str) -> int:
    """What is held under the spending limits whose name begins like this."""
    return sum(Account.objects.filter(code__startswith=name).values_list("debits_pending", flat=True))


def test_a_claim_writes_down_the_call_and_holds_its_cost_under_both_limits(harness: Harness, alice, settings):
    animation = harness.start(alice, seed=7, **TWO)
    before = time.monotonic()
    found = claim(harness, animation)
    after = time.monotonic()
    call = Submission.objects.get()
    assert found.submission == call
    assert (call.n, call.state, call.engine, call.model, call.cost_mills, call.seed) == (
        1,
        "sent",
        "stability",
        "sd3.5-medium",
        MILLS,
        7,
    )
    assert call.endpoint == harness.engine("stability").endpoint(found.request)
    assert call.request_sha256 == request_hash(found.request)
    assert call.worker
    assert (call.sent_at, call.frame.position, call.frame.state) == (harness.clock(), 1, "rendering")
    assert (call.deadline_at - call.sent_at).total_seconds() == settings.ENGINE_CALL_SECONDS + 15
    assert before <= found.call_until - settings.ENGINE_CALL_SECONDS <= after
    assert found.ailing is False
    assert (held("spend:user:"), held("spend:site:"), shown(animation)) == (MILLS, MILLS, ("active", ""))
    assert not OutboxMessage.objects.exists()


def test_a_call_asks_for_what_the_recipe_says(harness: Harness, alice):
    wish = {"negative_prompt": "hats", "style_preset": "anime", "strength": 0.5, "seed": 7}
    found = claim(harness, harness.start(alice, mask=small_picture(3), **wish, **TWO)).request
    assert (found.prompt, found.negative_prompt, found.style_preset) == ("rage", "hats", "anime")
    assert (found.strength, found.seed, found.position, found.frame_count) == (0.5, 7, 1, 2)
    assert (found.width, found.height, found.model) == (64, 64, "sd3.5-medium")
    assert found.mask is not None
    assert found.user_reference == alice.ledger_owner.hex


def test_a_worker_that_has_just_begun_reads_the_picture_to_paint_on(harness: Harness, alice):
    animation = harness.start(alice, mask=small_picture(3), **TWO)
    media.forget_all()
    found = claim(harness, animation).request
    assert (found.image, found.mask) == (media.read(animation.source_key), media.read(animation.mask_key))


def test_what_the_recipe_leaves_out_is_not_sent(harness: Harness, alice):
    found = claim(harness, harness.start(alice, **TWO)).request
    assert (found.negative_prompt, found.style_preset, found.mask) == (None, None, None)


def test_a_mask_that_follows_is_sent_where_it_has_travelled_to(harness: Harness, alice):
    left = np.zeros((64, 64), dtype=np.uint8)
    left[16:48, 8:32] = 255
    mask = encode_png(left)
    animation = harness.start(alice, mask=mask, mask_follows=True, **TWO)
    media.write("frames/moved.png", encode_png(np.roll(decode_png(small_picture()), 8, axis=1)))
    animation.frames.filter(position=1).update(
        state="stored", image_key="frames/moved.png", sha256="0" * 64, stored_at=timezone.now()
    )
    Animation.objects.filter(pk=animation.pk).update(state="active")
    sent = claim(harness, animation).request.mask
    there = [mask_on(animation, position=position, storage=default_storage).png for position in (0, 1)]
    assert (sent, there[0]) == (there[1], mask)
    assert sent != mask


def test_while_a_call_is_under_way_there_is_nothing_to_claim_and_the_message_is_taken(harness: Harness, alice):
    animation = harness.start(alice, **TWO)
    assert claim(harness, animation) is not None
    OutboxMessage.objects.create(kind="step", ref=animation.pk, due_at=harness.clock())
    assert claim(harness, animation) is None
    assert (Submission.objects.count(), OutboxMessage.objects.count(), held("spend:site:")) == (1, 0, MILLS)


@pytest.mark.parametrize("state", ["draft", "done", "failed", "cancelled"])
def test_an_animation_that_does_not_run_has_nothing_to_claim(harness: Harness, alice, state):
    animation = harness.start(alice, **TWO)
    ended_at = None if state == "draft" else timezone.now()
    Animation.objects.filter(pk=animation.pk).update(state=state, ended_at=ended_at)
    assert claim(harness, animation) is None
    assert (shown(animation), Submission.objects.count()) == ((state, ""), 0)


def test_an_animation_that_is_gone_has_nothing_to_claim(harness: Harness):
    assert claim(harness, Animation(pk=uuid.uuid4(), engine="stability")) is None


@pytest.mark.parametrize(("seconds", "claimed"), [(-1, True), (0, True), (0.001, False)])
def test_a_frame_that_waits_is_claimed_at_its_moment_and_not_before(harness: Harness, alice, seconds, claimed):
    animation = harness.start(alice, **TWO)
    animation.frames.filter(position=1).update(not_before=harness.clock() + timedelta(seconds=seconds))
    assert (claim(harness, animation) is not None) == claimed
    assert Frame.objects.get(position=1).not_before is None or not claimed


def calls_made(animation: Animation, count: int) -> None:
    """So many tries of the first frame, all of which failed."""
    frame, now = animation.frames.get(position=1), timezone.now()
    for n in range(1, count + 1):
        Submission.objects.create(
            animation=animation,
            frame=frame,
            n=n,
            state="declined",
            engine="stability",
            model=animation.model,
            endpoint="x",
            cost_mills=MILLS,
            seed=1,
            request_sha256="0" * 64,
            worker="x",
            sent_at=now,
            deadline_at=now + timedelta(seconds=1),
            ended_at=now,
        )


@pytest.mark.parametrize(("made", "n"), [(0, 1), (1, 2), (2, 3)])
def test_a_frame_has_three_tries(harness: Harness, alice, made, n):
    animation = harness.start(alice, **TWO)
    calls_made(animation, made)
    assert claim(harness, animation).submission.n == n


def test_a_frame_without_a_try_left_ends_its_animation_and_gives_everything_back(harness: Harness, alice):
    animation = harness.start(alice, **TWO)
    calls_made(animation, 3)
    assert claim(harness, animation) is None
    animation.refresh_from_db()
    assert (animation.state, animation.failure) == ("failed", "engine")
    assert list(animation.frames.values_list("state", flat=True)) == ["failed"] * 2
    assert (Submission.objects.count(), OutboxMessage.objects.filter(kind="step").count()) == (3, 0)


def test_behind_a_frame_that_was_given_up_or_waits_for_a_person_nothing_is_claimed(harness: Harness, alice):
    animation = harness.start(alice, **TWO)
    for state in ("failed", "review"):
        animation.frames.filter(position=1).update(state=state)
        assert claim(harness, animation) is None
    assert not Submission.objects.exists()


def test_when_every_frame_is_stored_nothing_is_claimed(harness: Harness, alice):
    animation = harness.start(alice, **TWO)
    animation.frames.update(state="stored", image_key="x", sha256="0" * 64, stored_at=timezone.now())
    assert claim(harness, animation) is None


@pytest.mark.parametrize("part", ["", "sd3.5-medium"])
def test_a_pause_of_the_engine_or_of_the_model_is_shown_until_it_is_over(harness: Harness, alice, part):
    animation, now = harness.start(alice, **TWO), harness.clock()
    until = now + timedelta(seconds=10)
    pause = EnginePause.objects.create(engine="stability", part=part, until=until, reason="x", began_at=now)
    assert claim(harness, animation) is None
    assert (shown(animation), OutboxMessage.objects.count()) == (("queued", "engine"), 0)
    pause.delete()
    assert claim(harness, animation) is not None
    assert shown(animation) == ("active", "")


def test_after_a_pause_for_failures_one_call_is_made_and_a_second_animation_waits_for_its_picture(
    harness: Harness, alice
):
    first, second, now = harness.start(alice, **TWO), harness.start(alice, **TWO), harness.clock()
    EnginePause.objects.create(
        engine="stability", part="", until=now - timedelta(seconds=1), reason="x", began_at=now, strikes=5
    )
    probe = claim(harness, first)
    assert probe.ailing is True
    assert claim(harness, second) is None
    assert shown(second)[1] == "engine"


def test_one_more_than_a_person_may_have_running_waits_for_its_turn(harness: Harness, alice, settings):
    settings.USER_RUNNING_LIMIT = 2
    first, second, third = (harness.start(alice, **TWO) for _ in range(3))
    claims = [claim(harness, animation) is not None for animation in (first, second, third)]
    assert claims == [True, True, False]
    assert (shown(second), shown(third)) == (("active", ""), ("queued", "turn"))
    bobs = harness.start(make_person("bob", credits=500), **TWO)
    assert claim(harness, bobs) is not None, "another person's running ones are not counted"


def test_without_a_place_in_the_engines_rate_nothing_is_claimed_or_held(harness: Harness, alice):
    animation = harness.start(alice, **TWO)
    limiter = RateLimiter("memory://", 1)
    assert limiter.acquire("stability")
    with pytest.raises(NoCapacity):
        claim(harness, animation, rate_limiter=limiter)
    assert (Submission.objects.count(), held("spend:"), Frame.objects.filter(state="rendering").count()) == (0, 0, 0)
    assert OutboxMessage.objects.filter(kind="step", ref=animation.pk).exists()


@pytest.mark.parametrize(
    ("user", "site", "reason"), [(3, 100, "user_ceiling"), (100, 3, "site_ceiling"), (3, 3, "user_ceiling")]
)
def test_a_limit_without_room_is_named_and_nothing_is_held(harness: Harness, alice, settings, user, site, reason):
    settings.USER_DAILY_SPEND_CENTS, settings.SITE_DAILY_SPEND_CENTS = user, site
    animation = harness.start(alice, **TWO)
    assert claim(harness, animation) is None
    assert shown(animation)[1] == reason
    assert (Submission.objects.count(), held("spend:"), OutboxMessage.objects.count()) == (0, 0, 0)


def test_a_call_that_costs_nothing_needs_no_room_under_the_limits(harness: Harness, alice, settings):
    settings.USER_DAILY_SPEND_CENTS = settings.SITE_DAILY_SPEND_CENTS = 0
    animation = harness.start(alice, **TWO)
    Animation.objects.filter(pk=animation.pk).update(cost_mills=0)
    assert claim(harness, animation).submission.cost_mills == 0


def test_the_limits_of_a_call_are_the_persons_and_the_sites_for_the_day_in_mills(settings):
    settings.USER_DAILY_SPEND_CENTS, settings.SITE_DAILY_SPEND_CENTS = 5, 20
    owner, now = uuid.uuid4(), timezone.now()
    found = [(one.code, one.unit, one.limit) for one in spending_ceilings(owner, now=now)]
    assert found == [
        (f"spend:user:{owner}:{now.date()}", "mill", 50),
        (f"spend:site:{now.date()}", "mill", 200),
    ]


@pytest.mark.parametrize(
    ("left", "steady", "may"), [(0.001, 60, True), (0, 60, False), (-1, 60, False), (1, 60, True), (1, 0, False)]
)
def test_a_call_is_sent_while_both_clocks_leave_it_time(harness: Harness, alice, left, steady, may):
    found = claim(harness, harness.start(alice, **TWO))
    found = replace(found, call_until=time.monotonic() + steady)
    now = found.submission.deadline_at - timedelta(seconds=SETTLE_SECONDS + left)
    if may:
        check_may_send(found, now=now)
        return
    with pytest.raises(ClaimExpired):
        check_may_send(found, now=now)


def test_the_hash_of_a_request_is_of_everything_that_decides_its_answer():
    request = PaintRequest(
        image=b"i",
        width=64,
        height=64,
        model="m",
        prompt="p",
        negative_prompt=None,
        strength=0.5,
        seed=1,
        mask=None,
        style_preset=None,
        position=1,
        frame_count=2,
    )
    others = [
        {"image": b"j"},
        {"mask": b"m"},
        {"mask": b"n"},
        {"analysis": b"m"},
        {"analysis": b"n"},
        {"mask": b"m", "analysis": b"m"},
        {"model": "n"},
        {"prompt": "q"},
        {"negative_prompt": "n"},
        {"strength": 0.6},
        {"seed": 2},
        {"style_preset": "s"},
    ]
    hashes = {request_hash(request), *(request_hash(replace(request, **other)) for other in others)}
    assert len(hashes) == 1 + len(others)
    assert request_hash(replace(request, position=2, user_reference="x")) == request_hash(request)
