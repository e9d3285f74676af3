"""Many at once: real threads, real connections, both databases."""

import threading
import uuid

import pytest
from django.db import connections, transaction
from django.utils import timezone

from apps.animations.create.picture import take_picture
from apps.animations.create.recipe import RecipeInput, complete
from apps.animations.create.submit import submit_animation
from apps.animations.models import Animation, EnginePause, Submission
from apps.animations.rendering.circuit_breaker import note_strike
from apps.animations.rendering.claim import claim_frame
from apps.animations.rendering.settle import settle_error, settle_picture
from apps.credits.findings import findings
from apps.credits.models import Account, Unit
from apps.credits.selectors import balance_of
from apps.credits.services.ceilings import Ceiling, hold_under_ceilings
from apps.credits.services.holds import InsufficientCredits, capture_holds
from apps.engines.errors import EngineError, EngineFault, NotSent, OutcomeUnknown
from apps.engines.protocol import Painted
from apps.imaging.sandbox.process import default_sandbox
from tests.animations.harness import Harness, small_picture
from tests.factories.accounts import make_person
from tests.sizes import sizes

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

SUBMITS = 30
CALLS = 25


def all_at_once(work, count: int) -> list[object]:
    """Run `work` in so many threads that start together; returns what each returned or raised."""
    barrier = threading.Barrier(count)
    results: list[object] = [None] * count

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = work(index)
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("rounds", sizes(small=2, full=20))
def test_thirty_submits_with_credits_for_one_have_one_winner_and_29_polite_refusals(rounds):
    recipe = complete(RecipeInput("rage", engine="sketch", frames=8), masked=False)
    picture = take_picture(image=small_picture(), mask=None, engine="sketch", sandbox=default_sandbox())
    for _ in range(rounds):
        alice = make_person("alice", credits=8)

        def submit(index: int, owner=alice) -> Animation:
            return submit_animation(
                owner=owner,
                request_key=uuid.uuid4().hex,
                picture=picture,
                recipe=recipe,
                price_shown=8,
                now=timezone.now(),
            )

        results = all_at_once(submit, SUBMITS)
        kinds = sorted(type(result).__name__ for result in results)
        assert kinds == ["Animation"] + [InsufficientCredits.__name__] * (SUBMITS - 1)
        assert balance_of(alice.ledger_owner, now=timezone.now()).available == 0
    assert findings(deep=False) == []


def test_the_same_form_sent_many_times_at_once_makes_one_animation():
    recipe = complete(RecipeInput("rage", engine="sketch", frames=2, seed=1), masked=False)
    picture = take_picture(image=small_picture(), mask=None, engine="sketch", sandbox=default_sandbox())
    alice = make_person("alice", credits=100)

    def submit(index: int) -> uuid.UUID:
        return submit_animation(
            owner=alice, request_key="same", picture=picture, recipe=recipe, price_shown=2, now=timezone.now()
        ).pk

    results = all_at_once(submit, 12)
    assert len(set(results)) == 1, results
    assert balance_of(alice.ledger_owner, now=timezone.now()).available == 98


@pytest.mark.large
def test_calls_of_one_person_at_once_hold_and_capture_without_a_deadlock():
    """The site's account is older than the person's, so whoever locked the person's first would meet a settling call."""
    site = Ceiling("spend:site:today", Unit.MILL, 1_000_000)
    hold_under_ceilings(amount=1, ceilings=[site], ref="first", group_key="")
    ceilings = [Ceiling("spend:user:alice:today", Unit.MILL, 1_000_000), site]

    def call(index: int) -> int:
        for turn in range(CALLS):
            with transaction.atomic():
                hold_under_ceilings(amount=1, ceilings=ceilings, ref=f"{index}:{turn}", group_key="")
            with transaction.atomic():
                capture_holds(refs=[f"{index}:{turn}"])
        return CALLS

    assert all_at_once(call, 8) == [CALLS] * 8
    assert Account.objects.get(code="spend:user:alice:today").debits_posted == 8 * CALLS
    assert findings(deep=False) == []


@pytest.mark.large
@pytest.mark.parametrize("rounds", sizes(small=2, full=40))
def test_an_engine_that_recovers_beside_one_that_fails_is_settled_without_a_deadlock(
    harness: Harness, settings, rounds
):
    """Both lock the engine's pauses and the site's spending limit, at the same moment and many times."""
    settings.UNKNOWN_DAILY_LIMIT = 1_000_000
    render_context, painters = harness.render_context(), 8
    animations = [harness.start(make_person("person", credits=100), frames=12) for _ in range(painters)]
    errors: list[type[EngineError]] = [EngineFault, OutcomeUnknown, NotSent]
    for turn in range(rounds):
        note_strike(engine="stability", part="", reason="it fails", now=harness.clock())
        note_strike(
            engine="stability", part=animations[0].part_for(animations[0].model), reason="", now=harness.clock()
        )
        calls: list[Submission] = []
        for index, animation in enumerate(animations):
            claim = claim_frame(
                animation_id=animation.pk, engine=harness.engine("stability"), render_context=render_context
            )
            if claim is None:  # it has ended, or waits for a person after its lost answers: another one takes its place
                animations[index] = harness.start(make_person("person", credits=100), frames=12)
                claim = claim_frame(
                    animation_id=animations[index].pk, engine=harness.engine("stability"), render_context=render_context
                )
            calls.append(claim.submission)

        def settle(index: int, turn=turn, calls=calls) -> None:
            call = calls[index]
            if (index + turn) % 2:
                error = errors[(index + turn) // 2 % 3]("it fails")
                settle_error(submission_id=call.pk, error=error, now=harness.clock())
                return
            painted = Painted(b"", seed=1, vendor_request_id="", finish_reason="SUCCESS", http_status=200)
            stored = {"image_key": f"frames/{call.pk}.png", "sha256": "0" * 64}
            settle_picture(submission_id=call.pk, stored=stored, painted=painted, now=harness.clock(), ailing=True)

        assert all_at_once(settle, len(calls)) == [None] * len(calls)
        EnginePause.objects.all().delete()
        harness.clock.forward(600)
    assert Submission.objects.filter(state="won").count() >= rounds
    assert findings(deep=False) == []
