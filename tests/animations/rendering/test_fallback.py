"""A cheaper model that may step in: when it does, when it never does, and what each frame costs then."""

from datetime import timedelta

import pytest

from apps.animations import media
from apps.animations.create.recipe import RecipeInvalid
from apps.animations.models import Animation, EnginePause, Frame, Submission
from apps.animations.rendering.circuit_breaker import STRIKES, may_probe, note_strike, pauses_of
from apps.animations.rendering.context import Checkpoint
from apps.animations.rendering.end import cancel_animation
from apps.credits.findings import findings
from apps.credits.models import Account, Transfer
from apps.credits.selectors import balance_of
from apps.credits.services.grants import grant_credits
from apps.credits.services.holds import HoldRequest, InsufficientCredits, hold_credits, settle_holds
from apps.engines.stability.client import StabilityEngine
from tests.animations.harness import Harness, small_picture
from tests.animations.rendering.test_chain import receipt, states
from tests.factories.accounts import make_person
from tests.matrix.driver import Death, play, wrong
from tests.servers import free_port
from tests.sizes import large

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True), pytest.mark.slow]
LARGE, FLASH = "sd3.5-large", "sd3.5-flash"
DEAR, CHEAP = 9, 4  # credits a frame
LARGE_MILLS, FLASH_MILLS = 65, 25


@pytest.fixture
def alice(harness):
    return make_person("alice", credits=100)


def start(harness: Harness, owner, **wish: object) -> Animation:
    return harness.start(owner, **{"frames": 3, "model": LARGE, "fallback_model": FLASH, **wish})


def work(harness: Harness) -> None:
    """What a worker does until it has to wait for something."""
    render_context = harness.render_context()
    while harness.look(render_context):
        pass
    render_context.spool.close()


def rest(harness: Harness, part: str) -> None:
    """Five failures in a row."""
    for _ in range(STRIKES):
        note_strike(engine="stability", part=part, reason="EngineFault: HTTP 500", now=harness.clock())


def asked(harness: Harness) -> list[tuple[str, str]]:
    """The model and the seed of every request."""
    return [(entry["fields"]["model"], entry["fields"]["seed"]) for entry in harness.arrivals()]


def calls(animation: Animation) -> list[tuple[int, str, str]]:
    rows = animation.submissions.order_by("frame__position", "sent_at").values_list(
        "frame__position", "model", "outcome"
    )
    return [(position, model, outcome) for position, model, outcome in rows]


def prices(animation: Animation) -> list[int]:
    return list(animation.frames.order_by("position").values_list("credits", flat=True))


def test_two_faults_of_a_frame_send_its_third_try_to_the_fallback_and_five_all_later_frames(harness: Harness, alice):
    harness.fake.when_model_is(LARGE, "json_500")
    animation = start(harness, alice, frames=4, seed=7)
    assert receipt(animation) == (4 * DEAR, 0, 0)
    harness.run(harness.render_context(), seconds_a_round=8)
    animation.refresh_from_db()
    assert calls(animation) == [
        (1, LARGE, "EngineFault"),
        (1, LARGE, "EngineFault"),
        (1, FLASH, "SUCCESS"),
        (2, LARGE, "EngineFault"),
        (2, LARGE, "EngineFault"),
        (2, FLASH, "SUCCESS"),
        (3, LARGE, "EngineFault"),  # the fifth in a row: from here on it rests
        (3, FLASH, "SUCCESS"),
        (4, FLASH, "SUCCESS"),
    ]
    assert (animation.state, prices(animation)) == ("done", [CHEAP] * 4)
    assert receipt(animation) == (0, 4 * CHEAP, 4 * (DEAR - CHEAP))
    assert balance_of(alice.ledger_owner, now=harness.clock()).available == 100 - 4 * CHEAP
    assert set(animation.submissions.filter(state="won").values_list("cost_mills", flat=True)) == {FLASH_MILLS}
    assert b"(stability sd3.5-flash)" in media.read(animation.exports.get().key)
    assert findings(deep=True) == []


def test_a_model_at_rest_is_stepped_in_for_at_once_and_paints_again_when_one_call_found_it_well(
    harness: Harness, alice
):
    rest(harness, LARGE)
    note_strike(engine="stability", part=FLASH, reason="EngineFault: HTTP 500", now=harness.clock())
    animation = start(harness, alice)
    render_context = harness.render_context()
    harness.look(render_context)
    # A picture proves that the model which painted it works, and says nothing about another one.
    assert [pause.part for pause in EnginePause.objects.all()] == [LARGE]
    harness.clock.forward(31)
    harness.run(render_context)
    assert [model for model, _ in asked(harness)] == [FLASH, LARGE, LARGE]
    assert (prices(animation), receipt(animation)) == ([CHEAP, DEAR, DEAR], (0, CHEAP + 2 * DEAR, DEAR - CHEAP))
    assert not EnginePause.objects.exists()
    days = Account.objects.filter(code__startswith="spend:site:")  # two, when the clock of a test passes midnight
    assert sum(day.debits_posted for day in days) == FLASH_MILLS + 2 * LARGE_MILLS == harness.fake.charged_tenths
    assert b"(stability sd3.5-large and sd3.5-flash)" in media.read(animation.exports.get().key)
    assert findings(deep=True) == []


def test_while_one_call_finds_out_how_the_chosen_model_is_others_go_on_with_the_fallback(harness: Harness, settings):
    rest(harness, LARGE)
    harness.clock.forward(31)
    for name in ("alice", "bob"):
        start(harness, make_person(name, credits=100))
    harness.fake.when_model_is(LARGE, "json_500")
    harness.look(harness.render_context())
    assert [model for model, _ in asked(harness)] == [LARGE, FLASH]


def test_without_a_fallback_a_model_at_rest_is_waited_for_and_other_models_are_not(harness: Harness, alice):
    rest(harness, LARGE)
    waiting = start(harness, alice, fallback_model=None)
    other = harness.start(make_person("bob", credits=100), frames=2, model="sd3.5-medium")
    work(harness)
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, waiting.paused_reason, other.state) == ("queued", "engine", "done")
    assert {model for model, _ in asked(harness)} == {"sd3.5-medium"}


def test_without_a_fallback_three_faults_end_it_as_ever(harness: Harness, alice):
    harness.fake.when_model_is(LARGE, "json_500")
    animation = start(harness, alice, fallback_model=None)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, animation.failure, receipt(animation)) == ("failed", "engine", (0, 0, 3 * DEAR))
    assert [model for model, _ in asked(harness)] == [LARGE] * 3


@pytest.mark.large
def test_when_both_are_down_it_waits_and_at_last_gives_everything_back(harness: Harness, alice):
    harness.fake.when_model_is(LARGE, "json_500")
    harness.fake.when_model_is(FLASH, "json_500")
    animation = start(harness, alice)
    rest(harness, LARGE)
    rest(harness, FLASH)
    work(harness)
    animation.refresh_from_db()
    assert (animation.paused_reason, harness.arrivals()) == ("engine", [])
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.state, receipt(animation), findings(deep=True)) == ("failed", (0, 0, 3 * DEAR), [])


@pytest.mark.parametrize("behaviour", ["throttled", *map(large, ["unauthorized", "payment_required"])])
def test_what_is_about_the_account_stops_every_model_and_nothing_falls_back(harness: Harness, alice, behaviour):
    harness.fake.next(behaviour)
    animation = start(harness, alice)
    work(harness)
    harness.clock.forward(30)
    work(harness)
    assert [model for model, _ in asked(harness)] == [LARGE]
    assert [pause.part for pause in EnginePause.objects.all()] == [""]
    EnginePause.objects.all().delete()
    harness.run(harness.render_context())
    assert {model for model, _ in asked(harness)} == {LARGE}
    assert receipt(animation) == (0, 3 * DEAR, 0)


@pytest.mark.parametrize(("behaviour", "failure"), [("moderation", "content"), ("filtered", "filtered")])
def test_a_refusal_is_taken_for_an_answer_and_not_for_an_outage(harness: Harness, alice, behaviour, failure):
    harness.fake.when_model_is(LARGE, behaviour)
    animation = start(harness, alice)
    harness.run(harness.render_context())
    animation.refresh_from_db()
    assert (animation.failure, asked(harness), receipt(animation)) == (
        failure,
        [(LARGE, str(animation.seed))],
        (0, 0, 3 * DEAR),
    )


def test_a_lost_answer_is_asked_for_again_of_the_same_model_however_long_that_rests(harness: Harness, alice):
    harness.fake.next("reset")
    animation = start(harness, alice)
    render_context = harness.render_context()
    harness.look(render_context)
    rest(harness, LARGE)
    for _ in range(3):
        harness.look(render_context)
    animation.refresh_from_db()
    assert (len(harness.arrivals()), animation.paused_reason) == (1, "engine")
    harness.run(render_context)
    first, again = Submission.objects.filter(frame__position=1).order_by("n")
    assert (again.model, again.seed, again.request_sha256) == (LARGE, first.seed, first.request_sha256)
    assert (receipt(animation), findings(deep=True)) == ((0, 3 * DEAR, 0), [])


def test_a_lost_answer_of_the_fallback_is_asked_for_again_there_though_the_chosen_model_is_back(
    harness: Harness, alice
):
    rest(harness, LARGE)
    harness.fake.next("reset")
    animation = start(harness, alice)
    render_context = harness.render_context()
    harness.look(render_context)
    EnginePause.objects.filter(part=LARGE).delete()
    harness.run(render_context)
    assert [model for model, _ in asked(harness)] == [FLASH, FLASH, LARGE, LARGE]
    assert receipt(animation) == (0, CHEAP + 2 * DEAR, DEAR - CHEAP)
    assert findings(deep=True) == []


def test_a_spending_limit_with_room_for_the_cheaper_call_alone_is_no_reason_to_fall_back(
    harness: Harness, alice, settings
):
    settings.SITE_DAILY_SPEND_CENTS = 6  # 60 mills: two of the one, none of the other
    animation = start(harness, alice)
    work(harness)
    animation.refresh_from_db()
    assert (animation.paused_reason, harness.arrivals()) == ("site_ceiling", [])


def test_under_the_spending_limit_a_call_counts_with_the_price_of_the_model_that_is_called(
    harness: Harness, alice, settings
):
    settings.SITE_DAILY_SPEND_CENTS = 6
    rest(harness, LARGE)
    animation = start(harness, alice)
    work(harness)
    animation.refresh_from_db()
    assert (animation.paused_reason, states(animation)) == ("site_ceiling", ["stored", "stored", "pending"])
    assert harness.fake.charged_tenths == 2 * FLASH_MILLS


@pytest.mark.large
def test_a_host_that_cannot_be_reached_is_no_models_fault_and_stops_them_all(harness: Harness, settings):
    settings.USER_RUNNING_LIMIT = 10
    harness.engine = lambda name: StabilityEngine(api_key="x", base_url=f"http://127.0.0.1:{free_port()}")
    people = [make_person(f"p{index}", credits=100) for index in range(STRIKES + 1)]
    made = [start(harness, person) for person in people]
    work(harness)
    pause = EnginePause.objects.get()
    assert (pause.part, pause.strikes, pause.holds_at(harness.clock())) == ("", STRIKES, True)
    assert Submission.objects.filter(state="not_sent", model=LARGE).count() == STRIKES == Submission.objects.count()
    del harness.engine
    harness.run(harness.render_context())
    assert [receipt(animation) for animation in made] == [(0, 3 * DEAR, 0)] * len(made)


def test_an_answer_however_bad_proves_that_the_host_can_be_reached(harness: Harness):
    for _ in range(STRIKES - 1):
        note_strike(engine="stability", part="", reason="NotSent: refused", now=harness.clock())
    note_strike(engine="stability", part=LARGE, reason="EngineFault: HTTP 500", now=harness.clock())
    assert list(EnginePause.objects.values_list("part", "strikes")) == [(LARGE, 1)]


def test_a_probe_that_comes_too_late_for_the_model_keeps_nobody_from_probing_the_engine(harness: Harness):
    rest(harness, LARGE)
    rest(harness, "")
    harness.clock.forward(31)
    now = harness.clock()
    pauses = list(pauses_of("stability", first=LARGE, second="", now=now).values())
    EnginePause.objects.filter(part=LARGE).update(until=now + timedelta(seconds=5))  # somebody else was first
    before = EnginePause.objects.get(part="").until
    assert may_probe(pauses, now=now) is False
    assert EnginePause.objects.get(part="").until == before
    EnginePause.objects.filter(part=LARGE).update(until=before)
    assert may_probe(list(EnginePause.objects.all()), now=now) is True
    assert [pause.holds_at(now) for pause in EnginePause.objects.all()] == [True, True]


def test_what_is_captured_and_what_goes_back_is_written_by_ascending_account(harness: Harness, alice):
    grant_credits(ledger_owner=alice.ledger_owner, amount=5, source="issued:staff", label="More", key="more")
    first, second = Account.objects.lots_of(alice.ledger_owner).order_by("id")
    Account.objects.filter(pk=second.pk).update(
        expires_at=harness.clock() + timedelta(days=9)
    )  # spent before the other
    hold_credits(
        ledger_owner=alice.ledger_owner,
        hold_requests=[HoldRequest("a", 5), HoldRequest("b", 5)],
        group_key="c",
        now=harness.clock(),
    )
    assert settle_holds(capture=["a"], release=["b"]) == (5, 5)
    ends = Transfer.objects.exclude(pending=None).order_by("id")
    assert list(ends.values_list("kind", "debit")) == [("pend_void", first.pk), ("pend_post", second.pk)]


def test_painting_with_a_mask_rests_apart_from_the_model_because_another_endpoint_does_it(harness: Harness, alice):
    harness.fake.when_model_is("inpaint", "json_500")
    masked = harness.start(alice, frames=2, mask=small_picture(3), model=LARGE)
    harness.run(harness.render_context())
    assert list(EnginePause.objects.values_list("part", "strikes")) == [("masked", 3)]
    whole = start(harness, make_person("bob", credits=100))
    rest(harness, "masked")
    harness.run(harness.render_context())
    masked.refresh_from_db()
    assert (masked.state, receipt(whole)) == ("failed", (0, 3 * DEAR, 0))


def test_a_cancel_gives_back_both_parts_of_what_was_held(harness: Harness, alice):
    animation = start(harness, alice)
    harness.look(harness.render_context())
    assert cancel_animation(animation_id=animation.pk, now=harness.clock()) == 2 * DEAR
    assert (receipt(animation), findings(deep=True)) == ((0, DEAR, 2 * DEAR), [])


def test_the_difference_goes_back_to_the_lot_it_came_from(harness: Harness):
    """The first lot has room for one frame and a part of the second; both lots are used up by the hold."""
    alice = make_person("alice", credits=11)
    grant_credits(
        ledger_owner=alice.ledger_owner, amount=2 * DEAR - 11, source="issued:staff", label="More", key="more"
    )
    rest(harness, LARGE)
    animation = start(harness, alice, frames=2)
    assert balance_of(alice.ledger_owner, now=harness.clock()).available == 0
    harness.run(harness.render_context())
    lots = list(Account.objects.lots_of(alice.ledger_owner).order_by("id"))
    # Of the first: 4 + 5 for frame 1, 2 for frame 2; of the second: 2 for frame 2 and its difference of 5.
    assert [(lot.debits_pending, lot.debits_posted, lot.available) for lot in lots] == [(0, 6, 5), (0, 2, 5)]
    assert (receipt(animation), findings(deep=True)) == ((0, 2 * CHEAP, 2 * (DEAR - CHEAP)), [])


def test_credits_for_the_cheaper_model_alone_are_not_enough(harness: Harness):
    alice = make_person("alice", credits=3 * DEAR - 1)
    with pytest.raises(InsufficientCredits):
        start(harness, alice)
    assert not Transfer.objects.filter(ref__contains=":").exclude(ref="").exists()


def test_prices_hold_as_they_were_on_the_day_of_the_wish(harness: Harness, alice):
    animation = start(harness, alice)
    assert (animation.price_id, animation.fallback_price_id) == (
        "stability/sd3.5-large/2025-08-01",
        "stability/sd3.5-flash/2025-08-01",
    )
    Animation.objects.update(fallback_cost_mills=19)  # as if the row of that day had said so
    rest(harness, LARGE)
    harness.look(harness.render_context())
    assert Submission.objects.get().cost_mills == 19


def test_the_strength_is_translated_to_what_the_fallback_means_by_it(harness: Harness, alice):
    rest(harness, LARGE)
    for strength, there in ((0.3, "0.6"), (0.6, "0.85"), (0.85, "0.97"), (0.45, "0.725")):
        start(harness, alice, frames=2, strength=strength)
        harness.fake.forget()
        harness.look(harness.render_context())
        assert harness.arrivals()[0]["fields"]["strength"] == there
        cancel_all(harness)


def cancel_all(harness: Harness) -> None:
    for animation in Animation.objects.filter(state__in=["queued", "active"]):
        cancel_animation(animation_id=animation.pk, now=harness.clock())


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"fallback_model": LARGE}, "Large is already the chosen style. Choose another backup, or wait."),
        ({"fallback_model": "ultra"}, "Ultra is not cheaper than Large, so it can't be the backup."),
        ({"fallback_model": "sketch"}, "Stability AI has no model called “sketch” to use as a backup."),
        (
            {"fallback_model": "sd3.5-large-turbo", "negative_prompt": "hats"},
            "Large Turbo can't be the backup: it doesn't support things to avoid.",
        ),
        (
            {"fallback_model": FLASH, "mask": b"x"},
            "Flash is not cheaper than Large for a painted area, so it can't be the backup.",
        ),
    ],
)
def test_a_model_that_cannot_step_in_is_refused_with_a_sentence_and_costs_nothing(
    harness: Harness, alice, wish, sentence
):
    if "mask" in wish:
        wish = {**wish, "mask": small_picture(3)}
    with pytest.raises(RecipeInvalid) as refused:
        start(harness, alice, **wish)
    assert refused.value.errors == {"fallback_model": sentence}
    assert balance_of(alice.ledger_owner, now=harness.clock()).available == 100


@pytest.mark.parametrize(
    "death",
    [
        large(Death(Checkpoint.CLAIMED, 3)),  # every other one is a row of the matrix
        Death(Checkpoint.ANSWERED, 1),
    ],
    ids=str,
)
def test_a_death_at_any_beat_of_the_fallbacks_call_breaks_no_promise(harness: Harness, death):
    animation = play(
        harness,
        behaviours=[],
        broken={LARGE: "json_500"},
        deaths=[death],
        frames=2,
        model=LARGE,
        fallback_model=FLASH,
    )
    assert wrong(harness, animation, policy="repeat_once") == []
    # Lost on the third call of its frame, an answer cannot be asked for again; bytes received in full are never lost.
    kept = death.checkpoint not in (Checkpoint.CLAIMED, Checkpoint.ANSWERED)
    assert (animation.state == "done") == kept
    assert {frame.credits for frame in animation.frames.stored()} <= {CHEAP}
    assert findings(deep=True) == []


def test_the_proof_finds_a_frame_that_cost_something_else_than_the_model_that_painted_it(harness: Harness, alice):
    rest(harness, LARGE)
    start(harness, alice, frames=2)
    harness.run(harness.render_context())
    frame = Frame.objects.get(position=1)
    Frame.objects.filter(pk=frame.pk).update(credits=DEAR)
    assert findings(deep=False) == [
        f"frame:{frame.pk} cost {DEAR} credits but {CHEAP} are charged",
        f"frame:{frame.pk} does not cost what {FLASH} costs",
    ]
    Frame.objects.filter(pk=frame.pk).update(credits=CHEAP)
    Submission.objects.filter(frame=frame).update(model="ultra")
    assert findings(deep=False) == [f"frame:{frame.pk} was painted by ultra, which nobody chose"]
